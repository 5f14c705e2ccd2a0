"""Secrets made from the installation's key: what links carry, how stored codes are hashed, how shared secrets are sealed.

A link's secret is made from its row's id, so that the letter can make it again and only its hash is ever stored.
"""

from __future__ import annotations

import base64
import hashlib
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken

from marketplace.kernel import keyed
from marketplace.kernel.site import site


def _keys() -> tuple[str, ...]:
    keys: tuple[str, ...] = site().settings.secret_keys
    return keys


def link_secret(token_id: UUID, *, hashed: str | None = None) -> str:
    """Make the secret of a one-time link, or find the one whose hash is stored."""
    return keyed.link_secret(_keys(), f"account link:{token_id}", hashed=hashed)


def code_hashes(account_id: UUID, code: str) -> list[str]:
    """Give what is stored of a recovery code, which is too short to hash without a key: by the newest key first."""
    return [keyed.keyed(key, f"recovery code:{account_id}:{code}").hex() for key in _keys()]


def _sealing_keys() -> dict[str, Fernet]:
    """Our keys for sealing by their names, the newest first."""
    made = (keyed.keyed(key, "sealed secrets:1") for key in _keys())
    return {hashlib.sha256(key).hexdigest()[:8]: Fernet(base64.urlsafe_b64encode(key)) for key in made}


def seal(text: str) -> str:
    """Encrypt a secret for the database. The name of the key stands before it."""
    name, key = next(iter(_sealing_keys().items()))
    return f"{name}:{key.encrypt(text.encode()).decode()}"


def unseal(sealed: str) -> str | None:
    """Decrypt what `seal` made; None when the installation no longer has that key, or what was sealed was changed.

    Keys are let go (docs/operations.md), so that everybody who opens something has to say what is done without it.
    """
    sealed_by, _, inside = sealed.partition(":")
    key = _sealing_keys().get(sealed_by)
    try:
        return key.decrypt(inside.encode()).decode() if key else None
    except InvalidToken:
        return None
