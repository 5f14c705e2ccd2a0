"""The secret of an invitation, made from the installation's key: its letter carries it, only its hash is stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
from uuid import UUID

from flask import current_app


def invitation_token(invitation_id: UUID, sending: int) -> str:
    """Make the secret of one sending of an invitation."""
    secret = current_app.extensions["settings"].secret_key.get_secret_value().encode()
    digest = hmac.digest(secret, f"invitation:{invitation_id}:{sending}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
