"""Finding a purchase by what somebody of the staff holds of it, and all that its money did. Nothing of who bought is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.matching import is_reached_by
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.reading import Unreadable, key_of_code, read_email, read_money, read_search
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money.ledger import transactions_of_orders
from marketplace.money.payments import PaymentStory, chargeback_cause, purchases_named, purchases_of_amount, story_of
from marketplace.trade.orders import queries as orders_queries
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.parcels.models import Parcel

_MOST_FOUND = 20
_LONGEST = 120
_SHORTEST_CODE = 4  # signs; fewer are in too many codes


class FoundBy(StrEnum):
    """What a text turned out to be."""

    EMAIL = "email"
    AMOUNT = "amount"
    CODE = "code"
    TRACKING = "tracking"
    PROVIDER = "provider"


@dataclass(frozen=True)
class FoundPurchase:
    """A purchase that a text is of: its code, those of its orders with their shops, and how it stands."""

    code: str
    at: datetime
    total_minor: int
    state: str
    orders: Sequence[tuple[str, str]]
    by: Sequence[FoundBy]


@verb(needs=StaffMay.VIEW_BOOKS)
def look_for_money(work: Work, text: str) -> list[FoundPurchase]:
    """Find purchases by the code of one or of its order, a tracking number, a whole e-mail address, an amount in pesos, or
    a provider's name for something. The latest first, twenty at most. It is written down who looked, and by what.

    An e-mail address is looked for and never kept or shown.
    """
    by: dict[UUID, list[FoundBy]] = {}
    for how, ids in _ids(work, read_search(text, most=_LONGEST)):
        for one in ids:
            by.setdefault(one, []).append(how)
    found = _purchases(work, by)
    hows = sorted({how.value for one in found for how in one.by})
    work.audit("finance.look", "finance:search", by=hows, found=len(found))
    return found


def _ids(work: Work, text: str) -> Iterator[tuple[FoundBy, set[UUID]]]:
    with suppress(Unreadable):
        read_email(text)
        of_email = select(Purchase.id).where(is_reached_by(text, emails=(Purchase.email,), phones=()))
        yield FoundBy.EMAIL, _latest(work, of_email)
        return
    with suppress(Unreadable):
        amount_minor = read_money(text)
        of_order = select(Purchase.id).join(Order, Order.purchase_id == Purchase.id)
        yield FoundBy.AMOUNT, _latest(work, of_order.where(Order.total_minor == amount_minor))
        yield FoundBy.AMOUNT, purchases_of_amount(work, amount_minor, limit=_MOST_FOUND)
    yield FoundBy.PROVIDER, purchases_named(work, text)
    code = key_of_code(text)
    if len(code) >= _SHORTEST_CODE:
        of_order = select(Purchase.id).join(Order, Order.purchase_id == Purchase.id)
        yield (
            FoundBy.CODE,
            _latest(work, of_order.where((_plain(Order.code) == code) | (_plain(Purchase.code) == code))),
        )
        of_parcel = of_order.join(Parcel, (Parcel.tenant_id == Order.tenant_id) & (Parcel.order_id == Order.id))
        yield FoundBy.TRACKING, _latest(work, of_parcel.where(_plain(Parcel.tracking) == code))


def _plain(column: Any) -> Any:
    return func.regexp_replace(func.upper(column), "[^0-9A-Z]", "", "g")


def _latest(work: Work, query: Any) -> set[UUID]:
    return set(work.session.scalars(query.order_by(Purchase.created_at.desc()).limit(_MOST_FOUND)))


def _purchases(work: Work, by: dict[UUID, list[FoundBy]]) -> list[FoundPurchase]:
    rows = work.session.execute(
        select(Purchase.id, Purchase.code, Purchase.created_at, Purchase.total_minor, Purchase.state)
        .where(Purchase.id.in_(by))
        .order_by(Purchase.created_at.desc(), Purchase.id)
        .limit(_MOST_FOUND)
    ).all()
    orders: dict[UUID, list[tuple[str, str]]] = {row.id: [] for row in rows}
    for purchase_id, code, shop in work.session.execute(
        select(Order.purchase_id, Order.code, Order.shop_name).where(Order.purchase_id.in_(orders)).order_by(Order.code)
    ):
        orders[purchase_id].append((code, shop))
    return [
        FoundPurchase(
            row.code, row.created_at, row.total_minor, row.state, orders[row.id], list(dict.fromkeys(by[row.id]))
        )
        for row in rows
    ]


def purchase_of_order(work: Work, order_id: UUID) -> str:
    """Give the code of an order's purchase; empty where there is no such order."""
    of_it = select(Purchase.code).join(Order, Order.purchase_id == Purchase.id).where(Order.id == order_id)
    return work.session.scalar(of_it) or ""


@dataclass(frozen=True)
class PurchaseMoney:
    """A purchase with its orders, all that was done and told about its money, and all that the books have of it."""

    purchase: Purchase
    orders: Sequence[Order]
    payment: PaymentStory | None
    written: Sequence[Any]


def money_of_purchase(work: Work, code: str) -> PurchaseMoney:
    """Gather everything about the money of a purchase. Raises NoSuchPurchase."""
    purchase = orders_queries.get_purchase(work, code)
    orders = work.session.scalars(select(Order).where(Order.purchase_id == purchase.id).order_by(Order.code)).all()
    payment = story_of(work, purchase.id)
    causes = (
        [f"charge:{payment.charge.id}", *(chargeback_cause(one.id) for one in payment.chargebacks)] if payment else []
    )
    written = transactions_of_orders(work, [order.id for order in orders], causes)
    return PurchaseMoney(purchase, orders, payment, written)
