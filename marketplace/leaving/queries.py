"""Questions about leaving: what a shop still owes to somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.ordering.models import Order
from marketplace.ordering.rules import State as OrderState
from marketplace.returns.models import ReturnCase
from marketplace.returns.rules import State as ReturnState
from marketplace.warranty.models import Claim
from marketplace.warranty.rules import State as ClaimState

_ORDERS = (OrderState.AWAITING_PAYMENT, OrderState.PAID, OrderState.PACKED, OrderState.SHIPPED)
_RETURNS = (ReturnState.REQUESTED, ReturnState.APPROVED, ReturnState.REFUND_DUE)
_CLAIMS = (ClaimState.OPEN, ClaimState.ACCEPTED)


@dataclass(frozen=True)
class Unfinished:
    """What waits for a shop, by code."""

    orders: Sequence[str]
    returns: Sequence[str]
    claims: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.orders or self.returns or self.claims)


def unfinished(work: Work, tenant_id: UUID) -> Unfinished:
    """List the orders, returns and claims that a shop has not finished."""

    def codes(table: type[Order | ReturnCase | Claim], states: Sequence[str]) -> Sequence[str]:
        query = select(table.code).where(table.tenant_id == tenant_id, table.state.in_(states))
        return work.session.scalars(query.order_by(table.id)).all()

    return Unfinished(codes(Order, _ORDERS), codes(ReturnCase, _RETURNS), codes(Claim, _CLAIMS))
