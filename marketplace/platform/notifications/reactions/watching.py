"""About what a person follows: everything new of a day at once, with the way to hear no more of it."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.platform.notifications.recipients import to_person
from marketplace.platform.notifications.service import notify
from marketplace.window.watching import stop_path
from marketplace.window.watching.events import NewsFound
from marketplace.window.watching.models import PriceWatch, SavedSearch


def tell_news(work: Work, fact: NewsFound) -> None:
    """A person hears of prices that fell and of searches that find more, once a day."""
    prices = work.session.scalars(
        select(PriceWatch)
        .where(
            PriceWatch.account_id == fact.account_id, PriceWatch.told_at == fact.at, PriceWatch.told_minor.is_not(None)
        )
        .order_by(PriceWatch.title)
    ).all()
    searches = work.session.scalars(
        select(SavedSearch)
        .where(SavedSearch.account_id == fact.account_id, SavedSearch.told_at == fact.at)
        .order_by(SavedSearch.words)
    ).all()
    if not prices and not searches:
        return  # it was asked for anew meanwhile
    data = {
        "prices": [{"title": one.title, "price": one.told_minor, "below": one.below_minor} for one in prices],
        "searches": [{"words": one.words, "fresh": one.fresh} for one in searches],
    }
    notify(
        work,
        "news",
        to_person(work, fact.account_id),
        fact.note_id,
        data,
        "/lo-que-sigo",
        stop_path=stop_path(fact.account_id),
    )
