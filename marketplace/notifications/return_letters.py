"""Letters about returns that ended without their goods."""

from __future__ import annotations

from flask_babel import gettext as _

from marketplace.disputes.rules import last_day_to_escalate
from marketplace.kernel.work import Work
from marketplace.notifications.letters import Letter, hello, in_language, post
from marketplace.ordering.links import guest_path
from marketplace.ordering.models import Order, Purchase
from marketplace.returns.events import ReturnLapsed
from marketplace.returns.models import ReturnCase
from marketplace.sellers.models import Shop
from marketplace.web.formatting import day


def tell_lapsed(work: Work, fact: ReturnLapsed) -> None:
    """Both learn that a return is over; the buyer, until when to ask for Tianguis if it was sent."""
    case = work.session.get_one(ReturnCase, (fact.tenant_id, fact.return_id))
    order = work.session.get_one(Order, (case.tenant_id, case.order_id))
    purchase = work.session.get_one(Purchase, order.purchase_id)
    shop = work.session.get_one(Shop, (order.tenant_id, order.tenant_id))
    with in_language(purchase.locale):
        letter = Letter(
            _("Tu devolución del pedido %(code)s terminó", code=order.code),
            hello(purchase.name),
            [
                _("%(shop)s no recibió el paquete a tiempo, y no se devuelve el dinero.", shop=order.shop_name),
                _("Si ya lo enviaste, pide en tu pedido que intervenga Tianguis, a más tardar el %(until)s.",
                  until=day(last_day_to_escalate(case.answer_by))),
            ],
            _("Ver mi compra"),
            guest_path(purchase),
        )  # fmt: skip
        post(work, letter, to=purchase.email, key=f"return_lapsed:{case.id}")
    with in_language("es_MX"):
        letter = Letter(
            _("La devolución del pedido %(code)s terminó", code=order.code),
            hello(shop.owner_name),
            [_("El paquete no llegó a tiempo. El dinero de este pedido ya no espera por ella.")],
            _("Abrir la devolución"),
            f"/vender/{order.shop_slug}/devoluciones/{case.code}",
        )
        post(work, letter, to=shop.email, key=f"return_lapsed_shop:{case.id}")
