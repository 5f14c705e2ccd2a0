"""Money back to buyers by the bank, where it cannot go by the way it came: to an account that they say."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.states import may_step, transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.money import payments
from marketplace.money.payments import NotStuck, RefundState, refunds_of
from marketplace.money.payments.events import RefundSucceeded
from marketplace.money.payments.models import Refund
from marketplace.money.payouts import rules
from marketplace.money.payouts.errors import BouncedAccount
from marketplace.money.payouts.events import RefundAccountGiven
from marketplace.money.payouts.gateways import TransferTold
from marketplace.money.payouts.models import RefundTransfer
from marketplace.money.payouts.rules import PayoutState


@verb(needs=PROOF)
def give_refund_account(work: Work, purchase_id: UUID, *, owner_id: UUID, clabe: str, holder: str) -> int:
    """Say to which account goes what cannot go back by the way a purchase was paid; gives how much that is, in centavos.

    Until it is in a file for the bank, another account may be said. Whoever calls has their word that they want it so: else
    it goes back as it was paid (LFPC art. 92). `clabe` is one, read already. Raises BouncedAccount for one that the bank did not
    take, NotStuck where nothing waits for one.
    """
    refunds = payments.lock_refunds(work, [one.id for one in refunds_of(work, purchase_id)])
    unsent = _lock_unsent(work, [one.id for one in refunds])
    before = transfers_of(work, [one.id for one in refunds])
    if any(one.state in _DID_NOT_STAY and one.clabe == clabe for one in before.values()):
        raise BouncedAccount
    going = []
    for refund in refunds:
        transfer = unsent.get(refund.id)
        if refund.state == RefundState.FAILED and payments.may_leave(work, refund):
            payments.send_by_bank(work, refund)
            transfer = RefundTransfer(
                id=new_id(), refund_id=refund.id, owner_id=owner_id, code=new_code(), state=PayoutState.DUE,
                amount_minor=refund.amount_minor,
            )  # fmt: skip
            work.session.add(transfer)
        elif transfer is None:
            continue
        transfer.clabe, transfer.holder, transfer.given_at = clabe, holder, work.now
        work.tell(RefundAccountGiven(refund.tenant_id, refund.order_id, transfer.id))
        going.append(refund.amount_minor)
    if not going:
        raise NotStuck
    work.session.flush()
    work.audit("payout.refund_account", f"purchase:{purchase_id}", refunds=len(going))
    return sum(going)


def _lock_unsent(work: Work, refund_ids: Sequence[UUID]) -> dict[UUID, RefundTransfer]:
    rows = work.session.lock(
        select(RefundTransfer).where(RefundTransfer.refund_id.in_(refund_ids)).order_by(RefundTransfer.id)
    )
    return {one.refund_id: one for one in rows if one.state == PayoutState.DUE}


def transfers_of(work: Work, refund_ids: Sequence[UUID]) -> dict[UUID, RefundTransfer]:
    """Give for refunds the latest account that was given for each."""
    rows = work.session.scalars(
        select(RefundTransfer)
        .where(RefundTransfer.refund_id.in_(refund_ids))
        .order_by(RefundTransfer.given_at, RefundTransfer.id)
    )
    return {one.refund_id: one for one in rows}


def take_refund_told(work: Work, transfer: RefundTransfer, told: TransferTold) -> bool:
    """Take what the bank tells of a locked transfer; in any order, and twice is once. False where it changes nothing."""
    to = rules.state_told(transfer, told.kind)
    if to is None or to is PayoutState.SENT or not may_step(transfer, to, rules.NEXT):
        return False
    transition(transfer, to, rules.NEXT)
    transfer.settled_at = work.now
    if to is not PayoutState.PAID:
        transfer.failure = told.failure
    payments.hear_from_bank(work, transfer.refund_id, arrived=to is PayoutState.PAID, failure=told.failure)
    return True


_DID_NOT_STAY = (PayoutState.FAILED, PayoutState.RETURNED)


def drop_unsent(work: Work, fact: RefundSucceeded) -> None:
    """The provider gave back after all what was to go by the bank: what is in no file yet goes no more."""
    query = select(RefundTransfer).join(Refund, Refund.id == RefundTransfer.refund_id)
    unsent = query.where(Refund.cause == fact.cause, RefundTransfer.state == PayoutState.DUE)
    for transfer in work.session.lock(unsent.order_by(RefundTransfer.id)):
        transition(transfer, PayoutState.FAILED, rules.NEXT)
        transfer.settled_at, transfer.failure = work.now, "provider"


def hand_refunds_over(work: Work, guest: UUID, owner_id: UUID) -> None:
    """What a guest's purchases give back is an account's from now on, which took them over."""
    work.session.execute(update(RefundTransfer).where(RefundTransfer.owner_id == guest).values(owner_id=owner_id))
