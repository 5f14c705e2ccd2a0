"""Verbs of following: prices, searches, and what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from marketplace.goods.catalog.models import Listing
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.trade.pricing import get_offer
from marketplace.window.storefront import last_number
from marketplace.window.watching import rules
from marketplace.window.watching.errors import NoSearch, NoSuchWatch, NotBelowPrice, TooManyWatched
from marketplace.window.watching.models import PriceWatch, SavedSearch, Viewed, Watch, Watcher
from marketplace.window.watching.queries import viewed


class WatchKind(StrEnum):
    """What is followed, by its name in addresses."""

    PRICE = "precio"
    SEARCH = "busqueda"


TABLES: dict[WatchKind, type[Watch]] = {WatchKind.PRICE: PriceWatch, WatchKind.SEARCH: SavedSearch}


@verb(needs=PROOF)
def watch_price(work: Work, account_id: UUID, number: int, below_minor: int) -> None:
    """Tell this person when a listing costs less than an amount in centavos; asking again replaces the amount.

    Raises NoSuchListing; NotBelowPrice when it costs less already; TooManyWatched after fifty.
    """
    offer = get_offer(work, number)
    if offer.available > 0 and offer.price_minor < below_minor:
        raise NotBelowPrice(price=f"{offer.price_minor / 100:,.2f}")
    _begin(work, account_id)
    watch = work.session.scalar(
        select(PriceWatch).where(PriceWatch.account_id == account_id, PriceWatch.number == number)
    )
    if watch is None:
        _check_room(work, account_id, PriceWatch)
        watch = PriceWatch(account_id=account_id, number=number, made_at=work.now)
        work.session.add(watch)
    watch.title, watch.below_minor, watch.told_minor = offer.title, below_minor, None
    watch.paused, watch.removed_at = False, None


@verb(needs=PROOF)
def save_search(work: Work, account_id: UUID, *, words: str, address: str, place: list[Any] | None) -> bool:
    """Tell this person of new listings that a results page shows; saving it again begins anew. Says whether it was followed.

    Raises NoSearch when the address is not one of a results page; TooManyWatched after fifty.
    """
    if not rules.is_search(address):
        raise NoSearch
    _begin(work, account_id)
    saved = work.session.scalar(
        select(SavedSearch).where(SavedSearch.account_id == account_id, SavedSearch.address == address)
    )
    followed = saved is not None and saved.removed_at is None and not saved.paused
    if saved is None:
        _check_room(work, account_id, SavedSearch)
        saved = SavedSearch(account_id=account_id, address=address, made_at=work.now, fresh=0)
        work.session.add(saved)
    saved.words, saved.place, saved.newest = words[: rules.LONGEST_WORDS] or address, place, last_number(work)
    saved.paused, saved.removed_at = False, None
    return followed


def _check_room(work: Work, account_id: UUID, table: type[PriceWatch] | type[SavedSearch]) -> None:
    mine = (table.account_id == account_id) & table.removed_at.is_(None)
    if (work.session.scalar(select(func.count()).select_from(table).where(mine)) or 0) >= rules.MOST_WATCHED:
        raise TooManyWatched(most=rules.MOST_WATCHED)


@verb(needs=PROOF)
def pause(work: Work, kind: WatchKind, watch_id: UUID, *, paused: bool) -> None:
    """Send no letters about this for now, or again. Raises NoSuchWatch."""
    _get(work, kind, watch_id).paused = paused


@verb(needs=PROOF)
def remove(work: Work, kind: WatchKind, watch_id: UUID) -> None:
    """Follow this no longer; for an hour it can be had back. Raises NoSuchWatch."""
    _get(work, kind, watch_id).removed_at = work.now


@verb(needs=PROOF)
def undo_remove(work: Work, kind: WatchKind, watch_id: UUID) -> None:
    """Follow again what was removed within the hour, as it was. Raises NoSuchWatch."""
    _get(work, kind, watch_id).removed_at = None


def _get(work: Work, kind: WatchKind, watch_id: UUID) -> Watch:
    watch = work.session.get(TABLES[kind], watch_id)
    if watch is None or (watch.removed_at and watch.removed_at < work.now - rules.UNDO_WITHIN):
        raise NoSuchWatch
    return watch


def _begin(work: Work, account_id: UUID) -> Watcher:
    """The person's row of wishes, locked, so that what they send at once is counted one by one."""
    watcher = work.session.find(select(Watcher).where(Watcher.account_id == account_id), lock=True)
    if watcher is None:
        watcher = Watcher(account_id=account_id, letters=True, keeps_viewed=True)
        work.session.add(watcher)
        work.session.flush()
    return watcher


@verb(needs=PROOF)
def allow_letters(work: Work, account_id: UUID, *, allowed: bool) -> None:
    """Send this person letters about what they follow, or none."""
    _begin(work, account_id).letters = allowed


@verb(needs=PROOF)
def note_viewed(work: Work, account_id: UUID, numbers: Sequence[int]) -> None:
    """Note that a person saw some listings, given the latest first, unless they do not want it kept."""
    if not _begin(work, account_id).keeps_viewed:
        return
    known = set(work.session.scalars(select(Listing.number).where(Listing.number.in_(numbers))))
    for position, number in enumerate(one for one in numbers if one in known):
        row = work.session.get(Viewed, (account_id, number))
        at = work.now - timedelta(seconds=position)
        if row is None:
            work.session.add(Viewed(account_id=account_id, number=number, at=at))
        else:
            row.at = max(row.at, at)
    work.session.flush()
    kept = viewed(work, account_id)
    work.session.execute(delete(Viewed).where(Viewed.account_id == account_id, Viewed.number.not_in(kept)))


@verb(needs=PROOF)
def keep_viewed(work: Work, account_id: UUID, *, kept: bool) -> None:
    """Keep what this person sees from here on, or forget all of it and keep nothing."""
    _begin(work, account_id).keeps_viewed = kept
    if not kept:
        work.session.execute(delete(Viewed).where(Viewed.account_id == account_id))
