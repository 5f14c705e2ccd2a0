"""The secret of an invitation to a group, made from the installation's key: its letter carries it, only its hash is stored."""

from __future__ import annotations

from uuid import UUID

from marketplace.kernel.keyed import link_secret
from marketplace.kernel.site import site


def group_token(invitation_id: UUID, *, hashed: str | None = None) -> str:
    """Make the secret of an invitation to a group, or find the one whose hash is stored."""
    return link_secret(site().settings.secret_keys, f"group:{invitation_id}", hashed=hashed)
