"""A shop edits its product: terms at once, words after review, never over a colleague's head."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.goods.catalog import errors
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing, ListingChange, Product
from marketplace.goods.inventory.errors import HeldByBuyers
from marketplace.goods.inventory.service import set_stock
from tests import make
from tests.cast import Cast
from tests.racing import at_once, forget_to_read_again


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
        seen = products.get_product(work, product_id).version
        products.edit_product(work, product_id, replace(make.YARN, title="Primero"), seen_version=seen)
    with pytest.raises(errors.EditedMeanwhile), market.as_alicia() as work:
        products.edit_product(work, product_id, replace(make.YARN, title="Segundo"), seen_version=seen)


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


def test_weight_and_size_of_what_is_for_sale_are_corrected(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        products.edit_product(work, goods.product_id, replace(make.YARN, weight_grams=9_000))
    shown = listing(market)
    assert shown is not None
    assert shown.billable_grams == 9_000


def test_who_serves_the_warranty_is_read_by_staff_before_buyers_read_it(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        products.edit_product(work, goods.product_id, replace(make.YARN, warranty_by="Paga fuera: CLABE 0121…"))
        assert products.get_product(work, goods.product_id).revision > goods_revision(market, goods)
    shown = listing(market)
    assert shown is not None
    assert shown.warranty_by == make.YARN.warranty_by


def goods_revision(market: Cast, goods: make.Goods) -> int:
    """The revision that staff approved."""
    with market.above() as work:
        approved = work.session.get_one(Product, (goods.shop.id, goods.product_id)).approved_revision
        assert approved is not None
        return approved


def save_eight_times(app: Flask, market: Cast, product_id: UUID) -> int:
    """Eight colleagues save what they saw at the same version; gives how many were told that it is saved."""

    def save(number: int, together: Barrier) -> None:
        with market.as_alicia() as work:
            product = products.get_product(work, product_id)
            seen = product.version
            together.wait()
            data = replace(make.YARN, title=f"Texto {number}")
            products.edit_product(work, product.id, data, seen_version=seen)

    answers = at_once(app, 8, save)
    assert {type(one) for one in answers} <= {type(None), errors.EditedMeanwhile}
    return answers.count(None)


def test_of_eight_who_saw_the_same_one_saves(app: Flask, market: Cast) -> None:
    assert save_eight_times(app, market, make.draft(market)) == 1


def test_where_the_lock_does_not_read_again_all_eight_are_told_that_they_saved(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    product_id = make.draft(market)
    forget_to_read_again(monkeypatch)
    assert save_eight_times(app, market, product_id) > 1
