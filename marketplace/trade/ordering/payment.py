"""What follows a payment, or its absence: reactions and clock work, all of them above the walls."""

from __future__ import annotations

from collections.abc import Sequence, Set
from uuid import UUID

from sqlalchemy import select

from marketplace.goods.inventory import service as inventory
from marketplace.goods.inventory.errors import NotEnough
from marketplace.goods.inventory.queries import held_for
from marketplace.goods.inventory.service import Wanted
from marketplace.kernel.states import transition
from marketplace.kernel.work import Work
from marketplace.money.fees import service as fees
from marketplace.money.ledger import service as ledger
from marketplace.money.payments import service as payments
from marketplace.money.payments.events import ChargeSucceeded, RefundSucceeded
from marketplace.trade.ordering import service
from marketplace.trade.ordering.cart_rows import forget_bought
from marketplace.trade.ordering.errors import NoSuchPurchase
from marketplace.trade.ordering.events import OrderCancelled, PurchaseLost, PurchasePaid
from marketplace.trade.ordering.giving_back import give_all_back
from marketplace.trade.ordering.models import Order, Purchase
from marketplace.trade.ordering.rules import NEXT, PURCHASE_NEXT, PurchaseState, State
from tenants.rows import NewRows

_SWEPT_AT_ONCE = 50


def _orders(work: Work, purchase_id: UUID) -> Sequence[Order]:
    return work.session.lock(select(Order).where(Order.purchase_id == purchase_id).order_by(Order.tenant_id, Order.id))


def _lock(work: Work, purchase_id: UUID) -> Purchase:
    return work.session.lock(select(Purchase).where(Purchase.id == purchase_id))[0]


def settle_purchase(work: Work, fact: ChargeSucceeded) -> None:
    """The money is there: what was held leaves the shelf, the sale is written into the ledger, shops may pack.

    Where the hold was over and the goods are gone meanwhile, the whole purchase is cancelled and the money goes back.
    """
    purchase = _lock(work, fact.purchase_id)
    if purchase.state == PurchaseState.PAID:
        return
    orders = _orders(work, purchase.id)
    subject = f"purchase:{purchase.id}"
    kept = inventory.consume(work, purchase.id, subject) or _take_again(work, purchase, orders)
    transition(purchase, PurchaseState.PAID, PURCHASE_NEXT)
    purchase.source = None
    purchase.paid_at = work.now
    for order in orders:
        transition(order, State.PAID, NEXT)
        ledger.record_sale(
            work,
            tenant_id=order.tenant_id,
            order_id=order.id,
            total_minor=order.total_minor,
            fees=fees.sums_by_kind(work, order.id),
        )
        service.note(work, order, "paid", by=purchase.name)
        if not kept:
            service.mark_cancelled(work, order, "sold_out")
    if kept:
        forget_bought(work, purchase, orders)
    work.tell(PurchasePaid(purchase.id) if kept else PurchaseLost(purchase.id))


def _take_again(work: Work, purchase: Purchase, orders: Sequence[Order]) -> bool:
    """Try to hold what a late payment is for once more; False when it is gone."""
    wanted = [
        Wanted(line.tenant_id, line.variant_id, line.quantity)
        for order in orders
        for line in service.lines_of(work, order)
    ]
    try:
        with work.attempt():
            rows = NewRows()
            inventory.reserve(work, rows, purchase.id, wanted, until=work.now)
            rows.write(work.session)
    except NotEnough:
        return False
    return inventory.consume(work, purchase.id, f"purchase:{purchase.id}")


def refund_cancelled(work: Work, fact: OrderCancelled) -> None:
    """Reverse the fees of a cancelled order line by line, and ask for all its money to go back."""
    give_all_back(work, (fact.tenant_id, fact.order_id), cause=f"cancel:{fact.order_id}")


def note_refund(work: Work, fact: RefundSucceeded) -> None:
    """Money went back: the order's story says how much."""
    order = work.session.lock(select(Order).where(Order.tenant_id == fact.tenant_id, Order.id == fact.order_id))[0]
    service.note(work, order, "refunded", text=str(fact.amount_minor))


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
        work.audit("ordering.give_up", f"purchase:{purchase.id}", code=code)
    return bool(given_up)


def _let_go(work: Work, purchases: Sequence[Purchase]) -> list[Purchase]:
    """Give up purchases, whose rows are locked, where they were not paid at the last moment; gives those."""
    given_up = [purchase for purchase in purchases if payments.close_charge(work, purchase.id)]
    for purchase in given_up:
        transition(purchase, PurchaseState.EXPIRED, PURCHASE_NEXT)
        purchase.source = None
        for order in _orders(work, purchase.id):
            transition(order, State.EXPIRED, NEXT)
    for purchase in given_up:
        inventory.release(work, purchase.id)
    return given_up


def give_up_overlapping(work: Work, unpaid: Sequence[Purchase], variants: Set[UUID]) -> None:
    """Give up the purchases, of one buyer, that hold some of these variants and wait to be paid: their cart is bought anew."""
    ids = [purchase.id for purchase in unpaid if variants & held_for(work, [purchase.id]).keys()]
    waiting = select(Purchase).where(Purchase.id.in_(ids), Purchase.state == PurchaseState.AWAITING_PAYMENT)
    for purchase in _let_go(work, work.session.lock(waiting)):
        work.audit("ordering.give_up", f"purchase:{purchase.id}", code=purchase.code)
