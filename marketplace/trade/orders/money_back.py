"""What of a purchase goes back to its buyer: how far it is, by when it is there, and to which account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.calendar import add_business_days, mexican_day
from marketplace.kernel.published import REFUND_BY_BANK_DAYS, REFUND_SEEN_DAYS
from marketplace.kernel.work import Work
from marketplace.money.payments import RefundState, RefundWay, refunds_of
from marketplace.money.payments.models import Refund
from marketplace.money.payouts import transfers_of
from marketplace.money.payouts.models import RefundTransfer
from marketplace.trade.orders.models import Order, Purchase


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
