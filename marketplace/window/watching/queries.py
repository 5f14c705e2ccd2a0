"""Questions about what a person follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select

from marketplace.goods.catalog.models import Listing
from marketplace.kernel.work import Work
from marketplace.people.sellers.models import Shop
from marketplace.window.watching.models import PriceWatch, SavedSearch, Viewed, Watcher
from marketplace.window.watching.rules import MOST_VIEWED, UNDO_WITHIN


@dataclass(frozen=True)
class WatchedPrice:
    """A price watch with what the listing costs now and whose it is; None where it cannot be bought, or is gone."""

    watch: PriceWatch
    price_minor: int | None
    shop_name: str | None


def watched_prices(work: Work, account_id: UUID) -> list[WatchedPrice]:
    """List the prices a person follows, with those removed within the hour."""
    rows = work.session.execute(
        select(PriceWatch, Listing.price_minor, Listing.available, Shop.name)
        .outerjoin(Listing, Listing.number == PriceWatch.number)
        .outerjoin(Shop, Shop.tenant_id == Listing.tenant_id)
        .where(PriceWatch.account_id == account_id, _not_gone(work, PriceWatch))
        .order_by(PriceWatch.made_at.desc())
    )
    return [WatchedPrice(watch, price if available else None, shop) for watch, price, available, shop in rows]


def saved_searches(work: Work, account_id: UUID) -> Sequence[SavedSearch]:
    """List the searches a person follows, with those removed within the hour."""
    return work.session.scalars(
        select(SavedSearch)
        .where(SavedSearch.account_id == account_id, _not_gone(work, SavedSearch))
        .order_by(SavedSearch.made_at.desc())
    ).all()


def _not_gone(work: Work, table: type[PriceWatch] | type[SavedSearch]) -> ColumnElement[bool]:
    return table.removed_at.is_(None) | (table.removed_at > work.now - UNDO_WITHIN)


def viewed(work: Work, account_id: UUID) -> list[int]:
    """Give the numbers of what a person saw, the latest first."""
    query = select(Viewed.number).where(Viewed.account_id == account_id).order_by(Viewed.at.desc(), Viewed.number)
    return list(work.session.scalars(query.limit(MOST_VIEWED)))


def watcher_of(work: Work, account_id: UUID) -> Watcher | None:
    """What a person wants of letters and of what they saw; None where they never followed anything."""
    return work.session.get(Watcher, account_id)
