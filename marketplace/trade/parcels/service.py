"""Verbs on parcels. What they mean for the order, its state and its money, is said by who calls them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.trade.parcels.models import Parcel
from marketplace.trade.parcels.queries import parcel_of_order
from marketplace.trade.parcels.tracking import Label


def pack_parcel(
    work: Work, *, tenant_id: UUID, buyer_id: UUID, order_id: UUID, message: str, promise: tuple[date, date]
) -> None:
    """Open the parcel of an order: who packs it is who acts, and `message` is theirs to the buyer."""
    first, last = promise
    work.session.add(
        Parcel(
            tenant_id=tenant_id,
            id=new_id(),
            buyer_id=buyer_id,
            order_id=order_id,
            packed_by=work.actor.name,
            packed_at=work.now,
            note=message,
            promise_from=first,
            promise_to=last,
        )
    )


def send_parcel(work: Work, tenant_id: UUID, order_id: UUID, label: Label) -> Parcel:
    """Say with which carrier the parcel of an order went, under which number; also once more, when it did not come."""
    parcel = parcel_of_order(work, tenant_id, order_id)
    assert parcel is not None  # what is sent was packed before
    parcel.carrier, parcel.tracking = label.carrier, label.tracking
    parcel.shipped_at = parcel.shipped_at or work.now
    return parcel


def mark_parcels_arrived(work: Work, tenant_id: UUID, order_id: UUID) -> None:
    """Say that everything that was packed for an order arrived."""
    for parcel in work.session.scalars(
        select(Parcel).where(Parcel.tenant_id == tenant_id, Parcel.order_id == order_id)
    ):
        parcel.delivered_at = work.now
