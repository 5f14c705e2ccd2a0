"""What follows a return that arrived: stock, fees, taxes and money go back line by line. Above the walls."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from marketplace.care.returns.events import ReturnReceived
from marketplace.care.returns.models import ReturnCase
from marketplace.care.returns.rules import NEXT, ReturnState, is_shops_fault
from marketplace.care.returns.service import lapse_return, lines_of_return
from marketplace.goods import inventory
from marketplace.goods.inventory import MovementKind, Wanted
from marketplace.kernel.states import may_step, transition
from marketplace.kernel.work import Work
from marketplace.money.payments.events import RefundSucceeded
from marketplace.trade.orders import end_hold, give_pieces_back, note
from marketplace.trade.orders.models import Order

_AT_ONCE = 50


def refund_received(work: Work, fact: ReturnReceived) -> None:
    """Give the money of what came back to the buyer, the fees of it to the shop, and what can be sold to the shelf.

    Once: a repeat finds the refund and does nothing. Where a bank gave the buyer all of it back meanwhile, no money will ever
    tell that the return is over: it ends here.
    """
    case = work.session.get_one(ReturnCase, (fact.tenant_id, fact.return_id))
    pairs = lines_of_return(work, case)
    cause = f"return:{case.id}"
    worth = give_pieces_back(
        work,
        (case.tenant_id, case.order_id),
        cause=cause,
        pieces={line.id: back.quantity for back, line in pairs},
        with_way=is_shops_fault(case.reason),
    )
    if worth is None:
        return
    case.refund_minor = worth.total_minor
    case.shipping_minor, case.wrap_minor = worth.shipping_minor, worth.wrap_minor
    for back, line in pairs:
        back.refund_minor = worth.by_line[line.id]
    on_sale, kept_out = [], []
    for back, line in pairs:
        again = back.restocked or 0
        on_sale.append(Wanted(line.tenant_id, line.variant_id, again))
        kept_out.append(Wanted(line.tenant_id, line.variant_id, back.quantity - again))
    inventory.put_back(work, [one for one in on_sale if one.quantity], kind=MovementKind.RETURNED, subject=cause)
    inventory.keep_out(work, [one for one in kept_out if one.quantity], kind=MovementKind.RETURNED, subject=cause)
    if not worth.total_minor:
        _close(work, case.tenant_id, case.order_id, case.id)


def close_refunded(work: Work, fact: RefundSucceeded) -> None:
    """The money of a return went back: the return is over, and holds nothing back any more."""
    if not fact.cause.startswith("return:"):
        return
    _close(work, fact.tenant_id, fact.order_id, UUID(fact.cause.removeprefix("return:")))


def _close(work: Work, tenant_id: UUID, order_id: UUID, return_id: UUID) -> None:
    order = work.session.lock_row(Order, (tenant_id, order_id))
    case = work.session.lock_row(ReturnCase, (tenant_id, return_id))
    if may_step(case, ReturnState.REFUNDED, NEXT):
        transition(case, ReturnState.REFUNDED, NEXT)
        case.refunded_at = work.now
        note(work, order, "return_refunded", text=case.code)
        end_hold(work, order, f"return:{return_id}")


def lapse_unsent(work: Work) -> None:
    """By the clock: what a shop approved and never came back holds the order's money, and its pieces, no longer."""
    overdue = work.session.scalars(
        select(ReturnCase.code)
        .where(ReturnCase.state == ReturnState.APPROVED, ReturnCase.answer_by <= work.now)
        .order_by(ReturnCase.decided_at, ReturnCase.tenant_id, ReturnCase.order_id)
        .limit(_AT_ONCE)
    ).all()
    for code in overdue:
        lapse_return(work, code)
