"""Verbs on the money of a purchase: taking it, and giving it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from marketplace.kernel.ids import new_id, new_token
from marketplace.kernel.states import transition
from marketplace.kernel.work import Work
from marketplace.money.ledger import service as ledger
from marketplace.money.ledger.queries import sold
from marketplace.money.payments import rules
from marketplace.money.payments.errors import NoSuchCharge, RefundTooLarge
from marketplace.money.payments.events import ChargeSucceeded, RefundRequested, RefundSucceeded
from marketplace.money.payments.models import Charge, ProviderEvent, Refund
from marketplace.money.payments.rules import ChargeState, RefundState
from tenants.rows import NewRows


def open_charge(
    work: Work, rows: NewRows, *, purchase_id: UUID, reference: str, amount_minor: int, provider: str
) -> str:
    """Write down the intention to take a purchase's money; gives the name under which the provider knows it.

    `reference` is what people call the purchase: its code.
    """
    provider_ref = new_token()
    rows.add(
        Charge,
        purchase_id=purchase_id,
        reference=reference,
        amount_minor=amount_minor,
        provider=provider,
        provider_ref=provider_ref,
        state=ChargeState.PENDING,
        created_at=work.now,
    )
    return provider_ref


def close_charge(work: Work, purchase_id: UUID) -> bool:
    """Give up a charge whose time is over. False when it was paid meanwhile."""
    charge = _lock_charge(work, purchase_id)
    if charge is None or charge.state == ChargeState.SUCCEEDED:
        return False
    if charge.state == ChargeState.PENDING:
        transition(charge, ChargeState.EXPIRED, rules.CHARGE_NEXT)
    return True


def _lock_charge(work: Work, purchase_id: UUID) -> Charge | None:
    return work.session.find(select(Charge).where(Charge.purchase_id == purchase_id), lock=True)


def receive_event(
    work: Work,
    *,
    provider: str,
    event_id: str,
    kind: str,
    provider_ref: str,
    amount_minor: int | None = None,
    currency: str | None = None,
    failure: str | None = None,
) -> rules.Verdict:
    """Take what a provider tells about a charge, and say what it meant. Telling the same event again has no effect.

    Everything told is kept; money counts only when kind, amount (centavos) and currency are what was asked for. Money
    that comes after the purchase was given up is still money: it is told like any other, and whoever hears of it fulfils
    the purchase or gives the money back. Never raises for what a provider says.
    """
    charge = work.session.find(
        select(Charge).where(Charge.provider == provider, Charge.provider_ref == provider_ref), lock=True
    )
    told = rules.Told(kind, amount_minor, currency)
    verdict = (
        rules.judge_told(told, state=None, amount_minor=0, currency="")
        if charge is None
        else rules.judge_told(
            told, state=ChargeState(charge.state), amount_minor=charge.amount_minor, currency=charge.currency
        )
    )
    noted = work.session.execute(
        insert(ProviderEvent)
        .values(
            id=new_id(), provider=provider, event_id=event_id, kind=kind, received_at=work.now, provider_ref=provider_ref,
            amount_minor=amount_minor, currency=currency, verdict=verdict.value,
        )
        .on_conflict_do_nothing()
        .returning(ProviderEvent.id),
        execution_options={"wall": "plain"},
    )  # fmt: skip
    if noted.first() is None:
        return rules.Verdict.REPEATED
    if charge is not None and verdict is rules.Verdict.TAKEN:
        _take(work, charge, told, failure)
    return verdict


def _take(work: Work, charge: Charge, told: rules.Told, failure: str | None) -> None:
    if told.kind == rules.EventKind.FAILED:
        charge.last_failure = failure
        return
    transition(charge, ChargeState.SUCCEEDED, rules.CHARGE_NEXT)
    charge.succeeded_at = work.now
    work.audit("payments.charge", f"purchase:{charge.purchase_id}", amount_minor=charge.amount_minor)
    work.tell(ChargeSucceeded(charge.purchase_id, charge.amount_minor))


def request_refund(
    work: Work,
    *,
    purchase_id: UUID,
    tenant_id: UUID,
    order_id: UUID,
    cause: str,
    amount_minor: int,
    fees: Mapping[str, int],
) -> None:
    """Owe a buyer money back, and give the shop its fees back (`fees` by kind, negative), for one cause, once.

    The money itself goes back by a job. Asking again for a cause does nothing, also when nothing is left. Raises
    RefundTooLarge when more would go back than was paid, for this order or in all.
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
    work.audit("payments.refund", cause, tenant_id=tenant_id, amount_minor=amount_minor)
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
    if before[order_id] + amount_minor > sold(work, order_id):
        raise RefundTooLarge
    if before.total() + amount_minor > charge.amount_minor:
        raise RefundTooLarge


def mark_refunded(work: Work, refund_id: UUID, *, provider_ref: str) -> None:
    """Write down that a refund went through. Once: a repeat has no effect."""
    refund = work.session.find(select(Refund).where(Refund.id == refund_id), lock=True)
    if refund is None or refund.state == RefundState.SUCCEEDED:
        return
    transition(refund, RefundState.SUCCEEDED, rules.REFUND_NEXT)
    refund.provider_ref = provider_ref
    refund.succeeded_at = work.now
    ledger.record_refund(
        work, tenant_id=refund.tenant_id, order_id=refund.order_id, cause=refund.cause, amount_minor=refund.amount_minor
    )
    work.tell(RefundSucceeded(refund.tenant_id, refund.order_id, refund.cause, refund.amount_minor))
