"""By the clock: find news of what people follow, a person at a time, and forget what they removed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, or_, select

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import Work
from marketplace.trade.shipping import Destination
from marketplace.window.search import find_newest
from marketplace.window.watching import rules
from marketplace.window.watching.events import DigestDue, NewsFound
from marketplace.window.watching.models import PriceWatch, SavedSearch, Watcher
from marketplace.window.watching.queries import saved_searches, watched_prices

_LOOKED_AT = 100


def ask_for_digests(work: Work) -> None:
    """Ask for each person's news who follows something, wants letters and had none today."""
    follows = [
        select(table.id)
        .where(table.account_id == Watcher.account_id, table.removed_at.is_(None), ~table.paused)
        .exists()
        for table in (PriceWatch, SavedSearch)
    ]
    today = mexican_day(work.now)
    due = or_(Watcher.lettered_on.is_(None), Watcher.lettered_on < today)
    for account_id in work.session.scalars(select(Watcher.account_id).where(Watcher.letters, due, or_(*follows))):
        work.tell(DigestDue(account_id))


def find_news(work: Work, fact: DigestDue) -> None:
    """Find what is new of what a person follows; of anything there is, one letter a day is written."""
    watcher = work.session.find(select(Watcher).where(Watcher.account_id == fact.account_id), lock=True)
    today = mexican_day(work.now)
    if watcher is None or not watcher.letters or watcher.lettered_on == today:
        return
    prices, searches = _fallen(work, fact.account_id), _grown(work, fact.account_id)
    if prices or searches:
        watcher.lettered_on = today
        work.tell(NewsFound(fact.account_id, work.now))


def _fallen(work: Work, account_id: UUID) -> bool:
    """Mark the prices that are news; says whether any is."""
    news = False
    for one in watched_prices(work, account_id):
        watch = one.watch
        if watch.paused or watch.removed_at:
            continue
        below, told = watch.below_minor, watch.told_minor
        if rules.worth_telling(one.price_minor, below_minor=below, told_minor=told):
            watch.told_at, news = work.now, True
        watch.told_minor = rules.told_from_here(one.price_minor, below_minor=below, told_minor=told)
    return news


def _grown(work: Work, account_id: UUID) -> bool:
    """Mark the searches that find more than before; says whether any does."""
    news = False
    for saved in saved_searches(work, account_id):
        if saved.paused or saved.removed_at:
            continue
        found = _newer(work, saved)
        if found:
            saved.told_at, saved.fresh, saved.newest, news = work.now, len(found), max(found), True
    return news


def _newer(work: Work, saved: SavedSearch) -> list[int]:
    """The listings that a saved search finds and that came after those it had seen."""
    to = None
    if saved.place:
        code, _label, state_code, _border = saved.place
        to = Destination(code, state_code)
    return [number for number in find_newest(work, saved.address, to, most=_LOOKED_AT) if number > saved.newest]


def forget_removed(work: Work) -> None:
    """Forget what was removed and can no longer be had back."""
    for table in (PriceWatch, SavedSearch):
        work.session.execute(delete(table).where(table.removed_at < work.now - rules.UNDO_WITHIN))
