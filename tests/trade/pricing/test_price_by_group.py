"""Who is in a group of a shop's customers pays the lowest of what applies, and reads whose price it is; nobody else ever does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.goods.catalog import service as products
from marketplace.goods.catalog import set_price, set_steps
from marketplace.goods.groups.members import groups_of_person, leave_group
from marketplace.goods.groups.service import change_group, delete_group
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.money.fees.models import FeeLine
from marketplace.trade.cart import price_cart
from marketplace.trade.cart.prices import PricedCart
from marketplace.trade.cart.rules import Change
from marketplace.trade.checkout import service as placing
from marketplace.trade.checkout.errors import CartChanged
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.trade.pricing import find_offers, get_offer
from marketplace.trade.pricing.models import AmountLine
from marketplace.trade.shipping import Destination
from tenants.scope import PlatformScope, PublicScope
from tests import make
from tests.cast import Cast, Person
from tests.goods.groups.grouping import enter, open_wholesale, price

HOME = Destination("06700", "CMX")


@pytest.fixture
def yarn(market: Cast) -> make.Goods:
    return make.goods(market)


@pytest.fixture
def group_id(market: Cast, yarn: make.Goods) -> UUID:
    """Alicia's Mayoristas, with Carla in them; the yarn costs them 150 instead of 200."""
    found = open_wholesale(market)
    enter(market, found, market.carla)
    price(market, found, yarn, 15_000)
    return found


def priced(market: Cast, person: Person, *lines: make.CartLine) -> PricedCart:
    with unit_of_work(PlatformScope("own cart"), Actor(person.name, person.id)) as work:
        return price_cart(work, lines, HOME)


def place(market: Cast, person: Person, *lines: make.CartLine, total_seen: int | None = None) -> placing.Placed:
    with unit_of_work(PlatformScope("checkout"), Actor(person.name, person.id)) as work:
        asked = make.checkout(work, person, list(lines), total_seen=total_seen)
        return placing.place_purchase(work, asked, hold=timedelta(minutes=15))


def seen(of: make.Goods, minor: int, quantity: int = 1) -> make.CartLine:
    return replace(make.line(of, quantity), seen_minor=minor)


def test_a_member_reads_the_price_whose_it_is_and_what_everybody_pays(
    market: Cast, yarn: make.Goods, group_id: UUID
) -> None:
    with market.as_carla() as work:
        card, whole = find_offers(work, [yarn.number])[0], get_offer(work, yarn.number)
    for offer in (card, whole):
        assert (offer.price_minor, offer.public_minor, offer.price_group) == (15_000, 20_000, "Mayoristas")
        assert (offer.was_minor, offer.lowest_minor) == (None, None)
    (variant,) = whole.variants
    assert (variant["price_minor"], variant["public_minor"], variant["group_id"]) == (15_000, 20_000, str(group_id))


def test_nobody_else_ever_reads_it(market: Cast, yarn: make.Goods, group_id: UUID) -> None:
    for works in (market.as_diego(), unit_of_work(PublicScope(), read_only=True), market.as_alicia(), market.above()):
        with works as work:
            offer = get_offer(work, yarn.number)
            assert (offer.price_minor, offer.price_group) == (20_000, None)
            assert "group_id" not in offer.variants[0]


def test_the_lowest_of_what_applies_is_charged_and_said(market: Cast, yarn: make.Goods, group_id: UUID) -> None:
    with market.as_alicia() as work:
        version = products.get_product(work, yarn.product_id).version
        set_steps(work, yarn.product_id, yarn.variant_id, [(2, 18_000), (5, 14_000)], seen_version=version)
    (few,) = priced(market, market.carla, seen(yarn, 15_000, 2)).parts[0].lines
    assert (few.unit_minor, few.price_group) == (15_000, "Mayoristas")
    assert [(step.pieces, step.minor) for step in few.steps] == [(5, 14_000)]
    (many,) = priced(market, market.carla, seen(yarn, 15_000, 5)).parts[0].lines
    assert (many.unit_minor, many.price_group, many.group_id) == (14_000, None, None)
    with market.as_alicia() as work:  # a price for everybody that is lower holds for the group too
        set_price(work, yarn.product_id, yarn.variant_id, price_minor=14_500, seen_minor=20_000)
    with market.as_carla() as work:
        offer = find_offers(work, [yarn.number])[0]
        assert (offer.price_minor, offer.price_group) == (14_500, None)


def test_the_order_freezes_its_source_and_fees_are_of_what_was_charged(
    market: Cast, yarn: make.Goods, group_id: UUID
) -> None:
    placed, public = place(market, market.carla, seen(yarn, 15_000)), place(market, market.diego, make.line(yarn))
    with market.as_alicia() as work:
        delete_group(work, group_id)
    with market.above() as work:
        orders = {
            one.purchase_id: one
            for one in work.session.scalars(
                select(Order).where(Order.purchase_id.in_([placed.purchase_id, public.purchase_id]))
            )
        }
        mine, theirs = orders[placed.purchase_id], orders[public.purchase_id]
        lines = {one.order_id: one for one in work.session.scalars(select(OrderLine))}
        assert (lines[mine.id].unit_price_minor, lines[mine.id].price_group) == (15_000, "Mayoristas")
        assert (lines[theirs.id].unit_price_minor, lines[theirs.id].price_group) == (20_000, None)
        source = select(AmountLine.source).where(AmountLine.kind == "goods")
        assert work.session.scalar(source.where(AmountLine.order_id == mine.id)) == (
            f"listing:{yarn.number}:group:{group_id}"
        )
        assert work.session.scalar(source.where(AmountLine.order_id == theirs.id)) == f"listing:{yarn.number}"
        bases = select(FeeLine.base_minor).where(FeeLine.kind == "commission")
        assert work.session.scalar(bases.where(FeeLine.order_id == mine.id)) == 12_931  # without IVA
        assert work.session.scalar(bases.where(FeeLine.order_id == theirs.id)) == 17_241


def refused(market: Cast, yarn: make.Goods) -> list[Change]:
    """What the checkout says to Carla, who saw the group's price."""
    with pytest.raises(CartChanged) as told:
        place(market, market.carla, seen(yarn, 15_000), total_seen=15_000)
    changes = told.value.details["changes"]
    assert isinstance(changes, list)
    with market.above() as work:
        assert work.session.scalars(select(Order)).all() == []
    return changes


def test_turned_off_or_left_its_price_ends_and_the_cart_says_so(
    market: Cast, yarn: make.Goods, group_id: UUID
) -> None:  # fmt: skip
    change = Change(yarn.number, make.YARN.title, "price", 15_000, 20_000)
    with market.as_alicia() as work:
        change_group(work, group_id, name="Mayoristas", note="", is_on=False)
    assert priced(market, market.carla, seen(yarn, 15_000)).changes == [change]
    assert refused(market, yarn) == [change]
    with market.as_alicia() as work:
        change_group(work, group_id, name="Mayoristas", note="", is_on=True)
    assert priced(market, market.carla, seen(yarn, 15_000)).changes == []
    with market.above() as work:
        (mine,) = groups_of_person(work, market.carla.id)
    with market.as_carla() as work:
        leave_group(work, market.carla.id, mine.member_id)
    assert refused(market, yarn) == [change]


def test_a_price_that_changes_while_in_checkout_is_caught(market: Cast, yarn: make.Goods, group_id: UUID) -> None:
    price(market, group_id, yarn, 16_000)
    assert refused(market, yarn) == [Change(yarn.number, make.YARN.title, "price", 15_000, 16_000)]
