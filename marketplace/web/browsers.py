"""What we know of a browser, each in a cookie of its own: its name, where it has things sent to, the accounts it entered with.

The name is a random secret, by which we know a browser whose person we do not.

Only forms give a browser its name or take it away; a page that is read never writes this cookie, so that a slow answer
undoes nothing. What a browser owns (a cart, a purchase made without an account) hangs on a hash of the secret: whoever
reads the database cannot be that browser.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import Response, after_this_request, g, request, session
from itsdangerous import BadData

from marketplace.kernel.ids import new_token
from marketplace.kernel.signing import signer
from marketplace.kernel.site import site
from marketplace.kernel.visitor import Visitor

_PURPOSE = "known browser"
_KEPT_SECONDS = 365 * 24 * 60 * 60
_LONGEST = 100
_UNREAD: Any = object()
_MOST_KNOWN = 8
_NAME, PLACE, _KNOWN = "cart", "place", "browser"  # the cookies
# The session keeps a copy: of two first forms sent at once, both then speak in the name that the place gave.
_COPY = "browser"


def _cookie(of: str) -> str:
    return cookie_name(of, in_production=site().settings.is_production)


def cookie_name(of: str, *, in_production: bool) -> str:
    """How a cookie is called: on https no other host of the domain can write it."""
    return f"__Host-tianguis-{of}" if in_production else f"tianguis-{of}"


def _write(of: str, value: str) -> None:
    """Let this answer write a cookie for a year; no value takes it away."""

    @after_this_request
    def _keep(response: Response) -> Response:
        about: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": site().settings.is_production}
        if value:
            response.set_cookie(_cookie(of), value, max_age=_KEPT_SECONDS, **about)
        else:
            response.delete_cookie(_cookie(of), **about)
        return response


def _secret() -> str:
    if "browser_secret" in g:
        return str(g.browser_secret)
    if not g.get("at_market", True):
        return ""  # a shop's own host knows nobody
    return str(request.cookies.get(_cookie(_NAME)) or session.get(_COPY) or "")[:_LONGEST]


def browser_id() -> UUID | None:
    """Who this browser is, as the owner of rows; None while it has no name."""
    secret = _secret()
    return UUID(bytes=hashlib.sha256(f"browser:{secret}".encode()).digest()[:16]) if secret else None


def name_browser(*, copied: bool = True) -> UUID:
    """Give this browser a name where it has none, with a copy in the session or without; gives who it is."""
    secret = _secret() or new_token()
    if request.cookies.get(_cookie(_NAME)) != secret:
        _write(_NAME, secret)
    if copied and session.get(_COPY) != secret:
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
    _write(_NAME, "")


def place_of_browser() -> list[Any] | None:
    """What `keep_place_of_browser` wrote, if anything; a shop's own host knows of none."""
    found: list[Any] | None = g.get("browser_place", _UNREAD)
    if found is _UNREAD:
        found = None
        if g.get("at_market", True):
            with suppress(BadData):
                found = signer(PLACE).loads(request.cookies.get(_cookie(PLACE), ""))
        g.browser_place = found
    return found


def keep_place_of_browser(chosen: list[Any]) -> None:
    """Write where things are sent to. Not in the session: pages are the same for all strangers of a place."""
    g.browser_place = chosen
    _write(PLACE, str(signer(PLACE).dumps(chosen)))


def visitor() -> Visitor:
    """Who calls: network address, browser, and the accounts it entered with before."""
    try:
        known = signer(_PURPOSE).loads(request.cookies.get(_cookie(_KNOWN), ""))
    except BadData:
        known = {}
    return Visitor(request.remote_addr or "", request.headers.get("User-Agent", ""), known)


def remember(account_id: object) -> None:
    """Let this browser be known to an account for a year: strangers' failures are then not counted against it."""
    known = dict(visitor().known)
    if str(account_id) in known:
        return
    known = dict([*known.items(), (str(account_id), new_token()[:16])][-_MOST_KNOWN:])
    _write(_KNOWN, str(signer(_PURPOSE).dumps(known)))
