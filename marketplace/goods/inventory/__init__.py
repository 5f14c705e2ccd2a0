"""Stock: how much there is, why, and what is held for somebody who is paying."""

from marketplace.goods.inventory.errors import NotEnough, StockChanged
from marketplace.goods.inventory.queries import VariantRow, held_for, own_products, own_skus, variants_of
from marketplace.goods.inventory.rules import MovementKind, ReservationState
from marketplace.goods.inventory.service import (
    Wanted,
    consume,
    keep_out,
    open_location,
    open_stock,
    put_back,
    release,
    reserve,
    set_stock,
)

__all__ = [
    "MovementKind",
    "NotEnough",
    "ReservationState",
    "StockChanged",
    "VariantRow",
    "Wanted",
    "consume",
    "held_for",
    "keep_out",
    "open_location",
    "open_stock",
    "own_products",
    "own_skus",
    "put_back",
    "release",
    "reserve",
    "set_stock",
    "variants_of",
]
