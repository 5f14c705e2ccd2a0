"""Search without an index: PostgreSQL's full-text search over the terms of the same analyser.

It knows the same words, filters and orders by value, but counts no facets, corrects no spelling and ranks by words and
sales only.
"""

from __future__ import annotations

import json

from marketplace.goods.catalog import BY_NUMBER, CATEGORIES
from marketplace.kernel.analysis import understand
from marketplace.kernel.reading import key_of_name
from marketplace.kernel.work import Work
from marketplace.trade.pricing import FROM_SHELF, SHIPS_FREE
from marketplace.trade.shipping import OWN_RATE_SQL
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.rules import SearchPage, SearchQuery
from tenants.wall import shelf_sql

_MOST = 2**62

_TEMPLATE = """
    SELECT l.number, count(*) OVER () AS total
    {shelf}
    {words}
    LEFT JOIN unnest(cast(:way_shops AS text[]), cast(:bases AS bigint[]), cast(:per_kilo AS bigint[]),
                     cast(:arrivals AS date[])) AS w(shop, base, per_kilo, arrives) ON w.shop = s.slug
    CROSS JOIN LATERAL (SELECT l.price_minor + CASE WHEN {free} THEN w.base * 0 ELSE {own} END AS landed) AS d
    WHERE (:everything OR l.category = ANY(cast(:categories AS text[])))
      AND (cardinality(cast(:brands AS text[])) = 0 OR {brand} = ANY(cast(:brands AS text[])))
      AND (cardinality(cast(:shops AS text[])) = 0 OR s.slug = ANY(cast(:shops AS text[])))
      AND (cardinality(cast(:conditions AS text[])) = 0 OR l.condition = ANY(cast(:conditions AS text[])))
      AND l.price_minor BETWEEN :price_from AND :price_to AND (NOT :in_stock OR l.available > 0)
      AND (NOT :free_shipping OR {free})
      AND (cardinality(cast(:among AS bigint[])) = 0 OR l.number = ANY(cast(:among AS bigint[])))
      AND l.warranty_months >= :warranty_months AND l.return_days >= :return_days
      AND (cast(:landed_to AS bigint) IS NULL OR d.landed <= :landed_to)
      AND (cast(:arrives_by AS date) IS NULL OR w.arrives <= :arrives_by)
      AND NOT EXISTS (SELECT FROM jsonb_each(cast(:choices AS jsonb)) AS c(code, wanted)
                      WHERE NOT coalesce(wanted ? lower(l.attributes ->> code), false))
      AND NOT EXISTS (SELECT FROM jsonb_to_recordset(cast(:ranges AS jsonb)) AS r(code text, low float8, high float8)
                      WHERE CASE jsonb_typeof(l.attributes -> code)
                            WHEN 'number' THEN NOT cast(l.attributes ->> code AS float8)
                                 BETWEEN coalesce(low, '-infinity') AND coalesce(high, 'infinity')
                            ELSE true END)
    ORDER BY CASE :sort WHEN 'price' THEN l.price_minor WHEN 'price_down' THEN -l.price_minor WHEN 'landed' THEN d.landed
                        WHEN 'newest' THEN -extract(epoch FROM l.published_at) ELSE {rank} END,
             l.popularity DESC, l.number
    OFFSET :offset LIMIT :limit
"""
# As `key_of_name` folds: small letters without accents, spaces and marks.
_BRAND = "regexp_replace(lower(normalize(l.brand, NFKD)), '[\u0300-\u036f\\s!-/:-@\\[-`{-~®–—‘’“”]', '', 'g')"
_SHARED = {
    "brand": _BRAND,
    "shelf": FROM_SHELF,
    "free": SHIPS_FREE,
    "own": OWN_RATE_SQL.format(base="w.base", grams="l.billable_grams", per_kg="w.per_kilo"),
}
_ANYTHING = shelf_sql(_TEMPLATE.format(words="", rank="CASE WHEN l.available > 0 THEN 0 ELSE 1 END", **_SHARED))
_WORDS = shelf_sql(
    _TEMPLATE.format(
        words="""JOIN (
            SELECT tenant_id, id, ts_rank(terms, cast(:any AS tsquery)) AS closeness, rank() OVER (ORDER BY (
                SELECT count(*) FROM unnest(cast(:each AS tsquery[])) AS word WHERE terms @@ word) DESC) AS place
            FROM listing_words WHERE terms @@ cast(:any AS tsquery)
        ) AS k ON k.tenant_id = l.tenant_id AND k.id = l.id AND k.place = 1""",
        rank="CASE WHEN l.available > 0 THEN 0 ELSE 1 END - k.closeness",
        **_SHARED,
    )
)


def search(work: Work, query: SearchQuery, facts: RankingFacts) -> SearchPage:
    """Answer a query from the shelf: what says all of the words, or where nothing does, what says the most of them."""
    words = understand(query.text, facts.synonyms).queries()
    chosen = BY_NUMBER.get(query.category or 0)
    ways = {shop: way for shop, way in facts.ways.items() if way}
    rows = work.session.read_shelf(
        _WORDS if words else _ANYTHING,
        **({"each": words, "any": " | ".join(words)} if words else {}),
        way_shops=list(ways),
        bases=[way.base_minor for way in ways.values()],
        per_kilo=[way.per_kg_minor for way in ways.values()],
        arrivals=[way.promise.last for way in ways.values()],
        everything=query.category is None,
        categories=[one.code for one in CATEGORIES.values() if chosen and chosen.code in one.path],
        brands=[key_of_name(brand) for brand in query.brands],
        shops=list(query.shops),
        conditions=list(query.conditions),
        price_from=query.price_from or 0,
        price_to=_MOST if query.price_to is None else query.price_to,
        in_stock=query.in_stock,
        free_shipping=query.free_shipping,
        warranty_months=query.warranty_months or 0,
        return_days=query.return_days or 0,
        among=list(query.among),
        landed_to=query.landed_to,
        arrives_by=query.arrives_by,
        choices=json.dumps({code: [value.lower() for value in values] for code, values in query.choices}),
        ranges=json.dumps([{"code": code, "low": low, "high": high} for code, low, high in query.ranges]),
        sort=query.sort,
        offset=query.offset,
        limit=query.limit,
    )
    return SearchPage([row.number for row in rows], rows[0].total if rows else 0)
