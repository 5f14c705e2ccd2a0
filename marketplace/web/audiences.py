"""The kinds of reader, each with its address, its page frame and the standpoint its pages look from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, g, request, session
from flask_login import current_user
from flask_smorest import Blueprint as ApiBlueprint
from werkzeug.exceptions import TooManyRequests

from marketplace.kernel import clock
from marketplace.kernel.errors import NotAllowed, NotFound, NotInYourRole
from marketplace.kernel.permissions import STAFF_GRANTED, TOUCHES_MONEY, effective
from marketplace.kernel.site import site
from marketplace.kernel.work import SYSTEM, Actor, Work, unit_of_work
from marketplace.web.api import refuse_other_than_json
from marketplace.web.browsers import browser_id, name_browser
from marketplace.web.pace import Pace
from marketplace.web.shown import note_own_shops
from marketplace.web.signatures import BadSignature
from tenants import resolve
from tenants.scope import BuyerScope, PlatformScope, PublicScope, Scope, SellerScope


class SignInFirst(Exception):
    """Nobody is signed in, and this door needs somebody."""


class Detour(Exception):
    """Somebody may enter here once they have done something else; `page` is where, and leads back."""

    page = ""


class VerifyEmailFirst(Detour):
    """Who works here must be reachable, and the e-mail address is not verified yet."""

    page = "accounts_security_buyer.verify_email"


class SetUpFactorFirst(Detour):
    """Staff, and members who may touch a shop's money, enter with a second factor, and this person has none."""

    page = "accounts_factors_buyer.second_factor"


class ProveFirst(Detour):
    """It was too long ago that this person showed who they are."""

    page = "accounts_entry_buyer.prove"


FRESH_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Sign:
    """What stands on a door: who may enter, and which permission is asked for."""

    who: str  # anyone, browser, buyer, person, member, caller
    permission: str | None = None
    above: str | None = None  # why this view stands above the walls, where it does
    fresh: bool = False  # whether the person must have shown who they are a short while ago
    hear: Callable[[dict[str, Any]], None] | None = None  # how a machine outside is known; see access.caller


@dataclass(frozen=True)
class Audience:
    """A kind of reader. `stand` says from where a request looks and who acts; it refuses who may not."""

    name: str
    prefix: str
    signs: frozenset[str]  # the signs that it knows; a door with any other does not open
    stand: Callable[[Sign, dict[str, Any]], tuple[Scope, Actor]]

    def room(self, module: str, part: str = "") -> Blueprint:
        """Make the room of a module for this audience, or a part of a large one; views are hung on it."""
        name = "_".join(filter(None, (module, part, self.name)))
        return Blueprint(name, "marketplace", url_prefix=self.prefix or None)


def person_id() -> UUID | None:
    """The signed-in account, if anybody is."""
    return current_user.account_id if current_user.is_authenticated else None


def cart_owner() -> UUID | None:
    """Whose cart is before us: the signed-in account's, or this browser's; None where there is none yet."""
    return person_id() or browser_id()


@dataclass(frozen=True)
class Finders:
    """Who knows what stands above the web: given when the house is put together."""

    # The guest's account that a page may stand in: by whose cart it was bought from (this browser's, or the signed-in
    # person's), the links that were followed, the code in the address, and whether it must be that code's purchase.
    find_guest: Callable[[UUID | None, list[str], str, bool], UUID | None]
    find_key_holder: Callable[[str], KeyHolder | None]
    is_search_there: Callable[[], bool]
    # Where at its shop's own host a product is whose page stood at a path elsewhere; None of any other path.
    find_moved: Callable[[Work, str], str | None]


def _guest_id() -> UUID | None:
    """The guest of the purchase that this page is of, where this browser may open it; asked for once a request.

    For who is signed in it is only a purchase that was begun in a browser which they then signed in with.
    """
    if "guest_id" not in g:
        owner, links = cart_owner(), [str(link) for link in session.get("links", [])]
        code, is_person = str((request.view_args or {}).get("code", "")), person_id() is not None
        asks = bool(code) if is_person else bool(owner or links)
        g.guest_id = site().part(Finders).find_guest(owner, links, code, is_person) if asks else None
    found: UUID | None = g.guest_id
    return found


def buyer_id() -> UUID | None:
    """Who buys: the guest of this page's purchase where it may be opened, else the signed-in account."""
    return _guest_id() or person_id()


def _person() -> Actor:
    if not current_user.is_authenticated:
        raise SignInFirst
    return Actor(name=current_user.name, account_id=current_user.account_id, role="person")


def _check_fresh(sign: Sign) -> None:
    """Asked last: whoever may not enter at all is told that, and not asked for a password."""
    if sign.fresh and current_user.proved_at < clock.now() - FRESH_FOR:
        raise ProveFirst


def _buyer(sign: Sign, _: dict[str, Any]) -> tuple[Scope, Actor]:
    me = person_id()
    if sign.who == "person":
        _person()
        _check_fresh(sign)
    elif sign.who == "buyer":
        me = buyer_id()
        if me is None:
            raise SignInFirst
    elif sign.who == "browser" and me is None:
        me = name_browser() if request.method == "POST" else browser_id()
    actor = _person() if current_user.is_authenticated else Actor(name="", account_id=g.get("guest_id"), role="guest")
    if sign.above:
        return PlatformScope(sign.above), actor
    return (BuyerScope(me) if me else PublicScope()), actor


