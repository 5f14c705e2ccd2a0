"""Questions to search: the index answers; when it is away, PostgreSQL does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from marketplace.kernel.work import Work
from marketplace.search import fallback, ranking
from marketplace.search.gateways.executor import Executor
from marketplace.search.gateways.facts import Facts, ShopFact
from marketplace.search.rules import SearchPage, SearchQuery
from marketplace.shipping.rules import Destination, Terms, way
from tenants.wall import ShelfRow, shelf_sql

log = structlog.get_logger()

_SHOPS = shelf_sql(
    """
    SELECT s.slug, s.on_time_bp, s.reply_minutes, s.opened_on, t.postal_code, t.state_code, t.handling_days, t.cutoff_hour,
           t.free_from_minor, t.uncovered_states, t.rates
    FROM shop s JOIN shipping_terms t ON t.tenant_id = s.tenant_id
    """
)
_KEPT_SECONDS = 60


class Surroundings:
    """Keeps what an answer needs besides the index, for a minute: one for each app, shared by its threads."""

    def __init__(self) -> None:
        self._rows: list[ShelfRow] = []
        self._read_at: datetime | None = None
        self._facts = Facts(None)
        self._with_ways: dict[object, Facts] = {}

    def facts(self, work: Work, to: Destination | None) -> Facts:
        """Give the facts of this minute, with each shop's way to a place where one is chosen."""
        if self._read_at is None or (work.now - self._read_at).total_seconds() > _KEPT_SECONDS:
            self._rows, self._read_at = work.session.read_shelf(_SHOPS), work.now
            self._facts, self._with_ways = self._made(work.now), {}
        if to is None:
            return self._facts
        key = (to, work.now.hour)
        if key not in self._with_ways:
            ways = {row.slug: way(_terms(row), to, work.now) for row in self._rows}
            self._with_ways[key] = replace(self._facts, place=key, ways=ways)
        return self._with_ways[key]

    def _made(self, now: datetime) -> Facts:
        shops = {
            row.slug: ShopFact(
                row.on_time_bp, row.reply_minutes, (now.date() - row.opened_on).days < ranking.NEW_SHOP_DAYS
            )
            for row in self._rows
        }
        return Facts(key=now, shops=shops, day=now.date().toordinal())


def _terms(row: ShelfRow) -> Terms:
    return Terms(
        row.postal_code, row.state_code, row.handling_days, row.cutoff_hour, row.free_from_minor, row.uncovered_states,
        row.rates,
    )  # fmt: skip


def search(work: Work, executor: Executor, query: SearchQuery, facts: Facts) -> SearchPage:
    """Answer a query from the index, or from the database when there is no index to read."""
    try:
        if executor.available():
            return executor.search(query, facts)
    except Exception:  # whatever a broken index raises: the shelf itself still answers
        log.exception("search.index_unreadable")
    return fallback.search(work, query, facts)
