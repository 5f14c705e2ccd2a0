"""The demo's goods do not contradict themselves: name, brand, colours, sizes, weights and prices say the same."""

from __future__ import annotations

import pytest

from marketplace.demo.facts import COLOURS
from marketplace.demo.goods import KINDS, Good, make_good
from marketplace.goods.catalog import ATTRIBUTES
from marketplace.goods.catalog.taxonomy import accepts

EACH = 60
BRANDS = {brand for kind in KINDS.values() for brand in kind.brands}
GOODS = [make_good(category, number) for category in KINDS for number in range(EACH)]


def sold_as(name: str) -> list[Good]:
    return [good for good in GOODS if good.title.startswith(name)]


def test_what_is_said_of_a_good_is_what_its_category_knows() -> None:
    wrong = [
        (good.title, code)
        for good in GOODS
        for code, value in good.attributes.items()
        if not accepts(good.category, code, value)
    ]
    assert wrong == []


def test_a_brand_in_a_name_is_the_goods_own() -> None:
    named = [
        (good.title, good.brand)
        for good in GOODS
        for brand in BRANDS
        if f" {brand} " in f"{good.title.replace(',', ' ,')} "
    ]
    assert named
    assert [(title, brand) for title, brand in named if brand not in title] == []


def test_a_model_stands_behind_its_brand_and_never_for_one() -> None:
    makers = {"Nixtal", "Loma", "Tamuín", "Arroyo", "Kukul", "Zarza"}
    assert [good.title for good in GOODS if good.brand in makers and f" {good.brand} " not in good.title] == []


def test_the_colour_of_goods_in_several_is_one_of_them() -> None:
    several = [good for good in GOODS if good.variants[0][0] in COLOURS and "color" in good.attributes]
    assert len(several) >= 2 * EACH
    for good in several:
        assert good.attributes["color"] in {COLOURS[name] for name, _price, _pieces in good.variants}, good.title


def test_what_is_made_of_cork_has_the_colour_of_cork() -> None:
    assert {good.variants[0][0] for good in sold_as("Tapete de corcho")} == {""}


def test_a_box_weighs_more_than_what_is_in_it() -> None:
    assert [good.title for good in GOODS if good.grams <= good.attributes.get("weight_g", 0)] == []


def test_a_box_is_as_large_as_what_is_in_it() -> None:
    for good in GOODS:
        if good.category in ("alebrijes", "peluches", "macetas"):
            assert max(good.size_mm) > 10 * good.attributes.get("height_cm", 0), good.title
        if good.category in ("ollas-sartenes", "macetas"):
            assert good.size_mm[0] > 10 * good.attributes.get("diameter_cm", 0), good.title
        if good.category == "televisores" and "screen_in" in good.attributes:
            assert (good.size_mm[0] ** 2 + good.size_mm[2] ** 2) ** 0.5 > 25.4 * good.attributes["screen_in"], (
                good.title
            )


@pytest.mark.parametrize("category", KINDS)
def test_prices_and_weights_are_what_is_usual_for_the_kind(category: str) -> None:
    low, high = KINDS[category].pesos
    usual = KINDS[category].grams
    for good in (make_good(category, number) for number in range(EACH)):
        assert low <= good.price_minor / 100 <= high + 9, good.title
        assert 0.6 * usual < good.grams < max(1.4 * usual, 1.2 * good.attributes.get("weight_g", 0)), good.title


def test_more_of_the_same_costs_more() -> None:
    screens = {
        good.attributes["screen_in"]: good.price_minor
        for good in GOODS
        if "screen_in" in good.attributes and good.category == "televisores"
    }
    assert screens[32] < screens[43] < screens[55] < screens[65]
    coffee = {
        good.attributes["weight_g"]: good.price_minor
        for good in GOODS
        if good.category == "cafe-grano" and "weight_g" in good.attributes
    }
    assert coffee[250] < coffee[500] < coffee[1000]


def test_names_say_no_size_that_goods_do_not_have() -> None:
    assert not any(
        "ml" in good.title for name in ("Sartén", "Comal", "Pintura vinílica", "Vajilla") for good in sold_as(name)
    )
    assert {good.attributes["pieces"] for good in sold_as("Par de mancuernas")} == {2}
    assert "10" not in {
        ATTRIBUTES["length_m"].write(good.attributes.get("length_m", 0), "es") for good in sold_as("Estambre")
    }
