"""The pages and the API of payouts: what a shop sees before and after it is paid, and two of the staff who pay it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.published import HOLD_DAYS
from marketplace.money.ledger import statement
from marketplace.platform.channels import service as channels
from marketplace.platform.desk.comparing import differences
from marketplace.trade.orders import last_day_to_complain, pending_money
from marketplace.trade.orders.jobs import deliver_overdue
from marketplace.worker import Worker
from tests import make
from tests.care import asking
from tests.cast import Cast, Person, give_factor
from tests.money.payouts import paying
from tests.trade.buying import order_of
from tests.web.asking import client_of

SHOP = "/vender/hilos-alpaca"
PAYS = "/operacion/pagos-a-tiendas"


def staff(market: Cast, name: str) -> Person:
    person = paying.finance(name)
    with market.above() as work:
        give_factor(work, person)
    return person


@pytest.fixture
def code(market: Cast, worker: Worker) -> str:
    """An order of which everything is available."""
    found = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    make.release(market)
    return found


def test_the_page_says_when_how_much_and_of_which_orders_before_anything_is_paid(
    app: Flask, market: Cast, code: str
) -> None:
    alicia = client_of(app, market.alicia)
    page = alicia.get(f"{SHOP}/dinero").text
    assert re.search(r"El \S+ \d+ \S+(?: \d{4})? recibes \$[\d,.]+, de un pedido", page)
    assert code in page
    assert "no se haya" not in page
    assert "No depositamos hasta que la des y la compruebes" in page
    paying.prove(market)
    assert "No depositamos" not in alicia.get(f"{SHOP}/dinero").text
    assert "recibes" in alicia.get(f"{SHOP}/").text


def test_what_is_disputed_stands_there_with_its_reason(app: Flask, market: Cast, worker: Worker) -> None:
    found = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    asking.ask(market, found, 1)
    make.release(market)
    page = client_of(app, market.alicia).get(f"{SHOP}/dinero").text
    assert "se guarda solo lo de esas piezas" in page


def test_a_shop_is_paid_by_two_of_the_staff_and_reads_each_step(
    app: Flask, market: Cast, worker: Worker, code: str
) -> None:
    paying.prove(market)
    payout = paying.pay(market)
    assert payout is not None
    fidel, greta = (client_of(app, staff(market, name)) for name in ("Fidel", "Greta"))
    assert "Hilos Alpaca" in fidel.get(PAYS).text
    answer = fidel.post(PAYS)
    assert answer.status_code == 302
    path = answer.location
    file = fidel.get(f"{path}/archivo.csv")
    assert file.mimetype == "text/csv"
    assert f"{paying.CLABE},HILOS ALPACA,{payout.amount_minor / 100:.2f},{payout.code}," in file.text
    assert "la respuesta del banco la carga otra persona" in fidel.get(path).text
    assert (
        fidel.post(path, data={"bank_answer": f"referencia,resultado,motivo\n{payout.code},pagado,"}).status_code == 422
    )

    wrong = greta.post(path, data={"bank_answer": "hola <b>banco</b>"})
    assert wrong.status_code == 422
    assert "hola &lt;b&gt;banco" in wrong.text
    right = greta.post(
        path, data={"bank_answer": f"referencia,resultado,motivo\n{payout.code},pagado,\nOTRA-COSA,pagado,"}
    )
    assert right.status_code == 200
    assert "Anotado" in right.text
    assert "No es de este archivo" in right.text

    alicia = client_of(app, market.alicia)
    assert "Depositado" in alicia.get(f"{SHOP}/dinero/depositos").text
    page = alicia.get(f"{SHOP}/dinero/depositos/{payout.code}").text
    assert code in page
    assert "BBVA México •••7198" in page
    assert paying.CLABE not in page
    assert (
        client_of(app, market.bruno).get(f"/vender/ferreteria-abedul/dinero/depositos/{payout.code}").status_code == 404
    )
    worker.drain()
    with market.as_alicia() as work:
        today = mexican_day(work.now)
        told = statement(work, today.replace(day=1), today)
    assert told.by_kind["payout_paid"] == -payout.amount_minor
    assert told.opening_minor + told.movements_minor == told.closing_minor == 0
    assert told.take_bp is not None
    assert told.take_bp < 10_000
    with market.above() as work:
        assert list(differences(work)) == []
    assert "Depositado en tu banco" in alicia.get(f"{SHOP}/dinero/estado").text
    assert "Depósito hecho" in client_of(app, market.sergio).get("/operacion/libros").text


def test_a_failed_one_says_what_to_do(app: Flask, market: Cast, code: str) -> None:
    paying.prove(market)
    payout = paying.pay(market)
    assert payout is not None
    fidel, greta = paying.finance("Fidel"), paying.finance("Greta")
    paying.answer(greta, paying.send(fidel), f"{payout.code},rechazado,Cuenta cancelada")
    alicia = client_of(app, market.alicia)
    page = alicia.get(f"{SHOP}/dinero/depositos/{payout.code}").text
    assert "Cuenta cancelada" in page
    assert "otra vez en Disponible" in page
    assert "el banco no aceptó el depósito" in alicia.get(f"{SHOP}/cuenta-de-pago").text


def test_the_account_is_given_proven_and_cancelled_on_its_page(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    assert alicia.post(f"{SHOP}/cuenta-de-pago", data={"clabe": paying.CLABE}).status_code == 302
    early = alicia.post(f"{SHOP}/cuenta-de-pago/comprobar", data={"centavos": "12"})
    assert early.status_code == 422
    assert "todavía no salen" in early.text
    right = paying.send_centavos(market.alpaca)
    wrong = alicia.post(f"{SHOP}/cuenta-de-pago/comprobar", data={"centavos": right % 99 + 1})
    assert wrong.status_code == 422
    assert "Te quedan 2 intentos" in wrong.text
    for typed in ("", "cero", "100", "-1"):
        assert alicia.post(f"{SHOP}/cuenta-de-pago/comprobar", data={"centavos": typed}).status_code == 422
    assert paying.account_of(market.alpaca).tries_left == 2  # what is no amount is no try
    assert alicia.post(f"{SHOP}/cuenta-de-pago/comprobar", data={"centavos": right}).status_code == 302
    alicia.post(f"{SHOP}/cuenta-de-pago", data={"clabe": paying.OTHER_CLABE})
    assert alicia.post(f"{SHOP}/cuenta-de-pago/cancelar").status_code == 302
    assert "comprobada" in alicia.get(f"{SHOP}/cuenta-de-pago").text
    ada = client_of(app, market.ada)
    assert "Cancelar esta cuenta" not in ada.get(f"{SHOP}/cuenta-de-pago").text
    assert ada.post(f"{SHOP}/cuenta-de-pago/cancelar").status_code == 403


def test_the_days_are_chosen_and_what_was_typed_stays(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    path = f"{SHOP}/cuenta-de-pago/dias"
    typed = {"every": "month", "weekday": "2", "least": "150", "version": "0"}
    assert alicia.post(path, data={**typed, "least": "once mil"}).status_code == 422
    assert alicia.post(path, data={**typed, "weekday": "6"}).status_code == 422
    assert alicia.post(path, data={**typed, "least": "10001"}).status_code == 422
    assert alicia.post(path, data=typed).status_code == 302
    assert "Una vez al mes" in alicia.get(f"{SHOP}/cuenta-de-pago").text
    late = alicia.post(path, data={**typed, "every": "week"})
    assert late.status_code == 422
    assert "Alguien más cambió los días" in late.text


def test_the_api_says_the_numbers_of_the_page(app: Flask, market: Cast, code: str) -> None:
    paying.prove(market)
    with market.as_alicia() as work:
        key = {"Authorization": f"Bearer {channels.make_key(work, name='Contabilidad', may=channels.KEY_MAY)}"}
    client = app.test_client()
    before = client.get("/api/v1/balance", headers=key).json
    assert before["next_payout"]["amount_minor"] == before["available_minor"] > 0
    assert (before["next_payout"]["orders"], before["next_payout"]["account_proven"]) == (1, True)
    payout = paying.pay(market)
    assert payout is not None
    after = client.get("/api/v1/balance", headers=key).json
    assert (after["available_minor"], after["on_way_minor"]) == (0, before["available_minor"])
    (row,) = client.get("/api/v1/payouts", headers=key).json["items"]
    assert (row["code"], row["state"], row["account_ends_with"]) == (payout.code, "due", "7198")
    one = client.get(f"/api/v1/payouts/{payout.code}", headers=key).json
    assert one["orders"] == [{"code": code, "amount_minor": payout.amount_minor}]
    older = client.get("/api/v1/payouts", headers=key, query_string={"before": row["made_at"]})
    assert older.json["items"] == []


def test_each_peso_that_is_pending_has_a_last_day(app: Flask, market: Cast, worker: Worker) -> None:
    shipped = make.shipped_order(market, worker, [make.line(make.goods(market))])
    with market.as_alicia() as work:
        (one,) = pending_money(work)
        promised = order_of(market).promise_to
    assert (one.code, one.amount_minor) == (shipped, paying.money(market).pending_minor)
    assert one.by == last_day_to_complain(promised) + timedelta(days=HOLD_DAYS + 2)
    assert shipped in client_of(app, market.alicia).get(f"{SHOP}/dinero").text
    make.days_later(market, 40)
    with market.above("clock") as work:
        deliver_overdue(work)
    assert paying.money(market).pending_minor == 0
