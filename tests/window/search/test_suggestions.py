"""Suggestions while typing: words, categories, brands and shops, from what is on the shelf and from nobody's searches."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from marketplace.goods.catalog.service import pause_product
from marketplace.people.sellers.models import Shop
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import rebuild
from tests import make
from tests.cast import Cast
from tests.installation import executor_of, settings_of

pytestmark = pytest.mark.long


@pytest.fixture
def shelf(market: Cast, browser_client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A visitor of a market with two yarns and a hammer of the brand Ñandutí."""
    make.goods(market, title="Estambre Nube de alpaca")
    make.goods(market, title="Estambre Nube de lana")
    monkeypatch.setattr(make, "YARN", replace(make.YARN, brand="Ñandutí", category="martillos", attributes={}))
    make.goods(market, shop=market.abedul, title="Martillo de uña")
    rebuild(Index(settings_of(browser_client.application).search_dir))
    return browser_client


def offered(client: FlaskClient, typed: str) -> list[tuple[str, str, str]]:
    answer = client.get("/buscar/sugerencias", query_string={"q": typed})
    assert answer.status_code == 200
    return [(one["text"], one["kind"], one["url"]) for one in answer.json]


def test_words_of_titles_and_categories_are_offered(shelf: FlaskClient) -> None:
    found = offered(shelf, "estam")
    assert found[0] == ("estambre nube", "", "/buscar?q=estambre+nube")
    assert ("Estambres e hilos", "categoría", "/c/estambres") in found


def test_brands_and_shops_are_offered_with_or_without_accents(shelf: FlaskClient) -> None:
    assert offered(shelf, "nandu") == [("Ñandutí", "marca", "/buscar?marca=%C3%91andut%C3%AD")]
    assert ("Ferretería Abedul", "tienda", "/tienda/ferreteria-abedul") in offered(shelf, "ferreteria")
    brand = offered(shelf, "ÑAN")[0][2]
    assert "Martillo de uña" in shelf.get(brand).text


def test_they_speak_the_readers_language(shelf: FlaskClient) -> None:
    answer = shelf.get("/buscar/sugerencias?q=yarn", headers={"Accept-Language": "en"})
    assert {"text": "Yarn and thread", "kind": "category", "url": "/c/estambres"} in answer.json


def test_a_slip_of_the_finger_is_forgiven(shelf: FlaskClient) -> None:
    assert ("estambre nube", "", "/buscar?q=estambre+nube") in offered(shelf, "estanbre")


@pytest.mark.parametrize("typed", ["", " ", "de", "%", "zzzzzz", "\x00", "a" * 10_000, "(.*)+", "<b>"])
def test_nothing_to_offer_is_an_empty_list(shelf: FlaskClient, typed: str) -> None:
    assert [one for one in offered(shelf, typed) if one[1] == ""] == []


def test_what_is_not_for_sale_is_not_offered(shelf: FlaskClient, market: Cast) -> None:
    gone = make.goods(market, title="Quesquémetl bordado")
    with market.as_alicia() as work:
        pause_product(work, gone.product_id)
    with market.above() as work:
        work.session.execute(update(Shop).where(Shop.slug == "hilos-alpaca").values(status="closed"))
    rebuild(Index(settings_of(shelf.application).search_dir))
    assert offered(shelf, "quesque") == []
    assert [one for one in offered(shelf, "hilos") if one[1] == "tienda"] == []


def test_without_an_index_categories_and_shops_are_offered_still(shelf: FlaskClient) -> None:
    shutil.rmtree(settings_of(shelf.application).search_dir)
    executor_of(shelf.application)._view = None
    assert {kind for _text, kind, _url in offered(shelf, "hilos")} == {"categoría", "tienda"}


def test_the_box_is_a_plain_form_without_javascript(shelf: FlaskClient) -> None:
    page = " ".join(shelf.get("/").text.split())
    assert '<form class="search" action="/buscar" role="search">' in page
    assert 'role="combobox" aria-expanded="false" aria-controls="suggestions"' in page
