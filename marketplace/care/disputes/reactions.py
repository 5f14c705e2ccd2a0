"""What follows from disputes, above the walls: money goes back, what ended is closed, the clock speaks for the silent."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.care.disputes import service
from marketplace.care.disputes.events import DisputeAnswered, RefundDecided
from marketplace.care.disputes.models import Dispute
from marketplace.care.disputes.rules import UNDECIDED, About, DisputeState
from marketplace.kernel.work import Work
from marketplace.money.payments.events import RefundSucceeded
from marketplace.trade.orders import (
    NEVER_CAME,
    DeliveredBy,
    OrderState,
    give_pieces_back,
    left_to_give,
    mark_cancelled,
    note,
)
from marketplace.trade.orders.events import OrderDelivered
from marketplace.trade.orders.models import Order, OrderLine

_AT_ONCE = 50


def refund_dispute(work: Work, fact: RefundDecided) -> None:
    """Pay back what a dispute is about: an order that never came whole, by cancelling it; else the pieces. Once.

    Where nothing is left to pay back, no money will ever tell that it is over: it ends here.
    """
    dispute = work.session.get_one(Dispute, (fact.tenant_id, fact.dispute_id))
    if _owes(work, dispute):
        return
    dispute, order = service.lock_dispute(work, dispute.code)
    service.close_paid(work, dispute, order)


def _owes(work: Work, dispute: Dispute) -> bool:
    """Owe what a dispute is about; whether any money goes back for it, now or since before."""
    key = (dispute.tenant_id, dispute.order_id)
    if dispute.about == About.NEVER_CAME:
        order = work.session.lock_row(Order, key)
        if order.state == OrderState.CANCELLED:
            return True
        mark_cancelled(work, order, NEVER_CAME)
        return left_to_give(work, order) > 0
    pieces, with_way = service.pieces_of(work, dispute)
    worth = give_pieces_back(work, key, cause=dispute.cause, pieces=pieces, with_way=with_way, count_going=True)
    return worth is None or worth.total_minor > 0


def close_refunded(work: Work, fact: RefundSucceeded) -> None:
    """The money of a dispute is back with the buyer: it is over."""
    order = work.session.lock_row(Order, (fact.tenant_id, fact.order_id))
    for dispute in _lock_of(work, order, {DisputeState.REFUND_DUE}):
        if fact.cause in (dispute.cause, f"cancel:{order.id}"):
            service.close_paid(work, dispute, order)


def end_arrived(work: Work, fact: OrderDelivered) -> None:
    """The buyer said that it came after all: what they said before is over."""
    order = work.session.lock_row(Order, (fact.tenant_id, fact.order_id))
    if order.delivered_by != DeliveredBy.BUYER:
        return
    for dispute in _lock_of(work, order, UNDECIDED):
        if dispute.about == About.NEVER_CAME:
            service.move(work, dispute, DisputeState.ARRIVED)
            service.end(work, dispute, order)


def _lock_of(work: Work, order: Order, states: set[DisputeState] | frozenset[DisputeState]) -> list[Dispute]:
    return work.session.lock(
        select(Dispute).where(
            Dispute.tenant_id == order.tenant_id, Dispute.order_id == order.id, Dispute.state.in_(sorted(states))
        )
    )


def go_on(work: Work) -> None:
    """By the clock: who was to answer and did not. A silent shop gives everything back; a silent buyer lets it rest."""
    overdue = work.session.scalars(
        select(Dispute.code)
        .where(Dispute.state.in_([DisputeState.OPEN, DisputeState.PROVEN]), Dispute.answer_by < work.now)
        .order_by(Dispute.tenant_id, Dispute.order_id)
        .limit(_AT_ONCE)
    ).all()
    for code in overdue:
        dispute, order = service.lock_dispute(work, code)
        if dispute.answer_by >= work.now:
            continue
        if order.delivered_by == DeliveredBy.BUYER:
            continue  # the buyer said that it came; the delivery's own reaction ends this
        if dispute.state == DisputeState.OPEN:
            service.due_refund(work, dispute)
            note(work, order, "dispute_answered", text="")
            work.tell(DisputeAnswered(dispute.tenant_id, dispute.id, by_clock=True))
        elif dispute.state == DisputeState.PROVEN:
            service.move(work, dispute, DisputeState.LAPSED)
            service.end(work, dispute, order)


def lines_of(work: Work, dispute: Dispute) -> list[tuple[int, str]]:
    """Say of how many of what a dispute is: pieces and titles."""
    if dispute.about == About.NEVER_CAME:
        rows = work.session.execute(
            select(OrderLine.quantity, OrderLine.title).where(
                OrderLine.tenant_id == dispute.tenant_id, OrderLine.order_id == dispute.order_id
            )
        )
        return [(row[0], row[1]) for row in rows]
    pieces, _with_way = service.pieces_of(work, dispute)
    return [
        (quantity, work.session.get_one(OrderLine, (dispute.tenant_id, line_id)).title)
        for line_id, quantity in pieces.items()
    ]
