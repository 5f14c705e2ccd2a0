"""What follows from disputes, above the walls: money goes back, what ended is closed, the clock speaks for the silent."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from marketplace.disputes import service
from marketplace.disputes.events import DisputeAnswered, RefundDecided
from marketplace.disputes.models import Dispute
from marketplace.disputes.rules import UNDECIDED, About, State
from marketplace.kernel.work import Work
from marketplace.ordering.events import OrderDelivered
from marketplace.ordering.giving_back import give_pieces_back
from marketplace.ordering.models import Order, OrderLine
from marketplace.ordering.rules import NEVER_CAME, DeliveredBy
from marketplace.ordering.rules import State as OrderState
from marketplace.ordering.service import mark_cancelled, note
from marketplace.payments.events import RefundSucceeded
from marketplace.returns.models import ReturnCase
from marketplace.returns.rules import is_shops_fault
from marketplace.returns.service import lines_of_return
from marketplace.warranty.models import Claim

_AT_ONCE = 50


def refund_dispute(work: Work, fact: RefundDecided) -> None:
    """Pay back what a dispute is about: an order that never came whole, by cancelling it; else the pieces. Once."""
    dispute = work.session.get_one(Dispute, (fact.tenant_id, fact.dispute_id))
    key = (dispute.tenant_id, dispute.order_id)
    if dispute.about == About.NEVER_CAME:
        order = work.session.lock_row(Order, key)
        if order.state != OrderState.CANCELLED:
            mark_cancelled(work, order, NEVER_CAME)
        return
    pieces, with_way = _pieces(work, dispute)
    give_pieces_back(work, key, cause=dispute.cause, pieces=pieces, with_way=with_way, count_going=True)


def _pieces(work: Work, dispute: Dispute) -> tuple[dict[UUID, int], bool]:
    if dispute.about == About.RETURN:
        case = work.session.get_one(ReturnCase, (dispute.tenant_id, dispute.about_id))
        pieces = {line.id: back.quantity for back, line in lines_of_return(work, case)}
        return pieces, is_shops_fault(case.reason)
    claim = work.session.get_one(Claim, (dispute.tenant_id, dispute.about_id))
    return {claim.order_line_id: claim.quantity}, True


def close_refunded(work: Work, fact: RefundSucceeded) -> None:
    """The money of a dispute is back with the buyer: it is over."""
    order = work.session.lock_row(Order, (fact.tenant_id, fact.order_id))
    for dispute in _lock_of(work, order, {State.REFUND_DUE}):
        if fact.cause in (dispute.cause, f"cancel:{order.id}"):
            service.move(work, dispute, State.REFUNDED)
            service.end(work, dispute, order)


def end_arrived(work: Work, fact: OrderDelivered) -> None:
    """The buyer said that it came after all: what they said before is over."""
    order = work.session.lock_row(Order, (fact.tenant_id, fact.order_id))
    if order.delivered_by != DeliveredBy.BUYER:
        return
    for dispute in _lock_of(work, order, UNDECIDED):
        if dispute.about == About.NEVER_CAME:
            service.move(work, dispute, State.ARRIVED)
            service.end(work, dispute, order)


def _lock_of(work: Work, order: Order, states: set[State] | frozenset[State]) -> list[Dispute]:
    return work.session.lock(
        select(Dispute).where(
            Dispute.tenant_id == order.tenant_id, Dispute.order_id == order.id, Dispute.state.in_(sorted(states))
        )
    )


def go_on(work: Work) -> None:
    """By the clock: who was to answer and did not. A silent shop gives everything back; a silent buyer lets it rest."""
    overdue = work.session.scalars(
        select(Dispute.code)
        .where(Dispute.state.in_([State.OPEN, State.PROVEN]), Dispute.answer_by < work.now)
        .order_by(Dispute.tenant_id, Dispute.order_id)
        .limit(_AT_ONCE)
    ).all()
    for code in overdue:
        dispute, order = service.lock_dispute(work, code)
        if dispute.answer_by >= work.now:
            continue
        if order.delivered_by == DeliveredBy.BUYER:
            continue  # the buyer said that it came; the delivery's own reaction ends this
        if dispute.state == State.OPEN:
            service.due_refund(work, dispute)
            note(work, order, "dispute_answered", text="")
            work.tell(DisputeAnswered(dispute.tenant_id, dispute.id, by_clock=True))
        elif dispute.state == State.PROVEN:
            service.move(work, dispute, State.LAPSED)
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
    pieces, _with_way = _pieces(work, dispute)
    return [
        (quantity, work.session.get_one(OrderLine, (dispute.tenant_id, line_id)).title)
        for line_id, quantity in pieces.items()
    ]
