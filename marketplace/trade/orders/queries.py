"""Questions about purchases and orders."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select

from marketplace.kernel.ids import hash_token
from marketplace.kernel.matching import has_code, has_either
from marketplace.kernel.work import Work
from marketplace.money.fees import fees_now, net
from marketplace.money.ledger import LedgerAccount
from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.payouts import available_now, open_holds
from marketplace.money.payouts.models import MoneyHold
from marketplace.people.accounts import AccountKind
from marketplace.people.accounts.models import Account
from marketplace.trade.orders.errors import GuestLinkOver, NoSuchPurchase
from marketplace.trade.orders.models import Order, OrderEvent, OrderLine, Purchase
from marketplace.trade.orders.rules import ON_THE_WAY, OrderState, available_by, hold_days, may_miss
from marketplace.trade.parcels import parcels_of_orders
from marketplace.trade.parcels.models import Parcel
from tenants.models import Tenant

# An order's fees as they stand now, and what is left to its shop: the columns of every list.
FEES = fees_now(Order.tenant_id, Order.id)
NET = net(Order.total_minor, Order.refunded_minor, FEES)
# What the books have pending of an order, in centavos; plus is its shop's.
_PENDING = (
    select(func.coalesce(-func.sum(LedgerEntry.amount_minor), 0))
    .where(
        LedgerEntry.order_id == Order.id,
        LedgerEntry.tenant_id == Order.tenant_id,
        LedgerEntry.account == LedgerAccount.SELLER_PENDING.value,
    )
    .correlate(Order)
    .scalar_subquery()
)


def get_purchase(work: Work, code: str) -> Purchase:
    """Load a purchase by its code, within the scope; raises NoSuchPurchase."""
    purchase = work.session.scalar(select(Purchase).where(Purchase.code == code))
    if purchase is None:
        raise NoSuchPurchase
    return purchase


def find_purchase_code(work: Work, purchase_id: UUID) -> str:
    """Find the code of a purchase, within the scope; raises NoSuchPurchase."""
    code = work.session.scalar(select(Purchase.code).where(Purchase.id == purchase_id))
    if code is None:
        raise NoSuchPurchase
    return code


def open_link(work: Work, code: str, token: str) -> tuple[Purchase, bool]:
    """Find the purchase behind a guest link, and whether a guest made it. Raises GuestLinkOver."""
    purchase = work.session.scalar(
        select(Purchase).where(
            Purchase.code == code, Purchase.link_hash == hash_token(token), Purchase.link_expires_at > work.now
        )
    )
    if purchase is None:
        raise GuestLinkOver
    kind = work.session.scalar(select(Account.kind).where(Account.account_id == purchase.account_id))
    return purchase, kind == AccountKind.GUEST


def purchases(work: Work, *, offset: int = 0, limit: int = 20) -> tuple[Sequence[Purchase], int]:
    """List the buyer's purchases, latest first; those never paid are left out."""
    query = select(Purchase).where(Purchase.state != OrderState.EXPIRED)
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = work.session.scalars(query.order_by(Purchase.created_at.desc()).offset(offset).limit(limit))
    return rows.all(), total


def count_on_the_way(work: Work) -> int:
    """Count the buyer's orders that are paid and have not arrived."""
    return work.session.scalar(select(func.count()).select_from(Order).where(Order.state.in_(ON_THE_WAY))) or 0


@dataclass(frozen=True)
class Delivery:
    """Who received a purchase, and where."""

    name: str
    phone: str
    address: Mapping[str, Any]


def latest_delivery(work: Work, account_id: UUID) -> Delivery | None:
    """Find who received an account's latest purchase and where, if it made any."""
    found = work.session.execute(
        select(Purchase.name, Purchase.phone, Purchase.address)
        .where(Purchase.account_id == account_id)
        .order_by(Purchase.created_at.desc())
        .limit(1)
    ).first()
    return Delivery(*found) if found else None


@dataclass(frozen=True)
class OrderView:
    """An order with all that its page shows."""

    order: Order
    lines: Sequence[OrderLine]
    events: Sequence[OrderEvent]
    parcel: Parcel | None

    @property
    def refunded(self) -> bool:
        """Whether money arrived back at its buyer."""
        return "refunded" in self.kinds

    @property
    def stuck(self) -> bool:
        """Whether its buyer has to say to which account money goes back."""
        waiting = 0
        for kind in self.kinds:
            waiting = max(0, waiting + {"refund_stuck": 1, "refund_account": -1}.get(kind, 0))
        return waiting > 0

    @property
    def goes_back(self) -> bool:
        """Whether anything of its money goes back to its buyer, or went."""
        return self.order.refunded_minor > 0

    @property
    def names(self) -> dict[str, str]:
        """What each of its lines is of, by the line's id as text."""
        return {str(line.id): line.title for line in self.lines}

    @property
    def kinds(self) -> list[str]:
        """What happened to it, in a word each."""
        return [event.kind for event in self.events]


def view_order(work: Work, order: Order) -> OrderView:
    """Gather what an order's page shows."""
    return view_orders(work, [order])[0]


