"""A search is followed: a letter tells of what is new in it, filters and all."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.window.watching.errors import NoSearch
from marketplace.window.watching.models import SavedSearch
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import enter
from tests.window.looking import digest, index, letters, save, the_next_day


def test_a_letter_tells_of_what_is_new_once(app: Flask, market: Cast, worker: Worker) -> None:
    make.goods(market, title="Estambre viejo")
    save(market, "/buscar?q=estambre&hasta=150")
    make.goods(market, title="Estambre caro", price_minor=90_000)
    index(app)
    digest(market, worker)
    assert letters(market) == []
    make.goods(market, title="Estambre nuevo", price_minor=10_000)
    index(app)
    digest(market, worker)
    (letter,) = letters(market)
    assert "estambre: 1 producto nuevo." in letter.text
    the_next_day(market)
    digest(market, worker)
    assert len(letters(market)) == 1


def test_a_category_can_be_followed(app: Flask, market: Cast, worker: Worker) -> None:
    save(market, "/c/estambres?orden=price", "Estambres")
    save(market, "/c/telas", "Telas")
    make.goods(market)
    index(app)
    digest(market, worker)
    (letter,) = letters(market)
    assert "Estambres: 1 producto nuevo." in letter.text
    assert "Telas" not in letter.text


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://evil.example/buscar",
        "//evil.example/c/x",
        "/cuenta",
        "/c/a/b",
        "/buscar/x",
        "/buscar?q=" + "x" * 900,
        "/c/\\x",
    ],
)
def test_only_results_pages_are_followed(market: Cast, address: str) -> None:
    with pytest.raises(NoSearch):
        save(market, address)
    with market.above() as work:
        assert work.session.scalars(select(SavedSearch)).all() == []


def test_nobody_elses_search_is_seen(market: Cast) -> None:
    save(market, "/buscar?q=x")
    for stranger in (market.as_diego, market.as_alicia):
        with stranger() as work:
            assert work.session.scalars(select(SavedSearch)).all() == []


def test_the_button_is_on_the_results_page_and_leads_back(app: Flask, market: Cast) -> None:
    client = app.test_client()
    assert "Entra para que te avisemos" in client.get("/buscar?q=estambre").text
    enter(client, market.carla)
    assert 'name="address" value="/buscar?q=estambre&amp;orden=price"' in client.get(
        "/buscar?q=estambre&orden=price&pagina=2"
    ).text.replace("%20", " ")
    form = {"address": "/buscar?q=estambre", "words": "“estambre”"}
    answer = client.post("/lo-que-sigo/busquedas", data=form)
    assert answer.location == "/buscar?q=estambre"
    assert "“estambre”" in client.get("/lo-que-sigo").text
    assert client.post("/lo-que-sigo/busquedas", data=form).status_code == 302
    assert client.get("/lo-que-sigo").text.count('<a href="/buscar?q=estambre">') == 1
    refused = client.post("/lo-que-sigo/busquedas", data={"address": "//x", "words": "x"}, follow_redirects=True)
    assert "no es una búsqueda" in refused.text


def test_what_says_only_most_of_the_words_is_no_news(app: Flask, market: Cast, worker: Worker) -> None:
    make.goods(market, title="Estambre verde grueso suave")
    save(market, "/buscar?q=estambre+verde+grueso")
    make.goods(market, title="Estambre verde")
    index(app)
    digest(market, worker)
    assert letters(market) == []
    make.goods(market, title="Estambre grueso, verde")
    index(app)
    digest(market, worker)
    (letter,) = letters(market)
    assert "estambre: 1 producto nuevo." in letter.text


def test_its_name_says_the_filters_too(app: Flask, market: Cast) -> None:
    make.goods(market, title="Estambre")
    index(app)
    client = app.test_client()
    enter(client, market.carla)
    page = client.get("/c/estambres?desde=100.01&hasta=2500&disponible=1").text
    offered = re.search(r'name="words" value="([^"]*)"', page)
    assert offered is not None
    assert offered[1].startswith("Estambres e hilos · ")
    assert "$100.01 – $2,500" in offered[1]
    assert offered[1].count("Estambres") == 1
    answer = client.post("/lo-que-sigo/busquedas", data={"address": "/c/estambres?hasta=2500", "words": offered[1]})
    assert answer.status_code == 302
    assert offered[1] in client.get("/lo-que-sigo").text
