"""Letters about whether a parcel came, and about when its money is the shop's."""

from __future__ import annotations

from flask_babel import gettext as _

from marketplace.kernel.published import ARRIVED_BY_CLOCK_DAYS
from marketplace.kernel.work import Work
from marketplace.people.sellers.models import Shop
from marketplace.platform.notifications.letters import Letter, hello, in_language, post
from marketplace.trade.orders.events import ArrivalTold, OrderDelivered
from marketplace.trade.orders.guest_links import guest_path
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.orders.rules import DeliveredBy
from marketplace.web.formatting import day


def ask_whether_it_came(work: Work, fact: ArrivalTold) -> None:
    """The buyer is asked whether a parcel came that the shop says has arrived."""
    order = work.session.get_one(Order, (fact.tenant_id, fact.order_id))
    purchase = work.session.get_one(Purchase, order.purchase_id)
    with in_language(purchase.locale):
        letter = Letter(
            _("¿Te llegó tu pedido %(code)s de %(shop)s?", code=order.code, shop=order.shop_name),
            hello(purchase.name),
            [
                _("%(shop)s dice que la paquetería ya lo entregó. Dinos si te llegó o no.", shop=order.shop_name),
                _(
                    "Si no dices nada, cuenta como entregado %(days)s días hábiles después de la fecha prometida.",
                    days=ARRIVED_BY_CLOCK_DAYS,
                ),
            ],
            _("Contestar"),
            guest_path(purchase, order),
        )
        post(work, letter, to=purchase.email, key=f"arrival_told:{order.id}")


def tell_delivered(work: Work, fact: OrderDelivered) -> None:
    """The shop learns since when, and until when, its money waits; the buyer, when it was not they who said it."""
    order = work.session.get_one(Order, (fact.tenant_id, fact.order_id))
    purchase = work.session.get_one(Purchase, order.purchase_id)
    shop = work.session.get_one(Shop, (fact.tenant_id, fact.tenant_id))
    until = order.held_until
    if until is None:
        return
    if order.delivered_by != DeliveredBy.BUYER:
        with in_language(purchase.locale):
            letter = Letter(
                _("Tu pedido %(code)s de %(shop)s cuenta como entregado", code=order.code, shop=order.shop_name),
                hello(purchase.name),
                [_("Si no te llegó, dilo en tu pedido a más tardar el %(until)s.", until=day(until))],
                _("Ver mi compra"),
                guest_path(purchase),
            )
            post(work, letter, to=purchase.email, key=f"order_delivered_buyer:{order.id}")
    with in_language("es_MX"):
        letter = Letter(
            _("El pedido %(code)s llegó", code=order.code),
            hello(shop.owner_name),
            [_("Su dinero queda en espera hasta el %(until)s; después está disponible.", until=day(until))],
            _("Abrir el pedido"),
            f"/vender/{order.shop_slug}/pedidos/{order.code}",
        )
        post(work, letter, to=shop.email, key=f"order_delivered:{order.id}")
