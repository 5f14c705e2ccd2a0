"""Questions about charges, refunds, and what providers told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.work import Work
from marketplace.money.payments.errors import NoSuchCharge
from marketplace.money.payments.models import Charge, Chargeback, PaymentAttempt, ProviderEvent, Refund
from marketplace.money.payments.rules import DOUBTFUL, LIVE


def charge_of(work: Work, purchase_id: UUID) -> Charge:
    """Load the charge of a purchase; raises NoSuchCharge."""
    charge = work.session.scalar(select(Charge).where(Charge.purchase_id == purchase_id))
    if charge is None:
        raise NoSuchCharge
    return charge


def find_page(work: Work, purchase_id: UUID) -> str | None:
    """Find the page where a purchase may be paid now, or its voucher; None where the provider must be asked for one."""
    return work.session.scalar(
        select(func.coalesce(PaymentAttempt.voucher, PaymentAttempt.page))
        .join(Charge, Charge.id == PaymentAttempt.charge_id)
        .where(Charge.purchase_id == purchase_id, PaymentAttempt.state.in_(LIVE))
    )


def owed_back(work: Work, order_id: UUID) -> int:
    """Sum what goes back to the buyer of an order, in centavos: what has arrived, and what is on its way."""
    amounts = select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(Refund.order_id == order_id)
    return int(work.session.scalar(amounts) or 0)


def left_over(work: Work, purchase_id: UUID) -> int:
    """Say how much was transferred for a purchase that goes back, since it was too much or came too late; in centavos."""
    of_it = select(Charge.id).where(Charge.purchase_id == purchase_id)
    left = select(func.coalesce(func.sum(PaymentAttempt.left_minor), 0)).where(PaymentAttempt.charge_id.in_(of_it))
    return int(work.session.scalar(left) or 0)


def refunds_of(work: Work, purchase_id: UUID) -> Sequence[Refund]:
    """List what of a purchase goes back, or went, the first to be owed first."""
    of_it = select(Charge.id).where(Charge.purchase_id == purchase_id)
    return work.session.scalars(
        select(Refund).where(Refund.charge_id.in_(of_it)).order_by(Refund.created_at, Refund.id)
    ).all()


_DOUBTFUL = ProviderEvent.verdict.in_(sorted(DOUBTFUL))
_DOUBTED_FOR = timedelta(days=30)


def count_doubtful(work: Work) -> int:
    """Count what providers told in the last thirty days that does not fit a charge: it was kept, and not taken as money."""
    recent = ProviderEvent.received_at > work.now - _DOUBTED_FOR
    return work.session.scalar(select(func.count()).select_from(ProviderEvent).where(_DOUBTFUL, recent)) or 0


def doubtful(work: Work, *, limit: int = 50) -> Sequence[tuple[ProviderEvent, Charge | None]]:
    """List what providers told that does not fit a charge, latest first, with the charge it is about."""
    rows = work.session.execute(
        select(ProviderEvent, Charge)
        .outerjoin(Charge, Charge.id == ProviderEvent.charge_id)
        .where(_DOUBTFUL)
        .order_by(ProviderEvent.received_at.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True)
class PaymentStory:
    """Everything that was done and told about the money of a purchase."""

    charge: Charge
    attempts: Sequence[PaymentAttempt]
    refunds: Sequence[Refund]
    told: Sequence[ProviderEvent]
    chargebacks: Sequence[Chargeback]


def story_of(work: Work, purchase_id: UUID) -> PaymentStory | None:
    """Gather what was done and told about the money of a purchase; None where it was never asked for."""
    charge = work.session.scalar(select(Charge).where(Charge.purchase_id == purchase_id))
    if charge is None:
        return None
    of_it = [
        work.session.scalars(select(table).where(table.charge_id == charge.id).order_by(table.id)).all()
        for table in (PaymentAttempt, Refund, ProviderEvent, Chargeback)
    ]
    return PaymentStory(charge, *of_it)  # type: ignore[arg-type]  # one list of each table


def purchases_named(work: Work, ref: str) -> set[UUID]:
    """Find the purchases that a provider calls by a name: of an attempt, its payment, a refund, or something it told."""
    if not ref:  # what is told of a payment may name no charge
        return set()
    told = (ProviderEvent.event_id == ref) | (ProviderEvent.provider_ref == ref)
    tried = (PaymentAttempt.provider_ref == ref) | (PaymentAttempt.payment_ref == ref)
    named = select(PaymentAttempt.charge_id).where(tried).union(
        select(Refund.charge_id).where(Refund.provider_ref == ref), select(ProviderEvent.charge_id).where(told),
        select(Chargeback.charge_id).where(Chargeback.ref == ref),
    )  # fmt: skip
    return set(work.session.scalars(select(Charge.purchase_id).where(Charge.id.in_(named))))


def purchases_of_amount(work: Work, amount_minor: int, *, limit: int) -> set[UUID]:
    """Find the latest purchases of which so much was asked for, or given back, in centavos."""
    refunded = select(Refund.charge_id).where(Refund.amount_minor == amount_minor)
    which = (Charge.amount_minor == amount_minor) | Charge.id.in_(refunded)
    return set(
        work.session.scalars(select(Charge.purchase_id).where(which).order_by(Charge.created_at.desc()).limit(limit))
    )