def view_orders(work: Work, orders: Sequence[Order]) -> list[OrderView]:
    """Gather what the pages of some orders show, in their order."""
    ids = [order.id for order in orders]
    lines, events = lines_of_orders(work, orders), defaultdict[UUID, list[OrderEvent]](list)
    for event in work.session.scalars(
        select(OrderEvent).where(OrderEvent.order_id.in_(ids)).order_by(OrderEvent.at, OrderEvent.id)
    ):
        events[event.order_id].append(event)
    parcels = parcels_of_orders(work, ids)
    return [OrderView(order, lines[order.id], events[order.id], parcels.get(order.id)) for order in orders]


def paid_by_of(work: Work, order_id: UUID) -> str:
    """Say how an order was paid, as its story tells: payments.Method of what is slow, payments.Funding of a card; empty where
    nobody said it. Within the scope."""
    said = select(OrderEvent.note).where(OrderEvent.order_id == order_id, OrderEvent.kind == "paid")
    return work.session.scalar(said.limit(1)) or ""


def kinds_of_orders(work: Work, orders: Sequence[Order]) -> dict[UUID, list[str]]:
    """List in a word each what happened to those of some orders that arrived."""
    found: dict[UUID, list[str]] = {order.id: [] for order in orders}
    arrived = [order.id for order in orders if order.state in (OrderState.SHIPPED, OrderState.DELIVERED)]
    if arrived:
        for row in work.session.execute(
            select(OrderEvent.order_id, OrderEvent.kind).where(OrderEvent.order_id.in_(arrived))
        ):
            found[row[0]].append(row[1])
    return found


def orders_of(work: Work, purchase_ids: Sequence[UUID]) -> dict[UUID, list[Order]]:
    """List the orders of purchases."""
    found: dict[UUID, list[Order]] = {purchase_id: [] for purchase_id in purchase_ids}
    for order in work.session.scalars(
        select(Order).where(Order.purchase_id.in_(purchase_ids)).order_by(Order.shop_name, Order.id)
    ):
        found[order.purchase_id].append(order)
    return found


def lines_of_orders(work: Work, orders: Sequence[Order]) -> dict[UUID, list[OrderLine]]:
    """List what orders are of."""
    found: dict[UUID, list[OrderLine]] = {order.id: [] for order in orders}
    for line in work.session.scalars(
        select(OrderLine).where(OrderLine.order_id.in_(list(found))).order_by(OrderLine.id)
    ):
        found[line.order_id].append(line)
    return found


def _shown_to_shop(work: Work, text: str) -> list[ColumnElement[bool]]:
    """Conditions for the shop's orders of which code, buyer or goods have a text; an unpaid one is none of its yet."""
    mine = [Order.tenant_id == work.tenant_id, Order.state.not_in([OrderState.AWAITING_PAYMENT, OrderState.EXPIRED])]
    if text:
        of_it = (OrderLine.tenant_id == Order.tenant_id) & (OrderLine.order_id == Order.id)
        goods = exists().where(of_it, has_either(text, words=(OrderLine.title,), codes=(OrderLine.sku,)))
        return [*mine, has_either(text, words=(Order.buyer_name,), codes=(Order.code,)) | goods]
    return mine


SOON = "soon"  # of the shop's orders, those that must leave within a day, or should have


def leaves_soon(now: datetime) -> ColumnElement[bool]:
    """Condition for an order that must leave within twenty-four hours, or should have left."""
    return Order.state.in_([OrderState.PAID, OrderState.PACKED]) & (Order.ship_by < now + timedelta(hours=24))


def count_soon(work: Work, *, text: str = "") -> int:
    """Count the shop's orders that leave soon."""
    query = select(func.count()).where(*_shown_to_shop(work, text), leaves_soon(work.now))
    return work.session.scalar(query) or 0


def shop_orders(work: Work, *, state: str = "", text: str = "", offset: int = 0, limit: int = 50) -> Sequence[Any]:
    """List the shop's orders in a state, or those that leave `SOON`: what waits longest first, else the latest first."""
    query = select(
        Order.id,
        Order.code,
        Order.state,
        Order.buyer_name,
        Order.total_minor,
        FEES.label("fees_minor"),
        Order.refunded_minor,
        NET.label("net_minor"),
        Order.placed_at,
        Order.ship_by,
        Order.promise_to,
        Order.express,
        (Order.wrap_minor.is_not(None) | Order.gift_message.is_not(None)).label("is_gift"),
    ).where(*_shown_to_shop(work, text))
    if state:
        query = query.where(leaves_soon(work.now) if state == SOON else Order.state == state)
    waiting = state in (SOON, OrderState.PAID, OrderState.PACKED)
    order = (Order.ship_by.asc(), Order.id) if waiting else (Order.placed_at.desc(), Order.id)
    return work.session.execute(query.order_by(*order).offset(offset).limit(limit)).all()


@dataclass(frozen=True)
class Piece:
    """A line of an order as lists tell it."""

    title: str
    variant_name: str
    sku: str
    quantity: int
    returned: int


