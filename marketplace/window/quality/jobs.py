"""By the clock: measure over the whole market what listings that have a fact become, and those that lack it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, cast, delete, func, literal, select
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.goods.catalog import CATEGORIES
from marketplace.goods.catalog.models import Listing, Product
from marketplace.kernel.work import Work
from marketplace.window.quality.counts import bought_since, traffic_since
from marketplace.window.quality.facts import stated
from marketplace.window.quality.models import FactEffect
from marketplace.window.quality.rules import MARKET, WINDOW, MeasuredSide, tells


def measure_facts(work: Work) -> None:
    """Measure each fact in each branch over ninety days, and keep what there is enough to say of; what was there before goes."""
    sides: dict[tuple[str, str], dict[bool, MeasuredSide]] = defaultdict(dict)
    for row in work.session.execute(_sides(work)):
        sides[row.branch, row.fact][row.has] = MeasuredSide(
            row.listings, row.shops, int(row.seen), int(row.opened), int(row.bought)
        )
    work.session.execute(delete(FactEffect))
    for (branch, fact), both in sorted(sides.items()):
        having, lacking = both.get(True, MeasuredSide()), both.get(False, MeasuredSide())
        if tells(having, lacking):
            work.session.add(FactEffect(branch=branch, fact=fact, having=having, lacking=lacking, measured_at=work.now))


def _sides(work: Work) -> Select[Any]:
    """Count what was for sale in the window by branch, fact, and whether it has it; each listing in each branch above it."""
    each = _each(work).cte("each")
    branches = cast(literal({code: [MARKET, *one.path] for code, one in CATEGORIES.items()}, JSONB), JSONB)
    branch = func.jsonb_array_elements_text(branches[each.c.category]).table_valued("value", name="branch")
    fact = func.jsonb_each(each.c.stated).table_valued("key", "value", name="fact")
    has = fact.c.value == literal(True, JSONB)
    return (
        select(
            branch.c.value.label("branch"),
            fact.c.key.label("fact"),
            has.label("has"),
            func.count().label("listings"),
            func.count(each.c.tenant_id.distinct()).label("shops"),
            func.sum(each.c.seen).label("seen"),
            func.sum(each.c.opened).label("opened"),
            func.sum(each.c.bought).label("bought"),
        )
        .select_from(each)
        .join(branch, literal(True))
        .join(fact, literal(True))
        .group_by(branch.c.value, fact.c.key, has)
    )


def _each(work: Work) -> Select[Any]:
    """Each listing that was seen in the window, with what it states now, and how often it was seen, opened and bought."""
    since = work.now - WINDOW
    traffic, bought = traffic_since(since).subquery(), bought_since(since).subquery()
    return (
        select(
            Product.tenant_id,
            Product.category,
            stated().label("stated"),
            traffic.c.seen,
            traffic.c.opened,
            func.coalesce(bought.c.bought, 0).label("bought"),
        )
        .join(Listing, (Listing.tenant_id == Product.tenant_id) & (Listing.id == Product.id))
        .join(traffic, (traffic.c.tenant_id == Product.tenant_id) & (traffic.c.id == Product.id))
        .outerjoin(bought, (bought.c.tenant_id == Product.tenant_id) & (bought.c.product_id == Product.id))
    )
