"""Questions about charges, refunds, and what providers told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.work import Work
from marketplace.money.payments.errors import NoSuchCharge
from marketplace.money.payments.models import Charge, PaymentAttempt, ProviderEvent, Refund
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
