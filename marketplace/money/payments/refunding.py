"""How money that goes back moves on: by its provider, or by a bank to an account that its buyer gave."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.states import may_step, transition
from marketplace.kernel.work import Work
from marketplace.money import ledger
from marketplace.money.payments import rules
from marketplace.money.payments.events import RefundStuck, RefundSucceeded
from marketplace.money.payments.models import Charge, Refund
from marketplace.money.payments.rules import RefundState


def move_refund(work: Work, refund: Refund, to: RefundState, failure: str | None = None) -> None:
    """Take a locked refund a step on, with what the books say of it; a step that is none changes nothing."""
    if not may_step(refund, to, rules.REFUND_NEXT):
        return
    went = refund.state == RefundState.SUCCEEDED
    transition(refund, to, rules.REFUND_NEXT)
    if to is RefundState.SUCCEEDED:
        refund.succeeded_at = work.now
        ledger.record_refund(
            work, tenant_id=refund.tenant_id, order_id=refund.order_id, cause=_in_books(refund),
            amount_minor=refund.amount_minor,
        )  # fmt: skip
        work.tell(RefundSucceeded(refund.tenant_id, refund.order_id, refund.cause, refund.amount_minor))
    elif to is RefundState.FAILED:
        refund.failure = failure
        if went:
            ledger.reverse(work, ledger.TransactionKind.REFUND, _in_books(refund))
            refund.succeeded_at = None
        refund.times_stuck += 1
        work.tell(RefundStuck(refund.id, refund.tenant_id, refund.order_id, refund.amount_minor, refund.times_stuck))


def _in_books(refund: Refund) -> str:
    """What the books call it: another each time that it goes, for they write a cause once."""
    return f"{refund.cause}:{refund.times_stuck + 1}" if refund.times_stuck else refund.cause


def lock_refunds(work: Work, refund_ids: Sequence[UUID]) -> Sequence[Refund]:
    """Lock refunds behind their charges, in the order of their ids."""
    of = select(Refund.charge_id).where(Refund.id.in_(refund_ids))
    work.session.lock(select(Charge).where(Charge.id.in_(of)).order_by(Charge.id))
    return work.session.lock(select(Refund).where(Refund.id.in_(refund_ids)).order_by(Refund.id))


def send_by_bank(work: Work, refund: Refund) -> None:
    """Let what does not go back by the way it came go by a bank: whoever calls, with the refund locked, sees to that."""
    refund.by_bank = True
    move_refund(work, refund, RefundState.PENDING)


def hear_from_bank(work: Work, refund_id: UUID, *, arrived: bool, failure: str = "") -> None:
    """Take what a bank says of money that goes back by it: it arrived; or it did not, or did not stay."""
    (refund,) = lock_refunds(work, [refund_id])
    move_refund(work, refund, RefundState.SUCCEEDED if arrived else RefundState.FAILED, failure or None)
