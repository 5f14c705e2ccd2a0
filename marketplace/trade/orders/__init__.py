"""What was bought: a purchase, the order that each shop fulfils of it, and how it goes on until the money is the shop's."""

from marketplace.trade.orders import guests, queries, service
from marketplace.trade.orders.delivery_address import ADDRESS_PARTS, split_number
from marketplace.trade.orders.errors import NoSuchPurchase
from marketplace.trade.orders.guest_links import guest_path, link_token
from marketplace.trade.orders.guests import find_guest, hand_purchases_over, list_unpaid
from marketplace.trade.orders.holds import check_no_dispute, end_hold, hold_money, is_held
from marketplace.trade.orders.jobs import release_money
from marketplace.trade.orders.queries import (
    NET,
    codes_of,
    count_by_state,
    find_order_id,
    held_money,
    may_be_missed,
    net_of,
    pieces_of_orders,
    shop_orders,
    view_order,
)
from marketplace.trade.orders.refunds import at_stake, give_pieces_back, worth_of
from marketplace.trade.orders.rules import (
    NEVER_CAME,
    NEXT,
    PURCHASE_NEXT,
    CancelReason,
    DeliveredBy,
    OrderState,
    PurchaseState,
    is_sold_again,
    last_day_held,
    last_day_to_complain,
    may_go_back,
)
from marketplace.trade.orders.service import (
    cancel_order,
    confirm_arrival,
    deliver_order,
    get_order,
    lines_of,
    mark_cancelled,
    note,
    pack_order,
    ship_order,
    tell_arrival,
)
from marketplace.trade.orders.unpaid import give_up_overlapping, lock_orders, lock_purchase

__all__ = [
    "ADDRESS_PARTS",
    "NET",
    "NEVER_CAME",
    "NEXT",
    "PURCHASE_NEXT",
    "CancelReason",
    "DeliveredBy",
    "NoSuchPurchase",
    "OrderState",
    "PurchaseState",
    "at_stake",
    "cancel_order",
    "check_no_dispute",
    "codes_of",
    "confirm_arrival",
    "count_by_state",
    "deliver_order",
    "end_hold",
    "find_guest",
    "find_order_id",
    "get_order",
    "give_pieces_back",
    "give_up_overlapping",
    "guest_path",
    "guests",
    "hand_purchases_over",
    "held_money",
    "hold_money",
    "is_held",
    "is_sold_again",
    "last_day_held",
    "last_day_to_complain",
    "lines_of",
    "link_token",
    "list_unpaid",
    "lock_orders",
    "lock_purchase",
    "mark_cancelled",
    "may_be_missed",
    "may_go_back",
    "net_of",
    "note",
    "pack_order",
    "pieces_of_orders",
    "queries",
    "release_money",
    "service",
    "ship_order",
    "shop_orders",
    "split_number",
    "tell_arrival",
    "view_order",
    "worth_of",
]
