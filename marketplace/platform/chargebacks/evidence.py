"""What speaks for a shop when a bank asks: drawn from orders, parcels and messages, for somebody to read and complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.care.messaging import messages_of
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.models import Claim
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import Work
from marketplace.money.payments import RefundState, refunds_of
from marketplace.trade.orders import DeliveredBy, is_proven
from marketplace.trade.orders.models import Order, OrderLine, Purchase
from marketplace.trade.parcels.models import Parcel

# Stripe's names of what a bank reads (https://docs.stripe.com/api/disputes/evidence_object), each with its longest text.
FIELDS: Mapping[str, int] = {
    "product_description": 2_000,
    "customer_name": 200,
    "shipping_address": 500,
    "shipping_carrier": 200,
    "shipping_tracking_number": 200,
    "shipping_date": 100,
    "uncategorized_text": 5_000,
}
_MESSAGES_SHOWN = 20
_PHOTOS_SENT = 12


def orders_of_purchase(work: Work, purchase_id: UUID) -> Sequence[Order]:
    """List what a purchase consists of."""
    query = select(Order).where(Order.purchase_id == purchase_id).order_by(Order.tenant_id, Order.id)
    return work.session.scalars(query).all()


def draw_evidence(work: Work, purchase_id: UUID) -> dict[str, str]:
    """Write what is known of a purchase into the fields that a bank reads, in Spanish; each within its longest text."""
    purchase = work.session.get_one(Purchase, purchase_id)
    orders = orders_of_purchase(work, purchase_id)
    ids = [order.id for order in orders]
    lines = work.session.scalars(select(OrderLine).where(OrderLine.order_id.in_(ids)).order_by(OrderLine.id)).all()
    parcels = [
        parcel
        for parcel in work.session.scalars(select(Parcel).where(Parcel.order_id.in_(ids)).order_by(Parcel.packed_at))
        if parcel.shipped_at is not None
    ]
    address, back = purchase.address, _given_back(work, purchase_id)
    drawn = {
        "product_description": "; ".join(f"{line.quantity} × {line.title}" for line in lines),
        "customer_name": purchase.name,
        "shipping_address": ", ".join(
            str(address[part])
            for part in ("street", "exterior", "interior", "settlement", "postal_code", "municipality", "state")
            if address.get(part)
        ),
        "shipping_carrier": ", ".join(dict.fromkeys(parcel.carrier or "" for parcel in parcels)),
        "shipping_tracking_number": ", ".join(parcel.tracking or "" for parcel in parcels),
        "shipping_date": ", ".join(
            mexican_day(parcel.shipped_at).isoformat() for parcel in parcels if parcel.shipped_at
        ),
        "uncategorized_text": "\n".join([*(_story(order, back[order.id]) for order in orders), *_talk(work, orders)]),
    }
    return {name: text[: FIELDS[name]] for name, text in drawn.items() if text.strip(", ")}


def draw_photos(work: Work, purchase_id: UUID) -> list[str]:
    """List the pictures that show what was sold and what came back of it: keys in the stores, the latter first."""
    ids = [order.id for order in orders_of_purchase(work, purchase_id)]
    cases: list[str] = []
    for table in (ReturnCase, Claim):
        for photos in work.session.scalars(select(table.photos).where(table.order_id.in_(ids)).order_by(table.id)):
            cases += photos
    sold = select(OrderLine.picture_key).where(OrderLine.order_id.in_(ids), OrderLine.picture_key.is_not(None))
    sold_keys = [key for key in work.session.scalars(sold.order_by(OrderLine.id)) if key]
    return list(dict.fromkeys([*cases, *sold_keys]))[:_PHOTOS_SENT]


def _given_back(work: Work, purchase_id: UUID) -> Counter[UUID]:
    """Of each order what went back to its buyer, in centavos: what is owed and has not arrived is none of it."""
    back = Counter[UUID]()
    for refund in refunds_of(work, purchase_id):
        if refund.state == RefundState.SUCCEEDED:
            back[refund.order_id] += refund.amount_minor
    return back


def _story(order: Order, back_minor: int) -> str:
    """What happened to an order, in a sentence for a bank."""
    told = [f"Pedido {order.code} de {order.shop_name}, pagado el {mexican_day(order.placed_at).isoformat()}."]
    if order.shipped_at is not None:
        told.append(f"Enviado el {mexican_day(order.shipped_at).isoformat()}.")
    if order.delivered_at is not None and is_proven(order):
        by = "quien compró" if order.delivered_by == DeliveredBy.BUYER else "la paquetería"
        told.append(f"Entregado el {mexican_day(order.delivered_at).isoformat()}, según {by}.")
    if back_minor:
        told.append(f"Ya se devolvieron {back_minor // 100}.{back_minor % 100:02d} MXN.")
    return " ".join(told)


def _talk(work: Work, orders: Sequence[Order]) -> list[str]:
    said = [
        f"{mexican_day(message.at).isoformat()} {message.author}: {message.body}"
        for order in orders
        for message in messages_of(work, order)[-_MESSAGES_SHOWN:]
    ]
    return ["Mensajes:", *said] if said else []
