"""What follows a payment. It stands above the walls: a purchase is of several shops."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import chain

import structlog

from marketplace.goods import inventory
from marketplace.goods.inventory import NotEnough, Wanted
from marketplace.kernel.jobs import Finish
from marketplace.kernel.states import transition
from marketplace.kernel.work import Work
from marketplace.money import fees, ledger, payments
from marketplace.money.payments.events import AttemptOver, ChargeDeclined, ChargeSucceeded, ChargeWaits
from marketplace.trade.cart import forget_choices, take_out_of_cart
from marketplace.trade.checkout.events import PurchaseLost, PurchasePaid
from marketplace.trade.invoices import begin_wished
from marketplace.trade.orders import NEXT, PURCHASE_NEXT, OrderState, PurchaseState, lock_orders, lock_purchase, service
from marketplace.trade.orders.models import Order, Purchase
from tenants.rows import NewRows

_log = structlog.get_logger()
ANOTHER_TRY = timedelta(days=1)


def settle_paid(fact: ChargeSucceeded, key: str) -> Finish:
    """Look in how many months a purchase was paid, where that was offered, and with which kind of card; then settle it:
    fees are frozen before the sale."""
    paid_with = payments.find_paid_with(fact.purchase_id)
    return lambda work: settle_purchase(work, fact, paid_with)


def settle_purchase(work: Work, fact: ChargeSucceeded, paid_with: payments.PaidWith) -> None:
    """The money is there: what was held leaves the shelf, the sale is written into the ledger, shops may pack.

    `paid_with`: in how many months it was paid without interest, which costs its shops what their tariff says; and with
    which kind of card, which their invoices say.
    Where the hold was over and the goods are gone meanwhile, the whole purchase is cancelled and the money goes back.
    """
    purchase = lock_purchase(work, fact.purchase_id)
    if purchase.state == PurchaseState.PAID:
        return
    orders = lock_orders(work, purchase.id)
    subject = f"purchase:{purchase.id}"
    kept = inventory.consume(work, purchase.id, subject) or _take_again(work, purchase, orders)
    transition(purchase, PurchaseState.PAID, PURCHASE_NEXT)
    purchase.source = None
    purchase.paid_at = work.now
    purchase.months = payments.note_months(work, purchase.id, paid_with.months)
    if purchase.months:
        _freeze_months(work, orders, purchase.months)
    for order in orders:
        transition(order, OrderState.PAID, NEXT)
        ledger.record_sale(
            work,
            tenant_id=order.tenant_id,
            order_id=order.id,
            total_minor=order.total_minor,
            fees=fees.sums_by_kind(work, order.id),
        )
        service.note(work, order, "paid", by=purchase.name, text=paid_with.funding or paid_with.method or "")
        if not kept:
            service.mark_cancelled(work, order, "sold_out")
    begin_wished(work, orders)
    if kept:
        _forget_bought(work, purchase, orders)
    work.tell(PurchasePaid(purchase.id) if kept else PurchaseLost(purchase.id))


def _freeze_months(work: Work, orders: Sequence[Order], months: int) -> None:
    """Write down what each order's shop pays for the months: of its own total, line by line, so that it comes back so."""
    rows = NewRows()
    for order in orders:
        paid: dict[str | None, int] = {str(line.id): line.total_minor for line in service.lines_of(work, order)}
        paid[None] = order.services_minor
        costs = fees.costs_of_months(work, months, version=order.fee_version, placed_at=order.placed_at, paid=paid)
        fees.freeze(work, rows, tenant_id=order.tenant_id, buyer_id=order.buyer_id, order_id=order.id, fees=costs)
        if not costs:
            _log.warning("months_without_rule", order=order.code, months=months, version=order.fee_version)
    rows.write(work.session)


def hold_longer(work: Work, fact: ChargeWaits) -> None:
    """Who pays at a till or by transfer has days for it: what is held for the purchase is held until then."""
    purchase = lock_purchase(work, fact.purchase_id)
    if purchase.state == PurchaseState.AWAITING_PAYMENT:
        purchase.expires_at = max(purchase.expires_at, fact.hold_until)
        purchase.pay_method, purchase.pay_until = fact.method, fact.pay_until
        purchase.received_minor = max(purchase.received_minor, fact.received_minor)


def note_decline(work: Work, fact: ChargeDeclined) -> None:
    """A try to pay failed: the purchase says why, and waits on."""
    purchase = lock_purchase(work, fact.purchase_id)
    if purchase.state == PurchaseState.AWAITING_PAYMENT:
        purchase.decline = fact.failure


def hold_shorter(work: Work, fact: AttemptOver) -> None:
    """A voucher was not paid: its buyer has another day to choose a way of paying, and the goods are free after that."""
    purchase = lock_purchase(work, fact.purchase_id)
    if purchase.state == PurchaseState.AWAITING_PAYMENT:
        purchase.pay_method = purchase.pay_until = None
        purchase.expires_at = min(purchase.expires_at, work.now + ANOTHER_TRY)


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


def _forget_bought(work: Work, purchase: Purchase, orders: Sequence[Order]) -> None:
    """Take what was paid out of the cart that it was bought from; what was added since stays."""
    if purchase.cart_id is not None:
        lines = chain.from_iterable(service.lines_of(work, order) for order in orders)
        take_out_of_cart(work, purchase.cart_id, {line.variant_id: line.quantity for line in lines})
        forget_choices(work, purchase.cart_id, [order.tenant_id for order in orders])
