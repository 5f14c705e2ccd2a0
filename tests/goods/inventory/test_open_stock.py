"""Stock is of a variant at a location: a shop keeps all of its goods at one, which no other shop's can be at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.goods.inventory.models import Location, Reservation, Stock, StockMovement
from marketplace.goods.inventory.service import open_location
from marketplace.kernel.ids import new_id
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast


def test_all_goods_of_a_shop_are_at_its_one_location(market: Cast) -> None:
    one, other = make.goods(market), make.goods(market)
    with market.above() as work:
        (location,) = work.session.scalars(select(Location)).all()
        assert location.tenant_id == market.alpaca.id
        kept = work.session.execute(select(Stock.variant_id, Stock.location_id)).all()
    assert sorted(kept) == sorted([(one.variant_id, location.id), (other.variant_id, location.id)])


def test_what_moves_and_what_is_held_says_where(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market), 2)])
    with market.above() as work:
        (location,) = work.session.scalars(select(Location.id)).all()
        assert set(work.session.scalars(select(StockMovement.location_id))) == {location}
        assert set(work.session.scalars(select(Reservation.location_id))) == {location}


def test_a_shop_opens_no_second_one(market: Cast) -> None:
    make.goods(market)
    with market.as_alicia() as work:
        assert open_location(work, market.alpaca.id) == open_location(work, market.alpaca.id)
    with pytest.raises(IntegrityError), market.above() as work:
        work.session.add(Location(tenant_id=market.alpaca.id, id=new_id(), opened_at=datetime(2026, 1, 1, tzinfo=UTC)))
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Location)) == 1


def test_goods_are_never_at_anothers_location(app: Flask, market: Cast) -> None:
    goods = make.goods(market)
    with market.above() as work:
        theirs = open_location(work, market.abedul.id)
    with pytest.raises(IntegrityError), market.above() as work:
        work.session.scalars(select(Stock).where(Stock.variant_id == goods.variant_id)).one().location_id = theirs
    assert make.stock(market, goods) == (10, 0)
