"""A shop chooses months without interest after reading what they cost; who may not, does not; a product can be left out."""

from __future__ import annotations

import csv
import html
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Listing
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import AuditLine
from marketplace.people.sellers import offer_instalments
from marketplace.people.sellers.models import Shop
from marketplace.platform.channels import service as channels
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of

MONTHS = "/vender/hilos-alpaca/meses"


def offered(market: Cast) -> int | None:
    with market.above() as work:
        return work.session.scalars(select(Shop.instalments_from_minor).where(Shop.id == market.alpaca.id)).one()


def key_of(market: Cast) -> dict[str, str]:
    with market.as_alicia() as work:
        return {"Authorization": f"Bearer {channels.make_key(work, name='Caja', may=channels.KEY_MAY)}"}


def test_it_is_off_until_the_shop_says_so_and_says_what_each_plan_costs_first(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    assert offered(market) is None
    page = html.unescape(alicia.get(MONTHS).text)
    three = re.split(r"<tr>", page)[2]
    assert "3 meses" in three
    assert "$1,000.00" in three
    assert "$58.00" in three  # 5 % of 1,000.00, which ships free, and IVA on that
    assert "$1,200.00" in page  # what twelve months need
    assert alicia.post(MONTHS, data={"offered": "y"}).status_code == 302
    assert offered(market) == 0
    assert alicia.post(MONTHS, data={"offered": "y", "least": "500"}).status_code == 302
    assert offered(market) == 50_000
    assert 'value="500.00"' in alicia.get(MONTHS).text
    alicia.post(MONTHS, data={"least": "500"})
    assert offered(market) is None


def test_what_cannot_be_read_changes_nothing(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    answer = alicia.post(MONTHS, data={"offered": "y", "least": "mucho"})
    assert answer.status_code == 422
    assert 'value="mucho"' in answer.text
    assert offered(market) is None


def test_who_may_not_edit_the_shop_does_not_choose_for_it(app: Flask, market: Cast) -> None:
    with market.as_pia() as work, pytest.raises(NotAllowed):
        offer_instalments(work, 0)
    assert client_of(app, market.bruno).post(MONTHS, data={"offered": "y"}).status_code == 404
    assert offered(market) is None


def test_it_is_written_down_who_chose_it_once(market: Cast) -> None:
    for _time in range(2):
        with market.as_alicia() as work:
            offer_instalments(work, 50_000)
    with market.above() as work:
        (line,) = work.session.scalars(select(AuditLine).where(AuditLine.verb == "sellers.instalments")).all()
        assert (line.actor, line.details) == (market.alicia.name, {"before_minor": None, "from_minor": 50_000})


def test_buyers_read_it_where_it_is_true_and_nowhere_else(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, price_minor=120_000)

    def said() -> str:
        return html.unescape(browser_client.get(f"/p/x-{goods.number}", follow_redirects=True).text)

    assert "meses sin intereses" not in said()
    with market.as_alicia() as work:
        offer_instalments(work, 0)
    assert "Hasta 12 meses sin intereses de $100.00" in said()
    with market.as_alicia() as work:
        offer_instalments(work, 120_001)
    assert "meses sin intereses" not in said()


def test_the_form_of_a_product_says_what_is_left_in_months(app: Flask, market: Cast) -> None:
    goods = make.goods(market, price_minor=120_000)
    alicia = client_of(app, market.alicia)
    path = f"/vender/hilos-alpaca/productos/{goods.product_id}"
    assert "Si te pagan a" not in alicia.get(path).text
    with market.as_alicia() as work:
        offer_instalments(work, 0)
    assert alicia.get(path).text.count("Si te pagan a") == 4  # 3, 6, 9 and 12
    typed = {"category": "estambres", "variants-0-price": "300"}
    assert alicia.get("/vender/hilos-alpaca/productos/simular", query_string=typed).text.count("Si te pagan a") == 1


def test_a_product_is_left_out_through_the_api_and_let_in_again(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    key, path = key_of(market), f"/api/v1/products/{goods.product_id}"
    for accepted in (False, True):
        answer = browser_client.patch(path, headers=key, json={"instalments": accepted})
        assert (answer.status_code, answer.json["instalments"]) == (200, accepted)
        with market.above() as work:
            assert work.session.get_one(Listing, (goods.shop.id, goods.product_id)).instalments is accepted
        with market.as_alicia() as work:
            assert products.get_product(work, goods.product_id).state == "published"  # staff need not look again
    assert browser_client.patch(path, headers=key, json={"instalments": "quizá"}).status_code == 422
    with market.as_bruno() as work, pytest.raises(Exception, match="product"):
        products.set_instalments(work, goods.product_id, False)


def test_the_simulators_say_the_same_of_months(app: Flask, market: Cast, browser_client: FlaskClient) -> None:
    item = {"category": "estambres", "price_minor": 100_000, "shipping_minor": 0, "months": 6}
    answer = browser_client.post("/api/v1/simulations", headers=key_of(market), json={"items": [item]})
    fees = {fee["kind"]: fee["amount_minor"] for fee in answer.json["items"][0]["fees"]}
    assert (fees["instalments"], fees["instalments_iva"]) == (7_500, 1_200)
    item["months"] = 5
    assert browser_client.post("/api/v1/simulations", headers=key_of(market), json={"items": [item]}).status_code == 422
    public = html.unescape(browser_client.get("/tarifas?precio=1000&categoria=estambres&meses=6").text)
    assert "Pago a 6 meses sin intereses" in public
    assert "$1,000.00 × 7.5 % = $75.00" in public
    assert (
        "Pago a"
        not in html.unescape(browser_client.get("/tarifas?precio=100&meses=6").text)
        .partition('id="receipt"')[2]
        .partition("</section>")[0]
    )
    listed = "clave,categoria,precio,costo,meses\na,estambres,1000,,6\nb,estambres,1000,,\n"
    sent = {"file": (io.BytesIO(listed.encode()), "lista.csv")}
    answer = client_of(app, market.alicia).post("/vender/hilos-alpaca/precios/simular", data=sent)
    with_months, at_once = csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    assert (with_months["meses"], at_once["meses"]) == ("6", "")
    way = (float(at_once["te_quedan"]) - float(with_months["te_quedan"])) * 100
    assert way == pytest.approx(100 * (float(with_months["cobro"]) - float(at_once["cobro"])))
    assert way >= 8_700


def test_months_that_an_amount_is_too_small_for_are_said_not_to_be_reckoned(
    app: Flask, market: Cast, browser_client: FlaskClient
) -> None:
    small = {"category": "estambres", "price_minor": 10_000, "shipping_minor": 0, "months": 24}
    items = [small, {**small, "price_minor": 300_000}, {**small, "months": None}]
    answer = browser_client.post("/api/v1/simulations", headers=key_of(market), json={"items": items})
    said = [(one["months"], one["months_from_minor"]) for one in answer.json["items"]]
    assert [months for months, _least in said] == [None, 24, None]
    least = said[0][1]
    assert least is not None
    assert 10_000 < least <= 300_000
    assert said[2][1] is None
    listed = "clave,categoria,precio,costo,meses\na,estambres,100,,24\nb,estambres,3000,,24\n"
    sent = {"file": (io.BytesIO(listed.encode()), "lista.csv")}
    answer = client_of(app, market.alicia).post("/vender/hilos-alpaca/precios/simular", data=sent)
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["meses_calculados"] for row in rows] == ["", "24"]
    assert {row["meses_desde"] for row in rows} == {f"{least / 100:.2f}"}


def test_a_list_with_months_that_there_are_not_says_in_which_cell(app: Flask, market: Cast) -> None:
    sent = {"file": (io.BytesIO(b"categoria,precio,meses\nestambres,100,5\n"), "lista.csv")}
    answer = client_of(app, market.alicia).post("/vender/hilos-alpaca/precios/simular", data=sent)
    assert answer.status_code == 422
    assert "meses" in answer.text.partition('class="error"')[2][:200]
