"""A shop edits its product: terms at once, words after review, never over a colleague's head."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from marketplace.catalog import errors
from marketplace.catalog import service as products
from marketplace.catalog.models import Listing, ListingChange
from marketplace.inventory.errors import HeldByBuyers
from marketplace.inventory.service import set_stock
from tests import make
from tests.cast import Cast


def listing(market: Cast) -> Listing | None:
    with market.above() as work:
        return work.session.scalar(select(Listing))


def test_terms_show_at_once(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        products.edit_product(work, goods.product_id, replace(make.YARN, warranty_months=12))
    shown = listing(market)
    assert shown is not None
    assert shown.warranty_months == 12


def test_new_words_wait_and_the_approved_ones_stay(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        products.edit_product(work, goods.product_id, replace(make.YARN, title="Cura todo"))
    shown = listing(market)
    assert shown is not None
    assert shown.title == make.YARN.title


def test_a_colleagues_edit_is_not_overwritten(market: Cast) -> None:
    product_id = make.draft(market)
    with market.as_alicia() as work:
        seen = products.get_product(work, product_id).revision
        products.edit_product(work, product_id, replace(make.YARN, title="Primero"), seen_at_revision=seen)
    with pytest.raises(errors.EditedMeanwhile), market.as_alicia() as work:
        products.edit_product(work, product_id, replace(make.YARN, title="Segundo"), seen_at_revision=seen)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"warranty_months": 2}, errors.WarrantyTooShort),
        ({"return_days": 4}, errors.ReturnTooShort),
        ({"category": "textiles"}, errors.UnknownCategory),
        ({"category": "ninguna"}, errors.UnknownCategory),
        ({"attributes": {"fibre": "plutonio"}}, errors.BadAttribute),
        ({"attributes": {"voltage": "127"}}, errors.BadAttribute),
    ],
)
def test_what_the_law_or_the_category_does_not_allow(market: Cast, change: dict, refusal: type[Exception]) -> None:
    product_id = make.draft(market)
    with pytest.raises(refusal), market.as_alicia() as work:
        products.edit_product(work, product_id, replace(make.YARN, **change))


def test_pausing_takes_it_out_of_sight_and_resuming_brings_it_back(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        products.pause_product(work, goods.product_id)
    assert listing(market) is None
    with market.as_alicia() as work:
        products.resume_product(work, goods.product_id)
    assert listing(market) is not None
    with market.above() as work:
        assert len(work.session.scalars(select(ListingChange)).all()) >= 3


def test_stock_shows_on_the_shelf_and_not_below_what_is_held(market: Cast) -> None:
    goods = make.goods(market, pieces=5)
    make.place(market, [make.line(goods, 2)])
    with pytest.raises(HeldByBuyers), market.as_alicia() as work:
        set_stock(work, goods.variant_id, on_hand=1)
    with market.as_alicia() as work:
        set_stock(work, goods.variant_id, on_hand=8)
    shown = listing(market)
    assert shown is not None
    assert shown.available == 6