def _worker(*, touches_money: bool) -> None:
    """Refuse who works here without being reachable, or touches money with a password alone."""
    if not current_user.verified:
        raise VerifyEmailFirst
    if touches_money and not current_user.has_factor:
        raise SetUpFactorFirst


def _seller(sign: Sign, arguments: dict[str, Any]) -> tuple[Scope, Actor]:
    person = _person()
    assert person.account_id is not None  # _person gives signed-in people only
    with unit_of_work(PlatformScope("membership"), read_only=True) as work:
        seats = resolve.seats_of(work.session, account_id=person.account_id)
        shop = resolve.find_shop(work.session, arguments.pop("shop"))  # also by an address it had once
    seat = next((one for one in seats if shop and one.tenant_id == shop.tenant_id), None)
    if seat is None:
        raise NotFound  # a shop that is not yours looks the same as none
    g.seat, g.seats = seat, seats
    note_own_shops([one.slug for one in seats])
    g.may = effective(seat.role, seat.granted, seat.withheld)
    _worker(touches_money=bool(TOUCHES_MONEY & g.may))
    if sign.permission and sign.permission not in g.may:
        raise NotAllowed(permission=sign.permission)
    _check_fresh(sign)
    actor = Actor(name=seat.member_name, account_id=person.account_id, role=seat.role.value, may=frozenset(g.may))
    return SellerScope(seat.tenant_id), actor


def _staff(sign: Sign, _: dict[str, Any]) -> tuple[Scope, Actor]:
    return PlatformScope("staff"), _staff_member(sign)


def _staff_member(sign: Sign) -> Actor:
    person = _person()
    granted = STAFF_GRANTED.get(current_user.staff_role or "", frozenset())
    if not granted:
        raise NotFound  # the console does not say that it exists
    g.may = granted
    _worker(touches_money=True)
    if sign.permission and sign.permission not in granted:
        raise NotInYourRole(permission=sign.permission)
    _check_fresh(sign)
    return Actor(name=person.name, account_id=person.account_id, role=current_user.staff_role, may=frozenset(granted))


class ReasonFirst(Exception):
    """A member of staff wants to see something of a shop, and did not say why, or not lately."""

    def __init__(self, shop: str) -> None:
        super().__init__(shop)
        self.shop = shop


def _look(sign: Sign, arguments: dict[str, Any]) -> tuple[Scope, Actor]:
    """Let staff into a shop behind a look with its reason, as far as the look goes, within that shop's walls."""
    member = _staff_member(sign)
    assert member.account_id is not None  # staff are people
    slug = arguments.pop("shop")
    with unit_of_work(PlatformScope("look"), read_only=True) as work:
        look = resolve.find_look(work.session, slug=slug, account_id=member.account_id, now=work.now)
    if look is None or sign.permission not in look.areas:
        raise ReasonFirst(slug)
    g.look = look
    return SellerScope(look.tenant_id), member


@dataclass(frozen=True)
class KeyHolder:
    """The shop and name behind an API key."""

    tenant_id: UUID
    name: str
    may: frozenset[str]
    to_note: UUID | None = None  # the key, where it was not noted lately that it is used


class BadKey(Exception):
    """The request carries no API key, or one that opens nothing."""


def _api(sign: Sign, _: dict[str, Any]) -> tuple[Scope, Actor]:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    holder = site().part(Finders).find_key_holder(token) if token else None
    if holder is None:
        raise BadKey
    g.key_holder = holder
    wait = site().part(Pace).take(holder.tenant_id)
    if wait:
        raise TooManyRequests(retry_after=wait)
    refuse_other_than_json()
    if sign.permission and sign.permission not in holder.may:
        raise NotAllowed(permission=sign.permission)
    return SellerScope(holder.tenant_id), Actor(name=holder.name, role="api", may=holder.may)


_MOST_TOLD_BYTES = 16 * 1024


def _hook(sign: Sign, arguments: dict[str, Any]) -> tuple[Scope, Actor]:
    """Hear a machine outside by its signature, before anything is opened for it."""
    request.max_content_length = _MOST_TOLD_BYTES  # before anything is read of who may be anybody
    if sign.hear is None:
        raise BadSignature
    sign.hear(arguments)
    return PlatformScope("webhook"), SYSTEM


_MEMBER = frozenset({"member"})
BUYER = Audience("buyer", "", frozenset({"anyone", "browser", "buyer", "person"}), _buyer)
SELLER = Audience("seller", "/vender/<shop>", _MEMBER, _seller)
STAFF = Audience("staff", "/operacion", _MEMBER, _staff)
LOOK = Audience("look", "/operacion/tiendas/<shop>", _MEMBER, _look)
API = Audience("api", "/api/v1", _MEMBER, _api)
HOOKS = Audience("hooks", "/hooks", frozenset({"caller"}), _hook)
AUDIENCES = {audience.name: audience for audience in (BUYER, SELLER, STAFF, LOOK, API, HOOKS)}


def api_room(module: str, description: str) -> ApiBlueprint:
    """Make a room of the API, which describes itself."""
    return ApiBlueprint(f"{module}_api", "marketplace", url_prefix=API.prefix, description=description)


def audience_of(blueprint: str) -> Audience:
    """Say to whom a room belongs, by its name (`returns_seller`)."""
    return AUDIENCES[blueprint.rpartition("_")[2]]
