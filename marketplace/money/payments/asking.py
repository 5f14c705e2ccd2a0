"""What is asked of providers, between two units of work: the first writes down that it is asked, the second what was answered.

Whether a question that got no answer was heard is not known. So whoever comes next looks at the provider first, and asks
again under the same key only where it knows of nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.jobs import Finish
from marketplace.kernel.quarantine import is_released
from marketplace.kernel.work import Work, unit_of_work
from marketplace.money.payments import provider_events, rules, service
from marketplace.money.payments.errors import ProviderSilent
from marketplace.money.payments.events import (
    AttemptAbandoned,
    AttemptDoubted,
    ChargeEnding,
    ChargeSucceeded,
    CostUnknown,
    MoneyLeft,
    ProviderTold,
    RefundDoubted,
    RefundRequested,
)
from marketplace.money.payments.gateways import get_provider
from marketplace.money.payments.models import Charge, PaymentAttempt, ProviderEvent, Refund
from marketplace.money.payments.rules import AttemptState, ChargeState, RefundState, RefundWay
from marketplace.money.payments.told import LeftAsked, Method, PaidWith
from tenants.scope import PlatformScope

# An answer that takes longer than this got lost; what waits for its buyer, or for its bank, is looked at once an hour.
_ANSWERED_WITHIN = timedelta(minutes=5)
_LOOK_EVERY = timedelta(hours=1)
_LOOK_FOR = timedelta(days=10)
_ASK_REFUSED_EVERY = timedelta(days=1)  # before that a provider only says again what it said under the key
_AT_ONCE = 50


def open_page(purchase_id: UUID) -> str:
    """Ask the provider to take a purchase's money; gives the page where the buyer pays. Call it outside of any work.

    Doing it again gives the same page. Raises ProviderSilent, NoSuchCharge, ChargeOver, ChargePaid.
    """
    with unit_of_work(PlatformScope("payment")) as work:
        if not is_released(work):
            raise ProviderSilent  # a copy of the market takes no money, as its jobs do not
        ask = service.ask_charge(work, purchase_id)
    if ask.page:
        return ask.page
    provider = get_provider(ask.provider)
    standing = (provider.find_charge(ask.asked) if ask.before else None) or provider.open_charge(ask.asked)
    with unit_of_work(PlatformScope("payment")) as work:
        page = service.note_standing(work, ask.charge_id, ask.id, standing)
    if not page:
        raise ProviderSilent
    return page


def look_at_attempt(fact: AttemptDoubted, key: str) -> Finish:
    """Look at the provider how an attempt stands of which nothing was heard. It is not asked again: its buyer may be gone."""
    with unit_of_work(PlatformScope("payment"), read_only=True) as work:
        attempt = work.session.get_one(PaymentAttempt, fact.attempt_id)
        asked = service.ask_of(work, attempt, work.session.get_one(Charge, attempt.charge_id))
    standing = get_provider(attempt.provider).find_charge(asked)

    def finish(work: Work) -> None:
        service.note_standing(work, attempt.charge_id, attempt.id, standing)

    return finish


def send_refund(fact: RefundRequested | RefundDoubted, key: str) -> Finish:
    """Ask the provider to give money back, or look at how that stands; it refunds once, however often it is asked."""
    with unit_of_work(PlatformScope("refund")) as work:
        ask = service.ask_refund(work, fact.refund_id)
    if ask is None:
        return lambda _work: None
    provider = get_provider(ask.provider)
    told = (provider.find_refund(ask.asked) if ask.before else None) or provider.refund(ask.asked)

    def finish(work: Work) -> None:
        provider_events.take_answer(work, ask.provider, told)

    return finish


def return_left(fact: MoneyLeft, key: str) -> Finish:
    """Have a provider give back what was transferred too much; where it cannot, staff see it."""
    with unit_of_work(PlatformScope("payment"), read_only=True) as work:
        event = work.session.get_one(ProviderEvent, fact.event_id)
        asked = LeftAsked(f"left:{event.id}", event.provider_ref, event.amount_minor or 0, event.currency or "")
        provider = event.provider
    told = get_provider(provider).return_left(asked)

    def finish(work: Work) -> None:
        service.note_left(work, fact.event_id, told)

    return finish


def end_page(fact: AttemptAbandoned, key: str) -> Finish:
    """Have an attempt's page, voucher or transfer ended at the provider; what it says of that comes as an event."""
    with unit_of_work(PlatformScope("payment"), read_only=True) as work:
        attempt = work.session.get_one(PaymentAttempt, fact.attempt_id)
        provider, ref = attempt.provider, attempt.provider_ref
    if ref:
        get_provider(provider).close_charge(ref)
    return lambda _work: None


