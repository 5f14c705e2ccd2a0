"""Questions about what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.trade.pricing.models import AmountLine


def amounts_of_order(work: Work, order_id: UUID) -> Sequence[AmountLine]:
    """List what an order cost its buyer, as frozen at placement."""
    return work.session.scalars(select(AmountLine).where(AmountLine.order_id == order_id).order_by(AmountLine.id)).all()
