"""Verbs on the money of a purchase: opening a charge, asking a provider to take it, and giving money back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.ids import new_id
from marketplace.kernel.states import transition
from marketplace.kernel.work import Work
from marketplace.money import ledger
from marketplace.money.ledger import sold
from marketplace.money.payments import rules
from marketplace.money.payments.errors import ChargeOver, ChargePaid, NoSuchCharge, RefundTooLarge
from marketplace.money.payments.events import AttemptAbandoned, LeftReturned, RefundRequested
from marketplace.money.payments.gateways import TAKES_CHARGES, is_in_use
from marketplace.money.payments.models import Charge, PaymentAttempt, ProviderEvent, Refund
from marketplace.money.payments.provider_events import judge_waiting, take_answer
from marketplace.money.payments.refunding import is_claimed_back, move_refund
from marketplace.money.payments.rules import AttemptState, ChargeState, RefundState, RefundWay, Verdict
from marketplace.money.payments.told import ChargeAsked, Cost, LeftTold, Method, RefundAsked, Standing
from tenants.rows import NewRows


def open_charge(
    work: Work, rows: NewRows, *, purchase_id: UUID, reference: str, amount_minor: int, instalments: bool = False
) -> None:
    """Write down the intention to take a purchase's money, in centavos, and the first attempt; nobody is asked yet.

    `reference` is what people call the purchase: its code. `instalments`: whether every shop in it accepts months without
    interest, which stays so for this charge.
    """
    charge_id = new_id()
    rows.add(
        Charge,
        id=charge_id,
        purchase_id=purchase_id,
        reference=reference,
        amount_minor=amount_minor,
        state=ChargeState.PENDING,
        instalments=instalments,
        created_at=work.now,
        provider=TAKES_CHARGES,
        provider_ref=str(charge_id),
    )
    rows.add(
        PaymentAttempt,
        charge_id=charge_id,
        number=1,
        provider=TAKES_CHARGES,
        state=AttemptState.NEW,
        amount_minor=amount_minor,
        currency="MXN",
        created_at=work.now,
    )


def close_charge(work: Work, purchase_id: UUID) -> bool:
    """Give up a charge whose time is over. False when it was paid meanwhile, also where no job has judged that yet."""
    charge = _lock_charge(work, purchase_id)
    if charge is None:
        return False
    judge_waiting(work, charge)
    if charge.state == ChargeState.SUCCEEDED:
        return False
    if charge.state == ChargeState.PENDING:
        transition(charge, ChargeState.EXPIRED, rules.CHARGE_NEXT)
        known = select(PaymentAttempt.id).where(
            PaymentAttempt.charge_id == charge.id,
            PaymentAttempt.state.in_([AttemptState.OPEN, AttemptState.WAITING]),
            PaymentAttempt.provider_ref.is_not(None),
        )
        for attempt_id in work.session.scalars(known).all():
            work.tell(AttemptAbandoned(attempt_id))
    return True


def _lock_charge(work: Work, purchase_id: UUID) -> Charge | None:
    return work.session.find(select(Charge).where(Charge.purchase_id == purchase_id), lock=True)


@dataclass(frozen=True)
class ToAsk:
    """What a provider is to be asked. `before`: it was asked already and the answer is not known, so look first."""

    id: UUID
    provider: str
    before: bool


@dataclass(frozen=True)
class ChargeToAsk(ToAsk):
    """A charge to be asked for; where the buyer may already pay it, `page` says where, and nothing is asked."""

    asked: ChargeAsked
    charge_id: UUID
    page: str | None


def ask_charge(work: Work, purchase_id: UUID) -> ChargeToAsk:
    """Write down that the provider is about to be asked to take a purchase's money; gives what to ask.

    The attempt that may still be paid is asked again under its own key; only where it is over there is a new one. Raises
    NoSuchCharge, ChargeOver, ChargePaid.
    """
    charge = _lock_charge(work, purchase_id)
    if charge is None:
        raise NoSuchCharge
    if charge.state != ChargeState.PENDING:
        raise ChargePaid if charge.state == ChargeState.SUCCEEDED else ChargeOver
    before = work.session.lock(
        select(PaymentAttempt).where(PaymentAttempt.charge_id == charge.id).order_by(PaymentAttempt.number)
    )
    attempt = before[-1] if before and before[-1].state in rules.LIVE else _try_again(work, charge, len(before) + 1)
    again = attempt.state == AttemptState.ASKED
    if attempt.state == AttemptState.NEW:
        transition(attempt, AttemptState.ASKED, rules.ATTEMPT_NEXT)
        attempt.asked_at = work.now
    asked = ask_of(work, attempt, charge)
    return ChargeToAsk(attempt.id, attempt.provider, again, asked, charge.id, attempt.page)


def ask_of(work: Work, attempt: PaymentAttempt, charge: Charge) -> ChargeAsked:
    """Say what a provider is asked for an attempt: the same each time."""
    return ChargeAsked(
        rules.attempt_key(attempt.id), attempt.amount_minor, attempt.currency, charge.reference,
        attempt.asked_at or work.now, attempt.provider_ref, bool(charge.instalments),
    )  # fmt: skip


def _try_again(work: Work, charge: Charge, number: int) -> PaymentAttempt:
    attempt = PaymentAttempt(
        id=new_id(),
        charge_id=charge.id,
        number=number,
        provider=charge.provider,
        state=AttemptState.NEW,
        amount_minor=charge.amount_minor,
        currency=charge.currency,
        received_minor=0,
        created_at=work.now,
    )
    work.session.add(attempt)
    return attempt


def note_standing(work: Work, charge_id: UUID, attempt_id: UUID, standing: Standing | None) -> str | None:
    """Write down how an attempt stands at its provider; gives the page where it may be paid, None where it may not.

    None as standing: the provider knows nothing of it.
    """
    work.session.lock_row(Charge, charge_id)
    attempt = work.session.lock_row(PaymentAttempt, attempt_id)
    attempt.looked_at = work.now
    if standing is not None:
        attempt.provider_ref = attempt.provider_ref or standing.ref
        attempt.page = attempt.page or standing.page
        if attempt.state == AttemptState.ASKED:
            transition(attempt, AttemptState.OPEN, rules.ATTEMPT_NEXT)
        if standing.told is not None:
            take_answer(work, attempt.provider, standing.told)
    return attempt.page if attempt.state in rules.LIVE else None


def paid_attempt(work: Work, purchase_id: UUID) -> PaymentAttempt | None:
    """The attempt whose money paid a purchase; None where none did."""
    charge = work.session.scalar(select(Charge).where(Charge.purchase_id == purchase_id))
    return work.session.get(PaymentAttempt, charge.paid_by) if charge and charge.paid_by else None


def payment_of(work: Work, purchase_id: UUID) -> tuple[PaymentAttempt | None, bool]:
    """The attempt that paid a purchase, and whether that may have been in months that are not known yet."""
    charge = work.session.scalar(select(Charge).where(Charge.purchase_id == purchase_id))
    if charge is None or charge.paid_by is None:
        return None, False
    attempt = work.session.get_one(PaymentAttempt, charge.paid_by)
    by_card = attempt.method not in (Method.OXXO, Method.SPEI)
    return attempt, by_card and bool(charge.instalments) and attempt.months is None


def note_months(work: Work, purchase_id: UUID, months: int | None) -> int | None:
    """Keep in how many months a purchase was paid, where it was; gives it."""
    attempt = paid_attempt(work, purchase_id)
    if attempt is None:
        return None
    attempt.months = attempt.months or months
    return attempt.months


def note_cost(work: Work, purchase_id: UUID, cost: Cost | None) -> None:
    """Write down what the provider took for a purchase, where it says so, and in the books what that costs."""
    attempt = paid_attempt(work, purchase_id)
    if attempt is not None and cost is not None:
        attempt.cost_minor, attempt.cost_iva_minor = cost.fee_minor, cost.iva_minor
        cause = f"charge:{attempt.charge_id}"
        ledger.record_processing_cost(work, cause=cause, fee_minor=cost.fee_minor, iva_minor=cost.iva_minor)


def note_left(work: Work, event_id: UUID, told: LeftTold) -> None:
    """Write down that what was transferred too much for a purchase goes back; what cannot, or is nobody's, is for staff."""
    attempt_id = rules.read_key(told.charge_key, "charge")
    attempt = work.session.get(PaymentAttempt, attempt_id) if attempt_id else None
    charge = work.session.lock_row(Charge, attempt.charge_id) if attempt else None
    event = work.session.lock_row(ProviderEvent, event_id)
    event.charge_id = charge.id if charge else None
    if not told.amount_minor or attempt is None or charge is None:
        event.verdict = Verdict.LEFT
        return
    attempt = work.session.lock_row(PaymentAttempt, attempt.id)
    attempt.left_minor += told.amount_minor
    work.tell(LeftReturned(charge.purchase_id, event_id, told.amount_minor))


