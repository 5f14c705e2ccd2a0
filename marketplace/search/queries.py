"""Questions to search: the index answers; when it is away, PostgreSQL does, slower and without counts."""

from __future__ import annotations

import structlog

from marketplace.catalog.taxonomy import BY_NUMBER, CATEGORIES
from marketplace.kernel.text import fold
from marketplace.kernel.work import Work
from marketplace.search.gateways.executor import Executor
from marketplace.search.rules import SearchPage, SearchQuery
from tenants.wall import shelf_sql

log = structlog.get_logger()

_FALLBACK = shelf_sql(
    """
    SELECT l.number, count(*) OVER () AS total FROM listing l JOIN shop s ON s.tenant_id = l.tenant_id
    WHERE l.search_text LIKE ALL(cast(:like AS text[])) AND (:everything OR l.category = ANY(cast(:categories AS text[])))
      AND (cardinality(cast(:brands AS text[])) = 0 OR l.brand = ANY(cast(:brands AS text[])))
      AND (cardinality(cast(:shops AS text[])) = 0 OR s.slug = ANY(cast(:shops AS text[])))
      AND (cardinality(cast(:conditions AS text[])) = 0 OR l.condition = ANY(cast(:conditions AS text[])))
      AND l.price_minor BETWEEN :price_from AND :price_to AND (NOT :in_stock OR l.available > 0)
    ORDER BY CASE :sort WHEN 'price' THEN l.price_minor WHEN 'price_down' THEN -l.price_minor ELSE -l.popularity END,
             l.number
    OFFSET :offset LIMIT :limit
    """
)


def search(work: Work, executor: Executor, query: SearchQuery) -> SearchPage:
    """Answer a query from the index, or from the database when there is no index to read."""
    try:
        if executor.available():
            return executor.search(query)
    except Exception:  # whatever a broken index raises: the shelf itself still answers
        log.exception("search.index_unreadable")
    return _from_database(work, query)


def _from_database(work: Work, query: SearchQuery) -> SearchPage:
    chosen = BY_NUMBER.get(query.category or 0)
    below = [c.code for c in CATEGORIES.values() if chosen and chosen.code in c.path]
    rows = work.session.read_shelf(
        _FALLBACK,
        like=[f"%{word}%" for word in fold(query.text).split()[:8]] or ["%"],
        everything=query.category is None,
        categories=below,
        brands=list(query.brands),
        shops=list(query.shops),
        conditions=list(query.conditions),
        price_from=query.price_from or 0,
        price_to=query.price_to or 2**62,
        in_stock=query.in_stock,
        sort=query.sort,
        offset=query.offset,
        limit=query.limit,
    )
    return SearchPage([row.number for row in rows], rows[0].total if rows else 0)
