"""Letters about disputes: each side learns what the other said, and both what staff decided."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from marketplace.care.disputes.events import DisputeAnswered, DisputeDecided, DisputeEscalated, DisputeOpened
from marketplace.care.disputes.models import Dispute
from marketplace.care.disputes.queries import is_paid_otherwise
from marketplace.care.disputes.web.words import answer_label
from marketplace.kernel.work import Work
from marketplace.people.sellers.models import Shop
from marketplace.platform.notifications.letters import Letter, hello, in_language, post
from marketplace.trade.orders.guest_links import guest_path
from marketplace.trade.orders.models import Order, Purchase
from marketplace.web.formatting import moment


def _of(work: Work, tenant_id: UUID, dispute_id: UUID) -> tuple[Dispute, Order]:
    dispute = work.session.get_one(Dispute, (tenant_id, dispute_id))
    return dispute, work.session.get_one(Order, (tenant_id, dispute.order_id))


def _to_shop(work: Work, dispute: Dispute, order: Order, kind: str, subject: str, said: list[str]) -> None:
    shop = work.session.get_one(Shop, (order.tenant_id, order.tenant_id))
    path = f"/vender/{order.shop_slug}/aclaraciones/{dispute.code}"
    letter = Letter(subject, hello(shop.owner_name), said, _("Abrir la aclaración"), path)
    post(work, letter, to=shop.email, key=f"{kind}_shop:{dispute.id}")


def _to_buyer(work: Work, dispute: Dispute, purchase: Purchase, kind: str, subject: str, said: list[str]) -> None:
    letter = Letter(subject, hello(purchase.name), said, _("Ver mi compra"), guest_path(purchase))
    post(work, letter, to=purchase.email, key=f"{kind}:{dispute.id}")


def tell_opened(work: Work, fact: DisputeOpened) -> None:
    """The shop learns that a parcel never came, and until when to answer."""
    dispute, order = _of(work, fact.tenant_id, fact.dispute_id)
    with in_language("es_MX"):
        _to_shop(
            work, dispute, order, "dispute_opened",
            _("%(buyer)s dice que no le llegó el pedido %(code)s", buyer=order.buyer_name, code=order.code),
            [
                f"“{dispute.said}”",
                _("Contesta antes del %(until)s. Si no contestas, se le devuelve todo.", until=moment(dispute.answer_by)),
            ],
        )  # fmt: skip


def tell_answered(work: Work, fact: DisputeAnswered) -> None:
    """The buyer learns what the shop does; where it said nothing, both learn that everything goes back."""
    dispute, order = _of(work, fact.tenant_id, fact.dispute_id)
    purchase = work.session.get_one(Purchase, order.purchase_id)
    with in_language(purchase.locale):
        if fact.by_clock:
            subject = _("Te devolvemos tu pedido %(code)s", code=order.code)
            said = [_("%(shop)s no contestó a tiempo. Tu dinero va de regreso, completo.", shop=order.shop_name)]
        else:
            subject = _("%(shop)s contestó sobre tu pedido %(code)s", shop=order.shop_name, code=order.code)
            said = [answer_label(dispute.answer), f"“{dispute.answer_note}” — {dispute.answered_by}"]
        _to_buyer(work, dispute, purchase, "dispute_answered", subject, said)
    if fact.by_clock:
        with in_language("es_MX"):
            _to_shop(
                work, dispute, order, "dispute_answered",
                _("Se devolvió el pedido %(code)s", code=order.code),
                [_("Pasó el plazo para contestar la aclaración y quien compró recibe todo de vuelta.")],
            )  # fmt: skip


def tell_escalated(work: Work, fact: DisputeEscalated) -> None:
    """The shop learns that staff decide now."""
    dispute, order = _of(work, fact.tenant_id, fact.dispute_id)
    with in_language("es_MX"):
        _to_shop(
            work, dispute, order, "dispute_escalated",
            _("Tianguis revisa el pedido %(code)s", code=order.code),
            [
                _("%(buyer)s pidió que intervengamos: “%(said)s”", buyer=order.buyer_name, said=dispute.escalation),
                _("Decidimos antes del %(until)s. Mientras, el dinero de este pedido espera.",
                  until=moment(dispute.answer_by)),
            ],
        )  # fmt: skip


def _decided(work: Work, dispute: Dispute) -> str:
    if not dispute.refunds:
        return _("No se devuelve el dinero.")
    if is_paid_otherwise(work, dispute):
        return _("Procede devolver, y ya no queda nada: el dinero de esas piezas ya se devolvió de otra manera.")
    return _("Se devuelve el dinero a quien compró.")


def tell_decided(work: Work, fact: DisputeDecided) -> None:
    """Both learn what staff decided, and why."""
    dispute, order = _of(work, fact.tenant_id, fact.dispute_id)
    purchase = work.session.get_one(Purchase, order.purchase_id)
    for to_buyer in (True, False):
        with in_language(purchase.locale if to_buyer else "es_MX"):
            subject = _("Lo que decidimos del pedido %(code)s", code=order.code)
            said = [
                _decided(work, dispute),
                _("Por qué: %(reason)s", reason=dispute.reason),
            ]
            if to_buyer:
                _to_buyer(work, dispute, purchase, "dispute_decided", subject, said)
            else:
                _to_shop(work, dispute, order, "dispute_decided", subject, said)
