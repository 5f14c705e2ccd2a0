"""The link that ends a person's letters, without signing in: signed with the installation's key, and good for ever."""

from __future__ import annotations

import hashlib
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from marketplace.kernel.site import site
from marketplace.window.watching.errors import NoSuchWatch


def _signer() -> URLSafeSerializer:
    keys = site().settings.secret_keys
    sha256 = {"digest_method": hashlib.sha256}
    return URLSafeSerializer(list(reversed(keys)), salt="watch letters", signer_kwargs=sha256)  # the last one signs


def stop_path(account_id: UUID) -> str:
    """Give the address of the page that ends a person's letters."""
    return f"/lo-que-sigo/sin-cartas/{_signer().dumps(account_id.hex)}"


def whose(token: str) -> UUID:
    """Say whose letters a link ends; raises NoSuchWatch when we did not make it."""
    try:
        return UUID(_signer().loads(token))
    except BadSignature:
        raise NoSuchWatch from None
