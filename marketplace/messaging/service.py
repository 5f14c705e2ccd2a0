"""Verbs of talk: writing and reading. A buyer and a shop write to each other without anybody in between."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.messaging import rules
from marketplace.messaging.errors import EmptyMessage, TooManyMessages
from marketplace.messaging.events import MessageWritten
from marketplace.messaging.models import Message, Thread
from marketplace.ordering.models import Order
from marketplace.ordering.service import get_order


def write_message(work: Work, order_code: str, *, side: str, body: str) -> UUID:
    """Write to the other side of an order (`side`: shop or buyer), under the actor's name; gives the thread's id.

    The other side's clock starts when a buyer writes. Raises EmptyMessage, NoSuchOrder; TooManyMessages after thirty
    in an hour.
    """
    body = body.strip()[: rules.LONGEST]
    if not body:
        raise EmptyMessage
    order = get_order(work, order_code, lock=True)
    thread = _thread_of(work, order)
    _check_pace(work, thread, side)
    message = Message(
        tenant_id=order.tenant_id,
        id=new_id(),
        buyer_id=order.buyer_id,
        thread_id=thread.id,
        at=work.now,
        side=side,
        author=work.actor.name or order.buyer_name,
        author_role=work.actor.role,
        body=body,
    )
    work.session.add(message)
    thread.last_at, thread.last_body, thread.turn = work.now, body[:200], rules.other(side)
    thread.reply_by = rules.reply_by(side, work.now)
    if side == "shop":
        thread.unread_buyer += 1
    else:
        thread.unread_shop += 1
    work.tell(MessageWritten(order.tenant_id, thread.id, message.id, side))
    return thread.id


def _check_pace(work: Work, thread: Thread, side: str) -> None:
    """Refuse a flood. The order's row is locked, so that messages sent at once are counted one by one."""
    of_thread = (Message.tenant_id == thread.tenant_id) & (Message.thread_id == thread.id)
    lately = of_thread & (Message.side == side) & (Message.at > work.now - timedelta(hours=1))
    if (work.session.scalar(select(func.count()).select_from(Message).where(lately)) or 0) >= rules.MOST_AN_HOUR:
        raise TooManyMessages(most=rules.MOST_AN_HOUR)


def _thread_of(work: Work, order: Order) -> Thread:
    """The order's thread, begun with its first message. The order's row is locked, so two cannot begin."""
    thread = work.session.scalar(select(Thread).where(Thread.tenant_id == order.tenant_id, Thread.order_id == order.id))
    if thread is None:
        thread = Thread(
            tenant_id=order.tenant_id,
            id=new_id(),
            buyer_id=order.buyer_id,
            order_id=order.id,
            order_code=order.code,
            shop_name=order.shop_name,
            buyer_name=order.buyer_name,
            last_at=work.now,
            last_body="",
            turn="shop",
            unread_shop=0,
            unread_buyer=0,
        )
        work.session.add(thread)
        work.session.flush()
    return thread


def mark_read(work: Work, order_code: str, *, side: str) -> None:
    """Note that a side has seen everything in an order's thread."""
    order = get_order(work, order_code)
    thread = work.session.scalar(select(Thread).where(Thread.tenant_id == order.tenant_id, Thread.order_id == order.id))
    if thread is not None:
        setattr(thread, f"unread_{side}", 0)
