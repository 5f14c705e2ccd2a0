"""Verbs on warranty: the buyer claims, the shop answers with a remedy or a reason."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.calendar import closing_after
from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.work import Work
from marketplace.ordering.models import Order
from marketplace.ordering.service import get_order, lines_of, note
from marketplace.warranty import rules
from marketplace.warranty.errors import AlreadyOpen, NoSuchClaim, NotCovered, ReasonNeeded, WrongState
from marketplace.warranty.events import ClaimAnswered, ClaimOpened
from marketplace.warranty.models import Claim
from marketplace.warranty.rules import State


def open_claim(work: Work, order_code: str, *, line_id: UUID, problem: str, photos: Sequence[str] = ()) -> str:
    """Claim the warranty frozen with a line; gives the claim's code.

    Raises NotCovered before delivery and after the warranty's end, AlreadyOpen while one waits for an answer.
    """
    order = get_order(work, order_code, lock=True)
    line = next((one for one in lines_of(work, order) if one.id == line_id), None)
    if line is None or order.delivered_at is None:
        raise NotCovered
    until = rules.covered_until(order.delivered_at, line.warranty_months)
    if work.now > until:
        raise NotCovered
    waiting = work.session.scalar(
        select(Claim.id).where(
            Claim.tenant_id == order.tenant_id,
            Claim.order_line_id == line_id,
            Claim.state.in_([State.OPEN, State.ACCEPTED]),
        )
    )
    if waiting is not None:
        raise AlreadyOpen
    claim = Claim(
        tenant_id=order.tenant_id,
        id=new_id(),
        buyer_id=order.buyer_id,
        order_id=order.id,
        order_line_id=line_id,
        code=new_code(),
        state=State.OPEN,
        problem=problem,
        photos=list(photos),
        opened_at=work.now,
        answer_by=closing_after(work.now, rules.ANSWER_DAYS),
        covered_until=until,
    )
    work.session.add(claim)
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


def answer_claim(work: Work, code: str, *, remedy: str | None, answer: str) -> None:
    """Accept a claim with a remedy, or decline it with a reason. Raises ReasonNeeded, or WrongState once answered."""
    if not answer:
        raise ReasonNeeded
    claim = get_claim(work, code, lock=True)
    _move(claim, State.ACCEPTED if remedy else State.DECLINED)
    claim.remedy, claim.answer = remedy, answer
    claim.answered_at, claim.answered_by = work.now, work.actor.name
    order = work.session.get_one(Order, (claim.tenant_id, claim.order_id))
    note(work, order, "claim_accepted" if remedy else "claim_declined", text=answer)
    work.audit("warranty.answer", f"claim:{claim.id}", code=claim.code, remedy=remedy)
    work.tell(ClaimAnswered(claim.tenant_id, claim.id))


def close_claim(work: Work, code: str) -> None:
    """Say that the remedy was given. Raises WrongState unless the claim was accepted."""
    claim = get_claim(work, code, lock=True)
    _move(claim, State.CLOSED)
    claim.closed_at = work.now
    work.audit("warranty.close", f"claim:{claim.id}", code=claim.code)


def _move(claim: Claim, to: State) -> None:
    if to not in rules.NEXT[State(claim.state)]:
        raise WrongState(state=claim.state)
    claim.state = to
