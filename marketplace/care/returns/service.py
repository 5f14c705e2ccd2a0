"""Verbs on returns: the buyer asks, the shop decides and receives; the refund follows by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.care.returns import rules
from marketplace.care.returns.errors import (
    NoSuchReturn,
    NothingChosen,
    ReturnReasonNeeded,
    ReturnWrongState,
    TooMany,
    TooManyOnSale,
    UnderClaim,
    WindowOver,
)
from marketplace.care.returns.events import ReturnDecided, ReturnLapsed, ReturnReceived, ReturnRequested
from marketplace.care.returns.models import ReturnCase, ReturnLine
from marketplace.care.returns.rules import ReturnState
from marketplace.kernel.calendar import closing_after
from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.trade.orders import (
    OrderState,
    at_stake,
    check_no_dispute,
    confirm_arrival,
    end_hold,
    get_order,
    hold_money,
    lines_of,
    may_go_back,
    note,
    worth_of,
)
from marketplace.trade.orders.models import Order, OrderLine


def check_returnable(work: Work, order: Order) -> None:
    """Refuse an order of which nothing can go back now: it is not delivered, or disputed. Raises WindowOver, DisputeOpen."""
    if order.state != OrderState.DELIVERED:
        raise WindowOver
    check_no_dispute(work, order)


@verb(needs=PROOF)
def request_return(
    work: Work,
    order_code: str,
    *,
    quantities: Mapping[UUID, int],
    reason: str,
    message: str,
    photos: Sequence[str] = (),
) -> str:
    """Ask to send lines of a delivered order back (order line -> pieces); gives the return's code.

    Raises DisputeOpen, WindowOver after the days frozen with the line, NothingChosen, TooMany, UnderClaim.
    """
    order = get_order(work, order_code, lock=True)
    check_returnable(work, order)
    lines = lines_of(work, order, lock=True)
    chosen = [(line, quantities.get(line.id, 0)) for line in lines if quantities.get(line.id, 0) > 0]
    if not chosen:
        raise NothingChosen
    for line, quantity in chosen:
        if not may_go_back(order.delivered_at, line.return_days, work.now):
            raise WindowOver(title=line.title, days=line.return_days)
        if line.going_back + quantity > line.quantity:
            raise TooMany(title=line.title)
        if quantity > line.left:
            raise UnderClaim(title=line.title)
    confirm_arrival(work, order)
    case = _open(work, order, chosen, reason, message, photos)
    for line, quantity in chosen:
        line.going_back += quantity
    pieces = {line.id: quantity for line, quantity in chosen}
    stake = at_stake(work, order, pieces, with_way=rules.is_shops_fault(reason))
    hold_money(work, order, f"return:{case.id}", amount_minor=stake)
    note(work, order, "return_requested", text=case.code)
    work.tell(ReturnRequested(order.tenant_id, case.id))
    return case.code


def _open(
    work: Work,
    order: Order,
    chosen: Sequence[tuple[OrderLine, int]],
    reason: str,
    message: str,
    photos: Sequence[str],
) -> ReturnCase:
    owner = {"tenant_id": order.tenant_id, "buyer_id": order.buyer_id}
    terms = "seller" if all(line.return_paid_by == "seller" for line, _ in chosen) else "buyer"
    lines = lines_of(work, order)
    worth = worth_of(
        order,
        lines,
        {line.id: quantity for line, quantity in chosen},
        {line.id: line.going_back for line in lines},
        with_way=rules.is_shops_fault(reason),
    )
    case = ReturnCase(
        **owner,
        id=new_id(),
        order_id=order.id,
        code=new_code(),
        state=ReturnState.REQUESTED,
        reason=reason,
        note=message,
        photos=list(photos),
        paid_by=rules.payer(reason, terms),
        refund_minor=worth.total_minor,
        shipping_minor=worth.shipping_minor,
        wrap_minor=worth.wrap_minor,
        requested_at=work.now,
        answer_by=closing_after(work.now, rules.ANSWER_DAYS),
    )
    work.session.add(case)
    work.session.flush()
    for line, quantity in chosen:
        work.session.add(
            ReturnLine(
                **owner,
                id=new_id(),
                return_id=case.id,
                order_line_id=line.id,
                quantity=quantity,
                refund_minor=worth.by_line[line.id],
            )
        )
    return case


def get_return(work: Work, code: str, *, lock: bool = False) -> ReturnCase:
    """Load a return by its code, within the scope; raises NoSuchReturn."""
    query = select(ReturnCase).where(ReturnCase.code == code)
    case = work.session.find(query, lock=lock)
    if case is None:
        raise NoSuchReturn
    return case


def _move(case: ReturnCase, to: ReturnState) -> None:
    transition(case, to, rules.NEXT, otherwise=ReturnWrongState(state=case.state))


def _lock(work: Work, code: str) -> tuple[ReturnCase, Order]:
    """Lock the order of a return, then the return (docs/rules/locking.md)."""
    found = get_return(work, code)
    order = work.session.lock_row(Order, (found.tenant_id, found.order_id))
    return get_return(work, code, lock=True), order


def lines_of_return(work: Work, case: ReturnCase) -> Sequence[tuple[ReturnLine, OrderLine]]:
    """List what comes back, each beside the line it was bought with."""
    rows = work.session.execute(
        select(ReturnLine, OrderLine)
        .join(OrderLine, (OrderLine.tenant_id == ReturnLine.tenant_id) & (OrderLine.id == ReturnLine.order_line_id))
        .where(ReturnLine.tenant_id == case.tenant_id, ReturnLine.return_id == case.id)
        .order_by(ReturnLine.id)
    )
    return [(row[0], row[1]) for row in rows]


@verb(needs=May.DECIDE_RETURNS)
def decide_return(work: Work, code: str, *, approve: bool, message: str = "") -> None:
    """Approve or decline a return. A refusal needs its reason: raises ReturnReasonNeeded, or ReturnWrongState once decided."""
    if not approve and not message:
        raise ReturnReasonNeeded
    case, order = _lock(work, code)
    _move(case, ReturnState.APPROVED if approve else ReturnState.DECLINED)
    case.decided_at, case.decided_by, case.decision_note = work.now, work.actor.name, message
    if approve:
        case.answer_by = rules.receive_by(work.now)
    else:
        _let_go(work, case, order)
    note(work, order, "return_approved" if approve else "return_declined", text=message)
    work.audit("returns.decide", f"return:{case.id}", code=case.code, approved=approve)
    work.tell(ReturnDecided(case.tenant_id, case.id, approve))


def _let_go(work: Work, case: ReturnCase, order: Order) -> None:
    """A locked return is over without its pieces: they can be sent back again, and it holds no money."""
    lines_of(work, order, lock=True)
    for back, line in lines_of_return(work, case):
        line.going_back -= back.quantity
    end_hold(work, order, f"return:{case.id}")


def lapse_return(work: Work, code: str) -> None:
    """By the clock: end an approved return that is not with its shop by what the buyer was told, and by the published days."""
    case, order = _lock(work, code)
    if case.state != ReturnState.APPROVED or case.decided_at is None:
        return
    case.answer_by = max(case.answer_by, rules.receive_by(case.decided_at))
    if case.answer_by > work.now:
        return
    _move(case, ReturnState.LAPSED)
    _let_go(work, case, order)
    note(work, order, "return_lapsed", text=case.code)
    work.tell(ReturnLapsed(case.tenant_id, case.id))


@verb(needs=May.DECIDE_RETURNS)
def receive_return(work: Work, code: str, *, restock: Mapping[UUID, int] | None = None) -> None:
    """Say that what was sent back is here, and how many of each order line go back on sale (rules.sold_again where unsaid).

    Its money is due now; stock, fees and taxes follow by the reaction. Raises TooManyOnSale, ReturnWrongState.
    """
    case, order = _lock(work, code)
    _move(case, ReturnState.REFUND_DUE)
    case.received_at = work.now
    for back, line in lines_of_return(work, case):
        said = (restock or {}).get(line.id)
        back.restocked = rules.sold_again(case.reason, back.quantity) if said is None else said
        if not 0 <= back.restocked <= back.quantity:
            raise TooManyOnSale(title=line.title, most=back.quantity)
    note(work, order, "return_received", text=case.code)
    work.audit("returns.receive", f"return:{case.id}", code=case.code, refund_minor=case.refund_minor)
    work.tell(ReturnReceived(case.tenant_id, case.id))
