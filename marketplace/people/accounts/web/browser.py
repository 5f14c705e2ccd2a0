"""The browser before us: how it is signed in, and what passkeys are bound to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request, session
from flask_login import login_user

from marketplace.kernel.site import site
from marketplace.kernel.work import Work
from marketplace.people.accounts import service
from marketplace.people.accounts.models import Account
from marketplace.people.accounts.passkeys import RelyingParty, relying_party_at
from marketplace.people.accounts.queries import find_person
from marketplace.web.browsers import remember, visitor
from tenants import resolve

# What a browser keeps from before it is signed in.
_KEPT = ("compare", "browser")


@dataclass(frozen=True)
class Greeters:
    """What higher floors do where somebody signs in or out: given when the house is put together."""

    # What they keep of a person: each joins what the browser carried with it.
    welcomes: Sequence[Callable[[Work, UUID, Mapping[str, Any]], None]] = ()
    # What they take from a browser when somebody signs out of it.
    farewells: Sequence[Callable[[Work], None]] = ()


def enter(work: Work, account: Account) -> None:
    """Sign this browser in, under a new secret, keeping what it compares; its cart joins the person's."""
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


def relying_party() -> RelyingParty:
    """What passkeys are bound to."""
    return relying_party_at(site().settings.base_url)


def passkeys_work_here() -> bool:
    """Whether this page was opened at the address that passkeys are bound to."""
    return request.host.rpartition(":")[0].strip("[]") == relying_party().host or request.host == relying_party().host
