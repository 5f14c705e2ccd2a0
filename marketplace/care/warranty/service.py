"""Verbs on warranty: the buyer claims, the shop answers with a remedy or a reason."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.care.warranty import rules
from marketplace.care.warranty.errors import (
    ClaimAlreadyOpen,
    ClaimNotCovered,
    ClaimReasonNeeded,
    ClaimWrongState,
    NoneLeft,
    NoSuchClaim,
)
from marketplace.care.warranty.events import ClaimAnswered, ClaimOpened, ClaimRefunded
from marketplace.care.warranty.models import Claim
from marketplace.care.warranty.rules import ClaimState
from marketplace.kernel.calendar import closing_after
from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.money.payments.events import RefundSucceeded
from marketplace.trade.orders import (
    OrderState,
    at_stake,
    check_no_dispute,
    confirm_arrival,
    end_hold,
    get_order,
    give_pieces_back,
    hold_money,
    lines_of,
    note,
)
from marketplace.trade.orders.models import Order, OrderLine


@verb(needs=PROOF)
def open_claim(
    work: Work, order_code: str, *, line_id: UUID, problem: str, quantity: int = 1, photos: Sequence[str] = ()
) -> str:
    """Claim the warranty frozen with a line, for so many of its pieces; gives the claim's code.

    Raises ClaimNotCovered before delivery and after the warranty's end, NoneLeft for more pieces than the buyer still has,
    ClaimAlreadyOpen or DisputeOpen while one waits for an answer.
    """
    order = get_order(work, order_code, lock=True)
    line = next((one for one in lines_of(work, order, lock=True) if one.id == line_id), None)
    if line is None or order.delivered_at is None or order.state != OrderState.DELIVERED:
        raise ClaimNotCovered
    check_no_dispute(work, order)
    until = rules.covered_until(order.delivered_at, line.warranty_months)
    if work.now > until:
        raise ClaimNotCovered
    if not 1 <= quantity <= line.quantity - line.going_back:
        raise NoneLeft(left=line.quantity - line.going_back)
    waiting = work.session.scalar(
        select(Claim.id).where(
            Claim.tenant_id == order.tenant_id,
            Claim.order_line_id == line_id,
            Claim.state.in_([ClaimState.OPEN, ClaimState.ACCEPTED, ClaimState.REFUND_DUE]),
        )
    )
    if waiting is not None:
        raise ClaimAlreadyOpen
    confirm_arrival(work, order)
    claim = Claim(
        tenant_id=order.tenant_id,
        id=new_id(),
        buyer_id=order.buyer_id,
        order_id=order.id,
        order_line_id=line_id,
        code=new_code(),
        state=ClaimState.OPEN,
        quantity=quantity,
        problem=problem,
        photos=list(photos),
        opened_at=work.now,
        answer_by=closing_after(work.now, rules.ANSWER_DAYS),
        covered_until=until,
    )
    work.session.add(claim)
    line.claimed = quantity
    stake = at_stake(work, order, {line.id: quantity}, with_way=True)
    hold_money(work, order, f"claim:{claim.id}", amount_minor=stake)
    note(work, order, "claim_opened", text=line.title)
    work.tell(ClaimOpened(order.tenant_id, claim.id))
    return claim.code


def get_claim(work: Work, code: str, *, lock: bool = False) -> Claim:
    """Load a claim by its code, within the scope; raises NoSuchClaim."""
    query = select(Claim).where(Claim.code == code)
    claim = work.session.find(query, lock=lock)
    if claim is None:
        raise NoSuchClaim
    return claim


def _lock(work: Work, code: str) -> tuple[Claim, Order]:
    """Lock the order of a claim, then the claim (docs/rules/locking.md)."""
    found = get_claim(work, code)
    order = work.session.lock_row(Order, (found.tenant_id, found.order_id))
    return get_claim(work, code, lock=True), order


@verb(needs=May.SERVE_WARRANTY)
def answer_claim(work: Work, code: str, *, remedy: str | None, answer: str) -> None:
    """Accept a claim with a remedy, or decline it with a reason. Money that is to go back goes at once, by the reaction.

    Raises ClaimReasonNeeded, ClaimWrongState once answered, or NoneLeft when the pieces are on their way back already.
    """
    if not answer:
        raise ClaimReasonNeeded
    claim, order = _lock(work, code)
    if remedy is None:
        _move(claim, ClaimState.DECLINED)
        _line_of(work, claim, order).claimed = 0
        end_hold(work, order, f"claim:{claim.id}")
    elif remedy == rules.Remedy.REFUND:
        _move(claim, ClaimState.REFUND_DUE)
        _send_money(work, claim, order)
    else:
        _move(claim, ClaimState.ACCEPTED)
    claim.remedy, claim.answer = remedy, answer
    claim.answered_at, claim.answered_by = work.now, work.actor.name
    note(work, order, "claim_accepted" if remedy else "claim_declined", text=answer)
    work.audit("warranty.answer", f"claim:{claim.id}", code=claim.code, remedy=remedy)
    work.tell(ClaimAnswered(claim.tenant_id, claim.id))


def _line_of(work: Work, claim: Claim, order: Order) -> OrderLine:
    """Lock the line of a claim as it is: a line has one open claim, so what it counts as claimed is this claim's."""
    return next(one for one in lines_of(work, order, lock=True) if one.id == claim.order_line_id)


