"""By the clock: measure every shop's standing."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from marketplace.care.messaging.models import Message
from marketplace.kernel.work import Work
from marketplace.people.sellers import set_standing, shops
from marketplace.trade.orders import OrderState
from marketplace.trade.orders.models import Order
from marketplace.window.standing import rules

_COUNTED = (OrderState.PAID, OrderState.PACKED, OrderState.SHIPPED, OrderState.DELIVERED)


def measure(work: Work) -> None:
    """Measure each shop over the last sixty days and show what changed."""
    since = work.now - timedelta(days=rules.WINDOW_DAYS)
    handovers: dict[UUID, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for tenant_id, due, done in work.session.execute(
        select(Order.tenant_id, Order.ship_by, Order.shipped_at).where(
            Order.placed_at > since, Order.state.in_(_COUNTED)
        )
    ):
        handovers[tenant_id].append((due, done))
    waits = _waits(work, since)
    for shop in shops(work):
        share = rules.on_time(handovers[shop.tenant_id], work.now)
        reply = rules.reply_minutes(waits[shop.tenant_id])
        count = len(handovers[shop.tenant_id])
        if (share, reply, count) != (shop.on_time_bp, shop.reply_minutes, shop.orders_60d):
            set_standing(work, shop.tenant_id, on_time_bp=share, reply_minutes=reply, orders=count)


def _waits(work: Work, since: datetime) -> dict[UUID, list[float]]:
    """Minutes from a buyer's first unanswered message to the shop's next one, by shop."""
    waits: dict[UUID, list[float]] = defaultdict(list)
    asked: dict[UUID, datetime] = {}
    for tenant_id, thread_id, side, at in work.session.execute(
        select(Message.tenant_id, Message.thread_id, Message.side, Message.at)
        .where(Message.at > since)
        .order_by(Message.thread_id, Message.at)
    ):
        if side == "buyer":
            asked.setdefault(thread_id, at)
        elif thread_id in asked:
            waits[tenant_id].append((at - asked.pop(thread_id)).total_seconds() / 60)
    return waits
