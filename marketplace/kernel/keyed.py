"""Secrets made from the installation's key, the newest first; those made from a key it had before are found again."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from marketplace.kernel.ids import hash_token


def keyed(key: str, text: str) -> bytes:
    """Give what a key makes of a text, which tells neither."""
    return hmac.digest(key.encode(), text.encode(), hashlib.sha256)


def link_secret(keys: Sequence[str], text: str, *, hashed: str | None = None) -> str:
    """Make the secret of a link, with the newest key; or the one that was made before, whose hash is stored.

    Letters carry a link again after the key was changed, and it must be the one that opens.
    """
    made = [base64.urlsafe_b64encode(keyed(key, text)).decode().rstrip("=") for key in keys]
    return next((secret for secret in made if hash_token(secret) == hashed), made[0])
