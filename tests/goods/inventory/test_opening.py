"""What a shop opens with is written down; with nothing on the shelf there is nothing to write."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.goods.inventory.models import StockMovement
from tests import make
from tests.cast import Cast


def test_pieces_at_the_opening_are_noted_and_none_are_not(market: Cast) -> None:
    some, none = make.draft(market, pieces=4), make.draft(market, title="Sin existencias", pieces=0)
    with market.above() as work:
        noted = [(one.kind, one.delta, one.on_hand_after) for one in work.session.scalars(select(StockMovement))]
    assert some != none
    assert noted == [("opening", 4, 4)]
