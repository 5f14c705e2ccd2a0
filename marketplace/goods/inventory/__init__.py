"""Stock: how much there is, why, and what is held for somebody who is paying."""

from marketplace.goods.inventory.errors import NotEnough, StockChanged
from marketplace.goods.inventory.queries import VariantRow, held_for, own_products, variants_of
from marketplace.goods.inventory.rules import MovementKind, ReservationState
from marketplace.goods.inventory.service import (
    NewStock,
    Wanted,
    consume,
    count_stock,
    keep_out,
    open_location,
    open_stock,
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
    "VariantRow",
    "Wanted",
    "consume",
    "count_stock",
    "held_for",
    "keep_out",
    "open_location",
    "open_stock",
    "open_stocks",
    "own_products",
    "put_back",
    "release",
    "reserve",
    "set_stock",
    "variants_of",
]
