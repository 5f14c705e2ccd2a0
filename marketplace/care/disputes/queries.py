"""Questions about disputes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from marketplace.care.disputes.models import Dispute
from marketplace.care.disputes.rules import SETTLED, About, DisputeState
from marketplace.kernel.work import Work
from marketplace.money.payments.models import Refund
from marketplace.trade.orders.models import Order


def disputes(
    work: Work, *, states: Sequence[DisputeState] = (), offset: int = 0, limit: int = 30
) -> tuple[Sequence[tuple[Dispute, Order]], int]:
    """List disputes this work may see with their orders; what must be answered first comes first."""
    query = select(Dispute, Order).join(Order, (Order.tenant_id == Dispute.tenant_id) & (Order.id == Dispute.order_id))
    if states:
        query = query.where(Dispute.state.in_(states))
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    first = Dispute.ended_at.is_not(None)
    rows = work.session.execute(query.order_by(first, Dispute.answer_by).offset(offset).limit(limit))
    return [(row[0], row[1]) for row in rows], total


def disputes_of_order(work: Work, order: Order) -> Sequence[Dispute]:
    """List an order's disputes, latest first."""
    return work.session.scalars(
        select(Dispute)
        .where(Dispute.tenant_id == order.tenant_id, Dispute.order_id == order.id)
        .order_by(Dispute.opened_at.desc())
    ).all()


def is_settled(disputes: Sequence[Dispute]) -> bool:
    """Say of an order's disputes, latest first, whether the last about its coming ended for good.

    Where it ended by sending another parcel, that one can be missed.
    """
    missed = [one for one in disputes if one.about == About.NEVER_CAME]
    return bool(missed) and missed[0].state in SETTLED


def _was_asked(work: Work, dispute: Dispute) -> bool:
    """Say whether money was asked back for the pieces of a dispute itself."""
    asked = select(Refund.id).where(Refund.order_id == dispute.order_id, Refund.cause == dispute.cause)
    return work.session.scalar(asked) is not None


def is_paid_otherwise(work: Work, dispute: Dispute) -> bool:
    """Say whether a dispute ended with the money of its pieces given back by something else."""
    return (
        dispute.about != About.NEVER_CAME and dispute.state == DisputeState.REFUNDED and not _was_asked(work, dispute)
    )


def count_escalated(work: Work) -> int:
    """Count disputes that staff must decide."""
    return (
        work.session.scalar(select(func.count()).select_from(Dispute).where(Dispute.state == DisputeState.ESCALATED))
        or 0
    )
