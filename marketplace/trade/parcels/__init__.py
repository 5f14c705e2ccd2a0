"""What was packed for an order, with which carrier it goes, under which number, and whether it arrived."""

from marketplace.trade.parcels.errors import BadTracking, TrackingNeeded
from marketplace.trade.parcels.queries import orders_with_number, parcel_of_order, parcels_of_orders
from marketplace.trade.parcels.service import mark_parcels_arrived, pack_parcel, send_parcel
from marketplace.trade.parcels.tracking import CARRIERS, read_label, read_tracking

__all__ = [
    "CARRIERS",
    "BadTracking",
    "TrackingNeeded",
    "mark_parcels_arrived",
    "orders_with_number",
    "pack_parcel",
    "parcel_of_order",
    "parcels_of_orders",
    "read_label",
    "read_tracking",
    "send_parcel",
]
