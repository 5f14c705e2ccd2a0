"""Questions about what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.trade.pricing.models import AmountLine


def amounts_of_orders(work: Work, order_ids: Sequence[UUID]) -> dict[UUID, list[AmountLine]]:
    """List what some orders cost their buyer, as frozen at placement, by order."""
    found: dict[UUID, list[AmountLine]] = {order_id: [] for order_id in order_ids}
    rows = work.session.scalars(
        select(AmountLine).where(AmountLine.order_id.in_(order_ids)).order_by(AmountLine.order_id, AmountLine.id)
    )
    for row in rows:
        found[row.order_id].append(row)
    return found


def amounts_of_order(work: Work, order_id: UUID) -> Sequence[AmountLine]:
    """List what an order cost its buyer, as frozen at placement."""
    return work.session.scalars(select(AmountLine).where(AmountLine.order_id == order_id).order_by(AmountLine.id)).all()
