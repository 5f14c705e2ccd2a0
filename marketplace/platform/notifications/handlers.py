"""Who is told what, when a fact is told. Every handler runs above the walls: it writes to people, not about rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from marketplace.care.disputes.rules import last_day_to_escalate
from marketplace.care.messaging.events import MessageWritten
from marketplace.care.messaging.models import Message, Thread
from marketplace.care.returns.events import ReturnDecided, ReturnLapsed, ReturnRequested
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.events import ClaimAnswered, ClaimOpened
from marketplace.care.warranty.models import Claim
from marketplace.kernel.work import Work
from marketplace.people.accounts.models import Account
from marketplace.people.sellers.models import Shop
from marketplace.platform.moderation.events import ListingDecided
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.notifications.letters import Letter, hello, in_language, post
from marketplace.trade.checkout.events import PurchaseLost, PurchasePaid
from marketplace.trade.orders.events import OrderCancelled, OrderShipped
from marketplace.trade.orders.guest_links import guest_path
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.orders.queries import net_of
from marketplace.trade.orders.rules import is_sold_again
from marketplace.trade.orders.web.words import cancel_reason
from marketplace.trade.parcels.models import Parcel
from marketplace.web.formatting import day, day_range, moment, money


def _order(work: Work, tenant_id: UUID, order_id: UUID) -> tuple[Order, Purchase]:
    order = work.session.get_one(Order, (tenant_id, order_id))
    return order, work.session.get_one(Purchase, order.purchase_id)


def _orders(work: Work, purchase: Purchase) -> Sequence[Order]:
    return work.session.scalars(select(Order).where(Order.purchase_id == purchase.id).order_by(Order.code)).all()


def _to_buyer(work: Work, purchase: Purchase, letter: Letter, key: str) -> None:
    post(work, letter, to=purchase.email, key=key)


def _shop(work: Work, tenant_id: UUID) -> Shop:
    return work.session.get_one(Shop, (tenant_id, tenant_id))


def confirm_purchase(work: Work, fact: PurchasePaid) -> None:
    """The buyer gets the confirmation with the link to the purchase; each shop learns of its order."""
    purchase = work.session.get_one(Purchase, fact.purchase_id)
    orders = _orders(work, purchase)
    with in_language(purchase.locale):
        lines = [
            _("%(shop)s: %(total)s. Llega %(window)s. Pedido %(code)s.", shop=order.shop_name,
              total=money(order.total_minor), window=day_range(order.promise_from, order.promise_to), code=order.code)
            for order in orders
        ]  # fmt: skip
        letter = Letter(
            _("Tu compra %(code)s quedó pagada", code=purchase.code),
            hello(purchase.name),
            [
                _("Recibimos tu pago de %(total)s. Ya avisamos a cada tienda.", total=money(purchase.total_minor)),
                *lines,
                _(
                    "Con este enlace ves tus paquetes, a dónde va cada peso, y escribes a cada tienda. No lo compartas: "
                    "quien lo tenga ve tu compra."
                ),
            ],
            _("Ver mi compra"),
            guest_path(purchase),
        )
        _to_buyer(work, purchase, letter, f"purchase_paid:{purchase.id}")
    for order in orders:
        shop = _shop(work, order.tenant_id)
        with in_language("es_MX"):
            letter = Letter(
                _("Pedido nuevo %(code)s: %(total)s", code=order.code, total=money(order.total_minor)),
                hello(shop.owner_name),
                [
                    _(
                        "%(buyer)s compró en tu tienda. Te llegan %(net)s; cada peso está en el pedido.",
                        buyer=order.buyer_name,
                        net=money(net_of(work, order)),
                    ),
                    _("Le toca a tu tienda: enviarlo antes del %(until)s.", until=moment(order.ship_by)),
                ],
                _("Abrir el pedido"),
                f"/vender/{order.shop_slug}/pedidos/{order.code}",
            )
            post(work, letter, to=shop.email, key=f"order_new:{order.id}")


def tell_lost(work: Work, fact: PurchaseLost) -> None:
    """The payment came after the goods were gone: the buyer learns that the money is on its way back."""
    purchase = work.session.get_one(Purchase, fact.purchase_id)
    with in_language(purchase.locale):
        letter = Letter(
            _("Tu compra %(code)s no se pudo completar; te devolvemos tu dinero", code=purchase.code),
            hello(purchase.name),
            [
                _("Tu pago llegó cuando el tiempo para apartar ya había pasado y alguien más compró la última pieza."),
                _("Ya pedimos que te devuelvan %(total)s completos. Lo sentimos.", total=money(purchase.total_minor)),
            ],
            _("Ver mi compra"),
            guest_path(purchase),
        )
        _to_buyer(work, purchase, letter, f"purchase_lost:{purchase.id}")


def tell_shipped(work: Work, fact: OrderShipped) -> None:
    """The buyer learns who packed, with which words, and how to follow the parcel."""
    order, purchase = _order(work, fact.tenant_id, fact.order_id)
    parcel = work.session.scalars(
        select(Parcel).where(Parcel.tenant_id == order.tenant_id, Parcel.order_id == order.id)
    ).one()
    with in_language(purchase.locale):
        said = [_("“%(note)s” — %(who)s", note=parcel.note, who=parcel.packed_by)] if parcel.note else []
        letter = Letter(
            _("%(shop)s ya envió tu pedido %(code)s", shop=order.shop_name, code=order.code),
            hello(purchase.name),
            [
                _(
                    "Lo empacó %(who)s. Va con %(carrier)s, guía %(tracking)s.",
                    who=parcel.packed_by,
                    carrier=parcel.carrier,
                    tracking=parcel.tracking,
                ),
                _("Llega %(window)s.", window=day_range(order.promise_from, order.promise_to)),
                *said,
            ],
            _("Seguir mi paquete"),
            guest_path(purchase),
        )
        _to_buyer(work, purchase, letter, f"order_shipped:{order.id}")


def _why(order: Order) -> list[str]:
    """Say why an order was cancelled, where somebody said."""
    said = order.cancel_code or order.cancel_reason
    return [_("Motivo: %(reason)s", reason=cancel_reason(said))] if said else []


def tell_cancelled(work: Work, fact: OrderCancelled) -> None:
    """Both sides learn of a cancellation; the buyer, that the money goes back; the shop, that its fees do."""
    order, purchase = _order(work, fact.tenant_id, fact.order_id)
    if order.cancel_code == "sold_out":
        return  # that letter is tell_lost
    with in_language(purchase.locale):
        letter = Letter(
            _("Se canceló tu pedido %(code)s de %(shop)s", code=order.code, shop=order.shop_name),
            hello(purchase.name),
            [
                " ".join([_("Lo canceló %(who)s.", who=order.cancelled_by), *_why(order)]),
                _("Te devolvemos %(total)s a la tarjeta con la que pagaste.", total=money(order.total_minor)),
            ],
            _("Ver mi compra"),
            guest_path(purchase),
        )
        _to_buyer(work, purchase, letter, f"order_cancelled:{order.id}")
    shop = _shop(work, order.tenant_id)
    with in_language("es_MX"):
        letter = Letter(
            _("Se canceló el pedido %(code)s", code=order.code),
            hello(shop.owner_name),
            [
                *_why(order),
                _("Las piezas volvieron a tu inventario.")
                if order.shipped_at is None and is_sold_again(order.cancel_code)
                else _("Las piezas no volvieron a la venta."),
                _("Cada cobro se te devolvió línea por línea."),
            ],
            _("Abrir el pedido"),
            f"/vender/{order.shop_slug}/pedidos/{order.code}",
        )
        post(work, letter, to=shop.email, key=f"order_cancelled_shop:{order.id}")


def tell_message(work: Work, fact: MessageWritten) -> None:
    """The other side gets the message by mail."""
    message = work.session.get_one(Message, (fact.tenant_id, fact.message_id))
    thread = work.session.get_one(Thread, (fact.tenant_id, fact.thread_id))
    if thread.order_id is None:
        _tell_question(work, thread, message)
        return
    order, purchase = _order(work, fact.tenant_id, thread.order_id)
    to_buyer = fact.side == "shop"
    shop = _shop(work, fact.tenant_id)
    with in_language(purchase.locale if to_buyer else "es_MX"):
        letter = Letter(
            _("%(who)s te escribió sobre el pedido %(code)s", who=message.author, code=order.code),
            hello(purchase.name if to_buyer else shop.owner_name),
            [f"“{message.body}”", f"— {message.author}" + (f", {order.shop_name}" if to_buyer else "")],
            _("Contestar"),
            guest_path(purchase) if to_buyer else f"/vender/{order.shop_slug}/pedidos/{order.code}/mensajes",
        )
        post(work, letter, to=purchase.email if to_buyer else shop.email, key=f"message:{message.id}")


def _tell_question(work: Work, thread: Thread, message: Message) -> None:
    """The other side of a conversation about a listing gets the message by mail."""
    account = work.session.scalars(select(Account).where(Account.account_id == thread.buyer_id)).one()
    shop = _shop(work, thread.tenant_id)
    to_buyer = message.side == "shop"
    with in_language(account.locale if to_buyer else "es_MX"):
        letter = Letter(
            _("%(who)s te escribió sobre %(title)s", who=message.author, title=thread.title),
            hello(account.name if to_buyer else shop.owner_name),
            [f"“{message.body}”", f"— {message.author}" + (f", {thread.shop_name}" if to_buyer else "")],
            _("Contestar"),
            f"/preguntas/{thread.id}" if to_buyer else f"/vender/{shop.slug}/preguntas/{thread.id}",
        )
        post(work, letter, to=account.email if to_buyer else shop.email, key=f"message:{message.id}")


def tell_listing_decided(work: Work, fact: ListingDecided) -> None:
    """The shop learns what staff decided, with the rule, the facts and how to fix it."""
    case = work.session.get_one(ModerationCase, fact.case_id)
    shop = _shop(work, fact.tenant_id)
    with in_language("es_MX"):
        if fact.approved:
            subject, said = _("Ya se puede comprar: %(title)s", title=case.title), [_("Aprobamos tu publicación.")]
        else:
            subject = _("Falta corregir: %(title)s", title=case.title)
            said = [_("Lo que vimos: %(facts)s", facts=case.facts), _("Cómo se arregla: %(fix)s", fix=case.how_to_fix)]
        letter = Letter(
            subject,
            hello(shop.owner_name),
            [*said, _("Lo decidió %(who)s. Puedes contestar este correo.", who=case.decided_by)],
            _("Abrir el producto"),
            f"/vender/{case.shop_slug}/productos/{case.product_id}",
        )
        post(work, letter, to=shop.email, key=f"listing_decided:{case.id}")


def tell_return_requested(work: Work, fact: ReturnRequested) -> None:
    """The shop learns that something is to come back, and until when to answer."""
    case = work.session.get_one(ReturnCase, (fact.tenant_id, fact.return_id))
    order, _purchase = _order(work, fact.tenant_id, case.order_id)
    shop = _shop(work, fact.tenant_id)
    with in_language("es_MX"):
        letter = Letter(
            _("%(buyer)s pide devolver del pedido %(code)s", buyer=order.buyer_name, code=order.code),
            hello(shop.owner_name),
            [case.note or "—", _("Contesta antes del %(until)s.", until=moment(case.answer_by))],
            _("Abrir la devolución"),
            f"/vender/{order.shop_slug}/devoluciones/{case.code}",
        )
        post(work, letter, to=shop.email, key=f"return_requested:{case.id}")


def _ask_tianguis(declined_at: datetime | None) -> str:
    until = last_day_to_escalate(declined_at) if declined_at else None
    return (
        _("Si no estás de acuerdo, pide que intervenga Tianguis a más tardar el %(until)s.", until=day(until))
        if until
        else ""
    )


def tell_return_decided(work: Work, fact: ReturnDecided) -> None:
    """The buyer learns what the shop decided, and what comes next."""
    case = work.session.get_one(ReturnCase, (fact.tenant_id, fact.return_id))
    order, purchase = _order(work, fact.tenant_id, case.order_id)
    with in_language(purchase.locale):
        next_step = (
            _("Envía el paquete de regreso; el camino lo paga la tienda.")
            if case.paid_by == "seller"
            else _("Envía el paquete de regreso; el camino lo pagas tú, como decía la publicación.")
        )
        steps = (
            [next_step, _("Debe llegar a la tienda antes del %(until)s; después, la devolución termina.",
                          until=moment(case.answer_by))]
            if fact.approved
            else [_ask_tianguis(case.decided_at)]
        )  # fmt: skip
        letter = Letter(
            _("%(shop)s aprobó tu devolución", shop=order.shop_name)
            if fact.approved
            else _("%(shop)s no aceptó tu devolución", shop=order.shop_name),
            hello(purchase.name),
            [*([case.decision_note] if case.decision_note else []), *steps],
            _("Ver mi compra"),
            guest_path(purchase),
        )
        _to_buyer(work, purchase, letter, f"return_decided:{case.id}")


def tell_return_lapsed(work: Work, fact: ReturnLapsed) -> None:
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


def tell_claim_opened(work: Work, fact: ClaimOpened) -> None:
    """The shop learns that something broke, and until when to answer."""
    claim = work.session.get_one(Claim, (fact.tenant_id, fact.claim_id))
    order, _purchase = _order(work, fact.tenant_id, claim.order_id)
    shop = _shop(work, fact.tenant_id)
    with in_language("es_MX"):
        letter = Letter(
            _("%(buyer)s pide garantía del pedido %(code)s", buyer=order.buyer_name, code=order.code),
            hello(shop.owner_name),
            [claim.problem, _("Contesta antes del %(until)s.", until=moment(claim.answer_by))],
            _("Abrir la garantía"),
            f"/vender/{order.shop_slug}/garantias/{claim.code}",
        )
        post(work, letter, to=shop.email, key=f"claim_opened:{claim.id}")


def tell_claim_answered(work: Work, fact: ClaimAnswered) -> None:
    """The buyer learns how the shop answers a claim."""
    claim = work.session.get_one(Claim, (fact.tenant_id, fact.claim_id))
    order, purchase = _order(work, fact.tenant_id, claim.order_id)
    with in_language(purchase.locale):
        letter = Letter(
            _("%(shop)s contestó tu garantía", shop=order.shop_name),
            hello(purchase.name),
            [
                claim.answer or "",
                f"— {claim.answered_by}, {order.shop_name}",
                *([] if claim.remedy else [_ask_tianguis(claim.answered_at)]),
            ],
            _("Ver mi compra"),
            guest_path(purchase),
        )
        _to_buyer(work, purchase, letter, f"claim_answered:{claim.id}")
