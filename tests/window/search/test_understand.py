"""What people type is taken as they mean it: words are left alone, and what is not all of it says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from marketplace.kernel.analysis import stem, terms
from marketplace.window.search import coverage
from marketplace.window.search.rules import SearchQuery
from tests.window.search.papers import FACTS, Market, paper


@pytest.fixture
def market(tmp_path: Path) -> Market:
    """Coffee makers, a bed for a cat, wood, a thermos of the open air, and two books."""
    return Market(
        tmp_path,
        paper(1, "Cafetera italiana", "cafeteras", attributes={"material": "aluminio", "cups": 6}),
        paper(2, "Cafetera de goteo", "cafeteras", attributes={"material": "vidrio", "dishwasher_safe": True}),
        paper(3, "Cama para gato", "camas-mascota"),
        paper(4, "Bloques de madera", "bloques"),
        paper(5, "Termo de acero", "termos", description="Le cabe el café de toda la mañana."),
        paper(6, "Libro de novela", "novela", description="Con el taladro de Pedro."),
        paper(7, "Botín de piel", "zapatos-hombre", forms=[("Negro, 26 MX", 3), ("Café, 27 MX", 0)]),
        paper(8, "Taladro inalámbrico", "taladros"),
    )


@pytest.mark.parametrize("text", ["mamá", "regalo para mamá", "Pedro Páramo", "maker", "makers", "kettle", "rama"])
def test_a_word_of_either_language_is_not_corrected(market: Market, text: str) -> None:
    found = market.find(text)
    assert (found.corrected, found.meant) == (None, None)


@pytest.mark.parametrize(("typed", "meant"), [("cafetrea", "cafetera"), ("taldro", "taladro"), ("vloques", "bloques")])
def test_what_is_no_word_and_finds_nothing_is_corrected(market: Market, typed: str, meant: str) -> None:
    found = market.find(typed)
    assert found.corrected == meant
    assert list(found.numbers) == list(market.find(meant).numbers) != []
    assert market.find(typed, literally=True).total == 0


def test_a_query_of_which_a_word_finds_is_kept_and_asked_about(market: Market) -> None:
    found = market.find("taldro aluminio")
    assert (found.corrected, found.meant) == (None, "taladro aluminio")
    assert list(found.numbers) == [1]  # and not the drill, which says nothing of aluminium
    assert found.unsaid == ("taldro",)


def test_what_may_have_been_meant_orders_what_is_found(market: Market) -> None:
    assert market.find("cafetera itliana").numbers[0] == 1
    assert market.find("cafetera gotoe").numbers[0] == 2


@pytest.mark.parametrize("typed", ["camx", "zama"])
def test_where_it_is_not_sure_it_is_asked(market: Market, typed: str) -> None:
    """Four letters may be anything, and nobody mistakes the first sound of a word."""
    found = market.find(typed)
    assert found.corrected is None
    assert found.total == 0


def test_a_book_is_not_of_the_open_air(market: Market) -> None:
    assert list(market.find("libro").numbers) == [6]
    assert list(market.find("libros").numbers) == [6]
    assert list(market.find("aire libre").numbers) == [5]


@pytest.mark.parametrize(
    "alike",
    ["libro libros", "luz luces", "camión camiones", "reloj relojes", "rojo roja rojas", "teñido teñidas",
     "mecánico mecánicas", "exprés express", "marrón marrones", "verde verdes", "coche coches", "watch watches",
     "maker makers", "mes meses", "tomate tomates", "flor flores", "inalámbrico inalámbricas", "tres 3", "five 5"],
)  # fmt: skip
def test_plural_and_gender_are_one_word(alike: str) -> None:
    assert len({tuple(terms(word)) for word in alike.split()}) == 1


@pytest.mark.parametrize("apart", ["libro libre libra", "barro barra", "plato plata", "puerto puerta", "vela velo"])
def test_what_differs_by_its_last_vowel_is_two_words(apart: str) -> None:
    words = apart.split()
    assert len({stem(word) for word in words}) == len(words)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("coffee maker", {1, 2}), ("coffee makers", {1, 2}), ("cordless drill", {8}), ("glass", {2}), ("dishwasher safe", {2}),
     ("drills", {8}), ("black", {7}), ("apto para lavavajillas", {2})],
)  # fmt: skip
def test_both_languages_names_are_found(market: Market, text: str, numbers: set[int]) -> None:
    found = market.find(text)
    assert set(found.numbers[: found.exact] or found.numbers) == numbers


def test_what_says_all_comes_first_and_then_what_says_most(market: Market) -> None:
    found = market.find("cafetera italiana de aluminio para seis tazas")
    assert list(found.numbers) == [1, 2] or found.numbers[0] == 1
    assert found.exact == 1
    assert found.total >= 1
    again = market.find("cafetera aluminio vidrio tazas")
    assert again.exact == 0
    assert set(again.numbers) == {1, 2}


def test_two_words_are_both_said(market: Market) -> None:
    assert list(market.find("cafetera aluminio").numbers) == [1]


def test_words_that_nothing_says_and_numbers_do_not_empty_the_page(market: Market) -> None:
    found = market.find("cafeteras baratas")
    assert set(found.numbers) == {1, 2}
    assert found.unsaid == ("baratas",)
    numbered = market.find("cafetera 99")
    assert set(numbered.numbers) == {1, 2}
    twelve = market.find("cafetera 26")  # the shoes are said to be of that size
    assert (set(twelve.numbers), twelve.exact) == ({1, 2}, 0)


def test_a_description_counts_less_than_a_title(market: Market) -> None:
    found = market.find("taladro")
    assert list(found.numbers) == [8, 6]
    assert found.exact == 1
    cheapest = market.find("taladro", sort="price")
    assert list(cheapest.numbers) == [8, 6]  # the book is cheaper, and no drill


def test_where_enough_say_all_nothing_less_follows(tmp_path: Path) -> None:
    many = [paper(n, f"Taladro {n}", "taladros") for n in range(1, coverage.ENOUGH + 2)]
    said = paper(99, "Libro", "novela", description="Con el taladro de Pedro.")
    few, enough = Market(tmp_path / "few", *many[:2], said), Market(tmp_path / "enough", *many, said)
    assert few.find("taladro").total == 3
    assert enough.find("taladro").total == len(many) == enough.find("taladro").exact


def test_pages_go_from_the_one_part_to_the_other_without_a_gap(tmp_path: Path) -> None:
    whole = [paper(n, "Taza de barro azul", "barro", attributes={"pieces": 1}) for n in range(1, 6)]
    most = [paper(n, "Taza de barro", "barro") for n in range(6, 14)]
    market = Market(tmp_path, *whole, *most)
    for sort in ("relevance", "price", "newest"):
        every = list(market.find("taza barro azul", sort=sort, limit=20).numbers)
        paged = [
            n
            for start in range(0, 13, 3)
            for n in market.find("taza barro azul", sort=sort, offset=start, limit=3).numbers
        ]
        assert paged == every
        assert set(every[:5]) == {1, 2, 3, 4, 5}
        assert len(set(every)) == 13


def test_a_filter_counts_in_both_parts(tmp_path: Path) -> None:
    market = Market(
        tmp_path,
        paper(1, "Taza de barro azul", "barro"),
        paper(2, "Taza de barro", "barro"),
        paper(3, "Taza de barro", "barro", forms=[("", 0)]),
    )
    found = market.find("taza barro azul", in_stock=True)
    assert (list(found.numbers), found.total, found.exact) == ([1, 2], 2, 1)
    assert {one.value: one.count for one in market.find("taza barro azul").facets["in_stock"]} == {"1": 2}


def test_the_points_told_are_those_that_order(market: Market) -> None:
    query = SearchQuery("cafetera italiana goteo")
    found = market.executor.search(query, FACTS)
    told = market.executor.reasons(query, FACTS, found.numbers)
    sums = [sum(reason.points for reason in told[number]) for number in found.numbers]
    assert sums == sorted(sums, reverse=True)
    assert len(sums) > 1


def test_two_words_in_one_are_two_words(market: Market) -> None:
    found = market.find("regalo-mamá")
    assert (found.corrected, found.meant) == (None, None)
