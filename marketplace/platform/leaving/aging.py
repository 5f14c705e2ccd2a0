"""Which talk is over: when nothing of its order waits for anybody, which what stands below cannot know."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from marketplace.care.disputes.models import Dispute
from marketplace.care.messaging.models import Message, Thread
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.models import Claim
from marketplace.kernel.ages import Ages
from marketplace.platform.leaving.queries import is_unfinished
from marketplace.trade.orders.models import Order


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say which rows are over."""
    waits = [
        select(table.id)
        .where(table.tenant_id == Thread.tenant_id, key == Thread.order_id, is_unfinished(table))
        .exists()
        for table, key in (
            (Order, Order.id),
            (ReturnCase, ReturnCase.order_id),
            (Claim, Claim.order_id),
            (Dispute, Dispute.order_id),
        )
    ]
    quiet = and_(Thread.last_at < ages.five_years, ~or_(*waits))
    of = and_(Message.tenant_id == Thread.tenant_id, Message.thread_id == Thread.id)
    return {
        "message": select(Thread.id).where(of, quiet).exists(),
        "thread": and_(quiet, ~select(Message.id).where(of).exists()),
    }
