"""What follows when a bank takes money back, and when it decides."""

from __future__ import annotations

from marketplace.kernel.work import Work
from marketplace.money import ledger
from marketplace.money.payments import ask_waiting_refunds, chargeback_cause, get_chargeback, settle_by_chargeback
from marketplace.money.payments.events import ChargebackClosed, ChargebackOpened
from marketplace.platform.chargebacks.rules import share_loss
from marketplace.trade.orders import end_hold, hold_money, is_proven, lock_orders, net_of


def hold_unproven(work: Work, fact: ChargebackOpened) -> None:
    """What is not proven to have arrived may have to be given up: its money waits until the bank decides."""
    for order in lock_orders(work, fact.purchase_id):
        if not is_proven(order):
            hold_money(work, order, chargeback_cause(fact.chargeback_id))


def settle_chargeback(work: Work, fact: ChargebackClosed) -> None:
    """The bank decided: nothing is held any more, and what was lost is shared out in the books."""
    cause = chargeback_cause(fact.chargeback_id)
    chargeback, charge = get_chargeback(work, fact.chargeback_id)
    settled = {} if fact.won else settle_by_chargeback(work, charge.id, chargeback.amount_minor)
    orders = lock_orders(work, fact.purchase_id)
    for order in orders:
        end_hold(work, order, cause)
    if fact.won:
        ask_waiting_refunds(work, charge.id)
        return
    rest = chargeback.amount_minor - sum(settled.values())
    worth = [(order.total_minor - order.refunded_minor, net_of(work, order), is_proven(order)) for order in orders]
    for order, share in zip(orders, share_loss(rest, worth), strict=True):
        owed = settled.get(order.id, 0)
        if share.amount_minor + owed:
            ledger.record_dispute_lost(
                work,
                tenant_id=order.tenant_id,
                order_id=order.id,
                cause=f"{cause}:{order.id}",
                amount_minor=share.amount_minor + owed,
                shop_minor=share.shop_minor,
                owed_minor=owed,
            )
