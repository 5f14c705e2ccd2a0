"""What waits for a shop, as its first page says it."""

from __future__ import annotations

from typing import Any

from flask_babel import ngettext

from marketplace.kernel.module import Todo, count_own
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.queries import SOON, leaves_soon
from marketplace.trade.orders.rules import OrderState


def _soon(work: Work) -> Any:
    return count_own(work, Order, leaves_soon(work.now))


def _say_soon(count: int) -> str:
    return ngettext(
        "pedido debe salir en las próximas 24 horas, o ya debía",
        "pedidos deben salir en las próximas 24 horas, o ya debían",
        count,
    )


def _to_pack(work: Work) -> Any:
    return count_own(work, Order, Order.state == OrderState.PAID)


def _say_to_pack(count: int) -> str:
    return ngettext("pedido por empacar", "pedidos por empacar", count)


def _to_ship(work: Work) -> Any:
    return count_own(work, Order, Order.state == OrderState.PACKED)


def _say_to_ship(count: int) -> str:
    return ngettext("pedido empacado por enviar", "pedidos empacados por enviar", count)


TODOS = (
    Todo(10, _soon, _say_soon, "orders_seller.orders", May.VIEW_ORDERS, {"estado": SOON}, urgent=True),
    Todo(20, _to_pack, _say_to_pack, "orders_seller.orders", May.VIEW_ORDERS, {"estado": "paid"}),
    Todo(30, _to_ship, _say_to_ship, "orders_seller.orders", May.VIEW_ORDERS, {"estado": "packed"}),
)