def request_refund(
    work: Work,
    *,
    purchase_id: UUID,
    tenant_id: UUID,
    order_id: UUID,
    cause: str,
    amount_minor: int,
    fees: Mapping[str, int],
    code: str = "",
) -> None:
    """Owe a buyer money back, and give the shop its fees back (`fees` by kind, negative), for one cause, once.

    `code` is what the order is called in the record. The money itself goes back by a job. Asking again for a cause does
    nothing, also when nothing is left. Raises RefundTooLarge when more would go back than was paid, for this order or in
    all.
    """
    if find_refund(work, purchase_id, cause):
        return
    charge = work.session.scalars(select(Charge).where(Charge.purchase_id == purchase_id)).one()
    _check_room(work, charge, order_id, amount_minor)
    if not ledger.record_reversal(
        work, tenant_id=tenant_id, order_id=order_id, cause=cause, refund_minor=amount_minor, fees=fees
    ):
        return
    refund = Refund(
        id=new_id(),
        charge_id=charge.id,
        tenant_id=tenant_id,
        order_id=order_id,
        cause=cause,
        amount_minor=amount_minor,
        state=RefundState.DUE,
        created_at=work.now,
    )
    work.session.add(refund)
    work.audit("payments.refund", cause, tenant_id=tenant_id, amount_minor=amount_minor, code=code)
    work.tell(RefundRequested(refund.id))


