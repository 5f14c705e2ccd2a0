"""Questions to search: the index answers; when it is away, PostgreSQL does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Annotated, Protocol
from uuid import UUID

import structlog
from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from marketplace.goods.catalog.models import Listing
from marketplace.kernel.analysis import alternatives, spelled_out
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.site import site
from marketplace.kernel.work import Work
from marketplace.people.sellers import SHUT_SQL
from marketplace.trade.pricing import ShopTerms, select_offers, terms_of
from marketplace.trade.shipping import Destination, way
from marketplace.window.search import fallback, ranking, sponsors
from marketplace.window.search.gateways.executor import Executor, begin
from marketplace.window.search.gateways.facts import RankingFacts, ShopFact
from marketplace.window.search.rules import RankingReason, SearchPage, SearchQuery
from tenants.wall import shelf_sql

log = structlog.get_logger()


class _Shop(ShopTerms, Protocol):
    """What the order of an answer weighs of a shop."""

    slug: Annotated[str, "s.slug"]
    name: Annotated[str, "s.name"]
    on_time_bp: Annotated[int | None, "s.on_time_bp"]
    reply_minutes: Annotated[int | None, "s.reply_minutes"]
    opened_on: Annotated[date, "s.opened_on"]


_SHOPS = select_offers(
    _Shop,
    f"FROM shop s JOIN shipping_terms t ON t.tenant_id = s.tenant_id WHERE s.status NOT IN {SHUT_SQL}",
)
_SYNONYMS = shelf_sql("SELECT word, group_id FROM search_synonym ORDER BY group_id, word")
_KEPT_SECONDS = 60
_BY_STAFF_KEPT_SECONDS = 3
_MOST_PLACES = 1000


class Surroundings:
    """Keeps what an answer needs besides the index: one for each app, shared by its threads.

    What is measured of shops is kept for a minute; what staff keep, for a moment, so that they see at once
    what they do.
    """

    def __init__(self) -> None:
        self._rows: list[_Shop] = []
        self._names: dict[str, str] = {}
        self._read_at: datetime | None = None
        self._synonyms: dict[str, tuple[str, ...]] = {}
        self._synonyms_read_at: datetime | None = None
        self._payers: dict[int, str] = {}
        self._payers_read_at: datetime | None = None
        self._facts = RankingFacts(None)
        self._with_ways: dict[object, RankingFacts] = {}

    def facts(self, work: Work, to: Destination | None) -> RankingFacts:
        """Give the facts of this minute, with each shop's way to a place where one is chosen."""
        if _is_over(self._synonyms_read_at, work.now, _BY_STAFF_KEPT_SECONDS):
            self._synonyms_read_at = work.now
            synonyms = _synonyms(work)
            if synonyms != self._synonyms:
                self._synonyms, self._read_at = synonyms, None
        if _is_over(self._read_at, work.now, _KEPT_SECONDS):
            self._rows, self._read_at = work.session.read_shelf(_SHOPS), work.now
            self._names = {row.slug: row.name for row in self._rows}
            self._facts, self._with_ways = self._made(work.now), {}
        if to is None:
            return self._facts
        key = (to, work.now.hour)
        if key not in self._with_ways:
            ways = {row.slug: way(terms_of(row), to, work.now) for row in self._rows}
            self._with_ways[key] = replace(self._facts, place=key, ways=ways)
        return self._with_ways[key]

    def payers(self, work: Work) -> dict[int, str]:
        """Give the listings that are sponsored today, with who pays."""
        if _is_over(self._payers_read_at, work.now, _BY_STAFF_KEPT_SECONDS):
            self._payers, self._payers_read_at = sponsors.payers(work), work.now
        return self._payers

    def shop_names(self, work: Work) -> dict[str, str]:
        """Give what each shop is called, by its slug."""
        self.facts(work, None)
        return self._names

    def shops(self, work: Work, typed: str, most: int) -> list[tuple[str, str]]:
        """Offer shops with words that begin with what was typed: name and slug, by name."""
        self.facts(work, None)
        parts = spelled_out(typed).split()
        return sorted((row.name, row.slug) for row in self._rows if begin(row.name, parts))[:most]

    def _made(self, now: datetime) -> RankingFacts:
        shops = {
            row.slug: ShopFact(
                row.on_time_bp, row.reply_minutes, (mexican_day(now) - row.opened_on).days < ranking.NEW_SHOP_DAYS
            )
            for row in self._rows
        }
        return RankingFacts(key=now, shops=shops, synonyms=self._synonyms, day=mexican_day(now).toordinal())


