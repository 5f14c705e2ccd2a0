"""Stock is held for a purchase: all that is wanted or none, of what nobody else holds."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.goods.inventory.errors import NotEnough
from marketplace.goods.inventory.models import Reservation
from marketplace.goods.inventory.service import Wanted, reserve
from marketplace.kernel.ids import new_id
from tenants.rows import NewRows
from tests import make
from tests.cast import Cast
from tests.goods.inventory.shelf import held, movements, said_on_the_shelf, wanted

HALF_AN_HOUR = timedelta(minutes=30)


def hold(market: Cast, *these: Wanted) -> UUID:
    purchase_id, rows = new_id(), NewRows()
    with market.above("checkout") as work:
        reserve(work, rows, purchase_id, these, until=work.now + HALF_AN_HOUR)
        rows.write(work.session)
    return purchase_id


def test_what_is_held_stays_on_the_shelf_and_cannot_be_bought(market: Cast) -> None:
    goods = make.goods(market)
    purchase = hold(market, wanted(goods, 3))
    assert make.stock(market, goods) == (10, 3)
    assert held(market) == [(purchase, 3, "held")]
    assert said_on_the_shelf(market, goods) == (7, 0)
    assert movements(market, goods) == []


def test_it_is_held_until_the_moment_that_was_said(market: Cast) -> None:
    goods = make.goods(market)
    with market.above("checkout") as work:
        until, rows = work.now + HALF_AN_HOUR, NewRows()
        reserve(work, rows, new_id(), [wanted(goods, 1)], until=until)
        rows.write(work.session)
    with market.above() as work:
        assert work.session.scalars(select(Reservation.expires_at)).one() == until


def test_the_last_piece_can_be_held_and_no_more(market: Cast) -> None:
    goods = make.goods(market, pieces=3)
    first = hold(market, wanted(goods, 3))
    with pytest.raises(NotEnough) as refused:
        hold(market, wanted(goods, 1))
    assert refused.value.details["variants"] == [goods.variant_id]
    assert make.stock(market, goods) == (3, 3)
    assert held(market) == [(first, 3, "held")]


def test_where_one_falls_short_it_alone_is_named_and_nothing_is_held(market: Cast) -> None:
    yarn, nails = make.goods(market), make.goods(market, shop=market.abedul, title="Clavos", pieces=1)
    with pytest.raises(NotEnough) as refused:
        hold(market, wanted(yarn, 2), wanted(nails, 2))
    assert refused.value.details["variants"] == [nails.variant_id]
    assert (make.stock(market, yarn), make.stock(market, nails)) == ((10, 0), (1, 0))
    assert held(market) == []


def test_of_two_shops_each_holds_its_own(market: Cast) -> None:
    yarn, nails = make.goods(market), make.goods(market, shop=market.abedul, title="Clavos")
    hold(market, wanted(yarn, 2), wanted(nails, 5))
    assert (make.stock(market, yarn), make.stock(market, nails)) == ((10, 2), (10, 5))


def test_a_variant_of_another_shop_is_not_there(market: Cast) -> None:
    goods = make.goods(market)
    with pytest.raises(NotEnough):
        hold(market, Wanted(market.abedul.id, goods.variant_id, 1))
    assert make.stock(market, goods) == (10, 0)
