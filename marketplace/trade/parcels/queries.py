"""Questions about parcels."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.trade.parcels.models import Parcel


def parcel_of_order(work: Work, tenant_id: UUID, order_id: UUID) -> Parcel | None:
    """Find what was packed for an order."""
    return work.session.scalars(
        select(Parcel).where(Parcel.tenant_id == tenant_id, Parcel.order_id == order_id).limit(1)
    ).first()


def parcels_of_orders(work: Work, order_ids: Sequence[UUID]) -> dict[UUID, Parcel]:
    """Give the parcel of each order that has one, by the order's id."""
    return {one.order_id: one for one in work.session.scalars(select(Parcel).where(Parcel.order_id.in_(order_ids)))}


def orders_with_number(work: Work, carrier: str, tracking: str) -> list[tuple[UUID, UUID]]:
    """List the orders (shop, id) that a carrier's number was ever given for."""
    rows = work.session.execute(
        select(Parcel.tenant_id, Parcel.order_id).where(Parcel.carrier == carrier, Parcel.tracking == tracking)
    )
    return [(row.tenant_id, row.order_id) for row in rows]
