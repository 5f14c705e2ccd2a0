"""When an order counts as arrived without its buyer's word: by the carrier's."""

from __future__ import annotations

from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.trade.orders.holds import is_held
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.rules import DeliveredBy, OrderState
from marketplace.trade.orders.service import mark_delivered
from marketplace.trade.parcels import orders_with_number


@verb(needs=PROOF)
def deliver_by_carrier(work: Work, *, carrier: str, tracking: str) -> bool:
    """A carrier says that a parcel arrived. False when no order is under way with it, or other parcels had its number.

    Only a carrier's own messages may come here: a shop types the number, and is not believed about the arrival.
    """
    had_number = orders_with_number(work, carrier, tracking)
    if len(had_number) != 1:
        return False
    order = work.session.lock_row(Order, had_number[0])
    if order.state != OrderState.SHIPPED or is_held(work, order):
        return False
    if orders_with_number(work, carrier, tracking) != had_number:
        return False  # it was sent once more, under another number, while this waited for the order
    mark_delivered(work, order, DeliveredBy.CARRIER)
    return True
