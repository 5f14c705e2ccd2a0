"""By the clock: measure every shop's standing."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from marketplace.care.messaging import answer_by
from marketplace.care.messaging.models import Message
from marketplace.kernel.work import Work
from marketplace.people.sellers import set_standing, shops
from marketplace.trade.orders import CancelReason, OrderState
from marketplace.trade.orders.models import Order
from marketplace.window.standing import rules

_TO_HAND_OVER = (OrderState.PAID, OrderState.PACKED)
_COUNTED = (*_TO_HAND_OVER, OrderState.SHIPPED, OrderState.DELIVERED, OrderState.CANCELLED)
_BY_SHOP = frozenset(CancelReason)


def measure(work: Work) -> None:
    """Measure each shop over the last sixty days and show what changed."""
    since = work.now - timedelta(days=rules.WINDOW_DAYS)
    handovers, messages = _handovers(work, since), _messages(work, since)
    for shop in shops(work):
        share = rules.on_time(handovers[shop.tenant_id], work.now)
        waits = rules.waits(messages[shop.tenant_id], work.now, answer_by=answer_by)
        reply, count = rules.reply_minutes(waits), len(handovers[shop.tenant_id])
        if (share, reply, count) != (shop.on_time_bp, shop.reply_minutes, shop.orders_60d):
            set_standing(work, shop.tenant_id, on_time_bp=share, reply_minutes=reply, orders=count)


def _handovers(work: Work, since: datetime) -> dict[UUID, list[tuple[datetime, datetime | None]]]:
    """Until when each paid order was promised to leave and when it did, by shop. What was cancelled because a late payment
    found the goods gone is nobody's fault, and left out."""
    found: dict[UUID, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    lately = select(
        Order.tenant_id, Order.state, Order.ship_by, Order.shipped_at, Order.cancelled_at, Order.cancel_code
    ).where(Order.placed_at > since, Order.state.in_(_COUNTED))
    for one in work.session.execute(lately):
        if one.state in _TO_HAND_OVER or one.shipped_at is not None:
            found[one.tenant_id].append((one.ship_by, one.shipped_at))
        elif one.state == OrderState.CANCELLED and (one.cancel_code is None or one.cancel_code in _BY_SHOP):
            missed = rules.given_up(one.ship_by, one.cancelled_at, by_shop=one.cancel_code is not None)
            found[one.tenant_id].extend([missed] if missed else [])
    return found


def _messages(work: Work, since: datetime) -> dict[UUID, list[tuple[UUID, str, datetime]]]:
    """What was written and needs an answer, or is one, by shop."""
    found: dict[UUID, list[tuple[UUID, str, datetime]]] = defaultdict(list)
    for tenant_id, thread_id, side, at in work.session.execute(
        select(Message.tenant_id, Message.thread_id, Message.side, Message.at)
        .where(Message.at > since, Message.needs_answer)
        .order_by(Message.thread_id, Message.at)
    ):
        found[tenant_id].append((thread_id, side, at))
    return found
