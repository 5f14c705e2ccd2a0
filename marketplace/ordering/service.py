"""Verbs on orders."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.inventory import service as inventory
from marketplace.inventory.service import Wanted
from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.ordering.errors import (
    AlreadyCancelled,
    AlreadyDone,
    NoSuchOrder,
    NotYet,
    OutOfStep,
    ReasonNeeded,
    TooLate,
)
from marketplace.ordering.events import OrderCancelled, OrderDelivered, OrderShipped
from marketplace.ordering.models import Order, OrderEvent, OrderLine
from marketplace.ordering.rules import CANCELLABLE, NEXT, State, is_behind
from marketplace.payments.queries import owed_back
from marketplace.shipping.errors import TrackingNeeded
from marketplace.shipping.models import Parcel


def note(work: Work, order: Order, kind: str, *, by: str | None = None, text: str = "") -> None:
    """Enter something into an order's timeline."""
    work.session.add(
        OrderEvent(
            tenant_id=order.tenant_id,
            id=new_id(),
            buyer_id=order.buyer_id,
            order_id=order.id,
            at=work.now,
            kind=kind,
            by=work.actor.name if by is None else by,
            note=text,
        )
    )


def get_order(work: Work, code: str, *, buyer_id: UUID | None = None, lock: bool = False) -> Order:
    """Load an order by its code, within the scope; above the walls `buyer_id` says whose it must be.

    Raises NoSuchOrder.
    """
    query = select(Order).where(Order.code == code)
    if buyer_id is not None:
        query = query.where(Order.buyer_id == buyer_id)
    order = work.session.find(query, lock=lock)
    if order is None:
        raise NoSuchOrder
    return order


def _move(order: Order, to: State) -> None:
    if to not in NEXT[State(order.state)]:
        raise _out_of_step(State(order.state), to)
    order.state = to


def _out_of_step(state: State, to: State) -> OutOfStep:
    if state is State.CANCELLED:
        return AlreadyCancelled(state=state)
    if to is State.CANCELLED:
        return TooLate(state=state)
    return AlreadyDone(state=state) if is_behind(state, to) else NotYet(state=state)


def pack_order(work: Work, code: str, *, message: str = "") -> None:
    """Say that an order is packed, by whom, with a personal note to the buyer. Raises OutOfStep."""
    order = get_order(work, code, lock=True)
    _move(order, State.PACKED)
    order.packed_at = work.now
    work.session.add(
        Parcel(
            tenant_id=order.tenant_id,
            id=new_id(),
            buyer_id=order.buyer_id,
            order_id=order.id,
            packed_by=work.actor.name,
            packed_at=work.now,
            note=message,
            promise_from=order.promise_from,
            promise_to=order.promise_to,
        )
    )
    note(work, order, "packed", text=message)
    work.audit("ordering.pack", f"order:{order.id}", code=order.code)


def ship_order(work: Work, code: str, *, carrier: str, tracking: str) -> None:
    """Say that an order is with the carrier, under which number. Raises TrackingNeeded, or OutOfStep."""
    if not carrier or not tracking:
        raise TrackingNeeded
    order = get_order(work, code, lock=True)
    _move(order, State.SHIPPED)
    order.shipped_at = work.now
    parcel = work.session.scalars(select(Parcel).where(Parcel.order_id == order.id)).one()
    parcel.carrier, parcel.tracking, parcel.shipped_at = carrier, tracking, work.now
    note(work, order, "shipped", text=f"{carrier} {tracking}")
    work.audit("ordering.ship", f"order:{order.id}", code=order.code, carrier=carrier)
    work.tell(OrderShipped(order.tenant_id, order.id))


def deliver_order(work: Work, code: str, *, buyer_id: UUID | None = None) -> None:
    """Say that an order arrived: by its buyer, or by the shop with the carrier's proof. Raises OutOfStep."""
    order = get_order(work, code, buyer_id=buyer_id, lock=True)
    _move(order, State.DELIVERED)
    order.delivered_at = work.now
    for parcel in work.session.scalars(
        select(Parcel).where(Parcel.tenant_id == order.tenant_id, Parcel.order_id == order.id)
    ):
        parcel.delivered_at = work.now
    note(work, order, "delivered")
    work.audit("ordering.deliver", f"order:{order.id}", tenant_id=order.tenant_id, code=order.code)
    work.tell(OrderDelivered(order.tenant_id, order.id))


def cancel_order(work: Work, code: str, *, reason: str, buyer_id: UUID | None = None) -> None:
    """Cancel an order that is not shipped yet: its stock is free again, its money goes back, its fees are reversed.

    Raises TooLate once it is shipped, AlreadyCancelled the second time, ReasonNeeded when a shop gives no reason.
    """
    order = get_order(work, code, buyer_id=buyer_id, lock=True)
    if order.state not in CANCELLABLE:
        raise _out_of_step(State(order.state), State.CANCELLED)
    if buyer_id is None and not reason:
        raise ReasonNeeded
    _cancel(work, order, reason)
    lines = lines_of(work, order)
    inventory.put_back(
        work,
        [Wanted(line.tenant_id, line.variant_id, line.quantity) for line in lines],
        kind="cancelled",
        subject=f"order:{order.id}",
    )


def _cancel(work: Work, order: Order, reason: str) -> None:
    _move(order, State.CANCELLED)
    order.cancelled_at, order.cancelled_by, order.cancel_reason = work.now, work.actor.name, reason
    note(work, order, "cancelled", text=reason)
    # What somebody wrote stands on the order, where erasing an account reaches it, and not in a line that never changes.
    work.audit("ordering.cancel", f"order:{order.id}", tenant_id=order.tenant_id, code=order.code)
    work.tell(OrderCancelled(order.tenant_id, order.id))


def lines_of(work: Work, order: Order) -> Sequence[OrderLine]:
    """List what an order is of."""
    return work.session.scalars(
        select(OrderLine)
        .where(OrderLine.tenant_id == order.tenant_id, OrderLine.order_id == order.id)
        .order_by(OrderLine.id)
    ).all()


def note_owed_back(work: Work, tenant_id: UUID, order_id: UUID) -> None:
    """Count on the order what goes back to its buyer, from the refunds themselves, in the work that owes it: so its net
    falls when its fees come back, and agrees with the ledger at every moment."""
    order = work.session.lock_row(Order, (tenant_id, order_id))
    order.refunded_minor = owed_back(work, order_id)


def count_returned(work: Work, line_id: UUID, quantity: int) -> None:
    """Note that so many of a line came back. The table refuses more than were bought."""
    line = work.session.lock(select(OrderLine).where(OrderLine.id == line_id))[0]
    line.returned += quantity
