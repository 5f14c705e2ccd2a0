"""The name by which we know a browser whose person we do not: a random secret in a cookie of its own.

Only forms give a browser its name or take it away; a page that is read never writes this cookie, so that a slow answer
undoes nothing. What a browser owns (a cart, a purchase made without an account) hangs on a hash of the secret: whoever
reads the database cannot be that browser.
"""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from flask import Response, after_this_request, g, request, session

from marketplace.kernel.ids import new_token
from marketplace.kernel.site import site

_KEPT_SECONDS = 365 * 24 * 60 * 60
_LONGEST = 100
# The session keeps a copy: of two first forms sent at once, both then speak in the name that the place gave.
_COPY = "browser"


def _cookie() -> str:
    return "__Host-tianguis-cart" if site().settings.is_production else "tianguis-cart"


def _secret() -> str:
    if "browser_secret" in g:
        return str(g.browser_secret)
    if not g.get("at_market", True):
        return ""  # a shop's own host knows nobody
    return str(request.cookies.get(_cookie()) or session.get(_COPY) or "")[:_LONGEST]


def browser_id() -> UUID | None:
    """Who this browser is, as the owner of rows; None while it has no name."""
    secret = _secret()
    return UUID(bytes=hashlib.sha256(f"browser:{secret}".encode()).digest()[:16]) if secret else None


def name_browser() -> UUID:
    """Give this browser a name where it has none; gives who it is."""
    secret = _secret() or new_token()
    if request.cookies.get(_cookie()) != secret:
        _tell(secret)
    if session.get(_COPY) != secret:
        session[_COPY] = secret
        session.permanent = True
    g.browser_secret = secret
    found = browser_id()
    assert found is not None  # it has a name now
    return found


def forget_browser() -> None:
    """Let this browser be nobody from here on: what hangs on its name is out of its reach."""
    session.pop(_COPY, None)
    g.browser_secret = ""
    _tell("")


def _tell(secret: str) -> None:
    @after_this_request
    def _keep(response: Response) -> Response:
        about: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": site().settings.is_production}
        if secret:
            response.set_cookie(_cookie(), secret, max_age=_KEPT_SECONDS, **about)
        else:
            response.delete_cookie(_cookie(), **about)
        return response
