"""The browser before us: where it calls from, which accounts it knows, and how it is signed in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, after_this_request, request, session
from flask_login import login_user
from itsdangerous import BadData, URLSafeSerializer

from marketplace.kernel.ids import new_token
from marketplace.kernel.site import site
from marketplace.kernel.work import Work
from marketplace.people.accounts import service
from marketplace.people.accounts.limits import Visitor
from marketplace.people.accounts.models import Account
from marketplace.people.accounts.passkeys import Site, site_at
from marketplace.people.accounts.queries import find_person
from tenants import resolve

_MOST_KNOWN = 8
_YEAR_SECONDS = 365 * 24 * 60 * 60
# What a browser keeps from before it is signed in.
_KEPT = ("place", "compare", "browser")


@dataclass(frozen=True)
class Greeters:
    """What higher floors do where somebody signs in or out: given when the house is put together."""

    # What they keep of a person: each joins what the browser carried with it.
    welcomes: Sequence[Callable[[Work, UUID, Mapping[str, Any]], None]] = ()
    # What they take from a browser when somebody signs out of it.
    farewells: Sequence[Callable[[Work], None]] = ()


def _cookie() -> str:
    return "__Host-tianguis-browser" if site().settings.is_production else "tianguis-browser"


def _signer() -> URLSafeSerializer:
    keys = site().settings.secret_keys
    sha256 = {"digest_method": hashlib.sha256}
    return URLSafeSerializer(list(reversed(keys)), salt="known browser", signer_kwargs=sha256)  # the last one signs


def visitor() -> Visitor:
    """Who calls: network address, browser, and the accounts it entered with before."""
    try:
        known = _signer().loads(request.cookies.get(_cookie(), ""))
    except BadData:
        known = {}
    return Visitor(request.remote_addr or "", request.headers.get("User-Agent", ""), known)


def remember(account_id: object) -> None:
    """Let this browser be known to an account for a year: strangers' failures are then not counted against it."""
    known = dict(visitor().known)
    if str(account_id) in known:
        return
    known = dict([*known.items(), (str(account_id), new_token()[:16])][-_MOST_KNOWN:])

    @after_this_request
    def _keep(response: Response) -> Response:
        secure = site().settings.is_production
        response.set_cookie(
            _cookie(), str(_signer().dumps(known)), max_age=_YEAR_SECONDS, httponly=True, samesite="Lax", secure=secure
        )
        return response


def enter(work: Work, account: Account) -> None:
    """Sign this browser in, under a new secret, keeping its place and what it compares; its cart joins the person's."""
    before = dict(session)
    kept = {key: session[key] for key in _KEPT if key in session}
    session.clear()
    session.update(kept)
    token = service.start_session(work, account.account_id, visitor=visitor())
    session["locale"] = account.locale
    session.permanent = True
    remember(account.account_id)
    login_user(find_person(work, token))
    for welcome in site().part(Greeters).welcomes:
        welcome(work, account.account_id, before)


def go_on(work: Work, token: str) -> None:
    """Go on in the same session under its new secret."""
    login_user(find_person(work, token))


def home_of(work: Work, account: Account) -> str:
    """Where a person starts: staff at the console, members in their shop, buyers in the market."""
    if account.staff_role:
        return "/operacion/"
    seats = resolve.seats_of(work.session, account_id=account.account_id)
    return f"/vender/{seats[0].slug}/" if seats else "/"


def passkey_site() -> Site:
    """What passkeys are bound to."""
    return site_at(site().settings.base_url)


def passkeys_work_here() -> bool:
    """Whether this page was opened at the address that passkeys are bound to."""
    return request.host.rpartition(":")[0].strip("[]") == passkey_site().host or request.host == passkey_site().host
