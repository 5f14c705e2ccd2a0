"""Filters by what forms differ by: colour as it is shown, and sizes, of what can be bought."""

from __future__ import annotations

from pathlib import Path

import pytest

from marketplace.goods.catalog import seen_as
from tests.window.search.papers import Market, paper

BOTH = ("color", "talla")


def told(category: str, *names: str) -> dict[str, tuple[str, ...]]:
    """Colours and sizes as the names of some forms tell them."""
    return seen_as(category, {}, [{"name": name, "available": 1} for name in names])


@pytest.mark.parametrize(
    ("category", "names", "tells"),
    [
        ("tenis", ["24 MX", "25.5 MX"], {"talla": ("24", "25.5")}),
        ("tenis", ["Negro, 26", "Rojas / 27"], {"color": ("negro", "rojo"), "talla": ("26", "27")}),
        ("termos", ["Rosa", "Azul marino", "Verde"], {"color": ("rosa", "azul", "verde")}),
        ("camisas", ["CH", "Mediana", "Talla XL", "Black, L"], {"talla": ("ch", "m", "xg", "g"), "color": ("negro",)}),
        ("pinturas", ["4 litros", "19 litros"], {}),
        ("cafe-grano", ["Café molido, 250 g", "12"], {}),
        ("juegos-herramienta", ["24"], {}),
        ("tenis", ["", "96 MX", "Edición Negrete"], {}),
    ],
)
def test_forms_tell_colours_and_sizes(category: str, names: list[str], tells: dict[str, tuple[str, ...]]) -> None:
    assert told(category, *names) == tells


def test_what_a_shop_says_in_so_many_words_counts() -> None:
    forms = [{"name": "El de siempre", "available": 1, "options": {"color": "gris", "talla": "nothing of ours"}}]
    assert seen_as("tenis", {"color": "rojo"}, forms) == {"color": ("gris",)}


@pytest.fixture
def market(tmp_path: Path) -> Market:
    return Market(
        tmp_path,
        paper(
            1, "Tenis urbanos", "tenis", attributes={"color": "negro"}, forms=[("Azul, 26 MX", 3), ("Azul, 27 MX", 0)]
        ),
        paper(2, "Tenis de piel", "tenis", attributes={"color": "negro"}, forms=[("27 MX", 2)]),
        paper(3, "Tenis viejos", "tenis", forms=[("Negro, 27 MX", 0), ("Verde, 24 MX", 0)]),
    )


def counted(market: Market, name: str, **more: object) -> dict[str, int]:
    return {one.value: one.count for one in market.find("tenis", facets=BOTH, **more).facets[name]}


def test_black_shows_what_is_black(market: Market) -> None:
    """The first one is called black by its shop's list and is sold in blue."""
    assert set(market.find("tenis", choices=(("color", ("negro",)),)).numbers) == {2, 3}
    assert set(market.find("tenis", choices=(("color", ("azul",)),)).numbers) == {1}
    assert counted(market, "color") == {"negro": 2, "azul": 1, "verde": 1}


def test_sizes_come_in_their_order_and_only_those_that_can_be_bought(market: Market) -> None:
    assert list(counted(market, "talla")) == ["24", "26", "27"]
    assert set(market.find("tenis", choices=(("talla", ("27",)),)).numbers) == {2, 3}  # the first one has none left


def test_two_sizes_give_either_and_a_colour_narrows_them(market: Market) -> None:
    either = (("talla", ("26", "27")),)
    assert set(market.find("tenis", choices=either).numbers) == {1, 2, 3}
    assert set(market.find("tenis", choices=(*either, ("color", ("negro",)))).numbers) == {2, 3}
    assert counted(market, "talla", choices=(("color", ("azul",)),)) == {"26": 1}
    assert counted(market, "color", choices=(("color", ("azul",)),)) == {"negro": 2, "azul": 1, "verde": 1}
