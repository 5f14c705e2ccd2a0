"""A shop's list of what its products lack: what would bring most in what is seen most first, each leading to its box."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.goods.catalog.service import pause_product
from marketplace.kernel import clock
from marketplace.kernel.ages import ages_at
from marketplace.window.quality.aging import over
from marketplace.window.quality.models import FactEffect, ListingTraffic
from marketplace.worker import Worker
from tenants.db import count_statements
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of
from tests.window.quality.complete import change, complete, day, looked_at

LIST = "/vender/hilos-alpaca/productos/calidad"


def effect(market: Cast, fact: str, *, having: int, lacking: int, branch: str = "") -> None:
    """So many of a thousand times seen were opened on either side."""
    sides = {"having": having, "lacking": lacking}
    counts = {
        f"{side}_{part}": value
        for side, opened in sides.items()
        for part, value in {"listings": 40, "shops": 6, "seen": 1_000, "opened": opened, "bought": 3}.items()
    }
    with market.above("clock") as work:
        work.session.add(FactEffect(branch=branch, fact=fact, measured_at=work.now, **counts))


@pytest.fixture
def desk(app: Flask, market: Cast) -> FlaskClient:
    return client_of(app, market.alicia)


def titles(client: FlaskClient, asked: str = "") -> list[str]:
    answer = client.get(LIST + asked)
    assert answer.status_code == 200, answer.text
    return [html.unescape(one) for one in re.findall(r'productos/[0-9a-f-]{36}">([^<]+)</a>', answer.text)]


def test_what_would_bring_most_in_what_is_seen_most_comes_first(market: Cast, desk: FlaskClient) -> None:
    complete(market, "Completo")
    origin = complete(market, "Sin origen, muy visto")
    text, quiet = complete(market, "Sin texto, visto"), complete(market, "Sin texto, poco visto")
    change(market, origin, origin_country=None)
    for goods in (text, quiet):
        change(market, goods, description="Corto.")
    bare = make.goods(market, title="Con mucho por llenar")
    make.goods(market, title="Ajeno", shop=market.abedul)
    effect(market, "texto", having=120, lacking=40)
    effect(market, "origen", having=40, lacking=90)  # measured, and it brings nothing
    for goods, seen in ((origin, 9_000), (text, 500), (quiet, 20), (bare, 20)):
        looked_at(market, goods, seen=seen, opened=seen // 10)
    assert titles(desk) == [
        "Sin texto, visto",
        "Con mucho por llenar",
        "Sin texto, poco visto",
        "Sin origen, muy visto",
    ]
    page = desk.get(LIST).text
    assert "de cien veces que se ven, se abren 12.0 con ello y 4.0 sin ello" in page
    assert "Es lo que se observó, no una promesa" in page
    assert "De lo que le falta, nada de lo medido trae más." in page
    assert re.search(r"Aún no hay bastantes datos de:</strong>\s*una foto;", page)
    assert f'productos/{text.product_id}#description">' in page
    assert f'productos/{origin.product_id}#origin_country">' in page


def test_the_nearest_branch_speaks(market: Cast, desk: FlaskClient) -> None:
    change(market, complete(market, "Sin texto"), description="Corto.")
    effect(market, "texto", having=120, lacking=40)
    effect(market, "texto", having=77, lacking=55, branch="estambres")
    effect(market, "texto", having=99, lacking=11, branch="cocina")
    page = desk.get(LIST).text
    assert "Medido en Estambres" in page
    assert "se abren 7.7 con ello" in page
    assert "Medido en Cocina" not in page  # in which the shop has nothing


def test_seen_opened_and_bought_are_its_own_of_thirty_days(market: Cast, worker: Worker, desk: FlaskClient) -> None:
    goods = make.goods(market, title="Corto")
    looked_at(market, goods, seen=40, opened=7, days_ago=29)
    looked_at(market, goods, seen=4, opened=1, days_ago=0)
    looked_at(market, goods, seen=900, opened=900, days_ago=30)
    make.paid_order(market, worker, [make.line(goods, 2)])
    row = re.findall(r'(?s)class="num">(\d+)<', desk.get(LIST).text)
    assert row == ["44", "8", "1"]


def test_it_is_narrowed_by_state_and_by_what_is_lacking(market: Cast, desk: FlaskClient) -> None:
    change(market, complete(market, "Sin origen"), origin_country=None)
    paused = complete(market, "En pausa, sin marca")
    change(market, paused, brand="")
    make.draft(market, title="Borrador")
    with market.as_alicia() as work:
        pause_product(work, paused.product_id)
    assert titles(desk, "?falta=origen") == ["Borrador", "Sin origen"]
    assert titles(desk, "?estado=paused") == ["En pausa, sin marca"]
    assert titles(desk, "?estado=paused&falta=origen") == []
    assert "Aquí no falta nada" in desk.get(f"{LIST}?estado=paused&falta=origen").text
    assert len(titles(desk, "?estado=archived&falta=cualquiera&pagina=x")) == 3  # what is not understood asks nothing


def test_it_comes_in_pages_with_the_same_questions_whatever_it_shows(market: Cast, desk: FlaskClient) -> None:
    make.draft(market, title="Uno")
    statements = count_statements()
    titles(desk)
    few = len(statements)
    for number in range(31):
        make.draft(market, title=f"Borrador {number}")
    statements.clear()
    assert len(titles(desk)) == 30
    assert len(statements) == few
    assert len(titles(desk, "?pagina=2")) == 2


def test_who_edits_products_sees_it_and_nobody_else(app: Flask, market: Cast) -> None:
    assert client_of(app, market.pia).get(LIST).status_code == 403
    assert client_of(app, market.bruno).get(LIST).status_code == 404
    assert app.test_client().get(LIST).status_code == 302


def test_the_products_page_says_what_it_lacks_and_leads_to_the_box(market: Cast, desk: FlaskClient) -> None:
    goods = complete(market, "Completo")
    page = desk.get(f"/vender/hilos-alpaca/productos/{goods.product_id}").text
    assert 'id="que-le-falta"' not in page
    change(market, goods, maker="")
    effect(market, "fabricante", having=120, lacking=40)
    page = desk.get(f"/vender/hilos-alpaca/productos/{goods.product_id}").text
    assert '<a href="#maker">Fabricante o importador</a>' in page
    assert "se abren 12.0 con ello y 4.0 sin ello" in page
    assert 'id="maker"' in page


def test_each_link_leads_to_something_on_the_products_page(market: Cast, desk: FlaskClient) -> None:
    goods = make.goods(market, title="Corto")
    change(market, goods, category="licuadoras", attributes={}, weight_grams=0, length_mm=0, warranty_by="", brand="")
    page = desk.get(f"/vender/hilos-alpaca/productos/{goods.product_id}").text
    panel = page[page.index('id="que-le-falta"') :].split("</section>")[0]
    boxes = set(re.findall(r'href="#([^"]+)"', panel))
    assert {"pictures", "description", "caracteristicas", "nom", "weight_grams"} <= boxes
    assert [box for box in boxes if f'id="{box}"' not in page] == []


def test_the_first_page_counts_what_is_for_sale_and_lacks_something(market: Cast, desk: FlaskClient) -> None:
    change(market, complete(market, "Sin origen"), origin_country=None)
    complete(market, "Completo")
    make.draft(market, title="Borrador")
    page = desk.get("/vender/hilos-alpaca/").text
    assert f'{LIST}?estado=published"' in page
    assert re.search(r"1\D{0,40}publicación con algo por completar", page)
    assert titles(desk, "?estado=published") == ["Sin origen"]


def test_counts_go_after_a_year(market: Cast) -> None:
    goods = make.goods(market, title="Corto")
    for ago in (364, 366):
        looked_at(market, goods, seen=1, opened=0, days_ago=ago)
    condition = over(ages_at(clock.now()))["listing_traffic"]
    with market.above() as work:
        gone = work.session.scalars(select(ListingTraffic.day).where(condition)).all()
    assert gone == [day(366)]
