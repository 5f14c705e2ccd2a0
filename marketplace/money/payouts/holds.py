"""What holds money of an order back, and how much of it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select

from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.money.payouts.models import MoneyHold


def open_hold(
    work: Work, *, tenant_id: UUID, buyer_id: UUID, order_id: UUID, cause: str, amount_minor: int | None
) -> None:
    """Hold money of a locked order back while something about it is open; again for the same cause opens it again.

    `amount_minor` is what it is about of the shop's money, in centavos; None holds all of the order.
    """
    found = _hold(work, tenant_id, order_id, cause)
    if found is not None:
        found.ended_at, found.amount_minor = None, amount_minor
        return
    work.session.add(
        MoneyHold(
            tenant_id=tenant_id,
            id=new_id(),
            buyer_id=buyer_id,
            order_id=order_id,
            cause=cause,
            amount_minor=amount_minor,
            since=work.now,
        )
    )


def close_hold(work: Work, *, tenant_id: UUID, order_id: UUID, cause: str) -> None:
    """Say that what held a locked order's money back is over."""
    found = _hold(work, tenant_id, order_id, cause)
    if found is not None and found.ended_at is None:
        found.ended_at = work.now


def empty_hold(work: Work, *, tenant_id: UUID, order_id: UUID, cause: str) -> None:
    """What was held of a locked order for a cause is taken of it now, to be given back: the rest is free.

    What holds all of an order goes on holding it.
    """
    found = _hold(work, tenant_id, order_id, cause)
    if found is not None and found.amount_minor is not None:
        found.amount_minor = 0


def _hold(work: Work, tenant_id: UUID, order_id: UUID, cause: str) -> MoneyHold | None:
    return work.session.scalar(
        select(MoneyHold).where(
            MoneyHold.tenant_id == tenant_id, MoneyHold.order_id == order_id, MoneyHold.cause == cause
        )
    )


def open_holds(work: Work, tenant_id: UUID, *more: ColumnElement[bool]) -> Sequence[MoneyHold]:
    """List what holds money of a shop's orders back just now, the oldest first."""
    return work.session.scalars(
        select(MoneyHold)
        .where(MoneyHold.tenant_id == tenant_id, MoneyHold.ended_at.is_(None), *more)
        .order_by(MoneyHold.since, MoneyHold.id)
    ).all()


def held_by_order(work: Work, tenant_id: UUID) -> dict[UUID, int | None]:
    """Say how much of a shop's orders is held back, in centavos; None where all of an order is."""
    held: dict[UUID, int | None] = {}
    for hold in open_holds(work, tenant_id):
        before = held.get(hold.order_id, 0)
        whole = before is None or hold.amount_minor is None
        held[hold.order_id] = None if whole else (before or 0) + (hold.amount_minor or 0)
    return held
