"""What follows a return that arrived: stock, fees, taxes and money go back line by line. Above the walls."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.fees import service as fees
from marketplace.inventory import service as inventory
from marketplace.inventory.service import Wanted
from marketplace.kernel.work import Work
from marketplace.ordering import service as ordering
from marketplace.ordering.models import Order, OrderLine
from marketplace.payments import service as payments
from marketplace.payments.events import RefundSucceeded
from marketplace.returns.events import ReturnReceived
from marketplace.returns.models import ReturnCase, ReturnLine
from marketplace.returns.rules import State


def refund_received(work: Work, fact: ReturnReceived) -> None:
    """Put the pieces back on the shelf, take the fees of those pieces back, and ask for their money to go back."""
    case = work.session.get_one(ReturnCase, (fact.tenant_id, fact.return_id))
    order = work.session.get_one(Order, (fact.tenant_id, case.order_id))
    pairs = work.session.execute(
        select(ReturnLine, OrderLine)
        .join(OrderLine, (OrderLine.tenant_id == ReturnLine.tenant_id) & (OrderLine.id == ReturnLine.order_line_id))
        .where(ReturnLine.tenant_id == case.tenant_id, ReturnLine.return_id == case.id)
    ).all()
    cause = f"return:{case.id}"
    units = {line.id: (line.quantity, line.returned, back.quantity) for back, line in pairs}
    taken_back = fees.reverse_units(work, order.id, cause=cause, units=units)
    payments.request_refund(
        work,
        purchase_id=order.purchase_id,
        tenant_id=order.tenant_id,
        order_id=order.id,
        cause=cause,
        amount_minor=case.refund_minor,
        fees=taken_back,
    )
    ordering.note_owed_back(work, order.tenant_id, order.id)
    for back, line in pairs:
        ordering.count_returned(work, line.id, back.quantity)
    inventory.put_back(
        work,
        [Wanted(line.tenant_id, line.variant_id, back.quantity) for back, line in pairs],
        kind="returned",
        subject=cause,
    )


def close_refunded(work: Work, fact: RefundSucceeded) -> None:
    """The money of a return went back: the return is over."""
    if not fact.cause.startswith("return:"):
        return
    case = work.session.scalar(
        select(ReturnCase).where(
            ReturnCase.tenant_id == fact.tenant_id, ReturnCase.id == fact.cause.removeprefix("return:")
        )
    )
    if case is not None and case.state == State.REFUND_DUE:
        case.state, case.refunded_at = State.REFUNDED, work.now
