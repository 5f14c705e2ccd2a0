"""What a cart costs now; and each line that is not as its buyer saw it is named, with what it was and what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select, update

from marketplace.goods.inventory.service import set_stock
from marketplace.kernel.ids import new_id
from marketplace.trade.cart.prices import PricedCart, price_cart
from marketplace.trade.cart.rules import CartLine, Change
from marketplace.trade.shipping.models import ShippingTerms
from marketplace.trade.shipping.rules import Destination
from tests import make
from tests.cast import Cast

HOME = Destination("06700", "CMX")
ASK = 99_000_000  # nothing ships free below it


@pytest.fixture
def yarn(market: Cast) -> make.Goods:
    """Ten skeins at 200.00, of a shop that asks for the way."""
    with market.above() as work:
        work.session.execute(update(ShippingTerms).values(free_from_minor=ASK))
    return make.goods(market)


def priced(
    market: Cast, *lines: CartLine, to: Destination | None = HOME, held: Mapping[UUID, int] | None = None
) -> PricedCart:
    with market.above("cart") as work:
        return price_cart(work, lines, to, held)


def leave(market: Cast, goods: make.Goods, pieces: int) -> None:
    with market.as_alicia() as work:
        set_stock(work, goods.variant_id, on_hand=pieces)


def test_an_empty_cart_costs_nothing(market: Cast) -> None:
    cart = priced(market)
    assert (cart.parts, cart.changes, cart.total_minor, cart.count) == ([], [], 0, 0)


def test_what_is_as_it_was_seen_is_not_named(market: Cast, yarn: make.Goods) -> None:
    cart = priced(market, make.line(yarn, 3))
    assert cart.changes == []
    assert (cart.goods_minor, cart.count) == (60_000, 3)
    assert cart.shipping_minor > 0
    assert cart.total_minor == cart.goods_minor + cart.shipping_minor
    assert cart.as_seen == [make.line(yarn, 3)]
    assert cart.quoted


def test_the_last_pieces_are_not_named_and_one_more_is(market: Cast, yarn: make.Goods) -> None:
    assert priced(market, make.line(yarn, 10)).changes == []
    cart = priced(market, make.line(yarn, 11))
    assert cart.changes == [Change(yarn.number, yarn_title(), "stock", 11, 10)]
    assert cart.as_seen == [make.line(yarn, 10)]
    assert cart.goods_minor == 200_000


def yarn_title() -> str:
    return make.YARN.title


def test_what_is_sold_out_is_named_and_left_out(market: Cast, yarn: make.Goods) -> None:
    leave(market, yarn, 0)
    cart = priced(market, make.line(yarn, 2))
    assert cart.changes == [Change(yarn.number, yarn_title(), "stock", 2, 0)]
    assert cart.parts == []


def test_what_the_same_buyer_holds_already_is_there_for_them(market: Cast, yarn: make.Goods) -> None:
    leave(market, yarn, 1)
    assert priced(market, make.line(yarn, 3)).count == 1
    cart = priced(market, make.line(yarn, 3), held={yarn.variant_id: 2})
    assert (cart.changes, cart.count) == ([], 3)
    assert priced(market, make.line(yarn, 3), held={new_id(): 2}).count == 1


@pytest.mark.parametrize("seen", [19_999, 20_001])
def test_a_price_that_moved_is_named_up_and_down(market: Cast, yarn: make.Goods, seen: int) -> None:
    cart = priced(market, replace(make.line(yarn), seen_minor=seen))
    assert cart.changes == [Change(yarn.number, yarn_title(), "price", seen, 20_000)]
    assert cart.goods_minor == 20_000
    assert cart.as_seen == [make.line(yarn)]


def test_what_is_not_there_is_named_withdrawn(market: Cast, yarn: make.Goods) -> None:
    gone = replace(make.line(yarn), number=yarn.number + 1_000)
    no_such_variant = replace(make.line(yarn), variant_id=new_id())
    cart = priced(market, gone, no_such_variant)
    assert cart.changes == [Change(gone.number, "", "withdrawn"), Change(yarn.number, yarn_title(), "withdrawn")]
    assert cart.parts == []


def test_where_its_shop_does_not_send_the_shop_is_named(market: Cast, yarn: make.Goods) -> None:
    with market.above() as work:
        for terms in work.session.scalars(select(ShippingTerms)):
            terms.uncovered_states = [HOME.state_code]
    cart = priced(market, make.line(yarn))
    assert cart.changes == [Change(yarn.number, market.alpaca.name, "coverage")]
    assert not cart.quoted
    assert cart.shipping_minor == 0


def test_without_a_place_no_way_is_priced_and_nothing_is_named(market: Cast, yarn: make.Goods) -> None:
    cart = priced(market, make.line(yarn), to=None)
    assert (cart.changes, cart.shipping_minor, cart.quoted) == ([], 0, False)


def test_the_way_is_of_all_the_pieces_weight(market: Cast, yarn: make.Goods) -> None:
    assert priced(market, make.line(yarn, 10)).shipping_minor > priced(market, make.line(yarn, 1)).shipping_minor


def test_two_shops_are_two_parts_and_the_sum_is_of_both(market: Cast, yarn: make.Goods) -> None:
    nails = make.goods(market, shop=market.abedul, title="Clavos", price_minor=5_000)
    cart = priced(market, make.line(yarn), make.line(nails, 2))
    assert {part.tenant_id: part.goods_minor for part in cart.parts} == {
        market.alpaca.id: 20_000,
        market.abedul.id: 10_000,
    }
    assert cart.total_minor == sum(part.total_minor for part in cart.parts)


def test_what_is_missing_to_ship_free_is_told_until_nothing_is(market: Cast, yarn: make.Goods) -> None:
    for free_from, missing in ((20_001, 1), (20_000, None), (None, None)):
        with market.above() as work:
            work.session.execute(update(ShippingTerms).values(free_from_minor=free_from))
        (part,) = priced(market, make.line(yarn)).parts
        assert part.missing_for_free_minor == missing
        assert (part.shipping_minor == 0) is (free_from == 20_000)


def test_all_the_pieces_together_reach_what_ships_free(market: Cast, yarn: make.Goods) -> None:
    with market.above() as work:
        work.session.execute(update(ShippingTerms).values(free_from_minor=40_000))
    assert priced(market, make.line(yarn, 1)).shipping_minor > 0
    assert priced(market, make.line(yarn, 2)).shipping_minor == 0
