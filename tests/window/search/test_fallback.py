"""Without an index PostgreSQL answers, over the terms of the same analyser: the same goods for the same question."""

from __future__ import annotations

import os
import time

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.demo.bulk import write_goods
from marketplace.demo.shops import SHOPS
from marketplace.goods.catalog.models import Listing
from marketplace.goods.catalog.service import pause_product
from marketplace.goods.catalog.taxonomy import CATEGORIES
from marketplace.kernel.work import unit_of_work
from marketplace.people.sellers.models import Shop
from marketplace.trade.shipping.rules import Destination
from marketplace.window.search.gateways.executor import Executor
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.queries import Surroundings, search
from marketplace.window.search.rules import SearchPage, SearchQuery
from marketplace.window.search.service import follow, rebuild
from tenants.scope import PublicScope
from tests import make
from tests.cast import Cast
from tests.installation import settings_of

pytestmark = pytest.mark.long

ROMA = Destination("06700", "CMX")
KINDS = ("televisores", "termos", "cafeteras", "tenis", "estambres", "martillos")
EACH = 12


@pytest.fixture
def index(app: Flask, market: Cast) -> Index:
    """The index of a shelf with a dozen goods of several kinds."""
    goods = [(kind, number) for kind in KINDS for number in range(EACH)]
    for shop, of in ((market.alpaca, goods[::2]), (market.abedul, goods[1::2])):
        with market.above() as work:
            write_goods(work, shop.id, SHOPS[0].data, of, done=lambda _written: None)
    found = Index(settings_of(app).search_dir)
    rebuild(found)
    return found


def both(index: Index, query: SearchQuery) -> tuple[SearchPage, SearchPage]:
    """What the index answers, and what the database does in its place."""
    with unit_of_work(PublicScope(), read_only=True) as work:
        facts = Surroundings().facts(work, ROMA)
        by_index = search(work, Executor(index), query, facts)
        away = Index(index.folder / "nowhere")
        return by_index, search(work, Executor(away), query, facts)


QUERIES = (
    SearchQuery("cafeteras"),
    SearchQuery("CAFETERA nixtal"),
    SearchQuery("termo 600 ml"),
    SearchQuery("termos 0.6 l"),
    SearchQuery("estambre lana o algodón"),
    SearchQuery("tenis verde"),
    SearchQuery("N565"),
    SearchQuery("nada-de-esto-hay martillo"),
    SearchQuery("termo verde de lana", in_stock=True),
    SearchQuery("cafetera de goteo para seis tazas"),
    SearchQuery("tenis de piel verdes para correr"),
    SearchQuery("estambre de lana teñida a mano", price_to=30_000),
    SearchQuery("martillo instructivo español caja"),
    SearchQuery("coffee makers"),
    SearchQuery("glass coffee maker 6 cups", sort="price"),
    SearchQuery("acomoda"),  # only descriptions say it
    SearchQuery("instructivo"),
    SearchQuery("termo cafetera"),
    SearchQuery(category=CATEGORIES["termos"].number),
    SearchQuery(category=CATEGORIES[CATEGORIES["termos"].path[0]].number),
    SearchQuery("tenis", shops=("hilos-alpaca",)),
    SearchQuery(price_from=20_000, price_to=90_000),
    SearchQuery(in_stock=True),
    SearchQuery(free_shipping=True),
    SearchQuery(conditions=("used",)),
    SearchQuery(warranty_months=12),
    SearchQuery(warranty_months=60),
    SearchQuery(return_days=30),
    SearchQuery(landed_to=60_000),
    SearchQuery(choices=(("material", ("acero", "piel")),)),
    SearchQuery(ranges=(("capacity_ml", 500, 1000),)),
    SearchQuery(ranges=(("screen_in", None, 50),), choices=(("resolution", ("fhd", "4k")),)),
)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_the_same_goods_as_the_index_finds(index: Index, query: SearchQuery) -> None:
    by_index, by_database = both(index, SearchQuery(**{**vars(query), "limit": 200}))
    assert sorted(by_database.numbers) == sorted(by_index.numbers)
    assert (by_database.total, by_database.exact) == (by_index.total, by_index.exact)
    assert set(by_database.numbers[: by_database.exact]) == set(by_index.numbers[: by_index.exact])
    assert by_database.unsaid == by_index.unsaid


@pytest.mark.parametrize("choices", [(("color", ("negro", "rosa")),), (("talla", ("24",)),)])
def test_forms_are_chosen_by_too(index: Index, choices: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
    """The database knows of which forms there are, and not which of them are left."""
    by_index, by_database = both(index, SearchQuery(choices=choices, limit=200))
    assert 0 < by_index.total < len(KINDS) * EACH
    assert set(by_index.numbers) <= set(by_database.numbers)
    assert by_database.total < len(KINDS) * EACH


def test_the_questions_above_tell_goods_apart(index: Index) -> None:
    totals = [both(index, query)[1].total for query in QUERIES]
    assert max(totals) <= len(KINDS) * EACH, totals
    assert sum(0 < total < len(KINDS) * EACH for total in totals) >= len(QUERIES) - 4


@pytest.mark.parametrize(("sort", "sign"), [("price", 1), ("price_down", -1), ("landed", 1)])
def test_the_same_order_by_value(index: Index, sort: str, sign: int) -> None:
    by_index, by_database = both(index, SearchQuery("termo", sort=sort, limit=50))
    with unit_of_work(PublicScope(), read_only=True) as work:
        ways = Surroundings().facts(work, ROMA).ways
        listings = {one.number: one for one in work.session.scalars(select(Listing))}
        slugs = {shop.tenant_id: shop.slug for shop in work.session.scalars(select(Shop))}

    def value(number: int) -> int:
        one = listings[number]
        way = ways[slugs[one.tenant_id]]
        delivery = way.quote(grams=one.billable_grams, goods_minor=one.price_minor).charged_minor if way else 0
        return sign * (one.price_minor + (delivery if sort == "landed" else 0))

    values = [value(number) for number in by_database.numbers]
    assert values == sorted(values) == [value(number) for number in by_index.numbers]
    assert len(set(values)) > 1


def test_a_page_after_the_last_one_is_empty(index: Index) -> None:
    assert both(index, SearchQuery("termo", offset=1000))[1].numbers == []


def test_words_of_a_title_come_first(market: Cast, index: Index) -> None:
    named = make.goods(market, title="Molinillo de mano")
    make.goods(market, title="Cuchara", sku="MOLINILLO")
    by_database = both(index, SearchQuery("molinillo"))[1]
    assert by_database.total == 2
    assert by_database.numbers[0] == named.number


def test_what_leaves_the_shelf_leaves_its_words(market: Cast, index: Index) -> None:
    goods = make.goods(market, title="Rueca de Teotitlán")
    assert list(both(index, SearchQuery("rueca"))[1].numbers) == [goods.number]
    with market.as_alicia() as work:
        pause_product(work, goods.product_id)
    assert both(index, SearchQuery("rueca"))[1].total == 0


def test_an_index_that_nobody_looks_after_is_not_asked(market: Cast, index: Index) -> None:
    executor = Executor(index)
    assert executor.available()
    an_hour_ago = time.time() - 3600
    os.utime(index.folder / "followed", (an_hour_ago, an_hour_ago))
    goods = make.goods(market, title="Rueca de Teotitlán")
    assert not executor.available()
    with unit_of_work(PublicScope(), read_only=True) as work:
        found = search(work, executor, SearchQuery("rueca"), Surroundings().facts(work, None))
    assert list(found.numbers) == [goods.number]
    follow(index)
    assert executor.available()
