"""What somebody typed into a form that was not accepted, until its page shows it again: post, redirect, get.

So "back" never asks to send a form once more. It is kept in a cookie that goes to that page alone, for an hour, signed for
whose it is; nothing of it is in the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, after_this_request, request
from itsdangerous import BadData, URLSafeTimedSerializer

from marketplace.kernel.signing import timed_signer
from marketplace.kernel.site import site

_KEPT_SECONDS = 60 * 60
_LONGEST = 3500  # a browser keeps 4,096 bytes of a cookie with its name
_NAME = "draft"


def _cookie() -> str:
    return f"__Secure-tianguis-{_NAME}" if site().settings.is_production else f"tianguis-{_NAME}"


def _signer(owner: UUID) -> URLSafeTimedSerializer:
    return timed_signer(f"draft:{owner}")


def _write(path: str, value: str) -> None:
    @after_this_request
    def _keep(response: Response) -> Response:
        about: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": site().settings.is_production}
        if value:
            response.set_cookie(_cookie(), value, max_age=_KEPT_SECONDS, path=path, **about)
        else:
            response.delete_cookie(_cookie(), path=path, **about)
        return response


def keep_draft(path: str, owner: UUID, typed: Mapping[str, str]) -> bool:
    """Let the page at `path` find what its form was sent with. False, with nothing kept, when that is too long."""
    try:
        value = str(_signer(owner).dumps(dict(typed)))
    except UnicodeEncodeError:  # signs that nobody can write, so nobody misses them
        return False
    if len(value) > _LONGEST:
        return False
    _write(path, value)
    return True


def find_draft(owner: UUID | None) -> dict[str, str]:
    """What the form of this page was sent with and is not done with; nothing where there is none, or it is somebody else's."""
    sent = request.cookies.get(_cookie(), "")
    if owner is None or not sent:
        return {}
    try:
        found: dict[str, str] = _signer(owner).loads(sent, max_age=_KEPT_SECONDS)
    except BadData:
        return {}
    return found


def drop_draft(path: str) -> None:
    """Forget what was typed: it is done with."""
    _write(path, "")
