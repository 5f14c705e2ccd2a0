"""Stock: how much there is, why, and what is held for somebody who is paying."""

from marketplace.goods.inventory.errors import NotEnough, StockChanged
from marketplace.goods.inventory.queries import VariantRow, held_for, own_products, own_skus, variants_of
from marketplace.goods.inventory.rules import MovementKind, ReservationState, StockReason
from marketplace.goods.inventory.service import (
    NewStock,
    Wanted,
    change_stock,
    consume,
    count_stock,
    keep_out,
    open_location,
    open_stocks,
    put_back,
    release,
    reserve,
    set_stock,
)

__all__ = [
    "MovementKind",
    "NewStock",
    "NotEnough",
    "ReservationState",
    "StockChanged",
    "StockReason",
    "VariantRow",
    "Wanted",
    "change_stock",
    "consume",
    "count_stock",
    "held_for",
    "keep_out",
    "open_location",
    "open_stocks",
    "own_products",
    "own_skus",
    "put_back",
    "release",
    "reserve",
    "set_stock",
    "variants_of",
]
