"""Ranking in the open: one formula, told on a page, behind each result and to each shop; and money is no part of it."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from marketplace.goods.catalog.models import Listing
from marketplace.goods.inventory.service import set_stock
from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import unit_of_work
from marketplace.people.sellers.models import Shop, ShopTax
from marketplace.trade.shipping.models import ShippingTerms
from marketplace.window.search import fallback, queries, ranking
from marketplace.window.search.gateways.executor import Executor
from marketplace.window.search.gateways.facts import RankingFacts, ShopFact
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.queries import Surroundings
from marketplace.window.search.rules import SearchQuery
from marketplace.window.search.service import rebuild
from marketplace.window.search.web import words
from marketplace.worker import Worker
from tenants.scope import PublicScope
from tests import make
from tests.cast import Cast
from tests.installation import executor_of, settings_of
from tests.web.asking import enter

pytestmark = pytest.mark.long


@pytest.fixture
def index(market: Cast, browser_client: FlaskClient) -> Index:
    """An index over six things of two shops that differ in what counts."""
    for place, (shop, title) in enumerate(
        (
            (market.alpaca, "Estambre Nube"),
            (market.alpaca, "Aguja para estambre grueso"),
            (market.alpaca, "Estambre de lana Monte muy suave para tejer"),
            (market.abedul, "Estambre rústico"),
            (market.abedul, "Caja para estambre"),
            (market.abedul, "Estambre Nube dos"),
        )
    ):
        goods = make.goods(market, shop=shop, title=title)
        with market.above() as work:
            work.session.execute(
                update(Listing).where(Listing.number == goods.number).values(popularity=place * 7 % 5 * 20)
            )
    with market.above() as work:
        work.session.execute(update(Shop).where(Shop.slug == "hilos-alpaca").values(on_time_bp=9900, reply_minutes=30))
        work.session.execute(update(Shop).where(Shop.slug == "ferreteria-abedul").values(on_time_bp=6000))
    found = Index(settings_of(browser_client.application).search_dir)
    rebuild(found)
    return found


def order(index: Index, text: str) -> list[int]:
    """The listings that a search finds, in its order."""
    with unit_of_work(PublicScope(), read_only=True) as work:
        facts = Surroundings().facts(work, None)
        return list(queries.search(work, Executor(index), SearchQuery(text=text), facts).numbers)


def page_of(client: FlaskClient, path: str, language: str = "es") -> str:
    """A page without the white space beside its tags."""
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200, path
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", html.unescape(answer.text))


def test_every_signal_of_the_code_is_on_the_page_with_its_points(browser_client: FlaskClient, market: Cast) -> None:
    for language in ("es", "en"):
        page = page_of(browser_client, "/como-ordenamos", language)
        told = re.findall(r'<th scope="row" class="said">.*?</th><td class="num">(\d+)</td>', page, re.DOTALL)
        assert [int(points) for points in told] == [signal.points for signal in ranking.SIGNALS]


def test_the_page_follows_the_code(browser_client: FlaskClient, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heavier = replace(ranking.SOLD, points=37)
    monkeypatch.setattr(ranking, "SIGNALS", tuple(heavier if f is ranking.SOLD else f for f in ranking.SIGNALS))
    monkeypatch.setattr(ranking, "EXPLORED_SHARE", 8)
    page = page_of(browser_client, "/como-ordenamos")
    assert "(hasta 37)" in page
    assert "uno de cada 8 productos" in page


@pytest.mark.parametrize(
    "name",
    ["TITLE_WEIGHT", "SATURATION", "LENGTH", "MOST_SOLD", "REPLY_FAST_MINUTES", "NEW_SHOP_DAYS", "EXPLORED_SHARE"],
)
def test_every_number_of_the_formula_is_told(
    browser_client: FlaskClient, market: Cast, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(ranking, name, 4321)
    assert "4321" in page_of(browser_client, "/como-ordenamos")


def test_a_signal_without_words_cannot_be_added(browser_client: FlaskClient, market: Cast) -> None:
    with browser_client.application.test_request_context(), pytest.raises(KeyError):
        words.signal_said("advertising")


@pytest.mark.parametrize("text", ["estambre", "estambre nube", "caja estambre"])
def test_the_points_that_are_told_are_the_points_that_order(index: Index, text: str) -> None:
    numbers = order(index, text)
    assert len(numbers) > 1 or text == "caja estambre"
    with unit_of_work(PublicScope(), read_only=True) as work:
        facts = Surroundings().facts(work, None)
        told = queries.reasons(Executor(index), SearchQuery(text=text), facts, numbers)
    sums = [sum(reason.points for reason in told[number]) for number in numbers]
    assert sums == pytest.approx(sorted(sums, reverse=True), abs=1e-3)
    assert len({round(one, 2) for one in sums}) == len(sums)  # so that the order says something
    for number in numbers:
        assert all(0 <= reason.points <= reason.most + 1e-3 for reason in told[number])


def test_what_a_shop_pays_how_it_is_paid_and_who_carries_for_it_change_no_order(
    index: Index, market: Cast, worker: Worker
) -> None:
    before = order(index, "estambre")
    with market.above() as work:
        work.session.execute(
            update(ShopTax)
            .where(ShopTax.tenant_id == market.abedul.id)
            .values(person="legal", paid_abroad=True, clabe="002010077777777771", rfc="FAB010101AB1")
        )
        work.session.execute(
            update(ShippingTerms)
            .where(ShippingTerms.tenant_id == market.abedul.id)
            .values(free_from_minor=1, handling_days=9, cutoff_hour=1, uncovered_states=["YUC"])
        )
        work.session.execute(
            update(Listing)
            .where(Listing.tenant_id == market.abedul.id)
            .values(price_minor=Listing.price_minor * 3, return_paid_by="buyer", billable_grams=9000)
        )
    rebuild(index)
    assert order(index, "estambre") == before


def test_what_counts_does_change_the_order(index: Index, market: Cast) -> None:
    """The control of the test above."""
    before = order(index, "estambre")
    with market.above() as work:
        work.session.execute(update(Listing).where(Listing.number == before[-1]).values(popularity=500))
    rebuild(index)
    assert order(index, "estambre") != before


def test_each_change_of_what_is_measured_shows_also_the_hundredth(index: Index) -> None:
    executor = Executor(index)
    first = []
    for turn in range(100):
        late = ("hilos-alpaca", "ferreteria-abedul")[turn % 2]
        shops = {
            name: ShopFact(0 if name == late else 10_000, 0, False) for name in ("hilos-alpaca", "ferreteria-abedul")
        }
        facts = RankingFacts(key=turn, shops=shops)
        told = executor.reasons(
            SearchQuery(text="estambre"),
            facts,
            found := list(executor.search(SearchQuery(text="estambre"), facts).numbers),
        )
        sums = [sum(reason.points for reason in told[number]) for number in found]
        assert sums == pytest.approx(sorted(sums, reverse=True), abs=1e-3)
        first.append(found)
    assert first[0] != first[1]


def test_search_reads_nothing_of_money_from_the_database() -> None:
    """A signal cannot come in by the back: what is read for the order names no table or column of fees and payments."""
    read = " ".join(statement.sql for statement in (queries._SHOPS, fallback._WORDS, fallback._ANYTHING))
    assert not re.search(r"fee|ledger|payout|charge|clabe|tax|commission|plan", read)


def test_new_shops_get_their_share_and_it_moves_on_each_day() -> None:
    listings = np.arange(1001, 11_001)
    new = np.ones(len(listings), dtype=bool)
    today, tomorrow = (ranking.exploring(listings, new, day) > 0 for day in (739_000, 739_001))
    assert np.mean(today) == pytest.approx(1 / ranking.EXPLORED_SHARE, abs=0.01)
    assert np.array_equal(today, ranking.exploring(listings, new, 739_000) > 0)
    assert np.mean(today & tomorrow) < 0.05
    assert not ranking.exploring(listings, ~new, 739_000).any()


def test_each_result_leads_to_why_it_is_there_and_back(browser_client: FlaskClient, index: Index) -> None:
    numbers = order(index, "estambre")
    results = page_of(browser_client, "/buscar?q=estambre&hasta=900")
    why = re.findall(r'href="(/buscar/por-que/\d+\?[^"]+)"', results)
    assert why[0] == f"/buscar/por-que/{numbers[0]}?q=estambre&hasta=900"
    page = page_of(browser_client, why[1])
    assert "Lugar 2 de 6 al buscar “estambre”" in page
    assert f'href="/buscar?q=estambre&hasta=900#n{numbers[1]}"' in page
    assert f'id="n{numbers[1]}"' in results
    told = [float(points) for points in re.findall(r"([\d.]+) de \d+</td>", page)]
    whole = float(re.findall(r"<strong>([\d.]+)</strong>", page)[0])
    assert len(told) == len(ranking.SIGNALS)
    assert sum(told) == pytest.approx(whole, abs=0.3)


def test_why_on_a_shelf_leads_back_to_the_shelf(browser_client: FlaskClient, index: Index) -> None:
    why = re.findall(r'href="(/buscar/por-que/\d+\?[^"]+)"', page_of(browser_client, "/c/estambres?garantia=3"))[0]
    page = page_of(browser_client, why)
    assert "Lugar 1 de 6 en Estambres e hilos" in page
    assert 'href="/c/estambres?garantia=3#n' in page


def test_why_says_so_when_points_do_not_decide(browser_client: FlaskClient, index: Index, market: Cast) -> None:
    number = order(index, "estambre")[0]
    assert "Elegiste otro orden" in page_of(browser_client, f"/buscar/por-que/{number}?q=estambre&orden=price")
    assert "Ya no está en esta página" in page_of(browser_client, f"/buscar/por-que/{number}?q=martillo")
    sold_out = make.goods(market, title="Estambre agotado")
    with market.as_alicia() as work:
        set_stock(work, sold_out.variant_id, on_hand=0)
    rebuild(index)
    page = page_of(browser_client, f"/buscar/por-que/{sold_out.number}?q=estambre")
    assert "Está agotado" in page
    assert "Lugar 7 de 7" in page


@pytest.mark.parametrize("number", ["1", "99999999999999999999999999"])
def test_why_of_a_listing_that_does_not_exist(browser_client: FlaskClient, index: Index, number: str) -> None:
    assert browser_client.get(f"/buscar/por-que/{number}?q=estambre").status_code == 404


def test_why_without_an_index_says_that_it_cannot_tell(browser_client: FlaskClient, index: Index) -> None:
    number = order(index, "estambre")[0]
    shutil.rmtree(index.folder)
    executor_of(browser_client.application)._view = None
    assert "no podemos contar los puntos" in page_of(browser_client, f"/buscar/por-que/{number}?q=estambre")


def test_a_shop_sees_its_own_products_their_places_and_what_would_change_them(
    browser_client: FlaskClient, index: Index, market: Cast
) -> None:
    enter(browser_client, market.alicia)
    page = page_of(browser_client, "/vender/hilos-alpaca/como-apareces?q=estambre")
    rows = re.findall(r"<tr><td><a href=[^>]+>([^<]+)</a>.*?</tr>", page, re.DOTALL)
    ours = {_number(market, title): title for title in rows}
    assert rows == [ours[number] for number in order(index, "estambre") if number in ours]
    assert len(rows) == 3
    assert "rústico" not in page
    place = order(index, "estambre").index(_number(market, "Aguja para estambre grueso")) + 1
    row = re.findall(r"Aguja para estambre grueso</a>.*?</tr>", page, re.DOTALL)[0]
    assert re.findall(r'data-label="Lugar" class="num">(\d+)<', row) == [str(place)]
    assert "Empieza el título con el nombre de la cosa" in row
    assert "Ya tienes todos." in page  # answers within half an hour


def test_without_words_a_shop_sees_what_always_counts(browser_client: FlaskClient, index: Index, market: Cast) -> None:
    enter(browser_client, market.alicia)
    page = page_of(browser_client, "/vender/hilos-alpaca/como-apareces")
    assert "Empieza el título" not in page
    assert "Sube con cada venta" in page
    assert 'href="/vender/hilos-alpaca/como-apareces"' in page_of(browser_client, "/vender/hilos-alpaca/productos")


def test_a_shop_with_nothing_for_sale_reads_what_will_be_here(browser_client: FlaskClient, market: Cast) -> None:
    rebuild(Index(settings_of(browser_client.application).search_dir))
    enter(browser_client, market.alicia)
    assert "Todavía no hay nada tuyo a la venta" in page_of(browser_client, "/vender/hilos-alpaca/como-apareces")


def _number(market: Cast, title: str) -> int:
    with market.above() as work:
        return work.session.query(Listing.number).filter(Listing.title == title).scalar() or 0


def test_new_shops_are_new_for_the_days_that_the_page_says(index: Index, market: Cast) -> None:
    with market.above() as work:
        work.session.execute(
            update(Shop)
            .where(Shop.slug == "hilos-alpaca")
            .values(opened_on=mexican_day(clock.now()) - timedelta(days=ranking.NEW_SHOP_DAYS - 1))
        )
        work.session.execute(
            update(Shop)
            .where(Shop.slug == "ferreteria-abedul")
            .values(opened_on=mexican_day(clock.now()) - timedelta(days=ranking.NEW_SHOP_DAYS))
        )
    with unit_of_work(PublicScope(), read_only=True) as work:
        shops = Surroundings().facts(work, None).shops
    assert shops["hilos-alpaca"].is_new
    assert not shops["ferreteria-abedul"].is_new
