"""Questions about quality: a shop's list of what its products lack, what one product lacks, and what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Float, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from marketplace.goods.catalog import CATEGORIES, ProductState
from marketplace.goods.catalog.models import Product
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.window.quality.counts import bought_since, traffic_since
from marketplace.window.quality.facts import lacks, stated
from marketplace.window.quality.models import FactEffect, ListingTraffic
from marketplace.window.quality.rules import (
    MARKET,
    OWN_WINDOW,
    ListingFact,
    MeasuredFact,
    by_what_they_bring,
    effects_for,
)

WORKED_ON = (ProductState.PUBLISHED, ProductState.PAUSED, ProductState.DRAFT)


@dataclass(frozen=True)
class LackedFact:
    """A fact that a product lacks, with what was measured of it nearest to its category, if anything."""

    fact: ListingFact
    effect: MeasuredFact | None


@dataclass(frozen=True)
class Improvable:
    """A product that lacks something, what would bring most first; how often it was seen, opened, bought in thirty days."""

    id: UUID
    title: str
    state: str
    seen: int
    opened: int
    bought: int
    lacks: Sequence[LackedFact]


@dataclass(frozen=True)
class QualityAsked:
    """Which products are looked at: of one state, that lack one fact."""

    state: ProductState | None = None
    fact: ListingFact | None = None


@dataclass(frozen=True)
class ShopQuality:
    """What a shop's products lack: how many lack each fact, and what was measured in the branches that they are in."""

    lacking: Mapping[ListingFact, int]
    categories: Sequence[str]
    effects: Sequence[MeasuredFact]


def quality_of(work: Work, state: ProductState | None = None) -> ShopQuality:
    """Count what the shop's products lack, those of one state or all that are worked on."""
    each = _each(work, QualityAsked(state))
    fact = _facts(each)
    rows = work.session.execute(
        select(each.c.category, fact.c.key, func.count())
        .join(fact, literal(True))
        .where(fact.c.value == _FALSE)
        .group_by(each.c.category, fact.c.key)
    ).all()
    lacking = dict.fromkeys(ListingFact, 0)
    for _category, code, count in rows:
        lacking[ListingFact(code)] += count
    categories = sorted({row[0] for row in rows})
    return ShopQuality(
        {code: count for code, count in lacking.items() if count}, categories, measured(work, categories)
    )


def measured(work: Work, categories: Sequence[str]) -> list[MeasuredFact]:
    """Give what was measured in some categories, in those above them, and in the whole market."""
    branches = {MARKET} | {code for one in categories if one in CATEGORIES for code in CATEGORIES[one].path}
    rows = work.session.scalars(
        select(FactEffect).where(FactEffect.branch.in_(branches)).order_by(FactEffect.branch, FactEffect.fact)
    )
    return [
        MeasuredFact(row.branch, ListingFact(row.fact), row.having, row.lacking)
        for row in rows
        if row.fact in list(ListingFact)
    ]


def find_improvable(
    work: Work, asked: QualityAsked, quality: ShopQuality, *, offset: int, limit: int
) -> tuple[list[Improvable], int]:
    """Find the products that lack something, and how many there are.

    First what a fact would bring most, as measured, times how often the product was seen; then what lacks most.
    """
    near = {code: _near(code, quality.effects) for code in quality.categories}
    one = _lacking(work, asked)
    traffic = traffic_since(work.now - OWN_WINDOW).where(ListingTraffic.tenant_id == work.tenant_id).subquery()
    total = work.session.scalar(select(func.count()).select_from(Product).where(*_narrowed(work, asked))) or 0
    seen = func.coalesce(traffic.c.seen, 0)
    lifts = {code: {fact.value: effect.lift for fact, effect in effects.items()} for code, effects in near.items()}
    code = func.unnest(one.c.lacks).column_valued("code")
    lift = cast(cast(literal(lifts, JSONB), JSONB)[one.c.category][code].astext, Float)
    best = func.coalesce(select(func.max(lift)).correlate(one).scalar_subquery(), 0.0)
    rows = work.session.execute(
        select(
            one.c.id, one.c.title, one.c.state, one.c.category, one.c.lacks, seen.label("seen"),
            func.coalesce(traffic.c.opened, 0).label("opened"),
        )
        .outerjoin(traffic, traffic.c.id == one.c.id)
        .order_by((best * seen).desc(), func.cardinality(one.c.lacks).desc(), seen.desc(), one.c.id)
        .offset(offset)
        .limit(limit)
    ).all()  # fmt: skip
    bought = _bought(work, [row.id for row in rows])
    return [
        Improvable(
            row.id, row.title, row.state, int(row.seen), int(row.opened), bought.get(row.id, 0),
            _in_order(row.lacks, near.get(row.category, {})),
        )
        for row in rows
    ], total  # fmt: skip


