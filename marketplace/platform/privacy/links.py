"""The secret of the link that confirms a request's address, made from the installation's key."""

from __future__ import annotations

from uuid import UUID

from marketplace.kernel.keyed import link_secret
from marketplace.kernel.site import site


def request_token(request_id: UUID, *, hashed: str | None = None) -> str:
    """Make the secret of one request's link, or find the one whose hash is stored."""
    return link_secret(site().settings.secret_keys, f"privacy request:{request_id}", hashed=hashed)
