"""What waits to be paid, and how it is given up: by its buyer, for a cart bought anew, or by the clock. Above the walls."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from marketplace.goods import inventory
from marketplace.goods.inventory import held_for
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.money import payments
from marketplace.trade.orders.errors import NoSuchPurchase
from marketplace.trade.orders.events import PurchaseWaits
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.orders.rules import NEXT, PURCHASE_NEXT, OrderState, PurchaseState

_SWEPT_AT_ONCE = 50
_MOST_PAY_WITHIN = timedelta(minutes=2)


def lock_orders(work: Work, purchase_id: UUID) -> Sequence[Order]:
    """Lock the orders of a purchase, in the written order."""
    return work.session.lock(select(Order).where(Order.purchase_id == purchase_id).order_by(Order.tenant_id, Order.id))


def lock_purchase(work: Work, purchase_id: UUID) -> Purchase:
    """Lock a purchase that is there."""
    return work.session.lock(select(Purchase).where(Purchase.id == purchase_id))[0]


def expire_unpaid(work: Work) -> None:
    """By the clock: give up purchases whose time to pay is over, and free what was held for them."""
    overdue = work.session.lock(
        select(Purchase)
        .where(Purchase.state == PurchaseState.AWAITING_PAYMENT, Purchase.expires_at < work.now)
        .order_by(Purchase.expires_at)
        .limit(_SWEPT_AT_ONCE),
        skip_taken=True,
    )
    _let_go(work, overdue)


def remind_unpaid(work: Work) -> None:
    """By the clock: let who did not pay at once know how to come back to it. Once, and not when its time is over."""
    waiting = work.session.lock(
        select(Purchase)
        .where(
            Purchase.state == PurchaseState.AWAITING_PAYMENT,
            Purchase.created_at < work.now - _MOST_PAY_WITHIN,
            Purchase.expires_at > work.now,
            Purchase.reminded_at.is_(None),
            Purchase.pay_method.is_(None),  # with a voucher they got its letter
        )
        .order_by(Purchase.expires_at)
        .limit(_SWEPT_AT_ONCE),
        skip_taken=True,
    )
    for purchase in waiting:
        purchase.reminded_at = work.now
        work.tell(PurchaseWaits(purchase.id))


@verb(needs=PROOF)
def give_up_purchase(work: Work, code: str, *, buyer_id: UUID) -> bool:
    """A buyer will not pay what they ordered: what was held for it is free at once. Doing it again changes nothing.

    False when it is paid meanwhile; then its orders may be cancelled. Raises NoSuchPurchase.
    """
    purchase = work.session.find(
        select(Purchase).where(Purchase.code == code, Purchase.account_id == buyer_id), lock=True
    )
    if purchase is None:
        raise NoSuchPurchase
    if purchase.state != PurchaseState.AWAITING_PAYMENT:
        return purchase.state == PurchaseState.EXPIRED
    given_up = _let_go(work, [purchase])
    if given_up:
        work.audit("orders.give_up", f"purchase:{purchase.id}", code=code)
    return bool(given_up)


def _let_go(work: Work, purchases: Sequence[Purchase]) -> list[Purchase]:
    """Give up purchases, whose rows are locked, where they were not paid at the last moment; gives those."""
    given_up = [purchase for purchase in purchases if payments.close_charge(work, purchase.id)]
    for purchase in given_up:
        transition(purchase, PurchaseState.EXPIRED, PURCHASE_NEXT)
        purchase.source = None
        for order in lock_orders(work, purchase.id):
            transition(order, OrderState.EXPIRED, NEXT)
    for purchase in given_up:
        inventory.release(work, purchase.id)
    return given_up


@verb(needs=PROOF)
def give_up_overlapping(work: Work, unpaid: Sequence[Purchase], variants: Set[UUID]) -> None:
    """Give up the purchases, of one buyer, that hold some of these variants and wait to be paid: their cart is bought anew."""
    ids = [purchase.id for purchase in unpaid if variants & held_for(work, [purchase.id]).keys()]
    waiting = select(Purchase).where(Purchase.id.in_(ids), Purchase.state == PurchaseState.AWAITING_PAYMENT)
    for purchase in _let_go(work, work.session.lock(waiting)):
        work.audit("orders.give_up", f"purchase:{purchase.id}", code=purchase.code)
