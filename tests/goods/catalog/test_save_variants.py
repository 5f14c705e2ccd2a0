"""The forms in which a product is bought: options stay, forms go, new words wait for staff, prices are not lost."""

from __future__ import annotations

from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.goods.catalog import errors, shelf
from marketplace.goods.catalog.models import Listing, Product, Variant
from marketplace.goods.catalog.rules import MOST_VARIANTS
from marketplace.goods.catalog.variants import VariantData, save_variants, set_price
from marketplace.goods.inventory.queries import variants_of
from marketplace.kernel.work import Work
from marketplace.window.storefront.service import VariantOnDesk, save_product
from tests import make
from tests.cast import Cast
from tests.racing import at_once, forget_to_read_again


def shown(market: Cast) -> list[tuple[str, int]]:
    """What buyers see: name and price of each form."""
    with market.above() as work:
        return [(one["name"], one["price_minor"]) for one in work.session.scalars(select(Listing.variants)).one()]


def colours(market: Cast, *names: str) -> tuple[make.Goods, list[UUID]]:
    """Goods for sale in some colours, ten pieces of each, at $200."""
    goods = make.goods(market)
    rows = [VariantOnDesk(f"C-{name}", name, 20_000, 10) for name in names]
    with market.as_alicia() as work:
        save_product(work, goods.product_id, make.YARN, variants=rows, removed=[])
    make.approve(market, goods.product_id)
    with market.as_alicia() as work:
        return goods, [one.id for one in variants_of(work, goods.product_id) if one.name in names]


def test_saving_keeps_the_options_that_it_does_not_name(market: Cast) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        save_variants(
            work, goods.product_id, [VariantData("A", 20_000, options={"colour": "red"}, id=goods.variant_id)]
        )
    with market.as_alicia() as work:
        save_variants(work, goods.product_id, [VariantData("A", 25_000, id=goods.variant_id)])
    with market.above() as work:
        assert work.session.get_one(Variant, (market.alpaca.id, goods.variant_id)).options == {"colour": "red"}


def test_a_new_name_and_a_new_form_wait_for_staff_and_a_price_does_not(market: Cast) -> None:
    goods = make.goods(market)
    bad = "Paga fuera: CLABE 012180001234567895"
    with market.as_alicia() as work:
        rows = [VariantOnDesk("A", bad, 30_000, id=goods.variant_id), VariantOnDesk("B", "Rojo", 10_000, 5)]
        save_product(work, goods.product_id, make.YARN, variants=rows)
    assert shown(market) == [("", 30_000)]
    make.approve(market, goods.product_id)
    assert shown(market) == [(bad, 30_000), ("Rojo", 10_000)]


def test_a_form_that_was_removed_cannot_be_bought_and_its_key_is_free(market: Cast) -> None:
    goods, (red, blue) = colours(market, "Rojo", "Azul")
    with market.as_alicia() as work:
        save_product(work, goods.product_id, make.YARN, variants=[], removed=[red])
    assert [name for name, _price in shown(market)] == ["", "Azul"]
    with market.as_alicia() as work:
        assert red not in {one.id for one in variants_of(work, goods.product_id)}
        save_variants(work, goods.product_id, [VariantData("C-Rojo", 20_000, "Azul", id=blue)])


def test_what_is_for_sale_keeps_a_form_that_staff_have_seen(market: Cast) -> None:
    goods = make.goods(market)
    with pytest.raises(errors.LastVariant), market.as_alicia() as work:
        save_product(
            work,
            goods.product_id,
            make.YARN,
            variants=[VariantOnDesk("N", "Nuevo", 100, 5)],
            removed=[goods.variant_id],
        )
    assert shown(market) == [("", 20_000)]


def test_what_is_not_there_is_not_set_and_more_than_sixty_are_refused(market: Cast) -> None:
    mine, other = make.goods(market), make.goods(market, title="Otro")
    with pytest.raises(errors.NoSuchVariant), market.as_alicia() as work:
        save_variants(work, mine.product_id, [VariantData("A", 1, id=other.variant_id)])
    with pytest.raises(errors.TooManyVariants), market.as_alicia() as work:
        save_variants(work, mine.product_id, [VariantData(f"S{n}", 100, f"n{n}") for n in range(MOST_VARIANTS)])
    with pytest.raises(errors.PriceChanged) as refused, market.as_alicia() as work:
        set_price(work, mine.product_id, mine.variant_id, price_minor=30_000, seen_minor=19_000)
    assert (refused.value.details["seen"], refused.value.details["now"]) == (19_000, 20_000)
    assert len(shown_of(market, mine)) == 1


def shown_of(market: Cast, goods: make.Goods) -> list[UUID]:
    with market.as_alicia() as work:
        return [one.id for one in variants_of(work, goods.product_id)]


def price_three_at_once(app: Flask, market: Cast) -> list[int]:
    """Three programs set the price of a form each, at once; gives the prices afterwards."""
    goods, ids = colours(market, "Rojo", "Azul", "Verde")

    def price(number: int, together: Barrier) -> None:
        with market.as_alicia() as work:
            before = {one.id: one.price_minor for one in variants_of(work, goods.product_id)}
            together.wait()
            set_price(work, goods.product_id, ids[number], price_minor=30_000 + number, seen_minor=before[ids[number]])

    assert at_once(app, 3, price) == [None, None, None]
    with market.as_alicia() as work:
        now = {one.id: one.price_minor for one in variants_of(work, goods.product_id)}
    return [now[one] for one in ids]


def test_prices_set_at_once_are_all_kept(app: Flask, market: Cast) -> None:
    assert price_three_at_once(app, market) == [30_000, 30_001, 30_002]


def reprice_one_at_once(app: Flask, market: Cast) -> int:
    """Four programs change one price from what they saw; gives how many were told that it is done."""
    goods = make.goods(market)

    def price(number: int, together: Barrier) -> None:
        with market.as_alicia() as work:
            known = work.session.get_one(Variant, (goods.shop.id, goods.variant_id))
            together.wait()
            set_price(work, goods.product_id, known.id, price_minor=30_000 + number, seen_minor=20_000)

    answers = at_once(app, 4, price)
    assert {type(one) for one in answers} <= {type(None), errors.PriceChanged}
    return answers.count(None)


def remembered(work: Work, product: Product) -> list[Variant]:
    """The control: a product's forms as this session read them before it waited."""
    of_it = select(Variant).where(Variant.product_id == product.id, Variant.removed_at.is_(None))
    return list(work.session.scalars(of_it))


def test_of_four_who_saw_the_same_price_one_changes_it(app: Flask, market: Cast) -> None:
    assert reprice_one_at_once(app, market) == 1


def test_without_reading_again_all_four_would(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_to_read_again(monkeypatch)
    monkeypatch.setattr(shelf, "variants_of", remembered)
    assert reprice_one_at_once(app, market) > 1