def lacks_of(work: Work, product_id: UUID) -> list[LackedFact]:
    """Say what one product of the shop lacks; what would bring most is first."""
    query = select(Product.category, stated()).where(Product.tenant_id == work.tenant_id, Product.id == product_id)
    row = work.session.execute(query).one()
    lacking = [code for code, has in row[1].items() if not has]
    return _in_order(lacking, _near(row[0], measured(work, [row[0]]))) if lacking else []


def count_improvable(work: Work) -> Any:
    """Count the shop's products for sale that lack something, as a part of a larger statement."""
    return (
        select(func.count())
        .select_from(Product)
        .where(
            Product.tenant_id == work.tenant_id,
            Product.state == ProductState.PUBLISHED,
            lacks(),
        )
        .scalar_subquery()
    )


_FALSE = literal(False, JSONB)


def _in_order(lacking: Sequence[str], near: Mapping[ListingFact, MeasuredFact]) -> list[LackedFact]:
    return [LackedFact(fact, near.get(fact)) for fact in by_what_they_bring(map(ListingFact, lacking), near)]


def _near(category: str, effects: Sequence[MeasuredFact]) -> dict[ListingFact, MeasuredFact]:
    known = CATEGORIES.get(category)
    return effects_for(known.path if known else (), effects)


def _narrowed(work: Work, asked: QualityAsked) -> list[ColumnElement[bool]]:
    """Which of the shop's products are asked for: those that are worked on and lack something."""
    states = [asked.state] if asked.state else WORKED_ON
    return [Product.tenant_id == work.tenant_id, Product.state.in_(states), lacks(asked.fact)]


def _each(work: Work, asked: QualityAsked) -> CTE:
    """Those products with what each has, which is looked at once."""
    each = select(Product.id, Product.title, Product.state, Product.category, stated().label("stated"))
    return _once(each.where(*_narrowed(work, asked)).cte("each"))


def _once(found: CTE) -> CTE:
    """Let the database work something out once, however often the rest of a statement names it."""
    return found.prefix_with("MATERIALIZED")


def _facts(each: Any) -> Any:
    return func.jsonb_each(each.c.stated).table_valued("key", "value", name="fact")


def _lacking(work: Work, asked: QualityAsked) -> CTE:
    """The products that are asked for, with the names of what they lack."""
    each = _each(work, asked)
    fact = _facts(each)
    names = (
        select(func.array_agg(fact.c.key, type_=ARRAY(Text)))
        .select_from(fact)
        .where(fact.c.value == _FALSE)
        .correlate(each)
        .scalar_subquery()
    )
    found = select(each.c.id, each.c.title, each.c.state, each.c.category, names.label("lacks"))
    return _once(found.cte("found"))


def _bought(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, int]:
    """In how many orders of the window some products were bought."""
    own = (Order.tenant_id == work.tenant_id, OrderLine.product_id.in_(product_ids))
    rows = work.session.execute(bought_since(work.now - OWN_WINDOW).where(*own))
    return {row.product_id: row.bought for row in rows}
