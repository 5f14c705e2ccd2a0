"""Verbs on orders."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from marketplace.goods import inventory
from marketplace.goods.inventory import MovementKind, Wanted
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.money.payments import owed_back
from marketplace.trade import parcels
from marketplace.trade.orders.errors import (
    AlreadyCancelled,
    AlreadyDone,
    NoSuchOrder,
    NotYet,
    OrderReasonNeeded,
    OrderTooLate,
    OutOfStep,
)
from marketplace.trade.orders.events import ArrivalTold, OrderCancelled, OrderDelivered, OrderShipped
from marketplace.trade.orders.models import Order, OrderEvent, OrderLine
from marketplace.trade.orders.rules import (
    CANCELLABLE,
    NEXT,
    CancelReason,
    DeliveredBy,
    OrderState,
    hold_days,
    is_behind,
    is_sold_again,
    last_day_held,
)
from marketplace.trade.parcels import read_label
from tenants.models import Tenant


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


def phone_for_sending(work: Work, order: Order) -> str:
    """Give the telephone of who receives an order, to who sends it and while it is sent; nothing to anybody else."""
    if May.SHIP_ORDERS not in work.actor.may or order.state not in _BEING_SENT:
        return ""
    return order.phone or ""


_BEING_SENT = (OrderState.PAID, OrderState.PACKED, OrderState.SHIPPED)


def _move(order: Order, to: OrderState) -> None:
    transition(order, to, NEXT, otherwise=_out_of_step(OrderState(order.state), to))


def _out_of_step(state: OrderState, to: OrderState) -> OutOfStep:
    if state is OrderState.CANCELLED:
        return AlreadyCancelled(state=state)
    if to is OrderState.CANCELLED:
        return OrderTooLate(state=state)
    return AlreadyDone(state=state) if is_behind(state, to) else NotYet(state=state)


@verb(needs=May.SHIP_ORDERS)
def pack_order(work: Work, code: str, *, message: str = "") -> None:
    """Say that an order is packed, by whom, with a personal note to the buyer. Raises OutOfStep."""
    order = get_order(work, code, lock=True)
    _move(order, OrderState.PACKED)
    order.packed_at = work.now
    parcels.pack_parcel(
        work,
        tenant_id=order.tenant_id,
        buyer_id=order.buyer_id,
        order_id=order.id,
        message=message,
        promise=(order.promise_from, order.promise_to),
    )
    note(work, order, "packed", text=message)
    work.audit("orders.pack", f"order:{order.id}", code=order.code)


@verb(needs=May.SHIP_ORDERS)
def ship_order(work: Work, code: str, *, carrier: str, tracking: str) -> None:
    """Say that an order is with the carrier, under which number. Raises TrackingNeeded, BadTracking, or OutOfStep."""
    label = read_label(carrier, tracking)
    order = get_order(work, code, lock=True)
    _move(order, OrderState.SHIPPED)
    order.shipped_at = work.now
    parcels.send_parcel(work, order.tenant_id, order.id, label)
    note(work, order, "shipped", text=f"{label.carrier} {label.tracking}")
    work.audit("orders.ship", f"order:{order.id}", code=order.code, carrier=carrier)
    work.tell(OrderShipped(order.tenant_id, order.id))


@verb(needs=May.SHIP_ORDERS)
def tell_arrival(work: Work, code: str) -> None:
    """The shop says that the carrier says that an order arrived: noted, and the buyer is asked. Starts nothing about money.

    Raises OutOfStep; AlreadyDone the second time.
    """
    order = get_order(work, code, lock=True)
    if order.state != OrderState.SHIPPED:
        raise _out_of_step(OrderState(order.state), OrderState.DELIVERED)
    if order.arrival_told_at is not None:
        raise AlreadyDone(state=order.state)
    order.arrival_told_at, order.arrival_told_by = work.now, work.actor.name
    note(work, order, "arrival_told")
    work.audit("orders.arrival", f"order:{order.id}", code=order.code)
    work.tell(ArrivalTold(order.tenant_id, order.id))


@verb(needs=PROOF)
def deliver_order(work: Work, code: str, *, buyer_id: UUID) -> None:
    """The buyer says that an order arrived. Raises OutOfStep."""
    mark_delivered(work, get_order(work, code, buyer_id=buyer_id, lock=True), DeliveredBy.BUYER)


def mark_delivered(work: Work, order: Order, by: DeliveredBy) -> None:
    """Say whose word it is that a locked order arrived; its money waits from now until the published hold is over.

    Raises OutOfStep.
    """
    _move(order, OrderState.DELIVERED)
    order.delivered_at, order.delivered_by = work.now, by
    opened_at = work.session.get_one(Tenant, order.tenant_id).created_at
    order.held_until = last_day_held(work.now, hold_days(opened_at, work.now))
    parcels.mark_parcels_arrived(work, order.tenant_id, order.id)
    note(work, order, "delivered", text=by)
    work.audit("orders.deliver", f"order:{order.id}", tenant_id=order.tenant_id, code=order.code, by=by.value)
    work.tell(OrderDelivered(order.tenant_id, order.id))


def confirm_arrival(work: Work, order: Order) -> None:
    """Take it as the buyer's own word that a locked order, delivered by another's, came: they ask something about what they have.

    Its days go on as they are counted; “no me llegó” is over.
    """
    if order.state == OrderState.DELIVERED and order.delivered_by != DeliveredBy.BUYER:
        order.delivered_by = DeliveredBy.BUYER
        note(work, order, "arrival_confirmed")
        work.audit("orders.confirm_arrival", f"order:{order.id}", tenant_id=order.tenant_id, code=order.code)


@verb(needs=PROOF)
def cancel_order(
    work: Work, code: str, *, why: CancelReason | None = None, words: str = "", buyer_id: UUID | None = None
) -> None:
    """Cancel an order that is not shipped yet: its money goes back, its fees are reversed.

    `why` is what a shop chose, and says whether the pieces are for sale again; `words` are the buyer's own, and say
    nothing of that. Raises OrderTooLate once it is shipped, AlreadyCancelled the second time, OrderReasonNeeded without one.
    """
    if buyer_id is None:
        work.require(May.CANCEL_ORDERS)
    order = get_order(work, code, buyer_id=buyer_id, lock=True)
    if order.state not in CANCELLABLE:
        raise _out_of_step(OrderState(order.state), OrderState.CANCELLED)
    if buyer_id is None and why is None:
        raise OrderReasonNeeded
    mark_cancelled(work, order, why, words=words)
    wanted = [Wanted(line.tenant_id, line.variant_id, line.quantity) for line in lines_of(work, order)]
    subject = f"order:{order.id}"
    if is_sold_again(why):
        inventory.put_back(work, wanted, kind=MovementKind.CANCELLED, subject=subject)
    else:
        inventory.keep_out(work, wanted, kind=MovementKind.CANCELLED, subject=subject)


def mark_cancelled(work: Work, order: Order, why: str | None, *, words: str = "") -> None:
    """Say that a locked order is cancelled, and tell it: its money follows. Raises OutOfStep."""
    _move(order, OrderState.CANCELLED)
    order.cancelled_at, order.cancelled_by = work.now, work.actor.name
    order.cancel_code, order.cancel_reason = why, words or None
    note(work, order, "cancelled", text=why or (f"“{words}”" if words else ""))
    # What somebody wrote stands on the order, where erasing an account reaches it, and not in a line that never changes.
    work.audit("orders.cancel", f"order:{order.id}", tenant_id=order.tenant_id, code=order.code)
    work.tell(OrderCancelled(order.tenant_id, order.id))


def lines_of(work: Work, order: Order, *, lock: bool = False) -> Sequence[OrderLine]:
    """List what an order is of. Whoever counts its pieces locks, and reads them as they are: a page read them before."""
    lines = (
        select(OrderLine)
        .where(OrderLine.tenant_id == order.tenant_id, OrderLine.order_id == order.id)
        .order_by(OrderLine.id)
    )
    return work.session.lock(lines) if lock else work.session.scalars(lines).all()


def note_owed_back(work: Work, tenant_id: UUID, order_id: UUID) -> None:
    """Count on the order what goes back to its buyer, from the refunds themselves, in the work that owes it: so its net
    falls when its fees come back, and agrees with the ledger at every moment."""
    order = work.session.lock_row(Order, (tenant_id, order_id))
    order.refunded_minor = owed_back(work, order_id)
