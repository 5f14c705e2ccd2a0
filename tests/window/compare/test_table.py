"""The comparison in the browser: what it shows, what it keeps, and what it does with odd requests."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing
from marketplace.money.payments.gateways.stripe import Stripe
from marketplace.people.sellers import offer_instalments
from marketplace.window.compare.models import Compared
from tests import make
from tests.cast import Cast
from tests.web.asking import enter


def _heads(page: str) -> list[str]:
    head = page.partition("<thead")[2].partition("</thead>")[0]
    return re.findall(r'<a href="[^"]*">([^<]*)</a>', head)


def _change(market: Cast, of: make.Goods, **values: object) -> None:
    with market.above() as work:
        work.session.execute(update(Listing).where(Listing.number == of.number).values(**values))


@pytest.fixture
def two(market: Cast) -> tuple[make.Goods, make.Goods]:
    """A cheap yarn of one shop, and a dear one of another, with a longer warranty."""
    cheap = make.goods(market, title="Barato", price_minor=10_000)
    dear = make.goods(market, title="Caro", shop=market.abedul, price_minor=30_000)
    _change(market, dear, warranty_months=24)
    return cheap, dear


def test_the_best_of_a_row_is_said_in_words_and_each_group_names_its_source(
    browser_client: FlaskClient, two: tuple[make.Goods, make.Goods]
) -> None:
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    page = browser_client.get(f"/comparar?n={two[0].number}&n={two[1].number}").text
    price = page.partition('scope="row">Precio</th>')[2].partition("</tr>")[0]
    assert re.findall(r"\$\d+\.00( <span class=\"chip good\">mejor)?", price) == [' <span class="chip good">mejor', ""]
    assert "de envío" in page.partition("Total puesto en tu casa</th>")[2].partition("</tr>")[0]
    assert "calculado ahora para 06700" in page
    assert "Aún sin datos" in page


def test_paying_by_the_month_is_what_the_shop_offers_and_the_provider_takes(
    browser_client: FlaskClient, market: Cast, two: tuple[make.Goods, make.Goods], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/comparar?n={two[0].number}&n={two[1].number}"

    def row() -> str:
        return browser_client.get(path).text.partition("A meses sin intereses</th>")[2].partition("</tr>")[0]

    assert row().count("No: se paga en una sola exhibición") == 2
    for as_owner in (market.as_alicia, market.as_bruno):
        with as_owner() as work:
            offer_instalments(work, 0)
    assert row().count("Hasta ") == 1
    monkeypatch.setattr(Stripe, "instalments", lambda _self, amount: (3,) if amount >= 30_000 else ())
    assert row().count("Hasta 3 pagos de $") == 1
    assert row().count("No: se paga en una sola exhibición") == 1
    monkeypatch.setattr(Stripe, "instalments", lambda _self, amount: (3, 5) if amount >= 30_000 else ())
    assert row().count("Hasta ") == 0  # of five months the tariff says nothing, and the payer might choose them


def test_what_matters_is_in_the_address_and_orders_the_columns_with_a_reason(
    browser_client: FlaskClient, two: tuple[make.Goods, make.Goods]
) -> None:
    path = f"/comparar?n={two[0].number}&n={two[1].number}"
    assert _heads(browser_client.get(path).text) == ["Barato", "Caro"]
    page = browser_client.get(f"{path}&garantia=3&precio=1").text
    assert _heads(page) == ["Caro", "Barato"]
    assert "Va primero Caro, de Ferretería Abedul, con 75 puntos de 100, por la garantía más larga." in page
    assert "Otras opciones tienen el total más bajo." in page
    assert "garantia=3" in page.partition('id="share"')[2].partition(">")[0]


def test_notes_stay_in_this_browser_and_are_cut_at_their_length(
    browser_client: FlaskClient, two: tuple[make.Goods, make.Goods]
) -> None:
    number = two[0].number
    browser_client.post("/comparar/agregar", data={"number": number})
    browser_client.post("/comparar/nota", data={"number": number, "note": "Le gusta a mi mamá <b>"})
    assert "Le gusta a mi mamá &lt;b&gt;" in browser_client.get("/comparar").text
    answer = browser_client.post("/comparar/nota", data={"number": number, "note": "x" * 500}, follow_redirects=True)
    assert "Tu nota se cortó" in answer.text
    assert "x" * 140 in answer.text
    assert "x" * 141 not in answer.text
    browser_client.post("/comparar/nota", data={"number": two[1].number, "note": "no está en la comparación"})
    browser_client.post("/comparar/quitar", data={"number": number})
    browser_client.post("/comparar/agregar", data={"number": number})
    assert "x" * 140 not in browser_client.get("/comparar").text


def test_the_tray_survives_sign_in_and_joins_what_the_account_kept(
    app: Flask, market: Cast, two: tuple[make.Goods, make.Goods]
) -> None:
    at_home, at_work = app.test_client(), app.test_client()
    enter(at_home, market.carla)
    at_home.post("/comparar/agregar", data={"number": two[0].number})
    at_home.post("/comparar/nota", data={"number": two[0].number, "note": "el de casa"})
    at_work.post("/comparar/agregar", data={"number": two[1].number})
    at_work.post("/comparar/nota", data={"number": two[1].number, "note": "el del trabajo"})
    enter(at_work, market.carla)
    for browser in (at_work, at_home):
        page = browser.get("/comparar").text
        assert _heads(page) == ["Caro", "Barato"]
        assert "el de casa" in page
        assert "el del trabajo" in page
    at_work.post("/salir")
    assert "Barato" not in at_work.get("/comparar").text


def test_nobody_else_sees_what_a_person_compares(app: Flask, market: Cast, two: tuple[make.Goods, make.Goods]) -> None:
    carla = app.test_client()
    enter(carla, market.carla)
    carla.post("/comparar/agregar", data={"number": two[0].number})
    with market.as_diego() as work:
        assert work.session.scalars(select(Compared)).all() == []
    with market.as_carla() as work:
        assert [row.number for row in work.session.scalars(select(Compared))] == [two[0].number]


def test_a_seventh_asks_which_to_leave_out(browser_client: FlaskClient, market: Cast) -> None:
    seven = [make.goods(market, title=f"Estambre {n}").number for n in range(7)]
    for number in seven[:6]:
        browser_client.post("/comparar/agregar", data={"number": number})
    answer = browser_client.post("/comparar/agregar", data={"number": seven[6]}, follow_redirects=True)
    assert "Caben seis" in answer.text
    assert answer.text.count('type="checkbox"') == 7
    again = browser_client.post("/comparar/elegir", data={"n": seven, "asked": seven})
    assert again.status_code == 422
    assert "Sigues con más de 6" in again.text
    chosen = browser_client.post("/comparar/elegir", data={"n": seven[1:], "asked": seven}, follow_redirects=True)
    assert _heads(chosen.text) == [f"Estambre {n}" for n in range(1, 7)]
    assert _heads(browser_client.get("/comparar").text) == [f"Estambre {n}" for n in range(1, 7)]


def test_what_was_withdrawn_stays_as_a_stub(
    browser_client: FlaskClient, market: Cast, two: tuple[make.Goods, make.Goods]
) -> None:
    with market.as_alicia() as work:
        products.pause_product(work, two[0].product_id)
    answer = browser_client.get(f"/comparar?n={two[0].number}&n={two[1].number}&n=999999")
    assert answer.status_code == 200
    assert answer.text.count("Ya no está a la venta") == 2
    assert _heads(answer.text) == ["Caro"]
    assert browser_client.get("/comparar?n=999999").status_code == 200


def test_different_kinds_compare_only_what_all_of_them_have(
    browser_client: FlaskClient, market: Cast, two: tuple[make.Goods, make.Goods]
) -> None:
    _change(market, two[1], category="telas", attributes={"fibre": "lana", "width_cm": 90, "length_m": 2})
    page = browser_client.get(f"/comparar?n={two[0].number}&n={two[1].number}").text
    assert "Son cosas distintas" in page
    assert "Fibra" in page
    assert "Aguja" not in page
    assert "Ancho" not in page
    assert "No lo dice la tienda" in page  # the length of the yarn
    assert "Comparar solo Telas (1)" in page


def test_one_article_is_compared_in_each_shop_that_sells_it(
    browser_client: FlaskClient, market: Cast, two: tuple[make.Goods, make.Goods]
) -> None:
    page = f"/p/x-{two[0].number}"
    assert "tiendas que lo venden" not in browser_client.get(page, follow_redirects=True).text
    for one in two:
        _change(market, one, gtin="07501031311309")
    assert "Verlo en las 2 tiendas" in browser_client.get(page, follow_redirects=True).text
    answer = browser_client.get(f"/comparar/articulo/{two[1].number}", follow_redirects=True)
    assert _heads(answer.text) == ["Caro", "Barato"]
    assert browser_client.get("/comparar/articulo/999999").status_code == 404


@pytest.mark.parametrize("written", ["N/A", "0", "sin codigo", "7501031311309", ""])
def test_what_is_no_article_number_makes_no_article(
    browser_client: FlaskClient, market: Cast, two: tuple[make.Goods, make.Goods], written: str
) -> None:
    for one in two:
        _change(market, one, gtin=written)
    assert "tiendas que lo venden" not in browser_client.get(f"/p/x-{two[0].number}", follow_redirects=True).text
    answer = browser_client.get(f"/comparar/articulo/{two[1].number}", follow_redirects=True)
    assert _heads(answer.text) == ["Caro"]


@pytest.mark.parametrize(
    "query", ["n=0", "n=-1", "n=x", f"n={10**30}", "n=" + "&n=".join(map(str, range(1, 400))), "precio=9"]
)
def test_odd_addresses_get_a_page(browser_client: FlaskClient, query: str) -> None:
    assert browser_client.get(f"/comparar?{query}").status_code == 200


def test_odd_forms_change_nothing(browser_client: FlaskClient, market: Cast) -> None:
    for path in ("agregar", "quitar", "nota", "elegir"):
        for number in ("", "x", "-1", str(10**30), "999999"):
            answer = browser_client.post(f"/comparar/{path}", data={"number": number, "note": "\x00"})
            assert answer.status_code == 302
    with browser_client.session_transaction() as session:
        assert session.get("compare", []) == []


def test_forms_lead_back_to_where_they_were_pressed(
    browser_client: FlaskClient, two: tuple[make.Goods, make.Goods]
) -> None:
    cheap, dear = (one.number for one in two)
    home = browser_client.get("/").text
    for at in ("l", "n"):  # what sells most, and what is new: each list has its own anchors
        assert f'id="{at}{cheap}"' in home
        assert f'name="at" value="{at}"' in home
    ids = re.findall(r' id="([^"]+)"', home)
    assert len(ids) == len(set(ids))
    for act in ("agregar", "quitar"):
        form = {"number": cheap, "next": "/c/estambres?orden=price", "at": "n"}
        assert browser_client.post(f"/comparar/{act}", data=form).location == f"/c/estambres?orden=price#n{cheap}"
        form = {"number": cheap, "next": f"/p/x-{cheap}?variante=A#comparar"}
        assert browser_client.post(f"/comparar/{act}", data=form).location == f"/p/x-{cheap}?variante=A#comparar"
        for at in ("", "//x", "nn", '"', "#"):  # what no list of ours says
            form = {"number": cheap, "next": "/buscar", "at": at}
            assert browser_client.post(f"/comparar/{act}", data=form).location == "/buscar"
    for number in (cheap, dear):
        browser_client.post("/comparar/agregar", data={"number": number})
    page = browser_client.get("/comparar").text
    assert f'#nota-{cheap}"' in page
    assert f'id="nota-{cheap}"' in page
    taken_out = browser_client.post("/comparar/quitar", data={"number": dear, "n": [cheap, dear]})
    assert taken_out.location == f"/comparar?n={cheap}#tabla"


def test_a_choice_of_variant_leads_back_to_the_choice(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    with market.above() as work:
        listing = work.session.scalars(select(Listing).where(Listing.number == goods.number)).one()
        other = {**listing.variants[0], "id": str(goods.variant_id).replace("0", "1"), "sku": "AZUL"}
        listing.variants = [listing.variants[0], other]
    page = browser_client.get(f"/p/x-{goods.number}", follow_redirects=True).text
    assert re.search(r'href="\?variante=[^"#]+#elige"', page)
    assert 'id="elige"' in page


def test_the_bar_of_the_comparison_floats_over_lists_only(
    browser_client: FlaskClient, two: tuple[make.Goods, make.Goods]
) -> None:
    browser_client.post("/comparar/agregar", data={"number": two[0].number})
    for path, floats in (("/carrito", False), (f"/p/x-{two[0].number}", False), ("/", True), ("/buscar", True)):
        page = browser_client.get(path, follow_redirects=True).text
        in_sight = page.partition('<div class="below no-print">')[2].partition("<footer>")[0].partition('id="bandeja"')
        assert page.count('class="tray no-print"') == 1, path
        assert (in_sight[0].count("<div") == in_sight[0].count("</div>") + 1) is floats, path
