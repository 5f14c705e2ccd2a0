"""What providers tell: kept once, then judged, in any order, under the lock of the charge it is about."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.dialects.postgresql import insert

from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.states import may_step, transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.money.payments import rules
from marketplace.money.payments.errors import NoSuchCharge
from marketplace.money.payments.events import (
    AccountTold,
    AttemptOver,
    ChargeDeclined,
    ChargeSucceeded,
    ChargeWaits,
    DisputeTold,
    MoneyLeft,
    ProviderTold,
)
from marketplace.money.payments.models import Charge, PaymentAttempt, ProviderEvent, Refund
from marketplace.money.payments.refunding import move_refund
from marketplace.money.payments.rules import AttemptState, ChargeState, RefundState, RefundWay, Verdict
from marketplace.money.payments.told import ABOUT_DISPUTES, ABOUT_REFUNDS, EventKind, Method, Told

_ATTEMPT_STATES = {
    EventKind.CHARGE_WAITING: AttemptState.WAITING,
    EventKind.CHARGE_PARTIAL: AttemptState.WAITING,
    EventKind.CHARGE_SUCCEEDED: AttemptState.SUCCEEDED,
    EventKind.CHARGE_ENDED: AttemptState.ENDED,
}
_REFUND_STATES = {
    EventKind.REFUND_PENDING: RefundState.PENDING,
    EventKind.REFUND_SUCCEEDED: RefundState.SUCCEEDED,
    EventKind.REFUND_FAILED: RefundState.FAILED,
}


@verb(needs=PROOF)
def keep_event(work: Work, provider: str, told: Told) -> bool:
    """Keep what a provider told; a job judges it. False when it was kept before. Never raises for what it says."""
    event_id = _keep(work, provider, told)
    if event_id is not None:
        work.tell(ProviderTold(event_id))
    return event_id is not None


def take_answer(work: Work, provider: str, told: Told) -> Verdict:
    """Keep what a provider answered when it was asked, and judge it at once; gives what it meant."""
    event_id = _keep(work, provider, told)
    return Verdict.REPEATED if event_id is None else judge_event(work, event_id)


def _keep(work: Work, provider: str, told: Told) -> UUID | None:
    noted = work.session.execute(
        insert(ProviderEvent)
        .values(
            id=new_id(), provider=provider, event_id=told.event_id, kind=told.kind.value, said=told.said,
            received_at=work.now, provider_ref=told.ref, key=told.key, amount_minor=told.amount_minor,
            currency=told.currency, failure=told.failure, payment_ref=told.payment_ref, method=told.method,
            until=told.until, voucher=told.voucher,
        )
        .on_conflict_do_nothing()
        .returning(ProviderEvent.id),
        execution_options={"wall": "plain"},
    )  # fmt: skip
    return noted.scalar()


@verb(needs=StaffMay.ADJUST)
def judge_again(work: Work, event_id: UUID) -> Verdict:
    """Judge a kept event once more, which moved nothing when it was judged; gives what it means now. Raises NoSuchCharge."""
    event = work.session.get(ProviderEvent, event_id)
    if event is None:
        raise NoSuchCharge
    before = event.verdict
    verdict = judge_event(work, event_id, again=rules.JUDGED_AGAIN)
    work.audit("payments.judge_again", f"provider_event:{event_id}", before=before, after=verdict.value)
    return verdict


def judge_event(work: Work, event_id: UUID, *, again: Collection[Verdict] = ()) -> Verdict:
    """Say what a kept event means, and do what follows from it. Judging it again changes nothing, but of verdicts `again`.

    Money that comes after the purchase was given up is still money: it is told like any other, and whoever hears of it
    fulfils the purchase or gives the money back.
    """
    event = work.session.get_one(ProviderEvent, event_id)
    told = _told_by(event)
    charge = _find_charge(work, event.provider, told)
    event = work.session.lock_row(ProviderEvent, event_id)
    if event.verdict is not None and event.verdict not in again:
        return Verdict(event.verdict)
    if told.kind in ABOUT_REFUNDS:
        verdict = _judge_refund(work, charge, told, sure=event.verdict == Verdict.REFUND_DOUBTED)
    else:
        verdict = _judge_charge(work, charge, event.provider, told)
    if told.kind is EventKind.ACCOUNT_CHANGED:
        work.tell(AccountTold(event.provider, told.ref))
    if told.kind is EventKind.MONEY_LEFT and verdict is Verdict.TAKEN:
        work.tell(MoneyLeft(event_id))
    if charge is not None and told.kind in ABOUT_DISPUTES:
        work.tell(DisputeTold(charge.id, event.provider, told.ref))
    event.verdict, event.judged_at, event.charge_id = verdict, work.now, charge.id if charge else None
    work.session.flush()
    return verdict


def _told_by(event: ProviderEvent) -> Told:
    return Told(
        event.event_id, EventKind(event.kind), event.said, event.provider_ref, event.key, event.amount_minor,
        event.currency, event.failure, event.payment_ref, Method(event.method) if event.method else None, event.until,
        event.voucher,
    )  # fmt: skip


def judge_waiting(work: Work, charge: Charge) -> None:
    """Judge what was told about a locked charge and still waits for its job, before something is decided about it."""
    for event_id in work.session.scalars(_waiting(work, charge)).all():
        judge_event(work, event_id)


def waits_for_job(work: Work, charge: Charge) -> bool:
    """Say whether something that was told about a charge still waits for its job."""
    return work.session.scalar(_waiting(work, charge).limit(1)) is not None


def _waiting(work: Work, charge: Charge) -> Select[UUID]:
    attempts = work.session.execute(
        select(PaymentAttempt.id, PaymentAttempt.provider_ref).where(PaymentAttempt.charge_id == charge.id)
    ).all()
    about_it = or_(
        ProviderEvent.key.in_([rules.attempt_key(row.id) for row in attempts]),
        ProviderEvent.provider_ref.in_([row.provider_ref for row in attempts if row.provider_ref]),
    )
    return select(ProviderEvent.id).where(ProviderEvent.verdict.is_(None), about_it).order_by(ProviderEvent.id)


def _find_charge(work: Work, provider: str, told: Told) -> Charge | None:
    """Find and lock the charge that is meant, by our key or else by the provider's name for it."""
    about = _find_refund(work, told) if told.kind in ABOUT_REFUNDS else _find_attempt(work, provider, told)
    return work.session.lock_row(Charge, about.charge_id) if about is not None else None


