"""Questions about returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.care.returns.models import ReturnCase, ReturnLine
from marketplace.care.returns.rules import ReturnState
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order, OrderLine


@dataclass(frozen=True)
class ReturnedLine:
    """What comes back: title, pieces, centavos."""

    title: str
    variant_name: str
    quantity: int
    refund_minor: int


def lines_of(work: Work, case: ReturnCase) -> list[ReturnedLine]:
    """List what comes back with a return."""
    rows = work.session.execute(
        select(OrderLine.title, OrderLine.variant_name, ReturnLine.quantity, ReturnLine.refund_minor)
        .join(OrderLine, (OrderLine.tenant_id == ReturnLine.tenant_id) & (OrderLine.id == ReturnLine.order_line_id))
        .where(ReturnLine.tenant_id == case.tenant_id, ReturnLine.return_id == case.id)
        .order_by(ReturnLine.id)
    )
    return [ReturnedLine(*row) for row in rows]


def returns(
    work: Work, *, waiting: bool = False, offset: int = 0, limit: int = 30
) -> tuple[Sequence[tuple[ReturnCase, str, str]], int]:
    """List returns this work may see, with order code and buyer's name, those that wait for the shop first."""
    query = select(ReturnCase, Order.code, Order.buyer_name).join(
        Order, (Order.tenant_id == ReturnCase.tenant_id) & (Order.id == ReturnCase.order_id)
    )
    if waiting:
        query = query.where(ReturnCase.state.in_([ReturnState.REQUESTED, ReturnState.APPROVED]))
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    first = ReturnCase.state != ReturnState.REQUESTED
    rows = work.session.execute(query.order_by(first, ReturnCase.requested_at.desc()).offset(offset).limit(limit))
    return [(row[0], row[1], row[2]) for row in rows], total


def returns_of_order(work: Work, order: Order) -> Sequence[ReturnCase]:
    """List an order's returns, oldest first."""
    return work.session.scalars(
        select(ReturnCase)
        .where(ReturnCase.tenant_id == order.tenant_id, ReturnCase.order_id == order.id)
        .order_by(ReturnCase.requested_at)
    ).all()
