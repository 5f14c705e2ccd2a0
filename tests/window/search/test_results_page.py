"""The page of results: what is not all that was asked for is under a line that says so; what helps is near."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import rebuild
from marketplace.window.storefront.shelves import Shelves
from tests import make
from tests.cast import Cast
from tests.installation import settings_of, site_of
from tests.make import YARN
from tests.window.looking import found


@pytest.fixture
def shelf(market: Cast, browser_client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A visitor before yarns of two fibres and a hammer whose description speaks of yarn."""
    for title, fibre in (("Estambre Nube", "alpaca"), ("Estambre Lana", "lana"), ("Madeja Monte", "lana")):
        monkeypatch.setattr(make, "YARN", replace(YARN, attributes={"fibre": fibre, "color": "rojo"}))
        make.goods(market, title=title)
    tool = replace(YARN, category="martillos", attributes={}, description="Para clavar donde cuelgas tu bufanda.")
    monkeypatch.setattr(make, "YARN", tool)
    make.goods(market, shop=market.abedul, title="Martillo de uña")
    rebuild(Index(settings_of(browser_client.application).search_dir))
    return browser_client


def parts(page: str, line: str) -> tuple[str, str]:
    before, said, after = html.unescape(page).partition(line)
    assert said, line
    return before, after


def test_what_says_most_follows_under_a_line(shelf: FlaskClient) -> None:
    page = shelf.get("/buscar?q=madeja+roja+de+lana").text
    before, after = parts(page, "Lo que sigue no dice todo lo que buscas, pero sí buena parte:")
    assert "Madeja Monte" in before
    assert "Madeja Monte" not in after
    assert "Estambre Lana" in after
    assert "1 dice todo lo que buscas" in page
    assert "Martillo" not in page.partition('id="resultados"')[2]


def test_where_nothing_says_all_the_line_says_so(shelf: FlaskClient) -> None:
    _before, after = parts(
        shelf.get("/buscar?q=nube+martillo").text, "Nada dice todo lo que buscas. Esto dice buena parte:"
    )
    assert "Estambre Nube" in after
    assert "Martillo de uña" in after


def test_what_only_a_description_says_is_told_apart(shelf: FlaskClient) -> None:
    _before, after = parts(shelf.get("/buscar?q=bufanda").text, "Estos solo lo mencionan en su descripción:")
    assert "Martillo de uña" in after


def test_all_that_says_all_needs_no_line(shelf: FlaskClient) -> None:
    page = shelf.get("/buscar?q=estambre").text
    assert "buena parte" not in page
    assert "dicen todo" not in page


def test_words_that_nothing_says_are_named(shelf: FlaskClient) -> None:
    page = html.unescape(shelf.get("/buscar?q=madejas+baratas").text)
    assert "Nada a la venta dice “baratas”. Buscamos lo demás." in page
    assert found(shelf, "/buscar?q=madejas+baratas") == ["Madeja Monte"]


def test_what_may_have_been_meant_is_asked(shelf: FlaskClient) -> None:
    page = html.unescape(shelf.get("/buscar?q=estmabre+alpaca").text)
    assert "¿Quisiste decir “estambre alpaca”?" in page
    assert "Estambre Nube" in page
    assert "buscamos “" not in page
    (leads,) = re.findall(r'href="([^"]+)"[^>]*>\s*¿Quisiste decir', page)
    assert found(shelf, leads)[0] == "Estambre Nube"
    assert "Quisiste decir" not in shelf.get(leads).text


def test_the_english_name_of_a_category_finds_what_is_in_it(shelf: FlaskClient) -> None:
    assert set(found(shelf, "/buscar?q=yarn")) == {"Estambre Nube", "Estambre Lana", "Madeja Monte"}
    assert set(found(shelf, "/buscar?q=hammers")) == {"Martillo de uña"}


def test_the_menu_is_the_tree_of_what_has_goods_with_how_many_and_nothing_empty(shelf: FlaskClient) -> None:
    site_of(shelf.application).parts.pop(Shelves, None)  # looked up once a minute
    menu = shelf.get("/buscar").text.partition('class="shelves"')[2].partition("</nav>")[0]
    assert re.findall(r'href="/c/([a-z-]+)"', menu) == ["herramientas", "martillos", "textiles", "estambres"]
    assert re.findall(r'class="count num">(\d+)<', menu) == ["1", "1", "3", "3"]  # of all that is below, too
    assert "Todo en Textiles y costura" in menu
    assert "Everything in Textiles and sewing" in shelf.get("/buscar?idioma=en").text


def test_the_menu_is_written_once_and_asks_nothing_per_page(shelf: FlaskClient, market: Cast) -> None:
    site_of(shelf.application).parts.pop(Shelves, None)
    before = shelf.get("/buscar").text.partition('class="shelves"')[2].partition("</nav>")[0]
    make.goods(market, shop=market.abedul, title="Mazo de hule")
    after = shelf.get("/buscar").text.partition('class="shelves"')[2].partition("</nav>")[0]
    assert after == before  # within the minute it is not looked up
    site_of(shelf.application).parts.pop(Shelves, None)
    fresh = shelf.get("/buscar").text.partition('class="shelves"')[2].partition("</nav>")[0]
    assert re.findall(r'class="count num">(\d+)<', fresh) == ["2", "2", "3", "3"]


def test_a_market_without_goods_has_no_tree(browser_client: FlaskClient) -> None:
    site_of(browser_client.application).parts.pop(Shelves, None)  # looked up once a minute
    assert 'class="shelves"' not in browser_client.get("/").text


def test_filters_by_form_are_on_the_page_and_stay_in_other_categories(
    market: Cast, shelf: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shelf.get("/buscar?q=estambre").text
    assert "<legend>Color</legend>" in page
    assert 'class="swatch of-rojo"' in page
    assert set(found(shelf, "/buscar?q=estambre&con-color=rojo")) == {"Estambre Nube", "Estambre Lana", "Madeja Monte"}
    assert found(shelf, "/buscar?q=martillo&con-color=rojo") == []
    assert "filtros que no son de esta categoría" not in shelf.get("/buscar?q=estambre&con-color=rojo").text
    assert "con-color=rojo" in shelf.get("/c/textiles?con-color=rojo").text.partition("<h2>Categoría</h2>")[2]


def test_with_filters_that_leave_nothing_the_categories_are_where_the_words_occur(shelf: FlaskClient) -> None:
    page = shelf.get("/buscar?q=martillo&c=textiles").text
    assert "No encontramos nada con eso" in page
    near = page.partition("Categorías cercanas")[2].partition("</ul>")[0]
    assert re.findall(r"c=([a-z-]+)\"", near) == ["martillos"]