def _find_attempt(work: Work, provider: str, told: Told) -> PaymentAttempt | None:
    of_it = rules.read_key(told.key, "charge")
    if of_it:
        named = PaymentAttempt.id == of_it
    elif told.payment_ref:
        named = PaymentAttempt.payment_ref == told.payment_ref
    else:
        named = PaymentAttempt.provider_ref == told.ref
    return work.session.scalar(select(PaymentAttempt).where(PaymentAttempt.provider == provider, named))


def _find_refund(work: Work, told: Told) -> Refund | None:
    of_it = rules.read_key(told.key, "refund")
    named = Refund.id == of_it if of_it else Refund.provider_ref == told.ref
    return work.session.scalar(select(Refund).where(named))


def _judge_charge(work: Work, charge: Charge | None, provider: str, told: Told) -> Verdict:
    attempt = _find_attempt(work, provider, told)
    if charge is None or attempt is None:
        return rules.judge_charge(told, attempt=None, charge=ChargeState.PENDING, amount_minor=0, currency="")
    attempt = work.session.lock_row(PaymentAttempt, attempt.id)
    verdict = rules.judge_charge(
        told,
        attempt=AttemptState(attempt.state),
        charge=ChargeState(charge.state),
        amount_minor=attempt.amount_minor,
        currency=attempt.currency,
        received_minor=attempt.received_minor,
    )
    if verdict in rules.MOVES:
        _move_attempt(work, charge, attempt, told, verdict)
    return verdict