def _is_over(since: datetime | None, now: datetime, seconds: int) -> bool:
    return since is None or (now - since).total_seconds() > seconds


def _synonyms(work: Work) -> dict[str, tuple[str, ...]]:
    groups = groupby(work.session.read_shelf(_SYNONYMS), key=attrgetter("group_id"))
    return alternatives([row.word for row in rows] for _group, rows in groups)


def search(work: Work, executor: Executor, query: SearchQuery, facts: RankingFacts) -> SearchPage:
    """Answer a query from the index, or from the database when there is no index to read."""
    try:
        if executor.available():
            return executor.search(query, facts)
    except Exception:  # whatever a broken index raises: the shelf itself still answers
        log.exception("search.index_unreadable")
    return fallback.search(work, query, facts)


def executor() -> Executor:
    """This process's view of the index."""
    return site().part(Executor)


def surroundings() -> Surroundings:
    """What answers need besides the index, shared by this process."""
    return site().part(Surroundings)


def sponsored(
    work: Work, executor: Executor, query: SearchQuery, facts: RankingFacts, payers: Mapping[int, str], most: int
) -> dict[int, str]:
    """Give at most so many listings with a payer that say all that was asked for and can be bought, with who pays.

    Which of them are shown, the open ranking says, and not what was paid.
    """
    if not payers:
        return {}
    wanted = replace(query, among=tuple(payers), in_stock=True, facets=(), offset=0, limit=most)
    found = search(work, executor, wanted, facts)
    return {number: payers[number] for number in found.numbers[: found.exact]}


def reasons(
    executor: Executor, query: SearchQuery, facts: RankingFacts, numbers: Sequence[int]
) -> dict[int, list[RankingReason]]:
    """Say which points each signal gave some listings; nothing of those, or at a time, that the index does not know."""
    try:
        if executor.available():
            return executor.reasons(query, facts, numbers)
    except Exception:  # as above
        log.exception("search.index_unreadable")
    return {}


@dataclass(frozen=True)
class OwnListing:
    """A listing of the shop that looks: its points by signal, and its place among what was searched for, where it has one."""

    number: int
    title: str
    product_id: UUID
    available: int
    reasons: list[RankingReason]
    place: int | None

    @property
    def points(self) -> float:
        """The sum that decides."""
        return sum(reason.points for reason in self.reasons)


def own_listings(
    work: Work, executor: Executor, facts: RankingFacts, text: str, *, offset: int, limit: int
) -> tuple[list[OwnListing], int]:
    """List what the shop of this work has on the shelf, with what orders it: found first, then by title; with how many.

    `text` is what somebody might search for; places beyond the first thousand are not told.
    """
    mine = Listing.tenant_id == work.tenant_id
    query = SearchQuery(text=text, facets=(), limit=_MOST_PLACES)
    found = search(work, executor, query, facts).numbers if text else []
    rows = work.session.execute(
        select(Listing.number, Listing.title, Listing.id, Listing.available)
        .where(mine)
        .order_by(
            func.array_position(cast(list(found), ARRAY(BigInteger)), Listing.number), Listing.title, Listing.number
        )
        .offset(offset)
        .limit(limit)
    ).all()
    total = work.session.scalar(select(func.count()).select_from(Listing).where(mine)) or 0
    places = {number: place for place, number in enumerate(found, 1)}
    points = reasons(executor, query, facts, [row.number for row in rows])
    listings = [
        OwnListing(row.number, row.title, row.id, row.available, points.get(row.number, []), places.get(row.number))
        for row in rows
    ]
    return listings, total
