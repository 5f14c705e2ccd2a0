"""How money that goes back moves on: by its provider, or by a bank to an account that its buyer gave."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.states import may_step, transition
from marketplace.kernel.work import Work
from marketplace.money import ledger
from marketplace.money.payments import rules
from marketplace.money.payments.events import RefundRequested, RefundStuck, RefundSucceeded
from marketplace.money.payments.models import Charge, Chargeback, ProviderEvent, Refund
from marketplace.money.payments.rules import ChargebackState, RefundState, RefundWay, Verdict


def move_refund(work: Work, refund: Refund, to: RefundState, failure: str | None = None) -> None:
    """Take a locked refund a step on, with what the books say of it; a step that is none changes nothing."""
    if not may_step(refund, to, rules.REFUND_NEXT):
        return
    went = refund.state == RefundState.SUCCEEDED
    transition(refund, to, rules.REFUND_NEXT)
    if to is RefundState.REFUSED:
        refund.failure = failure
    elif to is RefundState.SUCCEEDED:
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
    refund.way = RefundWay.BANK
    move_refund(work, refund, RefundState.PENDING)


def hear_from_bank(work: Work, refund_id: UUID, *, arrived: bool, failure: str = "") -> None:
    """Take what a bank says of money that goes back by it: it arrived; or it did not, or did not stay."""
    (refund,) = lock_refunds(work, [refund_id])
    move_refund(work, refund, RefundState.SUCCEEDED if arrived else RefundState.FAILED, failure or None)


_UNDECIDED = (ChargebackState.OPEN, ChargebackState.SENDING, ChargebackState.SENT)


def is_claimed_back(work: Work, charge_id: UUID) -> bool:
    """Whether a bank is deciding about a charge: what goes back of it meanwhile would go back twice."""
    open_ones = select(Chargeback.id).where(Chargeback.charge_id == charge_id, Chargeback.state.in_(_UNDECIDED))
    return work.session.scalars(open_ones.limit(1)).first() is not None


def may_leave(work: Work, refund: Refund) -> bool:
    """Whether money may go back by the bank: not while a bank decides about its charge, or once it took it, nor while it is
    doubted whether the provider gave it back after all."""
    taken = select(Chargeback.id).where(
        Chargeback.charge_id == refund.charge_id, Chargeback.state != ChargebackState.WON
    )
    doubted = select(ProviderEvent.id).where(
        ProviderEvent.verdict == Verdict.REFUND_DOUBTED, ProviderEvent.key == rules.refund_key(refund.id)
    )
    return not any(work.session.scalars(query.limit(1)).first() for query in (taken, doubted))


def ask_waiting_refunds(work: Work, charge_id: UUID) -> None:
    """A bank gave a charge's money back to the market: what waited for that is asked for."""
    waiting = select(Refund).where(
        Refund.charge_id == charge_id, Refund.state.in_([RefundState.DUE, RefundState.REFUSED])
    )
    for refund in work.session.scalars(waiting.order_by(Refund.id)):
        work.tell(RefundRequested(refund.id))


def settle_by_chargeback(work: Work, charge_id: UUID, amount_minor: int) -> dict[UUID, int]:
    """A bank kept so many centavos of a charge: with them its buyer has what was owed to them; gives how much of each order.

    The books say that of the chargeback, as a whole. Whoever calls has locked the charge.
    """
    owed = select(Refund.id).where(
        Refund.charge_id == charge_id, Refund.state.in_([RefundState.DUE, RefundState.REFUSED, RefundState.FAILED])
    )
    settled: dict[UUID, int] = {}
    for refund in lock_refunds(work, work.session.scalars(owed).all()):
        if refund.amount_minor > amount_minor:
            continue  # a part of it would be left: that is for people
        amount_minor -= refund.amount_minor
        refund.way, refund.succeeded_at = RefundWay.CHARGEBACK, work.now
        transition(refund, RefundState.SUCCEEDED, rules.REFUND_NEXT)
        settled[refund.order_id] = settled.get(refund.order_id, 0) + refund.amount_minor
        work.tell(RefundSucceeded(refund.tenant_id, refund.order_id, refund.cause, refund.amount_minor))
    return settled
