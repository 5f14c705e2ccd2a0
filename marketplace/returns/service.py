"""Verbs on returns: the buyer asks, the shop decides and receives; the refund follows by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.calendar import closing_after
from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.money import portion_of_units
from marketplace.kernel.work import Work
from marketplace.ordering.models import Order, OrderLine
from marketplace.ordering.rules import State as OrderState
from marketplace.ordering.rules import may_go_back
from marketplace.ordering.service import get_order, lines_of, note
from marketplace.returns import rules
from marketplace.returns.errors import NoSuchReturn, NothingChosen, ReasonNeeded, TooMany, WindowOver, WrongState
from marketplace.returns.events import ReturnDecided, ReturnReceived, ReturnRequested
from marketplace.returns.models import ReturnCase, ReturnLine
from marketplace.returns.rules import State


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

    Raises WindowOver after the days frozen with the line, NothingChosen, TooMany.
    """
    order = get_order(work, order_code, lock=True)
    if order.state != OrderState.DELIVERED:
        raise WindowOver
    chosen = [(line, quantities.get(line.id, 0)) for line in lines_of(work, order) if quantities.get(line.id, 0) > 0]
    if not chosen:
        raise NothingChosen
    asked = asked_before(work, order)
    for line, quantity in chosen:
        if not may_go_back(order.delivered_at, line.return_days, work.now):
            raise WindowOver(title=line.title, days=line.return_days)
        if asked.get(line.id, 0) + quantity > line.quantity:
            raise TooMany(title=line.title)
    case = _open(work, order, chosen, asked, reason, message, photos)
    note(work, order, "return_requested", text=case.code)
    work.tell(ReturnRequested(order.tenant_id, case.id))
    return case.code


def asked_before(work: Work, order: Order) -> dict[UUID, int]:
    """How many of each line come back already; declined returns do not count."""
    asked: dict[UUID, int] = {}
    for line_id, quantity in work.session.execute(
        select(ReturnLine.order_line_id, ReturnLine.quantity)
        .join(ReturnCase, (ReturnCase.tenant_id == ReturnLine.tenant_id) & (ReturnCase.id == ReturnLine.return_id))
        .where(
            ReturnCase.tenant_id == order.tenant_id,
            ReturnCase.order_id == order.id,
            ReturnCase.state != State.DECLINED,
        )
    ):
        asked[line_id] = asked.get(line_id, 0) + quantity
    return asked


def _open(
    work: Work,
    order: Order,
    chosen: Sequence[tuple[OrderLine, int]],
    asked: Mapping[UUID, int],
    reason: str,
    message: str,
    photos: Sequence[str],
) -> ReturnCase:
    owner = {"tenant_id": order.tenant_id, "buyer_id": order.buyer_id}
    terms = "seller" if all(line.return_paid_by == "seller" for line, _ in chosen) else "buyer"
    case = ReturnCase(
        **owner,
        id=new_id(),
        order_id=order.id,
        code=new_code(),
        state=State.REQUESTED,
        reason=reason,
        note=message,
        photos=list(photos),
        paid_by=rules.payer(reason, terms),
        refund_minor=0,
        requested_at=work.now,
        answer_by=closing_after(work.now, rules.ANSWER_DAYS),
    )
    work.session.add(case)
    work.session.flush()
    for line, quantity in chosen:
        worth = portion_of_units(line.total_minor, units=line.quantity, already=asked.get(line.id, 0), now=quantity)
        case.refund_minor += worth
        work.session.add(
            ReturnLine(
                **owner, id=new_id(), return_id=case.id, order_line_id=line.id, quantity=quantity, refund_minor=worth
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


def _move(case: ReturnCase, to: State) -> None:
    if to not in rules.NEXT[State(case.state)]:
        raise WrongState(state=case.state)
    case.state = to


def _order_of(work: Work, case: ReturnCase) -> Order:
    return work.session.get_one(Order, (case.tenant_id, case.order_id))


def decide_return(work: Work, code: str, *, approve: bool, message: str = "") -> None:
    """Approve or decline a return. A refusal needs its reason: raises ReasonNeeded, or WrongState once decided."""
    if not approve and not message:
        raise ReasonNeeded
    case = get_return(work, code, lock=True)
    _move(case, State.APPROVED if approve else State.DECLINED)
    case.decided_at, case.decided_by, case.decision_note = work.now, work.actor.name, message
    note(work, _order_of(work, case), "return_approved" if approve else "return_declined", text=message)
    work.audit("returns.decide", f"return:{case.id}", code=case.code, approved=approve)
    work.tell(ReturnDecided(case.tenant_id, case.id, approve))


def receive_return(work: Work, code: str) -> None:
    """Say that what was sent back is here. Its money is due now; stock, fees and taxes follow by the reaction."""
    case = get_return(work, code, lock=True)
    _move(case, State.REFUND_DUE)
    case.received_at = work.now
    note(work, _order_of(work, case), "return_received", text=case.code)
    work.audit("returns.receive", f"return:{case.id}", code=case.code, refund_minor=case.refund_minor)
    work.tell(ReturnReceived(case.tenant_id, case.id))
