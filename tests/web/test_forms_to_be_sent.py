"""A page shows a form only where it can be sent: where it could only be refused, it says why, or leads to what comes first."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask, claim, declined
from tests.cast import PASSWORD, Cast
from tests.platform.moderation.closing import appeal, decide, in_days
from tests.web.asking import client_of, enter

NORA = {"name": "Nora Paz", "email": "nora@example.mx", "password": PASSWORD}


def test_a_second_step_is_set_up_after_the_address_is_confirmed(
    browser_client: FlaskClient, market: Cast, app: Flask
) -> None:
    browser_client.post("/crear-cuenta", data=NORA)
    browser_client.post("/entrar", data=NORA)
    answer = browser_client.get("/cuenta/segundo-paso")
    assert (answer.status_code, answer.location) == (302, "/cuenta/correo/confirmar?next=/cuenta/segundo-paso")
    page = client_of(app, market.carla).get("/cuenta/segundo-paso")
    assert 'action="/cuenta/segundo-paso/app"' in page.text


def test_what_cannot_go_back_any_more_is_not_asked_for(
    browser_client: FlaskClient, market: Cast, worker: Worker
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    enter(browser_client, market.carla)
    assert "Pedir la devolución" in browser_client.get(f"/pedidos/{code}/devolver").text
    ask(market, code, 2)
    page = browser_client.get(f"/pedidos/{code}/devolver").text
    assert "ya no hay piezas que devolver" in page
    assert f'href="/pedidos/{code}/devoluciones"' in page
    assert "Pedir la devolución" not in page


def test_nobody_intervenes_where_the_shop_said_no_to_nothing(
    browser_client: FlaskClient, market: Cast, worker: Worker
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    path, waits = f"/pedidos/{code}/intervenir", claim(market, code)
    enter(browser_client, market.carla)
    for asked in ("", f"?garantia={waits}", "?devolucion=XXXX-XXXX", "?garantia=%00"):
        assert browser_client.get(path + asked).location == f"/pedidos/{code}/no-me-llego", asked


def test_a_return_that_was_declined_may_be_brought_to_tianguis(
    browser_client: FlaskClient, market: Cast, worker: Worker
) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    enter(browser_client, market.carla)
    page = browser_client.get(f"/pedidos/{code}/intervenir?devolucion={declined(market, code)}")
    assert page.status_code == 200
    assert "Qué debe saber Tianguis" in page.text


def test_a_closing_is_appealed_once(browser_client: FlaskClient, market: Cast) -> None:
    closing = decide(market, effective_on=in_days(40))
    enter(browser_client, market.alicia)
    path = f"/vender/hilos-alpaca/decisiones/cierre/{closing}"
    assert "Enviar la apelación" in browser_client.get(path).text
    appeal(market, closing)
    answer = browser_client.get(path, follow_redirects=True)
    assert answer.request.path == "/vender/hilos-alpaca/decisiones"
    assert "Sí se entregaron." in answer.text