def find_cost(fact: ChargeSucceeded | CostUnknown, key: str) -> Finish:
    """Read what the provider really took for a charge, to be compared with what its shops were charged for it."""
    with unit_of_work(PlatformScope("payment"), read_only=True) as work:
        paid = service.paid_attempt(work, fact.purchase_id)
        provider, ref = (paid.provider, paid.payment_ref or paid.provider_ref) if paid else ("", None)
    cost = get_provider(provider).find_cost(ref) if ref else None

    def finish(work: Work) -> None:
        service.note_cost(work, fact.purchase_id, cost)

    return finish


def find_paid_with(purchase_id: UUID) -> PaidWith:
    """Look in how many months a purchase is being paid, and with which kind of card. Call it outside of any work.

    Raises ProviderSilent where months were offered, since they cost its shops; the kind of card alone keeps nobody waiting.
    """
    with unit_of_work(PlatformScope("payment"), read_only=True) as work:
        paid, matters = service.payment_of(work, purchase_id)
        provider, ref = (paid.provider, paid.payment_ref or paid.provider_ref) if paid else ("", None)
    known = PaidWith(method=Method(paid.method) if paid and paid.method else None)
    if not ref or known.method in (Method.OXXO, Method.SPEI):
        return known
    try:
        return replace(get_provider(provider).find_paid_with(ref), method=known.method)
    except ProviderSilent:
        if matters:
            raise
        return known


def is_being_confirmed(purchase_id: UUID, *, pay_method: str | None) -> bool:
    """Whether more is known of a payment than its purchase says yet, whose `pay_method` is given: something that was told
    waits for its job, or for what follows on it. What the purchase says would not be true for some seconds."""
    with unit_of_work(PlatformScope("payment"), read_only=True) as work:
        charge = work.session.scalar(select(Charge).where(Charge.purchase_id == purchase_id))
        if charge is None:
            return False
        latest = select(PaymentAttempt.state).where(PaymentAttempt.charge_id == charge.id)
        state = work.session.scalar(latest.order_by(PaymentAttempt.number.desc()).limit(1))
        return (
            charge.state == ChargeState.SUCCEEDED
            or (state == AttemptState.WAITING and pay_method is None)
            or (state == AttemptState.ENDED and pay_method is not None)
            or provider_events.waits_for_job(work, charge)
        )


def judge_told(work: Work, fact: ProviderTold) -> None:
    """Say what something that was kept means."""
    provider_events.judge_event(work, fact.event_id)


def remind_waiting(work: Work) -> None:
    """By the clock: let who chose a voucher or a transfer know that its time is over soon. Once."""
    ending = select(PaymentAttempt).where(
        PaymentAttempt.state == AttemptState.WAITING,
        PaymentAttempt.reminded_at.is_(None),
        PaymentAttempt.pay_until > work.now,
        PaymentAttempt.pay_until < work.now + rules.REMINDED_BEFORE,
    )
    for attempt in work.session.lock(ending.limit(_AT_ONCE), skip_taken=True):
        attempt.reminded_at = work.now
        work.tell(ChargeEnding(work.session.get_one(Charge, attempt.charge_id).purchase_id, attempt.id))


def doubt_costs(work: Work) -> None:
    """By the clock: have asked again what providers took for charges that were paid lately and of which they did not say it."""
    unsaid = (
        select(Charge.purchase_id)
        .join(PaymentAttempt, PaymentAttempt.id == Charge.paid_by)
        .where(
            PaymentAttempt.cost_minor.is_(None),
            PaymentAttempt.ended_at < work.now - _LOOK_EVERY,
            PaymentAttempt.ended_at > work.now - _LOOK_FOR,
        )
    )
    for purchase_id in work.session.scalars(unsaid.limit(_AT_ONCE)).all():
        work.tell(CostUnknown(purchase_id))


def doubt_unanswered(work: Work) -> None:
    """By the clock: have looked at what should have been answered or paid by now, in case that was told and got lost."""
    attempts = select(PaymentAttempt).where(
        PaymentAttempt.state.in_([AttemptState.ASKED, AttemptState.OPEN, AttemptState.WAITING]),
        PaymentAttempt.asked_at < work.now - _ANSWERED_WITHIN,
        PaymentAttempt.asked_at > work.now - _LOOK_FOR,
        func.coalesce(PaymentAttempt.looked_at, PaymentAttempt.created_at) < work.now - _LOOK_EVERY,
    )
    for attempt in work.session.lock(attempts.limit(_AT_ONCE), skip_taken=True):
        attempt.looked_at = work.now
        work.tell(AttemptDoubted(attempt.id))
    looked = func.coalesce(Refund.looked_at, Refund.created_at)
    under_way = Refund.state.in_([RefundState.ASKED, RefundState.PENDING]) & (looked < work.now - _LOOK_EVERY)
    refused = (Refund.state == RefundState.REFUSED) & (looked < work.now - _ASK_REFUSED_EVERY)
    refunds = select(Refund).where(Refund.way == RefundWay.PROVIDER, under_way | refused)
    for refund in work.session.lock(refunds.limit(_AT_ONCE), skip_taken=True):
        refund.looked_at = work.now
        work.tell(RefundDoubted(refund.id))
