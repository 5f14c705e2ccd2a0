"""The secret of an invitation, made from the installation's key: its letter carries it, only its hash is stored."""

from __future__ import annotations

from uuid import UUID

from marketplace.kernel.keyed import link_secret
from marketplace.kernel.site import site


def invitation_token(invitation_id: UUID, sending: int, *, hashed: str | None = None) -> str:
    """Make the secret of one sending of an invitation, or find the one whose hash is stored."""
    keys = site().settings.secret_keys
    return link_secret(keys, f"invitation:{invitation_id}:{sending}", hashed=hashed)
