"""Earphones that get hot: their shop recalls them, one who bought them sends them back, another says nothing yet."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from sqlalchemy import select

from marketplace.care.recalls import RecallSaid, answer_recall, reach_of, remind, start_recall
from marketplace.care.recalls.models import RecallNotice
from marketplace.demo.story import Story, at
from marketplace.goods.inventory import StockReason, change_stock
from marketplace.kernel.work import Work, unit_of_work
from marketplace.trade import orders
from marketplace.trade.orders.models import Order, OrderLine
from tenants.scope import PlatformScope

_SHOP = "bajio-electronica"
_WHO = (
    ("carla", "Carla Méndez", "06700", 20),
    ("dario", "Darío Pech", "97000", 19),
    ("carla", "Carla Méndez", "06700", 18),
)
_SAID = RecallSaid(
    wrong="La batería de algunas piezas se calienta mientras carga.",
    what_to_do="Deja de usarlos y no los cargues. Guárdalos lejos de lo que se queme.",
    offers=("return", "replace"),
    contact="477 555 0148",
    lot="BE-2210",
)


def tell(story: Story) -> None:
    """Three pairs are sold, the shop hears that they get hot, and two of three answer."""
    bought = [_sold(story, *_WHO[0])]
    product_id, variant_id = _what(story, bought[0])
    restock = partial(change_stock, variant_id=variant_id, delta=20, reason=StockReason.ARRIVED)
    story.as_shop(_SHOP, 19.5, restock)  # so that the next two buy the same
    bought += [_sold(story, *one) for one in _WHO[1:]]

    def start(work: Work) -> None:
        seen = reach_of(work, story.shops[_SHOP], product_id, (), None, None).orders
        start_recall(work, product_id, _SAID, seen_orders=seen)

    story.as_shop(_SHOP, 9, start)
    story.as_buyer("carla", "Carla Méndez", 8, lambda work: _answer(work, bought[0], "return"))
    story.as_buyer("carla", "Carla Méndez", 7, lambda work: _answer(work, bought[2], "gone"))
    with at(story.ago(1)), unit_of_work(PlatformScope("clock")) as work:
        remind(work)
    story.settle(1)


def _sold(story: Story, buyer: str, name: str, postal_code: str, days: int) -> str:
    ((code, slug),) = story.buy(buyer, name, postal_code, [(_SHOP, "audifonos", 1)], days=days)
    story.as_shop(slug, days - 0.4, lambda work: orders.pack_order(work, code, message="Van probados."))
    tracking = f"{days:010d}"
    story.as_shop(slug, days - 0.5, lambda work: orders.ship_order(work, code, carrier="DHL", tracking=tracking))
    story.deliver(buyer, name, code, days - 4)
    return code


def _what(story: Story, code: str) -> tuple[UUID, UUID]:
    of_order = (
        select(OrderLine.product_id, OrderLine.variant_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.code == code)
    )
    with unit_of_work(story.staff()[0], read_only=True) as work:
        row = work.session.execute(of_order).one()
        return row[0], row[1]


def _answer(work: Work, code: str, answer: str) -> None:
    of_order = select(RecallNotice.id).join(Order, Order.id == RecallNotice.order_id).where(Order.code == code)
    answer_recall(work, code, work.session.scalars(of_order).one(), answer)
