"""Questions about talk."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from marketplace.care.messaging.errors import NoSuchQuestion
from marketplace.care.messaging.models import Message, Thread
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order


def messages_of(work: Work, order: Order) -> Sequence[Message]:
    """List what was written about an order, oldest first."""
    return work.session.scalars(
        select(Message)
        .join(Thread, (Thread.tenant_id == Message.tenant_id) & (Thread.id == Message.thread_id))
        .where(Thread.tenant_id == order.tenant_id, Thread.order_id == order.id)
        .order_by(Message.at, Message.id)
    ).all()


def threads(work: Work, *, waiting: bool = False, offset: int = 0, limit: int = 30) -> tuple[Sequence[Thread], int]:
    """List the conversations this work may see: those that wait for the shop first; with how many there are."""
    query = select(Thread)
    if waiting:
        query = query.where(Thread.turn == "shop")
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = work.session.scalars(
        query.order_by(Thread.reply_by.asc().nulls_last(), Thread.last_at.desc()).offset(offset).limit(limit)
    )
    return rows.all(), total


def get_thread(work: Work, thread_id: UUID, *, lock: bool = False) -> Thread:
    """Load a conversation, about an order or a listing; raises NoSuchQuestion."""
    found = work.session.find(select(Thread).where(Thread.id == thread_id), lock=lock)
    if found is None:
        raise NoSuchQuestion
    return found


def get_question(work: Work, thread_id: UUID, *, lock: bool = False) -> Thread:
    """Load the conversation about a listing; raises NoSuchQuestion."""
    found = get_thread(work, thread_id, lock=lock)
    if found.number is None:
        raise NoSuchQuestion
    return found


def messages_in(work: Work, thread: Thread) -> Sequence[Message]:
    """List what was written in a conversation, oldest first."""
    of_thread = (Message.tenant_id == thread.tenant_id) & (Message.thread_id == thread.id)
    return work.session.scalars(select(Message).where(of_thread).order_by(Message.at, Message.id)).all()


def questions(work: Work, buyer_id: UUID, *, offset: int = 0, limit: int = 30) -> tuple[Sequence[Thread], int]:
    """List what a buyer asked shops before buying, the latest first; with how many there are."""
    query = select(Thread).where(Thread.buyer_id == buyer_id, Thread.number.is_not(None))
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return work.session.scalars(query.order_by(Thread.last_at.desc()).offset(offset).limit(limit)).all(), total
