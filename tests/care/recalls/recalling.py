"""What tests of recalls need: something sold, a recall of it, and what is written."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from marketplace.care.recalls.models import Recall, RecallNotice
from marketplace.care.recalls.service import RecallSaid, start_recall
from marketplace.platform.notifications.models import Notification
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast

SAID = RecallSaid(
    wrong="Destiñe y mancha.",
    what_to_do="No la laves con otra ropa.",
    offers=("return", "repair"),
    contact="55 1234 5678",
)


def recall(market: Cast, of: make.Goods, *, seen: int, **said: object) -> str:
    with market.as_alicia() as work:
        return start_recall(work, of.product_id, replace(SAID, **said), seen_orders=seen)  # type: ignore[arg-type]


def recalled(market: Cast, worker: Worker, **said: object) -> tuple[str, str, make.Goods]:
    """Something that Carla has and that is recalled: the recall's code, the order's, the goods."""
    of = make.goods(market)
    order = make.delivered_order(market, worker, [make.line(of)])
    code = recall(market, of, seen=1, **said)
    worker.drain()
    return code, order, of


def notice_of(market: Cast, order: str) -> RecallNotice:
    with market.above() as work:
        query = select(RecallNotice).join(Order, Order.id == RecallNotice.order_id).where(Order.code == order)
        return work.session.scalars(query).one()


def notices(market: Cast) -> list[RecallNotice]:
    with market.above() as work:
        return list(work.session.scalars(select(RecallNotice).order_by(RecallNotice.id)))


def recalls(market: Cast) -> list[Recall]:
    with market.above() as work:
        return list(work.session.scalars(select(Recall).order_by(Recall.tenant_id, Recall.id)))


def letters(market: Cast, kind: str = "recall_notice") -> list[str]:
    with market.above() as work:
        query = select(Notification.email).where(Notification.kind == kind).order_by(Notification.email)
        return list(work.session.scalars(query))


def variant_ids(market: Cast, of: make.Goods) -> list[UUID]:
    return [one.id for one in make.variants(market, of.product_id)]
