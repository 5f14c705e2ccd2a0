"""What orders of the last ninety days would have cost by another version, from the lines that were frozen with them.

Each line keeps what it was taken of, so that only rules change: the base of a commission, the share of a fixed part, what a
shop bore of its shipping. Both are reckoned as sold: what went back since is taken off neither; cancelled orders count in
neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from marketplace.kernel.calendar import mexican_day, morning_of
from marketplace.kernel.money import share
from marketplace.kernel.work import Work
from marketplace.money.fees import FeeKind, Schedule, schedules_ever
from marketplace.money.fees.models import FeeLine
from marketplace.people.sellers import ShopPlan, plans_at
from marketplace.trade.orders import OrderState
from marketplace.trade.orders.models import Order, OrderLine

DAYS = 90
_UNSOLD = (OrderState.AWAITING_PAYMENT, OrderState.EXPIRED, OrderState.CANCELLED)


@dataclass
class ShopCost:
    """What a shop paid, and what it would have paid. Amounts in centavos; plus is taken from the shop."""

    orders: set[UUID] = field(default_factory=set)
    was_minor: int = 0
    would_minor: int = 0


def last_days(now: datetime) -> tuple[date, date]:
    """The ninety days of Mexico City before today, first and last."""
    today = mexican_day(now)
    return today - timedelta(days=DAYS), today - timedelta(days=1)


def weigh(
    work: Work, schedule: Schedule, *, tenant_id: UUID | None = None, begins: datetime | None = None
) -> dict[UUID, ShopCost]:
    """Reckon what a schedule would have cost each shop, or one, of what was sold in the last ninety days, by the plan that
    the shop is in when it begins (None: now). It stands above the walls, or in the shop it is about."""
    plans = plans_at(work, begins or work.now)
    found: defaultdict[UUID, ShopCost] = defaultdict(ShopCost)
    fixed_then = {one.version: one.rule(FeeKind.PROCESSING).fixed_minor for _from, one in schedules_ever(work)}
    for row in _lines(work, tenant_id):
        of_shop = found[row.tenant_id]
        of_shop.orders.add(row.order_id)
        with_tax = 10_000 + (row.iva_bp or 0)
        of_shop.was_minor += share(row.amount_minor, with_tax)
        of_shop.would_minor += share(
            _would(row, schedule, fixed_then.get(row.version, 0), plans.get(row.tenant_id, ShopPlan.BASE)), with_tax
        )
    return dict(found)


def _lines(work: Work, tenant_id: UUID | None) -> Iterable[Any]:
    """The market's own lines of orders that stand, each with what it was of and the rate of the IVA that was added to it."""
    tax, first_last = aliased(FeeLine), last_days(work.now)
    kinds = [FeeKind.COMMISSION, FeeKind.PROCESSING, FeeKind.INSTALMENTS, FeeKind.SHIPPING_SUBSIDY]
    query = (
        select(
            FeeLine.tenant_id, FeeLine.order_id, FeeLine.kind, FeeLine.version, FeeLine.rule_id, FeeLine.base_minor,
            FeeLine.fixed_minor, FeeLine.amount_minor, OrderLine.category, OrderLine.quantity, OrderLine.unit_price_minor,
            tax.rate_bp.label("iva_bp"),
        )
        .join(Order, (Order.tenant_id == FeeLine.tenant_id) & (Order.id == FeeLine.order_id))
        .outerjoin(OrderLine, (OrderLine.tenant_id == FeeLine.tenant_id) & (OrderLine.id == FeeLine.order_line_id))
        .outerjoin(
            tax,
            (tax.tenant_id == FeeLine.tenant_id)
            & (tax.order_id == FeeLine.order_id)
            & (tax.reverses_id.is_(None))
            & (tax.order_line_id.is_not_distinct_from(FeeLine.order_line_id))
            & (tax.kind == FeeLine.kind + "_iva"),
        )
        .where(
            FeeLine.kind.in_(kinds),
            FeeLine.reverses_id.is_(None),
            Order.state.not_in(_UNSOLD),
            Order.placed_at >= morning_of(first_last[0]),
            Order.placed_at < morning_of(first_last[1] + timedelta(days=1)),
        )
    )  # fmt: skip
    if tenant_id is not None:
        query = query.where(FeeLine.tenant_id == tenant_id)
    return work.session.execute(query.execution_options(yield_per=2000))


def _would(row: Any, schedule: Schedule, fixed_then: int, plan: ShopPlan) -> int:
    kind = FeeKind(row.kind)
    if kind is FeeKind.COMMISSION:
        rule = schedule.rule(kind, category=row.category, price_minor=row.unit_price_minor, shop_plan=plan)
        return rule.take(row.base_minor, pieces=row.quantity)
    if kind is FeeKind.INSTALMENTS:
        # As many months as were paid; where the schedule does not have them, its buyer pays at once.
        months = schedule.plan(int(row.rule_id.rpartition(":")[2]))
        return months.take(row.base_minor) if months else 0
    rule = schedule.rule(kind)
    if kind is FeeKind.SHIPPING_SUBSIDY:
        return -rule.take(row.base_minor)
    # The share of the fixed part of a payment that this line bore, of the new one.
    fixed = (2 * rule.fixed_minor * row.fixed_minor + fixed_then) // (2 * fixed_then) if fixed_then else 0
    return rule.take(row.base_minor, fixed_minor=fixed)
