"""Finding: accents and plurals folded, facets that count, an index that follows, and PostgreSQL when it is away."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator

import pytest
from flask import Flask

from marketplace.goods.catalog.service import pause_product
from marketplace.goods.catalog.taxonomy import CATEGORIES
from marketplace.goods.inventory.service import set_stock
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.rules import SearchDocument
from marketplace.window.search.service import Difference, follow, rebuild, verify
from tests import make
from tests.cast import Cast
from tests.installation import settings_of
from tests.window.looking import catch_up, find


@pytest.fixture
def index(app: Flask, market: Cast) -> Index:
    """An index that knows the shelf of this moment."""
    found = Index(settings_of(app).search_dir)
    rebuild(found)
    return found


@pytest.mark.parametrize("text", ["Ñandú", "nandu", "ÑANDU", "ñandúes", "estambre nandu", "Nandú estambres"])
def test_accents_case_and_plurals_are_folded(market: Cast, index: Index, text: str) -> None:
    goods = make.goods(market, title="Estambre Ñandú")
    catch_up(market, index)
    assert list(find(index, text).numbers) == [goods.number]


def test_the_index_follows_what_changes(market: Cast, index: Index) -> None:
    goods = make.goods(market, pieces=1)
    catch_up(market, index)
    assert find(index, "estambre").total == 1
    with market.as_alicia() as work:
        set_stock(work, goods.variant_id, on_hand=0)
    catch_up(market, index)
    assert find(index, "estambre", in_stock=True).total == 0
    with market.as_alicia() as work:
        pause_product(work, goods.product_id)
    catch_up(market, index)
    assert find(index, "estambre").total == 0
    assert follow(index) == 0


def test_facets_count_under_the_other_filters(market: Cast, index: Index) -> None:
    make.goods(market, title="Estambre barato", price_minor=10_000)
    make.goods(market, title="Estambre caro", price_minor=300_000)
    make.goods(market, shop=market.abedul, title="Estambre de ferretería", price_minor=10_000)
    catch_up(market, index)
    found = find(index, "estambre", price_to=20_000)
    assert found.total == 2
    assert {one.value: one.count for one in found.facets["shop"]} == {"hilos-alpaca": 1, "ferreteria-abedul": 1}
    assert sum(one.count for one in found.facets["price"]) == 3


def test_a_draft_is_never_found(market: Cast, index: Index) -> None:
    make.draft(market, title="Secreto ZZ")
    catch_up(market, index)
    assert find(index, "secreto").total == 0


def test_without_an_index_postgresql_answers_the_same(market: Cast, index: Index) -> None:
    numbers = [make.goods(market, title=f"Estambre Ñandú {n}", price_minor=10_000 * n).number for n in (3, 1, 2)]
    catch_up(market, index)
    category = CATEGORIES["textiles"].number
    by_index = find(index, "nandu", sort="price", category=category)
    shutil.rmtree(index.folder)
    by_database = find(Index(index.folder), "nandu", sort="price", category=category)
    assert list(by_database.numbers) == list(by_index.numbers) == [numbers[1], numbers[2], numbers[0]]
    assert by_database.total == 3


def test_an_index_whose_building_was_cut_short_leaves_the_old_one_in_place(market: Cast, index: Index) -> None:
    make.goods(market)
    catch_up(market, index)

    def broken_off() -> Iterator[SearchDocument]:
        yield from ()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        index.build(broken_off(), since=1)
    assert find(index, "estambre").total == 1
    rebuild(index)
    assert len(list(index.folder.glob("index-*"))) <= 2  # the one in use, and the one before it


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Whoosh forgets to close what is broken
def test_a_broken_index_is_no_error(market: Cast, index: Index) -> None:
    goods = make.goods(market)
    catch_up(market, index)
    for segment in index.folder.glob("index-*/*.seg"):
        segment.write_bytes(b"broken")
    assert list(find(index, "estambre").numbers) == [goods.number]
    gc.collect()


def test_one_indexer_a_host(market: Cast, index: Index) -> None:
    make.goods(market)
    with index.alone(wait=False) as mine:
        assert mine
        assert follow(Index(index.folder)) == 0  # another process would find it taken, and lets it be
    catch_up(market, index)
    assert find(index, "estambre").total == 1


def test_the_index_is_compared_with_the_shelf(market: Cast, index: Index) -> None:
    one, other = make.goods(market), make.goods(market, title="Estambre segundo")
    catch_up(market, index)
    assert verify(index) == Difference([], [], [])
    index.write([], [one.number], since=index.state()["since"])
    with market.as_alicia() as work:
        set_stock(work, other.variant_id, on_hand=3)
    assert verify(index) == Difference([one.number], [], [other.number])