def _move_attempt(work: Work, charge: Charge, attempt: PaymentAttempt, told: Told, verdict: Verdict) -> None:
    attempt.provider_ref = attempt.provider_ref or told.ref or None
    attempt.method = told.method or attempt.method
    attempt.voucher = told.voucher or attempt.voucher
    if told.payment_ref and attempt.payment_ref is None:
        attempt.payment_ref = told.payment_ref
        _judge_early(work, told)
    if told.kind is EventKind.CHARGE_DECLINED:
        attempt.failure = told.failure
    if told.kind in (EventKind.CHARGE_PARTIAL, EventKind.CHARGE_SUCCEEDED):
        attempt.received_minor = told.amount_minor or 0
    to = _ATTEMPT_STATES.get(told.kind)
    if to is not None and may_step(attempt, to, rules.ATTEMPT_NEXT):  # a further part leaves it waiting
        transition(attempt, to, rules.ATTEMPT_NEXT)
        if to in (AttemptState.SUCCEEDED, AttemptState.ENDED):
            attempt.ended_at = work.now
    _tell_of_attempt(work, charge, attempt, told)
    if to is AttemptState.SUCCEEDED and verdict is Verdict.TAKEN:
        charge.paid_by = attempt.id
        transition(charge, ChargeState.SUCCEEDED, rules.CHARGE_NEXT)
        charge.succeeded_at = work.now
        work.audit("payments.charge", f"purchase:{charge.purchase_id}", amount_minor=charge.amount_minor)
        work.tell(ChargeSucceeded(charge.purchase_id, charge.amount_minor))


def _tell_of_attempt(work: Work, charge: Charge, attempt: PaymentAttempt, told: Told) -> None:
    """Let the purchase know how its payment goes, while it is not paid."""
    if charge.state == ChargeState.SUCCEEDED:
        return
    if told.kind is EventKind.CHARGE_DECLINED:
        work.tell(ChargeDeclined(charge.purchase_id, told.failure or ""))
    elif told.kind is EventKind.CHARGE_ENDED:
        work.tell(AttemptOver(charge.purchase_id))
    elif attempt.state == AttemptState.WAITING and attempt.method:
        attempt.pay_until = attempt.pay_until or rules.pay_until(told, work.now)
        if attempt.pay_until:
            hold, received = rules.hold_until(attempt.pay_until), attempt.received_minor
            work.tell(ChargeWaits(charge.purchase_id, attempt.id, attempt.method, attempt.pay_until, hold, received))


def _judge_early(work: Work, told: Told) -> None:
    """Have judged once more what was told of a payment before it was known whose it is."""
    early = select(ProviderEvent).where(
        ProviderEvent.payment_ref == told.payment_ref, ProviderEvent.verdict == Verdict.NO_CHARGE
    )
    for event in work.session.lock(early.order_by(ProviderEvent.id)):
        event.verdict = event.judged_at = None
        work.tell(ProviderTold(event.id))


def _judge_refund(work: Work, charge: Charge | None, told: Told, *, sure: bool) -> Verdict:
    found = _find_refund(work, told)
    if charge is None or found is None:
        # What was transferred too much goes back by a key of its own, and is no refund of a charge.
        ours = (told.key or "").startswith("left:")
        return Verdict.OVER if ours else rules.judge_refund(told, refund=None, amount_minor=0, currency="")
    refund = work.session.lock_row(Refund, found.id)
    verdict = rules.judge_refund(
        told, refund=RefundState(refund.state), amount_minor=refund.amount_minor, currency=charge.currency,
        way=RefundWay(refund.way), sure=sure,
    )  # fmt: skip
    if verdict in rules.MOVES:
        refund.provider_ref = refund.provider_ref or told.ref or None
        refund.way = RefundWay.PROVIDER
        refused = verdict is Verdict.REFUND_REFUSED
        move_refund(work, refund, RefundState.REFUSED if refused else _REFUND_STATES[told.kind], told.failure)
    return verdict
