"""The pages of recalls: seen before begun, public for everybody, answered by a guest's link, counted and taken as a file."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select, update

from marketplace.care.recalls.service import answer_recall, start_recall
from marketplace.platform.notifications.models import Notification
from marketplace.trade.orders.models import Order, OrderLine
from marketplace.worker import Worker
from tests import make
from tests.care.recalls.recalling import SAID, notice_of, notices, recalled, recalls
from tests.cast import Cast
from tests.trade.buying import guest_purchase
from tests.web.asking import client_of

FORM: dict[str, Any] = {
    "wrong": "Destiñe y mancha.", "what_to_do": "No la laves.", "offers": ["return", "repair"], "contact": "55 1234 5678",
    "lot": "L-7", "seen": "",
}  # fmt: skip


def test_it_is_shown_before_it_begins(app: Flask, market: Cast, worker: Worker) -> None:
    of = make.goods(market)
    make.paid_order(market, worker, [make.line(of, 2)])
    client, page = client_of(app, market.alicia), f"/vender/hilos-alpaca/retiros/nuevo/{of.product_id}"
    shown = client.post(page, data=FORM)
    assert shown.status_code == 200
    assert "Pedidos a los que llega: 1. Personas: 1. Piezas: 2." in shown.text
    assert "Destiñe y mancha." in shown.text
    assert recalls(market) == []
    begun = client.post(page, data=FORM | {"seen": "1"})
    (one,) = recalls(market)
    assert begun.headers["Location"] == f"/vender/hilos-alpaca/retiros/{one.code}"
    assert one.lot == "L-7"
    assert client.get(begun.headers["Location"]).status_code == 200


def test_what_is_missing_is_said_where_it_is_and_what_was_typed_stays(app: Flask, market: Cast) -> None:
    of = make.goods(market)
    client, page = client_of(app, market.alicia), f"/vender/hilos-alpaca/retiros/nuevo/{of.product_id}"
    said = client.post(page, data=FORM | {"offers": [], "bought_from": "ayer", "seen": "x"})
    assert said.status_code == 422
    for words in ("Elige al menos una cosa que ofreces.", "Escribe la fecha completa", "Destiñe y mancha.", "L-7"):
        assert words in said.text
    stale = client.post(page, data=FORM | {"seen": "5"})
    assert stale.status_code == 422
    assert "eran 5 y son 0" in stale.text
    assert recalls(market) == []


def test_anybody_reads_what_is_recalled(app: Flask, market: Cast, worker: Worker) -> None:
    assert "Nada en retiro" in app.test_client().get("/retiros").text
    recalled(market, worker)
    said = app.test_client().get("/retiros").text
    assert "Destiñe y mancha." in said
    assert market.carla.name not in said


def test_the_buyer_answers_from_their_order(app: Flask, market: Cast, worker: Worker) -> None:
    _code, order, _of = recalled(market, worker)
    client = client_of(app, market.carla)
    assert f"/pedidos/{order}/retiros" in client.get(f"/pedidos/{order}").text
    assert order in client.get("/mis-retiros").text
    page, notice = f"/pedidos/{order}/retiros", notice_of(market, order)
    assert client.post(f"{page}/{notice.id}", data={}).status_code == 422
    assert client.post(f"{page}/{notice.id}", data={"answer": "x"}).status_code == 422
    assert notice_of(market, order).answer is None
    assert client.post(f"{page}/{notice.id}", data={"answer": "repair"}).status_code == 302
    assert "Contestaste: Que lo reparen" in client.get(page).text
    assert client_of(app, market.diego).get(page).status_code == 404


def test_a_guest_answers_by_the_link_of_the_letter(app: Flask, market: Cast, worker: Worker) -> None:
    guest_purchase(market, worker, email="vecina@example.com")
    with market.above() as work:
        order, product_id = work.session.execute(
            select(Order.code, OrderLine.product_id).join(
                OrderLine, (OrderLine.tenant_id == Order.tenant_id) & (OrderLine.order_id == Order.id)
            )
        ).one()
    with market.as_alicia() as work:
        start_recall(work, product_id, SAID, seen_orders=1)
    worker.drain()
    with market.above() as work:
        letter = work.session.scalars(select(Notification).where(Notification.kind == "recall_notice")).one()
    assert letter.email == "vecina@example.com"
    page, client = f"/pedidos/{order}/retiros", app.test_client()
    assert "Destiñe y mancha." not in client.get(page).text  # without the link
    assert client.get(letter.path).status_code == 302
    assert client.get(page).status_code == 200
    assert client.post(f"{page}/{notice_of(market, order).id}", data={"answer": "gone"}).status_code == 302
    assert notice_of(market, order).answer == "gone"


def test_the_shop_reads_answers_and_takes_them_along(app: Flask, market: Cast, worker: Worker) -> None:
    code, order, _of = recalled(market, worker)
    with market.as_carla() as work:
        answer_recall(work, order, notice_of(market, order).id, "return")
    with market.above() as work:
        work.session.execute(update(Order).values(buyer_name="=1+1"))
    client, at = client_of(app, market.alicia), f"/vender/hilos-alpaca/retiros/{code}"
    for chosen, there in (("", True), ("?respuesta=return", True), ("?respuesta=none", False), ("?respuesta=x", True)):
        assert (order in client.get(f"{at}/respuestas{chosen}").text) is there
    file = client.get(f"{at}/respuestas.csv")
    assert file.mimetype == "text/csv"
    assert f"{order},'=1+1,1," in file.text
    assert client_of(app, market.bruno).get("/vender/ferreteria-abedul/retiros").status_code == 200
    assert client_of(app, market.bruno).get(f"/vender/ferreteria-abedul/retiros/{code}").status_code == 404


def test_staff_recall_by_number(app: Flask, market: Cast) -> None:
    of, client = make.goods(market), client_of(app, market.sergio)
    assert client.get("/operacion/retiros/nuevo?que=nada").status_code == 422
    form = FORM | {"ground": "danger", "how_to_fix": "Saca el lote."}
    page = f"/operacion/retiros/nuevo?que={of.number}"
    assert client.post(page, data=form).status_code == 200
    assert recalls(market) == []
    assert client.post(page, data=form | {"seen": "0"}).status_code == 302
    (one,) = recalls(market)
    assert one.by_staff
    assert "Saca el lote." in client_of(app, market.alicia).get(f"/vender/hilos-alpaca/retiros/{one.code}").text
    assert notices(market) == []
