"""Finding: accents and plurals folded, facets that count, an index that follows, and PostgreSQL when it is away."""

from __future__ import annotations

import gc
import shutil
import unicodedata
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import update

from marketplace.goods.catalog.models import Listing
from marketplace.goods.catalog.service import pause_product
from marketplace.goods.catalog.taxonomy import CATEGORIES
from marketplace.goods.inventory.service import set_stock
from marketplace.kernel.work import unit_of_work
from marketplace.window.search import fallback
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.queries import Surroundings
from marketplace.window.search.rules import SearchDocument, SearchQuery
from marketplace.window.search.service import Difference, follow, rebuild, verify
from tenants.scope import PublicScope
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


def test_one_brand_in_many_writings_is_one_choice(app: Flask, market: Cast) -> None:
    written = ["Peñafiel", unicodedata.normalize("NFD", "Peñafiel"), "PEÑAFIEL", "Peña-fiel", "peñafiel®"]
    goods = [make.goods(market, title=f"Estambre {n}") for n in range(len(written))]
    other = make.goods(market, title="Estambre otro")
    with market.above() as work:
        for of, brand in zip([*goods, other], [*written, "Ñandú"], strict=True):
            work.session.execute(update(Listing).where(Listing.number == of.number).values(brand=brand))
    index = Index(settings_of(app).search_dir)
    rebuild(index)
    counts = {one.value: one.count for one in find(index, "estambre").facets["brand"]}
    assert sorted(counts.values()) == [1, 5]
    shown = next(brand for brand, count in counts.items() if count == 5)
    assert shown in written
    for asked in written:
        assert find(index, "estambre", brands=(asked,)).total == 5
        with unit_of_work(PublicScope(), read_only=True) as work:
            facts = Surroundings().facts(work, None)
            query = SearchQuery(text="estambre", brands=(asked,))
            assert fallback.search(work, query, facts).total == 5
    assert find(index, "estambre", brands=("Penafiel", "nandu")).total == 6


@pytest.mark.parametrize("text", ["caf\u200bé", "\u200bcafé", "ca\u00adfé", "café\ufeff", "ＣＡＦÉ", "cafe\u0301"])
def test_signs_that_nobody_sees_find_the_same(app: Flask, market: Cast, text: str) -> None:
    goods = make.goods(market, title="Café de altura")
    index = Index(settings_of(app).search_dir)
    rebuild(index)
    address = app.test_client().get("/buscar", query_string={"q": text})
    assert "Café de altura" in address.text
    assert f"-{goods.number}" in address.text
