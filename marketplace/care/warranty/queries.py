"""Questions about warranty claims."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from marketplace.care.warranty.models import Claim
from marketplace.care.warranty.rules import ClaimState
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order, OrderLine


def claims(
    work: Work, *, waiting: bool = False, offset: int = 0, limit: int = 30
) -> tuple[Sequence[tuple[Claim, str, str, str]], int]:
    """List claims this work may see, with order code, buyer's name and title; open ones first."""
    query = (
        select(Claim, Order.code, Order.buyer_name, OrderLine.title)
        .join(Order, (Order.tenant_id == Claim.tenant_id) & (Order.id == Claim.order_id))
        .join(OrderLine, (OrderLine.tenant_id == Claim.tenant_id) & (OrderLine.id == Claim.order_line_id))
    )
    if waiting:
        query = query.where(Claim.state.in_([ClaimState.OPEN, ClaimState.ACCEPTED]))
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = work.session.execute(
        query.order_by(Claim.state != ClaimState.OPEN, Claim.opened_at.desc()).offset(offset).limit(limit)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows], total


def claims_of_order(work: Work, order: Order) -> Sequence[tuple[Claim, str]]:
    """List an order's claims with their titles, oldest first."""
    rows = work.session.execute(
        select(Claim, OrderLine.title)
        .join(OrderLine, (OrderLine.tenant_id == Claim.tenant_id) & (OrderLine.id == Claim.order_line_id))
        .where(Claim.tenant_id == order.tenant_id, Claim.order_id == order.id)
        .order_by(Claim.opened_at)
    )
    return [(row[0], row[1]) for row in rows]
