"""What of a purchase goes back to its buyer: how far it is, by when it is there, and to which account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.calendar import add_business_days, mexican_day
from marketplace.kernel.published import REFUND_BY_BANK_DAYS, REFUND_SEEN_DAYS
from marketplace.kernel.work import Work
from marketplace.money.payments import RefundState, RefundWay, refunds_of
from marketplace.money.payments.models import Refund
from marketplace.money.payouts import transfers_of
from marketplace.money.payouts.models import RefundTransfer
from marketplace.trade.orders.models import Order, OrderEvent, Purchase


@dataclass(frozen=True)
class MoneyBack:
    """Money of an order on its way back; `to` is the account that its buyer gave, `by` the day by when it is there."""

    refund: Refund
    order: Order
    to: RefundTransfer | None
    by: date | None

    @property
    def is_stuck(self) -> bool:
        """Whether its buyer has to say where to."""
        return self.refund.state == RefundState.FAILED


def money_back(work: Work, purchase: Purchase) -> Sequence[MoneyBack]:
    """List what of a purchase goes back, or went, the first to be owed first. Above the walls."""
    refunds = refunds_of(work, purchase.id)
    orders = _orders(work, purchase.id)
    accounts = transfers_of(work, [one.id for one in refunds])
    return [MoneyBack(one, orders[one.order_id], to := accounts.get(one.id), _by(one, to)) for one in refunds]


def _orders(work: Work, purchase_id: UUID) -> dict[UUID, Order]:
    rows = work.session.scalars(select(Order).where(Order.purchase_id == purchase_id))
    return {order.id: order for order in rows}


def _by(refund: Refund, to: RefundTransfer | None) -> date | None:
    """The day by when a bank shows it; None while nobody knows where it goes."""
    if refund.state == RefundState.FAILED:
        return None
    if refund.way == RefundWay.BANK and to is not None:
        return add_business_days(mexican_day(to.given_at), REFUND_BY_BANK_DAYS)
    return add_business_days(mexican_day(refund.succeeded_at or refund.created_at), REFUND_SEEN_DAYS)


@dataclass(frozen=True)
class WaitsForAccount:
    """Money of an order that waits until its buyer says to which account it goes, and since when."""

    refund: Refund
    order: Order
    purchase: Purchase
    since: datetime


def list_waiting_for_account(work: Work) -> Sequence[WaitsForAccount]:
    """List what waits for its buyer to say to which account it goes, the longest first. Above the walls."""
    stuck_at = (
        select(func.max(OrderEvent.at))
        .where(
            OrderEvent.tenant_id == Refund.tenant_id,
            OrderEvent.order_id == Refund.order_id,
            OrderEvent.kind == "refund_stuck",
        )
        .scalar_subquery()
    )
    since = func.coalesce(stuck_at, Refund.created_at).label("since")
    rows = work.session.execute(
        select(Refund, Order, Purchase, since)
        .join(Order, (Order.tenant_id == Refund.tenant_id) & (Order.id == Refund.order_id))
        .join(Purchase, Purchase.id == Order.purchase_id)
        .where(Refund.state == RefundState.FAILED)
        .order_by(since, Refund.id)
    )
    return [WaitsForAccount(*row) for row in rows]
