"""Letting this host's index follow the database, by its change log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Protocol

from marketplace.goods.catalog import CATEGORIES, facts_of, refresh_taxonomy, seen_as
from marketplace.kernel.text import fold
from marketplace.kernel.work import Work, unit_of_work
from marketplace.trade.pricing import FROM_SHELF, SHIPS_FREE, select_offers
from marketplace.window.search.gateways.executor import Executor
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.rules import SearchDocument
from tenants.scope import PlatformScope
from tenants.wall import plain_sql

_BATCH = 500

# A change is read once no running transaction can still commit before it: none is passed over.
_CHANGES = plain_sql(
    """
    SELECT DISTINCT number, pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon FROM listing_change
    WHERE xid >= :since AND xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
    """,
    why="the change log is followed by transaction number",
)
_HORIZON = plain_sql(
    "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint", why="where following begins after a rebuild"
)


class _Found(Protocol):
    """What the index knows of a listing: the very columns that the database searches where there is no index."""

    number: Annotated[int, "l.number"]
    title: Annotated[str, "l.title"]
    category: Annotated[str, "l.category"]
    brand: Annotated[str, "l.brand"]
    condition: Annotated[str, "l.condition"]
    attributes: Annotated[dict[str, Any], "l.attributes"]
    price_minor: Annotated[int, "l.price_minor"]
    available: Annotated[int, "l.available"]
    popularity: Annotated[int, "l.popularity"]
    published_at: Annotated[datetime, "l.published_at"]
    search_text: Annotated[str, "l.search_text"]
    description: Annotated[str, "l.description"]
    variants: Annotated[list[dict[str, Any]], "l.variants"]
    billable_grams: Annotated[int, "l.billable_grams"]
    warranty_months: Annotated[int, "l.warranty_months"]
    return_days: Annotated[int, "l.return_days"]
    shop: Annotated[str, "s.slug"]
    shop_name: Annotated[str, "s.name"]
    free: Annotated[bool, SHIPS_FREE]


_SOME = select_offers(_Found, f"{FROM_SHELF} WHERE l.number = ANY(:numbers) AND NOT l.limited")
_ALL = select_offers(_Found, f"{FROM_SHELF} WHERE l.number > :after AND NOT l.limited ORDER BY l.number LIMIT :most")


def follow(index: Index) -> int:
    """Bring the index to what the database says now; gives how many listings were looked at. Builds a missing index.

    Where another process of this host is at it, there is nothing to do.
    """
    with index.alone(wait=False) as mine:
        if not mine:
            return 0
        looked_at = _follow(index)
        index.note_followed()
        return looked_at


def _follow(index: Index) -> int:
    if not index.exists():
        return _build(index)
    since: int = index.state()["since"]
    with unit_of_work(PlatformScope("search index"), read_only=True) as work:
        changes = work.session.execute(_CHANGES, {"since": since}).all()
        if not changes:
            return 0
        refresh_taxonomy(work)
        numbers = {row.number for row in changes}
        untidy = index.untidy()
        documents = list(_documents(work, sorted(numbers | set(untidy or ()))))
    if untidy is None:  # too many pieces by now
        return _build(index)
    gone = numbers - {document.number for document in documents}
    index.write(documents, gone, since=changes[0].horizon)
    return len(numbers)


def rebuild(index: Index) -> int:
    """Build the index anew from every listing; gives how many there are. Readers keep the old one meanwhile."""
    with index.alone(wait=True):
        count = _build(index)
        index.note_followed()
        return count


def _build(index: Index) -> int:
    with unit_of_work(PlatformScope("search index"), read_only=True) as work:
        refresh_taxonomy(work)
        horizon: int = work.session.execute(_HORIZON).scalar_one()
        return index.build(_every(work), since=horizon)


def behind(index: Index) -> int:
    """Say how many listings changed since the index followed."""
    with unit_of_work(PlatformScope("search index"), read_only=True) as work:
        return len(work.session.execute(_CHANGES, {"since": index.state().get("since", 0)}).all())


@dataclass(frozen=True)
class Difference:
    """Where the index and the shelf do not say the same: numbers of listings."""

    missing: list[int]
    left_over: list[int]
    outdated: list[int]


def verify(index: Index) -> Difference:
    """Compare the index with the shelf: every listing once, with its price and what is available."""
    indexed = Executor(index).view().standing_of("price", "available")
    with unit_of_work(PlatformScope("search index"), read_only=True) as work:
        shelf = {one.number: (one.price_minor, max(one.available, 0)) for one in _every(work)}
    return Difference(
        missing=sorted(shelf.keys() - indexed.keys()),
        left_over=sorted(indexed.keys() - shelf.keys()),
        outdated=sorted(n for n in shelf.keys() & indexed.keys() if shelf[n] != indexed[n]),
    )


def _every(work: Work) -> Iterator[SearchDocument]:
    after = 0
    while rows := work.session.read_shelf(_ALL, after=after, most=_BATCH * 4):
        yield from (_document(row) for row in rows)
        after = rows[-1].number


def _documents(work: Work, numbers: Sequence[int]) -> Iterator[SearchDocument]:
    for start in range(0, len(numbers), _BATCH):
        rows = work.session.read_shelf(_SOME, numbers=numbers[start : start + _BATCH])
        yield from (_document(row) for row in rows)


def _document(row: _Found) -> SearchDocument:
    category = CATEGORIES[row.category]
    seen = seen_as(row.category, row.attributes, row.variants)
    return SearchDocument(
        number=row.number,
        title=row.title,
        text=" ".join(
            [row.search_text.removeprefix(fold(row.title)), row.shop_name, facts_of(row.category, seen, row.variants)]
        ),
        description=row.description,
        categories=tuple(CATEGORIES[code].number for code in reversed(category.path)),
        brand=row.brand,
        shop=row.shop,
        condition=row.condition,
        price_minor=row.price_minor,
        available=row.available,
        free_shipping=row.free,
        published_at=int(row.published_at.timestamp()),
        popularity=row.popularity,
        billable_grams=row.billable_grams,
        warranty_months=row.warranty_months,
        return_days=row.return_days,
        attributes=seen,
    )
