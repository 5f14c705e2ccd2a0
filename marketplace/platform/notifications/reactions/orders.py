"""About purchases, orders and their parcels: the buyer, and the shop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.published import ARRIVED_BY_CLOCK_DAYS
from marketplace.kernel.reading import bank_of
from marketplace.kernel.work import Work
from marketplace.money.payments import RefundWay, may_leave
from marketplace.money.payments.events import ChargeEnding, ChargeWaits, LeftReturned, RefundStuck, RefundSucceeded
from marketplace.money.payouts.events import RefundAccountGiven
from marketplace.money.payouts.models import RefundTransfer
from marketplace.platform.notifications.recipients import to_buyer, to_shop
from marketplace.platform.notifications.service import notify
from marketplace.trade.checkout.events import PurchaseLost, PurchasePaid
from marketplace.trade.orders import (
    DeliveredBy,
    PurchaseState,
    guest_path,
    is_sold_again,
    list_waiting_for_account,
    money_back,
    net_of,
    renew_link,
)
from marketplace.trade.orders.events import (
    ArrivalTold,
    LinkAsked,
    OrderCancelled,
    OrderDelivered,
    OrderShipped,
    PurchaseWaits,
)
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.parcels.models import Parcel

REMIND_ACCOUNT_DAYS = (3, 10)
_REMINDED_FOR = timedelta(days=60)  # less than what was told is kept: a key that is gone would be told again


def find_order(work: Work, tenant_id: UUID, order_id: UUID) -> tuple[Order, Purchase]:
    """Load an order with its purchase."""
    order = work.session.get_one(Order, (tenant_id, order_id))
    return order, work.session.get_one(Purchase, order.purchase_id)


def shop_path(order: Order, rest: str = "") -> str:
    """Where a shop finds its order, or something of it."""
    return f"/vender/{order.shop_slug}/{rest or f'pedidos/{order.code}'}"


def tell_waits(work: Work, fact: PurchaseWaits) -> None:
    """The buyer gets the way back to what they did not pay yet, unless they did, or gave it up, a moment ago."""
    purchase = work.session.get_one(Purchase, fact.purchase_id)
    if purchase.state == PurchaseState.AWAITING_PAYMENT:
        data = {"code": purchase.code, "total": purchase.total_minor, "until": purchase.expires_at}
        notify(work, "purchase_waits", to_buyer(purchase), purchase.id, data, guest_path(purchase))


def tell_link(work: Work, fact: LinkAsked) -> None:
    """Who lost the letter gets another one, where there is a purchase of that code and address; nobody else hears of it."""
    purchase = renew_link(work, fact.code, fact.email)
    if purchase is not None:
        notify(work, "purchase_link", to_buyer(purchase), fact.ask_id, {"code": purchase.code}, guest_path(purchase))


def tell_voucher(work: Work, fact: ChargeWaits) -> None:
    """The buyer gets the way to their voucher, or to where to transfer; then what of a transfer has come."""
    purchase = work.session.get_one(Purchase, fact.purchase_id)
    if purchase.state == PurchaseState.AWAITING_PAYMENT:
        data = {
            "code": purchase.code, "total": purchase.total_minor, "until": fact.pay_until, "method": fact.method,
            "part": fact.received_minor,
        }  # fmt: skip
        kind = "purchase_part" if fact.received_minor else "purchase_voucher"
        notify(work, kind, to_buyer(purchase), fact.attempt_id, data, guest_path(purchase))


def tell_ending(work: Work, fact: ChargeEnding) -> None:
    """Who has a voucher or a transfer to pay hears that its time is over soon."""
    purchase = work.session.get_one(Purchase, fact.purchase_id)
    if purchase.state == PurchaseState.AWAITING_PAYMENT and purchase.pay_until is not None:
        data = {
            "code": purchase.code, "total": purchase.total_minor, "until": purchase.pay_until,
            "part": purchase.received_minor,
        }  # fmt: skip
        notify(work, "purchase_ending", to_buyer(purchase), fact.attempt_id, data, guest_path(purchase))


def tell_paid(work: Work, fact: PurchasePaid) -> None:
    """The buyer gets the confirmation with the link to the purchase; each shop learns of its order."""
    purchase = work.session.get_one(Purchase, fact.purchase_id)
    orders = work.session.scalars(select(Order).where(Order.purchase_id == purchase.id).order_by(Order.code)).all()
    data = {
        "code": purchase.code, "total": purchase.total_minor, "orders": _lines(orders), "months": purchase.months,
    }  # fmt: skip
    notify(work, "purchase_paid", to_buyer(purchase), purchase.id, data, guest_path(purchase))
    for order in orders:
        data = {
            "code": order.code, "total": order.total_minor, "buyer": order.buyer_name, "net": net_of(work, order),
            "until": order.ship_by,
        }  # fmt: skip
        notify(work, "order_new", to_shop(work, order.tenant_id), order.id, data, shop_path(order))


def _lines(orders: Sequence[Order]) -> list[dict[str, object]]:
    return [
        {
            "code": one.code,
            "shop": one.shop_name,
            "total": one.total_minor,
            "first": one.promise_from,
            "last": one.promise_to,
            "express": one.express,
        }
        for one in orders
    ]


def tell_refunded(work: Work, fact: RefundSucceeded) -> None:
    """The buyer learns that money left, by which way, and by when it is there."""
    order, purchase = find_order(work, fact.tenant_id, fact.order_id)
    one = next(one for one in money_back(work, purchase) if one.refund.cause == fact.cause)
    if one.refund.way == RefundWay.CHARGEBACK:
        return  # their bank told them
    data = {
        "code": order.code, "shop": order.shop_name, "amount": fact.amount_minor, "by": one.by,
        "account": one.to.ends_with if one.to else "",
    }  # fmt: skip
    about = f"{one.refund.id}:{one.refund.times_stuck}"
    notify(work, "refund_made", to_buyer(purchase), about, data, guest_path(purchase))


def tell_stuck(work: Work, fact: RefundStuck) -> None:
    """The buyer is asked to which account goes what cannot go as it came."""
    order, purchase = find_order(work, fact.tenant_id, fact.order_id)
    one = next(one for one in money_back(work, purchase) if one.refund.id == fact.refund_id)
    data = {
        "code": order.code, "shop": order.shop_name, "amount": fact.amount_minor,
        "account": one.to.ends_with if one.to else "", "why": (one.to and one.to.failure) or "",
    }  # fmt: skip
    notify(work, "refund_stuck", to_buyer(purchase), f"{fact.refund_id}:{fact.times}", data, guest_path(purchase))


def remind_of_account(work: Work) -> None:
    """By the clock: who did not say to which account their money goes hears of it again, after three days and after ten.

    Once for each of these days, which the key of what was told before sees to; who has said it waits for nothing.
    """
    for one in list_waiting_for_account(work):
        waited = work.now - one.since
        passed = [days for days in REMIND_ACCOUNT_DAYS if waited >= timedelta(days=days)]
        if not passed or waited > _REMINDED_FOR or not may_leave(work, one.refund):
            continue
        data = {
            "code": one.order.code, "shop": one.order.shop_name, "amount": one.refund.amount_minor, "since": one.since,
        }  # fmt: skip
        about = f"{one.refund.id}:{one.refund.times_stuck}:{passed[-1]}"
        notify(work, "refund_waits", to_buyer(one.purchase), about, data, guest_path(one.purchase))


def tell_refund_account(work: Work, fact: RefundAccountGiven) -> None:
    """The buyer reads where their money goes: were it somebody else who said so, they can still say no."""
    order, purchase = find_order(work, fact.tenant_id, fact.order_id)
    transfer = work.session.get_one(RefundTransfer, fact.transfer_id)
    data = {
        "code": order.code, "amount": transfer.amount_minor, "account": transfer.ends_with,
        "bank": bank_of(transfer.clabe),
    }  # fmt: skip
    about = f"{transfer.id}:{transfer.ends_with}"
    notify(work, "refund_account", to_buyer(purchase), about, data, guest_path(purchase))


def tell_left(work: Work, fact: LeftReturned) -> None:
    """Who transferred too much learns that the rest goes back."""
    purchase = work.session.get_one(Purchase, fact.purchase_id)
    data = {"code": purchase.code, "amount": fact.amount_minor}
    notify(work, "left_returned", to_buyer(purchase), fact.event_id, data, guest_path(purchase))


def tell_lost(work: Work, fact: PurchaseLost) -> None:
    """The payment came after the goods were gone: the buyer learns that the money is on its way back."""
    purchase = work.session.get_one(Purchase, fact.purchase_id)
    data = {"code": purchase.code, "total": purchase.total_minor}
    notify(work, "purchase_lost", to_buyer(purchase), purchase.id, data, guest_path(purchase))


def tell_shipped(work: Work, fact: OrderShipped) -> None:
    """The buyer learns who packed, with which words, and how to follow the parcel."""
    order, purchase = find_order(work, fact.tenant_id, fact.order_id)
    parcel = work.session.scalars(
        select(Parcel).where(Parcel.tenant_id == order.tenant_id, Parcel.order_id == order.id)
    ).one()
    data = {
        "shop": order.shop_name, "code": order.code, "who": parcel.packed_by, "carrier": parcel.carrier,
        "tracking": parcel.tracking, "first": order.promise_from, "last": order.promise_to, "note": parcel.note,
        "express": order.express,
    }  # fmt: skip
    notify(work, "order_shipped", to_buyer(purchase), order.id, data, guest_path(purchase))


def tell_cancelled(work: Work, fact: OrderCancelled) -> None:
    """Both sides learn of a cancellation; the buyer, that the money goes back; the shop, that its fees do."""
    order, purchase = find_order(work, fact.tenant_id, fact.order_id)
    if order.cancel_code == "sold_out":
        return  # the buyer hears that from tell_lost
    said = {"code": order.code, "reason": order.cancel_code or order.cancel_reason}
    mine = order.cancel_code is None  # a shop says for what reason; only who bought cancels without one
    data = {**said, "shop": order.shop_name, "who": order.cancelled_by, "mine": mine, "total": order.total_minor}
    notify(work, "order_cancelled", to_buyer(purchase), order.id, data, guest_path(purchase))
    data = {**said, "back": order.shipped_at is None and is_sold_again(order.cancel_code)}
    notify(work, "order_cancelled_shop", to_shop(work, order.tenant_id), order.id, data, shop_path(order))


def ask_whether_it_came(work: Work, fact: ArrivalTold) -> None:
    """The buyer is asked whether a parcel came that the shop says has arrived."""
    order, purchase = find_order(work, fact.tenant_id, fact.order_id)
    data = {"code": order.code, "shop": order.shop_name, "days": ARRIVED_BY_CLOCK_DAYS}
    notify(work, "arrival_told", to_buyer(purchase), order.id, data, guest_path(purchase, order))


def tell_delivered(work: Work, fact: OrderDelivered) -> None:
    """The shop learns since when, and until when, its money waits; the buyer, when it was not they who said it."""
    order, purchase = find_order(work, fact.tenant_id, fact.order_id)
    if order.held_until is None:
        return
    data = {"code": order.code, "shop": order.shop_name, "until": order.held_until}
    if order.delivered_by != DeliveredBy.BUYER:
        notify(work, "order_delivered", to_buyer(purchase), order.id, data, guest_path(purchase))
    data["counted"] = order.delivered_by == DeliveredBy.CLOCK
    notify(work, "order_delivered_shop", to_shop(work, order.tenant_id), order.id, data, shop_path(order))
