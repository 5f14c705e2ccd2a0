"""The link that ends a person's letters, without signing in: signed with the installation's key, and good for ever."""

from __future__ import annotations

from uuid import UUID

from itsdangerous import BadSignature

from marketplace.kernel.signing import signer
from marketplace.window.watching.errors import NoSuchWatch

_PURPOSE = "watch letters"


def stop_path(account_id: UUID) -> str:
    """Give the address of the page that ends a person's letters."""
    return f"/lo-que-sigo/sin-cartas/{signer(_PURPOSE).dumps(account_id.hex)}"


def whose(token: str) -> UUID:
    """Say whose letters a link ends; raises NoSuchWatch when we did not make it."""
    try:
        return UUID(signer(_PURPOSE).loads(token))
    except BadSignature:
        raise NoSuchWatch from None