def pieces_of_orders(work: Work, order_ids: Sequence[UUID]) -> dict[UUID, list[Piece]]:
    """List what orders are of: each line with its variant and its pieces."""
    found: dict[UUID, list[Piece]] = {order_id: [] for order_id in order_ids}
    said = (OrderLine.title, OrderLine.variant_name, OrderLine.sku, OrderLine.quantity, OrderLine.returned)
    query = select(OrderLine.order_id, *said).where(OrderLine.order_id.in_(order_ids)).order_by(OrderLine.id)
    for row in work.session.execute(query):
        found[row[0]].append(Piece(*row[1:]))
    return found


def count_by_state(work: Work, *, text: str = "") -> Counter[str]:
    """Count the shop's orders by state, the unpaid left out as in `shop_orders`."""
    counted = select(Order.state, func.count()).where(*_shown_to_shop(work, text)).group_by(Order.state)
    return Counter({row[0]: row[1] for row in work.session.execute(counted)})


def net_of(work: Work, order: Order) -> int:
    """What is left to the shop of an order, in centavos, as it stands now."""
    return int(work.session.scalar(select(NET).where(Order.tenant_id == order.tenant_id, Order.id == order.id)) or 0)


def find_order_id(work: Work, text: str) -> UUID | None:
    """Find the shop's order of which the code has a text, dashes or not; None where none has, or several have."""
    found = work.session.scalars(
        select(Order.id).where(Order.tenant_id == work.tenant_id, has_code(text, Order.code)).limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def codes_of(work: Work, order_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Give the codes of orders."""
    rows = work.session.execute(select(Order.id, Order.code).where(Order.id.in_(order_ids)))
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True)
class Held:
    """Money of a delivered order that waits, in centavos: until the end of a day, or while something is open."""

    code: str
    order_id: UUID
    until: date | None  # the last day, where only the published days are waited for
    cause: str  # opaque, of what is open; empty where nothing is
    released: bool  # whether it stands among what is available by the books
    amount_minor: int


def held_money(work: Work) -> list[Held]:
    """List what waits of the shop's delivered orders, and why: their days, the next to be over first; what is open, last."""
    disputed: dict[UUID, list[MoneyHold]] = {}
    for hold in open_holds(work, work.tenant_id):
        disputed.setdefault(hold.order_id, []).append(hold)
    waiting = [one for row in _waiting(work) for one in _parts(*row, disputed.pop(row[1], []), released=False)]
    available, codes = available_now(work, work.tenant_id) if disputed else {}, codes_of(work, list(disputed))
    for order_id, holds in disputed.items():
        there = available.get(order_id, 0)
        parts = _parts(codes[order_id], order_id, None, there, holds, released=True)
        waiting += [one for one in parts if one.cause and one.amount_minor > 0]
    return sorted(waiting, key=lambda one: (one.until is None, one.until or date.min, one.code))


def _parts(
    code: str, order_id: UUID, until: date | None, amount_minor: int, holds: Sequence[MoneyHold], *, released: bool
) -> Iterator[Held]:
    """Part what waits of an order: what is disputed, and the rest."""
    left = amount_minor
    for hold in holds:
        part = min(left, left if hold.amount_minor is None else hold.amount_minor)
        if hold.amount_minor is None or part > 0:
            yield Held(code, order_id, None, hold.cause, released, part)
            left -= part
    if left or not holds:
        yield Held(code, order_id, until, "", released, left)


def _waiting(work: Work) -> Sequence[tuple[str, UUID, date, int]]:
    """List the shop's delivered orders that are not released: code, id, last day, what is pending of them in centavos."""
    rows = work.session.execute(
        select(Order.code, Order.id, Order.held_until, _PENDING)
        .where(Order.state == OrderState.DELIVERED, Order.released_at.is_(None), Order.held_until.is_not(None))
        .order_by(Order.held_until, Order.code)
    )
    return [(code, order_id, until, int(amount)) for code, order_id, until, amount in rows]


@dataclass(frozen=True)
class Pending:
    """Money of an order that has not arrived, in centavos, and the day on which it is available at the latest."""

    code: str
    by: date
    amount_minor: int


def pending_money(work: Work, *, limit: int = 100) -> list[Pending]:
    """List the shop's orders that have not arrived, of which money is pending, the earliest first."""
    rows = work.session.execute(
        select(Order.code, Order.promise_to, Order.resent_until, _PENDING)
        .where(Order.state.in_([OrderState.PAID, OrderState.PACKED, OrderState.SHIPPED]), _PENDING != 0)
        .order_by(func.coalesce(Order.resent_until, Order.promise_to), Order.code)
        .limit(limit)
    )
    days = hold_days(work.session.get_one(Tenant, work.tenant_id).created_at, work.now)
    return [
        Pending(code, available_by(resent or promised, days), int(amount)) for code, promised, resent, amount in rows
    ]


def may_be_missed(order: Order, now: datetime) -> bool:
    """Say whether the buyer may say that an order never came, as `rules.may_miss` decides."""
    return may_miss(
        order.state,
        promise_to=order.expected_by,
        now=now,
        arrival_told=order.arrival_told_at is not None,
        delivered_by=order.delivered_by,
        held_until=None if order.released_at else order.held_until,
    )
