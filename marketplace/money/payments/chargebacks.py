"""Chargebacks: how one stands is always read at the provider, whatever was told, and however often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.ids import new_id
from marketplace.kernel.jobs import Finish
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.states import may_step, transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money import ledger
from marketplace.money.payments.errors import AnsweredBefore, NoSuchChargeback
from marketplace.money.payments.events import ChargebackClosed, ChargebackOpened, DisputeTold, EvidenceReady
from marketplace.money.payments.gateways import get_provider
from marketplace.money.payments.models import Charge, Chargeback
from marketplace.money.payments.rules import CHARGEBACK_NEXT, ChargebackState, chargeback_cause
from marketplace.money.payments.told import DisputeStage, DisputeStanding

_SOON = timedelta(days=2)
_STATES = {
    DisputeStage.REVIEW: ChargebackState.SENT,
    DisputeStage.WON: ChargebackState.WON,
    DisputeStage.LOST: ChargebackState.LOST,
}


def look_at_dispute(fact: DisputeTold, key: str) -> Finish:
    """Look at the provider how a chargeback stands, and write that down."""
    return _look(fact.charge_id, fact.provider, fact.ref)


def _look(charge_id: UUID, provider: str, ref: str) -> Finish:
    standing = get_provider(provider).find_dispute(ref)

    def finish(work: Work) -> None:
        if standing is not None:
            note_dispute(work, charge_id, provider, standing)

    return finish


def note_dispute(work: Work, charge_id: UUID, provider: str, standing: DisputeStanding) -> None:
    """Write down how a chargeback stands; money moves in the books once for its opening and once for its end."""
    charge = work.session.lock_row(Charge, charge_id)
    named = (Chargeback.provider == provider) & (Chargeback.ref == standing.ref)
    found = work.session.find(select(Chargeback).where(named), lock=True) or _open(work, charge, provider, standing)
    to = _STATES.get(standing.state)
    if to is None or not may_step(found, to, CHARGEBACK_NEXT):
        return
    transition(found, to, CHARGEBACK_NEXT)
    if to is ChargebackState.SENT:
        return
    found.closed_at = work.now
    work.audit(f"payments.chargeback_{to}", f"purchase:{charge.purchase_id}", amount_minor=found.amount_minor)
    if to is ChargebackState.WON:
        cause = chargeback_cause(found.id)
        ledger.reverse(work, ledger.TransactionKind.DISPUTE, cause)
        if found.fee_minor:
            ledger.reverse(work, ledger.TransactionKind.DISPUTE_FEE, cause)
    work.tell(ChargebackClosed(found.id, charge.purchase_id, to is ChargebackState.WON))


def _open(work: Work, charge: Charge, provider: str, standing: DisputeStanding) -> Chargeback:
    made = Chargeback(
        id=new_id(), charge_id=charge.id, provider=provider, ref=standing.ref, state=ChargebackState.OPEN,
        amount_minor=standing.amount_minor, currency=standing.currency, fee_minor=standing.fee_minor,
        reason=standing.reason, opened_at=work.now, answer_by=standing.answer_by, evidence={},
    )  # fmt: skip
    work.session.add(made)
    work.session.flush()
    cause = chargeback_cause(made.id)
    ledger.record_dispute(work, cause=cause, amount_minor=made.amount_minor)
    if made.fee_minor:
        ledger.record_dispute_fee(work, cause=cause, amount_minor=made.fee_minor)
    work.audit("payments.chargeback", f"purchase:{charge.purchase_id}", amount_minor=made.amount_minor)
    work.tell(ChargebackOpened(made.id, charge.purchase_id))
    return made


@verb(needs=StaffMay.ADJUST)
def answer_chargeback(
    work: Work, chargeback_id: UUID, evidence: Mapping[str, str], *, photos: Sequence[str] = ()
) -> None:
    """Have evidence sent to the bank, once; it cannot be added to afterwards. `evidence` is by Stripe's names of its fields.

    `photos` are keys of pictures in the stores, which go as one file.

    Raises NoSuchChargeback; AnsweredBefore where it was sent, or the bank decided.
    """
    found = _lock(work, chargeback_id)
    transition(found, ChargebackState.SENDING, CHARGEBACK_NEXT, otherwise=AnsweredBefore())
    found.photos = list(photos)
    found.evidence, found.answered_at, found.answered_by = dict(evidence), work.now, work.actor.name
    work.audit("payments.chargeback_answer", f"chargeback:{found.id}")
    work.tell(EvidenceReady(found.id))


def _lock(work: Work, chargeback_id: UUID) -> Chargeback:
    found = work.session.find(select(Chargeback).where(Chargeback.id == chargeback_id), lock=True)
    if found is None:
        raise NoSuchChargeback
    return found


def send_evidence(chargeback: Chargeback, paper: bytes | None) -> Finish:
    """Send evidence to the provider, with a PDF beside it, and look how the chargeback stands then.

    Call it outside of any work. Sending it again changes nothing there. Raises ProviderSilent.
    """
    get_provider(chargeback.provider).send_evidence(chargeback.ref, chargeback.evidence, paper)
    return _look(chargeback.charge_id, chargeback.provider, chargeback.ref)


def get_chargeback(work: Work, chargeback_id: UUID) -> tuple[Chargeback, Charge]:
    """Load a chargeback with its charge; raises NoSuchChargeback."""
    found = work.session.execute(
        select(Chargeback, Charge).join(Charge, Charge.id == Chargeback.charge_id).where(Chargeback.id == chargeback_id)
    ).first()
    if found is None:
        raise NoSuchChargeback
    return found[0], found[1]


def chargebacks(work: Work, *, limit: int = 100) -> Sequence[tuple[Chargeback, Charge]]:
    """List chargebacks with their charges: those that wait for an answer first, by their deadline, then the latest."""
    rows = work.session.execute(
        select(Chargeback, Charge)
        .join(Charge, Charge.id == Chargeback.charge_id)
        .order_by((Chargeback.state != ChargebackState.OPEN), Chargeback.answer_by, Chargeback.opened_at.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def count_chargebacks(work: Work) -> tuple[int, int]:
    """Count chargebacks that wait for an answer, and those of them whose deadline is within two days."""
    soon = work.now + _SOON
    rows = work.session.execute(
        select(func.count(), func.count().filter(Chargeback.answer_by < soon)).where(
            Chargeback.state == ChargebackState.OPEN
        )
    ).one()
    return int(rows[0]), int(rows[1])
