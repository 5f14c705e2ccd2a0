"""A shop corrects how many it has: from what it saw, not over what was sold meanwhile, never below what is held."""

from __future__ import annotations

from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.goods.inventory.errors import HeldByBuyers, StockChanged
from marketplace.goods.inventory.models import Stock, StockMovement
from marketplace.goods.inventory.service import set_stock
from tests import make
from tests.cast import Cast
from tests.racing import at_once, forget_to_read_again


def corrections(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).where(StockMovement.kind == "correction")) or 0


def test_it_is_set_and_why_is_written_down(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_pia() as work:
        set_stock(work, goods.variant_id, on_hand=7, seen=10)
    assert make.stock(market, goods) == (7, 0)
    assert corrections(market) == 1


def test_what_was_sold_since_it_was_seen_is_not_put_back(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_pia() as work:
        set_stock(work, goods.variant_id, on_hand=8)
    with pytest.raises(StockChanged) as refused, market.as_alicia() as work:
        set_stock(work, goods.variant_id, on_hand=12, seen=10)
    assert (refused.value.details["seen"], refused.value.details["now"]) == (10, 8)
    assert make.stock(market, goods) == (8, 0)
    assert corrections(market) == 1


def test_what_buyers_are_paying_for_cannot_be_taken_away(market: Cast) -> None:
    goods = make.goods(market)
    make.place(market, [make.line(goods, 3)])
    with pytest.raises(HeldByBuyers), market.as_alicia() as work:
        set_stock(work, goods.variant_id, on_hand=2, seen=10)
    assert make.stock(market, goods) == (10, 3)
    with market.as_alicia() as work:  # all but what they are paying for can
        set_stock(work, goods.variant_id, on_hand=3, seen=10)
    assert make.stock(market, goods) == (3, 3)


def correct_four_times(app: Flask, market: Cast) -> int:
    """Four count at once what they all saw as ten; gives how many were told that it is saved."""
    make.goods(market)

    def correct(number: int, together: Barrier) -> None:
        with market.as_alicia() as work:
            known = work.session.scalars(select(Stock)).one()
            together.wait()
            set_stock(work, known.variant_id, on_hand=20 + number, seen=10)

    answers = at_once(app, 4, correct)
    assert {type(one) for one in answers} <= {type(None), StockChanged}
    return answers.count(None)


def test_of_four_corrections_at_once_one_counts(app: Flask, market: Cast) -> None:
    assert correct_four_times(app, market) == 1


def test_without_reading_again_each_would(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_to_read_again(monkeypatch)
    assert correct_four_times(app, market) > 1
