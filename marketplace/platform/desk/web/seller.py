"""Hoy: what a shop must do today, then its money, then one chart. And the side of every seller page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.payments.queries import balance
from marketplace.people.sellers.queries import own_shop
from marketplace.platform.desk import queries
from marketplace.platform.desk.queries import DaySold
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.formatting import as_day, money_short
from marketplace.web.pages import NavItem, may, page

room = SELLER.room("desk")


@dataclass(frozen=True)
class Todo:
    """A sentence with where it leads."""

    count: int
    text: str
    url: str
    urgent: bool = False


def _todos(waiting: queries.Waiting) -> list[Todo]:
    soon = ngettext(
        "pedido debe salir en las próximas 24 horas", "pedidos deben salir en las próximas 24 horas", waiting.soon_late
    )
    pack = ngettext("pedido por empacar", "pedidos por empacar", waiting.to_pack)
    ship = ngettext("pedido empacado por enviar", "pedidos empacados por enviar", waiting.to_ship)
    reply = ngettext("mensaje espera tu respuesta", "mensajes esperan tu respuesta", waiting.messages)
    returns = ngettext("devolución por atender", "devoluciones por atender", waiting.returns)
    claims = ngettext("garantía por contestar", "garantías por contestar", waiting.claims)
    disputes = ngettext(
        "pedido que no llegó, por contestar", "pedidos que no llegaron, por contestar", waiting.disputes
    )
    fix = ngettext("producto por corregir", "productos por corregir", waiting.to_fix)
    every = [
        Todo(waiting.soon_late, soon, url_for("ordering_seller.orders", estado="paid"), urgent=True),
        Todo(waiting.to_pack, pack, url_for("ordering_seller.orders", estado="paid")),
        Todo(waiting.to_ship, ship, url_for("ordering_seller.orders", estado="packed")),
        Todo(waiting.messages, reply, url_for("messaging_seller.index", pendientes=1)),
        Todo(waiting.returns, returns, url_for("returns_seller.index", pendientes=1)),
        Todo(waiting.claims, claims, url_for("warranty_seller.index", pendientes=1)),
        Todo(waiting.disputes, disputes, url_for("disputes_seller.index", pendientes=1), urgent=True),
        Todo(waiting.to_fix, fix, url_for("storefront_seller.index", estado="declined")),
    ]
    return [todo for todo in every if todo.count]


@room.get("/")
@requires(May.VIEW_SHOP)
def today(work: Work) -> str:
    """What must I do today, and when does the money come."""
    sold = queries.sold_by_day(work) if may(May.VIEW_MONEY) else []
    return page(
        "platform/desk/seller/today.html",
        shop=own_shop(work),
        setup=queries.setup(work),
        todos=_todos(queries.waiting(work)),
        balance=balance(work) if may(May.VIEW_MONEY) else None,
        sold=sold,
        chart=_chart(sold),
        best=max(sold, key=lambda one: one.total_minor, default=None),
        whole=sum(one.total_minor for one in sold),
        left=sum(one.net_minor for one in sold),
    )


@dataclass(frozen=True)
class Bar:
    """A bar of the chart, in a drawing 706 wide and 162 high."""

    x: int
    y: int
    height: int
    label: str
    value: str


def _chart(sold: list[DaySold]) -> list[Bar]:
    most = max((one.total_minor for one in sold), default=0) or 1
    bars = []
    for position, one in enumerate(sold):
        height = round(110 * one.total_minor / most)
        label = str(as_day(one.day).day)
        bars.append(Bar(position * 50 + 6, 130 - height, height, label, money_short(one.total_minor)))
    return bars


def _nav() -> list[NavItem]:
    here = request.endpoint or ""
    every: list[tuple[str, str, May]] = [
        (_("Hoy"), "desk_seller.today", May.VIEW_SHOP),
        (_("Pedidos"), "ordering_seller.orders", May.VIEW_ORDERS),
        (_("Productos"), "storefront_seller.index", May.VIEW_SHOP),
        (_("Mensajes"), "messaging_seller.index", May.WRITE_MESSAGES),
        (_("Devoluciones"), "returns_seller.index", May.VIEW_ORDERS),
        (_("Garantías"), "warranty_seller.index", May.VIEW_ORDERS),
        (_("Aclaraciones"), "disputes_seller.index", May.VIEW_ORDERS),
        (_("Dinero"), "desk_money_seller.balance", May.VIEW_MONEY),
        (_("Decisiones"), "moderation_seller.decisions", May.VIEW_SHOP),
        (_("Quién vio tu tienda"), "staff_seller.looks", May.VIEW_SHOP),
        (_("Mi tienda"), "shipping_seller.settings", May.VIEW_SHOP),
        (_("Equipo"), "sellers_seller.people", May.VIEW_SHOP),
        (_("Direcciones"), "addresses_seller.index", May.MANAGE_ADDRESSES),
        (_("Llaves de API"), "channels_seller.keys", May.MANAGE_KEYS),
    ]
    return [
        NavItem(label, url_for(endpoint), "", active=here.split(".")[0] == endpoint.split(".")[0])
        for label, endpoint, permission in every
        if may(permission)
    ]


@room.app_context_processor
def _side() -> dict[str, Any]:
    return {"nav": _nav(), "seat": g.seat, "my_shops": g.seats} if g.get("seat") else {}
