"""The guest's link to a purchase: a secret made from the installation's key, so that letters can carry it again."""

from __future__ import annotations

from marketplace.kernel.keyed import link_secret
from marketplace.kernel.site import site
from marketplace.trade.orders.models import Order, Purchase


def link_token(checkout_key: str, *, hashed: str | None = None) -> str:
    """Make the secret of the purchase that a checkout form makes; `hashed`, which is all that is stored, finds it again."""
    return link_secret(site().settings.secret_keys, f"guest link:{checkout_key}", hashed=hashed)


LINK_DAYS = 90  # so long the link of a letter opens a purchase


def guest_path(purchase: Purchase, order: Order | None = None) -> str:
    """Give the address that opens a purchase, or one order of it, without signing in."""
    token = link_token(purchase.idempotency_key, hashed=purchase.link_hash)
    return f"/compra/{purchase.code}/enlace/{token}" + (f"?pedido={order.code}" if order else "")
