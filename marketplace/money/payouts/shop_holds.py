"""What holds money of a whole shop back from its payouts: a decision of somebody above, named by an opaque cause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import Work
from marketplace.money import ledger
from marketplace.money.payouts.models import ShopHold


def hold_shop_money(
    work: Work, *, tenant_id: UUID, cause: str, amount_minor: int | None, first_day: date, last_day: date
) -> None:
    """Hold what a shop is due back from its payouts, up to an amount in centavos, or all of it (None), for some days.

    A payout that is made at the same moment is before it, or sees it. Nothing moves in the books, and what goes back to
    buyers is taken as ever. The caller sees to it that no two holds of a shop share a day.
    """
    ledger.lock_available(work, tenant_id)
    work.session.add(
        ShopHold(tenant_id=tenant_id, cause=cause, amount_minor=amount_minor, first_day=first_day, last_day=last_day)
    )
    work.session.flush()


def free_shop_money(work: Work, *, tenant_id: UUID, cause: str) -> None:
    """End a hold before its last day: the next payout takes what was held. The caller holds the lock of what caused it."""
    ledger.lock_available(work, tenant_id)
    found = work.session.scalar(select(ShopHold).where(ShopHold.tenant_id == tenant_id, ShopHold.cause == cause))
    if found is not None and found.freed_at is None:
        found.freed_at = work.now


def holds_of_shop(work: Work, tenant_id: UUID) -> Sequence[ShopHold]:
    """List what holds money of a whole shop now or will, the earliest first."""
    return work.session.scalars(
        select(ShopHold)
        .where(ShopHold.tenant_id == tenant_id, ShopHold.freed_at.is_(None), ShopHold.last_day >= mexican_day(work.now))
        .order_by(ShopHold.first_day, ShopHold.id)
    ).all()


def held_on(holds: Sequence[ShopHold], day: date) -> int | None:
    """Say up to how much of some holds is in force on a day, in centavos: 0 where none is, None where all is held."""
    found = [one.amount_minor for one in holds if one.first_day <= day <= one.last_day]
    return None if None in found else max((one for one in found if one is not None), default=0)
