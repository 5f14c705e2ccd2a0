"""Search without an index: PostgreSQL's full-text search over the terms of the same analyser.

It knows the same words, filters and orders by value, puts what says all of the words before what says most of them, but
counts no facets, corrects no spelling, ranks by words and sales only, and chooses by all forms of something, not by those
that are left.
"""

from __future__ import annotations

import json
from dataclasses import replace

from marketplace.goods.catalog import BY_FORM, BY_NUMBER, CATEGORIES
from marketplace.kernel.analysis import Meant, understand
from marketplace.kernel.reading import key_of_name
from marketplace.kernel.work import Work
from marketplace.trade.pricing import FROM_SHELF, SHIPS_FREE
from marketplace.trade.shipping import OWN_RATE_SQL
from marketplace.window.search import coverage
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.rules import SearchPage, SearchQuery
from tenants.wall import shelf_sql

_MOST = 2**62

_TEMPLATE = """
    SELECT l.number, count(*) OVER () AS total, count(*) FILTER (WHERE {exact}) OVER () AS exact
    {shelf}
    {words}
    LEFT JOIN unnest(cast(:way_shops AS text[]), cast(:bases AS bigint[]), cast(:per_kilo AS bigint[]),
                     cast(:arrivals AS date[])) AS w(shop, base, per_kilo, arrives) ON w.shop = s.slug
    CROSS JOIN LATERAL (SELECT l.price_minor + CASE WHEN {free} THEN w.base * 0 ELSE {own} END AS landed) AS d
    WHERE NOT l.limited AND (:everything OR l.category = ANY(cast(:categories AS text[])))
      AND (cardinality(cast(:brands AS text[])) = 0 OR {brand} = ANY(cast(:brands AS text[])))
      AND (cardinality(cast(:shops AS text[])) = 0 OR s.slug = ANY(cast(:shops AS text[])))
      AND (cardinality(cast(:conditions AS text[])) = 0 OR l.condition = ANY(cast(:conditions AS text[])))
      AND l.price_minor BETWEEN :price_from AND :price_to AND (NOT :in_stock OR l.available > 0)
      AND (NOT :free_shipping OR {free})
      AND (cardinality(cast(:among AS bigint[])) = 0 OR l.number = ANY(cast(:among AS bigint[])))
      AND l.warranty_months >= :warranty_months AND l.return_days >= :return_days
      AND (cast(:landed_to AS bigint) IS NULL OR d.landed <= :landed_to)
      AND (cast(:arrives_by AS date) IS NULL OR w.arrives <= :arrives_by AND l.available > 0)
      AND NOT EXISTS (SELECT FROM unnest(cast(:marks AS tsquery[])) AS mark WHERE NOT EXISTS (
          SELECT FROM listing_words m WHERE m.tenant_id = l.tenant_id AND m.id = l.id AND m.terms @@ mark))
      AND NOT EXISTS (SELECT FROM jsonb_each(cast(:choices AS jsonb)) AS c(code, wanted)
                      WHERE NOT coalesce(wanted ? lower(l.attributes ->> code), false))
      AND NOT EXISTS (SELECT FROM jsonb_to_recordset(cast(:ranges AS jsonb)) AS r(code text, low float8, high float8)
                      WHERE CASE jsonb_typeof(l.attributes -> code)
                            WHEN 'number' THEN NOT cast(l.attributes ->> code AS float8)
                                 BETWEEN coalesce(low, '-infinity') AND coalesce(high, 'infinity')
                            ELSE true END)
    ORDER BY {first} CASE :sort WHEN 'price' THEN l.price_minor WHEN 'price_down' THEN -l.price_minor
                                WHEN 'landed' THEN d.landed WHEN 'newest' THEN -extract(epoch FROM l.published_at)
                                ELSE {rank} END,
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
_ANYTHING = shelf_sql(
    _TEMPLATE.format(words="", exact="true", first="", rank="CASE WHEN l.available > 0 THEN 0 ELSE 1 END", **_SHARED)
)
# How many listings there are, and for each word how many say it: as a title or a fact, and in their descriptions.
_OFTEN = shelf_sql(
    """
    SELECT (SELECT count(*) FROM listing_words) AS living,
           ARRAY(SELECT (SELECT count(*) FROM listing_words WHERE terms @@ word)
                 FROM unnest(cast(:facts AS tsquery[])) WITH ORDINALITY AS f(word, n) ORDER BY n) AS facts,
           ARRAY(SELECT (SELECT count(*) FROM listing_words WHERE terms @@ word)
                 FROM unnest(cast(:described AS tsquery[])) WITH ORDINALITY AS d(word, n) ORDER BY n) AS described
    """
)
_WORDS = shelf_sql(
    _TEMPLATE.format(
        words="""JOIN (
            SELECT tenant_id, id, closeness, all_of, most_of,
                   count(*) FILTER (WHERE all_of) OVER () AS exact, max(most_of) OVER () AS top
            FROM (SELECT tenant_id, id, ts_rank(terms, cast(:any AS tsquery)) AS closeness,
                         NOT EXISTS (SELECT FROM unnest(cast(:facts AS tsquery[])) AS word WHERE NOT terms @@ word) AS all_of,
                         (SELECT count(*) FROM unnest(cast(:telling AS tsquery[])) AS word WHERE terms @@ word) AS most_of
                  FROM listing_words WHERE terms @@ cast(:any AS tsquery)) AS said
        ) AS k ON k.tenant_id = l.tenant_id AND k.id = l.id AND (k.all_of OR k.exact < :enough AND k.most_of > 0 AND (
            k.most_of >= :most OR k.exact = 0 AND k.top < :most AND k.most_of = k.top))""",
        exact="k.all_of",
        first="k.all_of DESC,",
        rank="CASE WHEN l.available > 0 THEN 0 ELSE 1 END - k.closeness",
        **_SHARED,
    )
)


def search(work: Work, query: SearchQuery, facts: RankingFacts) -> SearchPage:
    """Answer a query from the shelf: what says all of the words, then what says most of them."""
    meant = understand(query.text, facts.synonyms)
    words, unsaid = _weighed(work, meant) if meant.words else ({}, ())
    if query.text.strip() and not words:
        return SearchPage([], 0, unsaid=unsaid)
    chosen = BY_NUMBER.get(query.category or 0)
    ways = {shop: way for shop, way in facts.ways.items() if way}
    rows = work.session.read_shelf(
        _WORDS if words else _ANYTHING,
        **words,
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
        marks=[
            " | ".join(f"'{code}={value}'" for value in values) for code, values in query.choices if code in BY_FORM
        ],
        choices=json.dumps(
            {code: [value.lower() for value in values] for code, values in query.choices if code not in BY_FORM}
        ),
        ranges=json.dumps([{"code": code, "low": low, "high": high} for code, low, high in query.ranges]),
        sort=query.sort,
        offset=query.offset,
        limit=query.limit,
    )
    if not rows and query.offset:  # past the end: how many there are is told by the rows, and there are none here
        return replace(search(work, replace(query, offset=0, limit=1), facts), numbers=[])
    return SearchPage(
        [row.number for row in rows], rows[0].total if rows else 0, rows[0].exact if rows else 0, unsaid=unsaid
    )


def _weighed(work: Work, meant: Meant) -> tuple[dict[str, object], tuple[str, ...]]:
    """What the statement needs to know of the words that something says, and the words as typed that nothing says."""
    (row,) = work.session.read_shelf(_OFTEN, facts=meant.queries(of="AB"), described=meant.queries(of="D"))
    often = [max(pair) for pair in zip(row.facts, row.described, strict=True)]
    unsaid = tuple(typed for typed, many in zip(meant.typed, often, strict=True) if not many)
    said = replace(meant, words=tuple(word for word, many in zip(meant.words, often, strict=True) if many))
    if not said.words:
        return {}, unsaid
    facts, anywhere = said.queries(of="AB"), said.queries()
    described = [here for here, many in zip(row.described, often, strict=True) if many]
    wide = [
        word if coverage.tells(here, row.living, len(facts)) else fact
        for fact, word, here in zip(facts, anywhere, described, strict=True)
    ]
    counted = coverage.telling([word[0] for word in said.words])
    return {
        "facts": facts,
        "any": " | ".join(wide),
        "telling": [wide[n] for n in counted],
        "most": coverage.most(len(counted)),
        "enough": coverage.ENOUGH,
    }, unsaid
