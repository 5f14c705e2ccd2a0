"""What tests of stock look at: what is held for whom, and why the number on the shelf changed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from marketplace.goods.catalog.models import Listing
from marketplace.goods.inventory.models import Reservation, StockMovement
from marketplace.goods.inventory.service import Wanted
from tests import make
from tests.cast import Cast


def wanted(of: make.Goods, quantity: int) -> Wanted:
    """So many of some goods."""
    return Wanted(of.shop.id, of.variant_id, quantity)


def held(market: Cast) -> list[tuple[UUID, int, str]]:
    """Purchase, pieces and state of each reservation, in order."""
    with market.above() as work:
        rows = work.session.scalars(select(Reservation).order_by(Reservation.id))
        return [(row.purchase_id, row.quantity, row.state) for row in rows]


def movements(market: Cast, of: make.Goods) -> list[tuple[str, int, int]]:
    """Kind, change, and what was on the shelf after it, without the opening."""
    with market.above() as work:
        rows = work.session.scalars(
            select(StockMovement)
            .where(StockMovement.variant_id == of.variant_id, StockMovement.kind != "opening")
            .order_by(StockMovement.at, StockMovement.id)
        )
        return [(row.kind, row.delta, row.on_hand_after) for row in rows]


def said_on_the_shelf(market: Cast, of: make.Goods) -> tuple[int, int]:
    """How many may be bought by what the listing says, and how many were sold."""
    with market.above() as work:
        listing = work.session.scalars(select(Listing).where(Listing.number == of.number)).one()
        return listing.available, listing.popularity
