"""Verbs on resting and closing. The shop's row is held first, then its goods: see docs/rules/locking.md."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from marketplace.goods.catalog import shelf
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.permissions import May
from marketplace.kernel.text import leads_elsewhere
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.people import sellers
from marketplace.people.sellers import SHUT, ClosedBy, ShopState
from marketplace.people.sellers.models import Shop
from marketplace.platform.leaving import errors, rules
from marketplace.platform.leaving.queries import unfinished


def _held(work: Work, tenant_id: UUID) -> Shop:
    return work.session.lock(select(Shop).where(Shop.tenant_id == tenant_id))[0]


@verb(needs=May.EDIT_SHOP)
def rest_shop(work: Work, *, first: date, last: date, message: str = "") -> None:
    """Rest from one day to another, both included; buyers see until when, with the shop's own words.

    What rests cannot be bought, and stays findable under its address. A rest that begins today begins now. Raises
    BadDates, NotOpen, LeadsElsewhere, PausedByMarket.
    """
    if leads_elsewhere(message):
        raise errors.LeadsElsewhere
    shop = _held(work, work.tenant_id)
    if shop.status in SHUT:
        raise errors.NotOpen
    if shop.paused_until is not None:
        raise errors.PausedByMarket
    if not rules.is_rest(first, last, mexican_day(work.now)):
        raise errors.BadDates
    sellers.set_rest(work, shop, first=first, last=last, message=message)
    _turn(work, shop)
    work.audit("shop.rest", f"shop:{shop.id}", first=first.isoformat(), last=last.isoformat())


@verb(needs=May.EDIT_SHOP)
def end_rest(work: Work) -> None:
    """Sell again at once, or forget a rest that has not begun. Raises NotResting, PausedByMarket."""
    shop = _held(work, work.tenant_id)
    if shop.rest_until is None or shop.status == ShopState.CLOSED:
        raise errors.NotResting
    if shop.paused_until is not None:
        raise errors.PausedByMarket
    sellers.set_rest(work, shop, first=None, last=None)
    _turn(work, shop)
    work.audit("shop.end_rest", f"shop:{shop.id}")


def pause_by_decision(work: Work, tenant_id: UUID, *, last: date) -> None:
    """Let a shop rest until a day, included, because staff decided it: it cannot end that itself. A closed one stays closed.

    Where its own rest lasts longer, that stays as it is.
    """
    shop = _held(work, tenant_id)
    if shop.status == ShopState.CLOSED:
        return
    until = max(last, shop.rest_until or last)
    sellers.set_rest(work, shop, first=mexican_day(work.now), last=until, message=shop.rest_message)
    shop.paused_until = last
    _turn(work, shop)
    work.audit("shop.paused", f"shop:{shop.id}", tenant_id=tenant_id, last=last.isoformat())


def resume_by_decision(work: Work, tenant_id: UUID) -> None:
    """Let a shop sell again that staff had paused; again changes nothing. A rest of its own that lasts longer goes on."""
    shop = _held(work, tenant_id)
    if shop.paused_until is None:
        return
    own = shop.rest_until is not None and shop.rest_until > shop.paused_until
    shop.paused_until = None
    if shop.status != ShopState.CLOSED and not own:
        sellers.set_rest(work, shop, first=None, last=None)
        _turn(work, shop)
    work.audit("shop.resumed", f"shop:{shop.id}", tenant_id=tenant_id)


def _turn(work: Work, shop: Shop) -> None:
    """Let a shop rest or sell as its days say, with its whole shelf."""
    resting = rules.rests_on(shop.rest_from, shop.rest_until, mexican_day(work.now))
    state = ShopState.RESTING if resting else ShopState.OPEN
    if shop.status != state:
        sellers.set_status(work, shop, state)
        work.session.flush()
        shelf.refresh_shop(work, shop.tenant_id)


def turn_rests(work: Work) -> None:
    """By the clock, above the walls: rests that are due begin, and those that are over end by themselves."""
    due = select(Shop.tenant_id).where(Shop.rest_until.is_not(None), Shop.status != ShopState.CLOSED)
    for tenant_id in work.session.scalars(due.order_by(Shop.tenant_id)).all():
        shop = _held(work, tenant_id)
        before = shop.status
        if shop.rest_until is not None and shop.rest_until < mexican_day(work.now):
            sellers.set_rest(work, shop, first=None, last=None)
            shop.paused_until = None
        _turn(work, shop)
        if shop.status != before:
            verb = "shop.rest_began" if shop.status == ShopState.RESTING else "shop.rest_over"
            work.audit(verb, f"shop:{shop.id}", tenant_id=tenant_id)


@verb(needs=May.OWN_SHOP)
def close_shop(work: Work) -> None:
    """Close one's own shop: its goods leave the shelf at once, its history stays (CFF art. 30: five years).

    An order that is placed in this very moment is still the shop's to serve. Raises StillOpen while orders, returns
    or claims wait, NotOpen when it has closed already.
    """
    shop = _held(work, work.tenant_id)
    if shop.status == ShopState.CLOSED:
        raise errors.NotOpen
    if unfinished(work, shop.tenant_id):
        raise errors.StillOpen
    _close(work, shop, ClosedBy.SELLER)


def close_shop_by_decision(work: Work, tenant_id: UUID) -> None:
    """Close a shop because staff decided it; what its buyers wait for is still its to do. Closing twice is no error."""
    shop = _held(work, tenant_id)
    if shop.status != ShopState.CLOSED:
        _close(work, shop, ClosedBy.PLATFORM)
    elif shop.closed_by == ClosedBy.SELLER:
        sellers.set_status(work, shop, ShopState.CLOSED, closed_by=ClosedBy.PLATFORM)


def _close(work: Work, shop: Shop, by: ClosedBy) -> None:
    shelf.withdraw_shop(work, shop.tenant_id)
    sellers.set_rest(work, shop, first=None, last=None)
    sellers.set_status(work, shop, ShopState.CLOSED, closed_by=by)
    work.audit("shop.close", f"shop:{shop.id}", tenant_id=shop.tenant_id, by=by.value)


@verb(needs=May.OWN_SHOP)
def reopen_shop(work: Work) -> None:
    """Open one's own shop again, within thirty days, with what it sold. Raises CannotReopen, PausedByMarket."""
    shop = _held(work, work.tenant_id)
    if shop.status != ShopState.CLOSED or not rules.may_reopen(shop.closed_at, shop.closed_by, work.now):
        raise errors.CannotReopen
    if shop.paused_until is not None and shop.paused_until >= mexican_day(work.now):
        raise errors.PausedByMarket
    _reopen(work, shop)


def reopen_by_decision(work: Work, tenant_id: UUID) -> None:
    """Open a shop again whose closing staff took back. One that the market did not close stays as it is."""
    shop = _held(work, tenant_id)
    if shop.closed_by == ClosedBy.PLATFORM:
        _reopen(work, shop)


def _reopen(work: Work, shop: Shop) -> None:
    sellers.set_status(work, shop, ShopState.OPEN)
    shop.paused_until = None
    work.session.flush()
    shelf.restore_shop(work, shop.tenant_id)
    work.audit("shop.reopen", f"shop:{shop.id}", tenant_id=shop.tenant_id)
