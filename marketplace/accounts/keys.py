"""Secrets made from the installation's key: what links carry, how stored codes are hashed, how shared secrets are sealed.

A link's secret is made from its row's id, so that the letter can make it again and only its hash is ever stored.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app


def _keyed(label: str, text: str) -> bytes:
    secret = current_app.extensions["settings"].secret_key.get_secret_value().encode()
    return hmac.digest(secret, f"{label}:{text}".encode(), hashlib.sha256)


def link_secret(token_id: UUID) -> str:
    """Make the secret of a one-time link."""
    return base64.urlsafe_b64encode(_keyed("account link", str(token_id))).decode().rstrip("=")


def code_hash(account_id: UUID, code: str) -> str:
    """Give what is stored of a recovery code: too short to hash without a key."""
    return _keyed("recovery code", f"{account_id}:{code}").hex()


def _sealing_key() -> tuple[str, Fernet]:
    key = _keyed("sealed secrets", "1")
    return hashlib.sha256(key).hexdigest()[:8], Fernet(base64.urlsafe_b64encode(key))


def seal(text: str) -> str:
    """Encrypt a secret for the database. The name of the key stands before it."""
    name, key = _sealing_key()
    return f"{name}:{key.encrypt(text.encode()).decode()}"


def unseal(sealed: str) -> str:
    """Decrypt what `seal` made; raises LookupError when the installation's key is another one now."""
    name, key = _sealing_key()
    sealed_by, _, inside = sealed.partition(":")
    if sealed_by != name:
        raise LookupError(f"sealed by key {sealed_by}, and this installation has {name}")
    try:
        return key.decrypt(inside.encode()).decode()
    except InvalidToken as error:
        raise LookupError("a sealed secret was changed") from error