def find_refund(work: Work, purchase_id: UUID, cause: str) -> bool:
    """Lock the charge of a purchase, and say whether money was asked back for a cause before: who asks waits here.

    Taken before anything of the order is locked (docs/rules/locking.md). Raises NoSuchCharge where nothing was paid.
    """
    charge = _lock_charge(work, purchase_id)
    if charge is None or charge.state != ChargeState.SUCCEEDED:
        raise NoSuchCharge
    return work.session.scalar(select(Refund.id).where(Refund.cause == cause)) is not None


def _check_room(work: Work, charge: Charge, order_id: UUID, amount_minor: int) -> None:
    """Raise RefundTooLarge when an order's own money, or its purchase's, does not hold so much any more."""
    before = Counter[UUID]()
    for of_order, amount in work.session.execute(
        select(Refund.order_id, Refund.amount_minor).where(Refund.charge_id == charge.id)
    ):
        before[of_order] += amount
    if before[order_id] + amount_minor > sold(work, order_id) - ledger.lost_to_bank(work, order_id):
        raise RefundTooLarge
    if before.total() + amount_minor > charge.amount_minor:
        raise RefundTooLarge


_MAY_BE_ASKED = (RefundState.DUE, RefundState.ASKED, RefundState.PENDING, RefundState.REFUSED)


def _may_go_back(charge: Charge, paid_by: PaymentAttempt | None) -> bool:
    """Whether money goes back by the way it came: not by OXXO, nor by a provider that is not in use any more."""
    by_till = paid_by is not None and paid_by.method in rules.NO_WAY_BACK
    return not by_till and is_in_use(paid_by.provider if paid_by else charge.provider)


@dataclass(frozen=True)
class RefundToAsk(ToAsk):
    """A refund to be asked for."""

    asked: RefundAsked


def ask_refund(work: Work, refund_id: UUID) -> RefundToAsk | None:
    """Write down that the provider is about to be asked to give money back; None where its answer is known."""
    refund = work.session.get_one(Refund, refund_id)
    charge = work.session.lock_row(Charge, refund.charge_id)
    refund = work.session.lock_row(Refund, refund_id)
    if refund.way != RefundWay.PROVIDER or refund.state not in _MAY_BE_ASKED:
        return None
    if refund.state in (RefundState.DUE, RefundState.REFUSED) and is_claimed_back(work, charge.id):
        return None  # it waits for what the bank decides
    paid_by = charge.paid_by and work.session.get_one(PaymentAttempt, charge.paid_by)
    if refund.state == RefundState.DUE and not _may_go_back(charge, paid_by or None):
        move_refund(work, refund, RefundState.FAILED, "no_way_back")
        return None
    charge_ref = (paid_by and paid_by.provider_ref) or charge.provider_ref
    before = refund.state != RefundState.DUE
    if not before:
        transition(refund, RefundState.ASKED, rules.REFUND_NEXT)
        refund.asked_at = work.now
    refund.looked_at = work.now
    asked = RefundAsked(rules.refund_key(refund.id), charge_ref, refund.amount_minor, charge.currency)
    return RefundToAsk(refund.id, paid_by.provider if paid_by else charge.provider, before, asked)
