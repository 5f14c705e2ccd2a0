"""Questions about leaving: what a shop still owes to somebody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select

from marketplace.care.disputes import ENDED as DISPUTE_ENDED
from marketplace.care.disputes import DisputeState
from marketplace.care.disputes.models import Dispute
from marketplace.care.returns import ReturnState
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty import ClaimState
from marketplace.care.warranty.models import Claim
from marketplace.kernel.work import Work
from marketplace.trade.orders import OrderState
from marketplace.trade.orders.models import Order

_Table = type[Order | ReturnCase | Claim | Dispute]
_STATES: Mapping[_Table, Sequence[str]] = {
    Order: (OrderState.AWAITING_PAYMENT, OrderState.PAID, OrderState.PACKED, OrderState.SHIPPED),
    ReturnCase: (ReturnState.REQUESTED, ReturnState.APPROVED, ReturnState.REFUND_DUE),
    Claim: (ClaimState.OPEN, ClaimState.ACCEPTED, ClaimState.REFUND_DUE),
    Dispute: sorted(set(DisputeState) - DISPUTE_ENDED),
}


@dataclass(frozen=True)
class Unfinished:
    """What waits for a shop, by code."""

    orders: Sequence[str]
    returns: Sequence[str]
    claims: Sequence[str]
    disputes: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.orders or self.returns or self.claims or self.disputes)


def unfinished(work: Work, tenant_id: UUID) -> Unfinished:
    """List the orders, returns, claims and disputes that a shop has not finished."""
    return _unfinished(work, lambda table: table.tenant_id == tenant_id)


def unfinished_for(work: Work, buyers: Collection[UUID]) -> Unfinished:
    """List the orders, returns, claims and disputes that shops have not finished for a buyer."""
    return _unfinished(work, lambda table: table.buyer_id.in_(buyers))


def is_unfinished(table: _Table) -> ColumnElement[bool]:
    """The condition of what waits for somebody."""
    return table.state.in_(_STATES[table])


def _unfinished(work: Work, whose: Callable[[_Table], ColumnElement[bool]]) -> Unfinished:
    def codes(table: _Table) -> Sequence[str]:
        query = select(table.code).where(whose(table), is_unfinished(table))
        return work.session.scalars(query.order_by(table.id)).all()

    return Unfinished(codes(Order), codes(ReturnCase), codes(Claim), codes(Dispute))