def _send_money(work: Work, claim: Claim, order: Order) -> None:
    line = _line_of(work, claim, order)
    if order.state != OrderState.DELIVERED or line.going_back + claim.quantity > line.quantity:
        raise NoneLeft(left=line.quantity - line.going_back)
    line.going_back += claim.quantity
    line.claimed = 0
    work.tell(ClaimRefunded(claim.tenant_id, claim.id))


@verb(needs=May.SERVE_WARRANTY)
def close_claim(work: Work, code: str) -> None:
    """Say that the remedy was given. Raises ClaimWrongState unless the claim was accepted; one with money ends by itself."""
    claim, order = _lock(work, code)
    if claim.state == ClaimState.REFUND_DUE:
        raise ClaimWrongState(state=claim.state)
    _end(work, claim, order)
    work.audit("warranty.close", f"claim:{claim.id}", code=claim.code)


def _end(work: Work, claim: Claim, order: Order) -> None:
    _move(claim, ClaimState.CLOSED)
    claim.closed_at = work.now
    _line_of(work, claim, order).claimed = 0
    note(work, order, "claim_closed", text=claim.code)
    end_hold(work, order, f"claim:{claim.id}")


def refund_claim(work: Work, fact: ClaimRefunded) -> None:
    """Above the walls: what broke is paid back whole, with its part of the way there (LFPC art. 82 and 92). Once.

    Where a bank gave all of it back meanwhile, no money will ever tell that the claim is over: it ends here.
    """
    claim = work.session.get_one(Claim, (fact.tenant_id, fact.claim_id))
    worth = give_pieces_back(
        work,
        (claim.tenant_id, claim.order_id),
        cause=f"claim:{claim.id}",
        pieces={claim.order_line_id: claim.quantity},
        with_way=True,
    )
    if worth is not None and not worth.total_minor:
        claim, order = _lock(work, claim.code)
        _end(work, claim, order)


def close_refunded(work: Work, fact: RefundSucceeded) -> None:
    """Above the walls: the money of a claim went back, so it is over."""
    if not fact.cause.startswith("claim:"):
        return
    order = work.session.lock_row(Order, (fact.tenant_id, fact.order_id))
    claim = work.session.lock_row(Claim, (fact.tenant_id, UUID(fact.cause.removeprefix("claim:"))))
    if claim.state == ClaimState.REFUND_DUE:
        _end(work, claim, order)


def _move(claim: Claim, to: ClaimState) -> None:
    transition(claim, to, rules.NEXT, otherwise=ClaimWrongState(state=claim.state))
