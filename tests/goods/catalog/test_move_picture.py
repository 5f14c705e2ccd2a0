"""A product's pictures stand in an order; the first is what searches show."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.errors import NoSuchProduct
from marketplace.goods.catalog.models import Listing, Media
from tests import make
from tests.cast import Cast


def three(market: Cast) -> tuple[UUID, list[UUID]]:
    """A published product with two pictures more."""
    product_id = make.goods(market).product_id
    with market.as_alicia() as work:
        for name in ("b", "c"):
            products.add_picture(work, product_id, key=f"p/00/{name}", alt=name, width=800, height=600)
    return product_id, [one.id for one in pictures(market)]


def pictures(market: Cast) -> list[Media]:
    with market.as_alicia() as work:
        return list(work.session.scalars(select(Media).order_by(Media.position)))


def test_a_picture_becomes_the_first_and_the_others_close_up(market: Cast) -> None:
    product_id, (a, b, c) = three(market)
    with market.as_alicia() as work:
        products.move_picture(work, product_id, c, to=0)
    assert [one.id for one in pictures(market)] == [c, a, b]
    assert [one.position for one in pictures(market)] == [0, 1, 2]


def test_the_neighbour_moves_nothing(market: Cast) -> None:
    product_id, (a, b, c) = three(market)
    with pytest.raises(NoSuchProduct), market.as_bruno() as work:
        products.move_picture(work, product_id, c, to=0)
    assert [one.id for one in pictures(market)] == [a, b, c]


@pytest.mark.parametrize("to", [-1, 3, 2])
def test_a_place_that_is_none_or_its_own_changes_nothing(market: Cast, to: int) -> None:
    product_id, ids = three(market)
    with market.as_alicia() as work:
        before = products.get_product(work, product_id).revision
        products.move_picture(work, product_id, ids[2], to=to)
        assert products.get_product(work, product_id).revision == before
    assert [one.id for one in pictures(market)] == ids


def test_what_was_approved_keeps_its_first_picture_until_staff_saw_the_new_one(market: Cast) -> None:
    product_id, ids = three(market)
    with market.as_alicia() as work:
        products.move_picture(work, product_id, ids[2], to=0)
    with market.above() as work:
        listing = work.session.get_one(Listing, (market.alpaca.id, product_id))
        assert listing.pictures[0]["key"] == "p/00/test"


def test_taking_the_first_off_makes_the_second_the_first(market: Cast) -> None:
    product_id, (a, b, c) = three(market)
    with market.as_alicia() as work:
        products.remove_picture(work, product_id, a)
    assert [(one.id, one.position) for one in pictures(market)] == [(b, 0), (c, 1)]
