"""What comes in from outside without a person: signed with a key that only the caller and this market know."""

from __future__ import annotations

import hmac
from datetime import datetime
from hashlib import sha256

HEADER = "Tianguis-Signature"
_GOOD_FOR_SECONDS = 300


class BadSignature(Exception):
    """A message is not signed, or not with this caller's key, or too long ago."""


def sign(key: str, body: bytes, at: datetime) -> str:
    """Write the header that a caller sends: `t=<seconds>,v1=<hex>`, an HMAC-SHA256 over `<seconds>.<body>`."""
    second = int(at.timestamp())
    return f"t={second},v1={_digest(key, second, body)}"


def check_signature(key: str, header: str, body: bytes, now: datetime) -> None:
    """Refuse what was not signed with this key, or more than five minutes from now. Raises BadSignature."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    second, digest = parts.get("t", ""), parts.get("v1", "")
    if not second.isascii() or not second.isdigit() or len(second) > 12:
        raise BadSignature
    if not hmac.compare_digest(digest.encode(), _digest(key, int(second), body).encode()):
        raise BadSignature
    if abs(now.timestamp() - int(second)) > _GOOD_FOR_SECONDS:
        raise BadSignature


def _digest(key: str, second: int, body: bytes) -> str:
    return hmac.new(key.encode(), f"{second}.".encode() + body, sha256).hexdigest()
