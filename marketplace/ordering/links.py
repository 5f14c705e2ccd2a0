"""The guest's link to a purchase: a secret made from the installation's key, so that letters can carry it again."""

from __future__ import annotations

import base64
import hashlib
import hmac

from flask import current_app

from marketplace.ordering.models import Purchase


def link_token(checkout_key: str) -> str:
    """Make the secret of the purchase that a checkout form makes. Only its hash is stored."""
    secret = current_app.extensions["settings"].secret_key.get_secret_value().encode()
    digest = hmac.digest(secret, f"guest link:{checkout_key}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def guest_path(purchase: Purchase) -> str:
    """Give the address that opens a purchase without signing in."""
    return f"/compra/{purchase.code}/enlace/{link_token(purchase.idempotency_key)}"
