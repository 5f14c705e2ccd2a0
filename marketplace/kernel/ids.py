"""Names for things that people see, and secrets that open doors."""

from __future__ import annotations

import hashlib
import secrets

from tenants.ownership import new_id

__all__ = ["hash_token", "new_code", "new_id", "new_token"]

# Without 0/O, 1/I/L and U: read aloud over the telephone without mistakes.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code() -> str:
    """Give a short code for a purchase or order, such as `7K3M-92QF`: 39 random bits, so that it tells no volume."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def new_token() -> str:
    """Give a secret of 256 random bits for a link, a session or an API key. Only its hash is ever stored."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Give what is stored of a secret (SHA-256: the secret is random, so no salt and no slow hash is needed)."""
    return hashlib.sha256(token.encode()).hexdigest()
