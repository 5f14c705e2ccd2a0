"""What no form of ours sends: fields it does not have, one field twice, signs no keyboard has, more than fits."""

from __future__ import annotations

import json
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.care.messaging.models import Message
from marketplace.people.accounts.models import Account
from marketplace.people.sellers import team
from marketplace.people.sellers.models import Application
from marketplace.platform.channels import service as channels
from marketplace.platform.notifications.models import Mail
from marketplace.trade.checkout.unpaid_limits import MOST_UNPAID
from marketplace.trade.orders.models import Purchase
from marketplace.worker import Worker
from tenants.models import Membership
from tests import make
from tests.cast import PASSWORD, Cast
from tests.web.asking import add, enter, form_of, purchases, refused

pytestmark = pytest.mark.long

NORA = {"name": "Nora Paz", "email": "nora@example.mx", "password": "cuatro palabras bien raras"}


def account_of(market: Cast, email: str) -> Account:
    with market.above() as work:
        return work.session.scalars(select(Account).where(Account.email == email, Account.kind == "member")).one()


@pytest.fixture
def key(market: Cast) -> dict[str, str]:
    """A key of Hilos Alpaca."""
    with market.as_alicia() as work:
        return {"Authorization": f"Bearer {channels.make_key(work, name='Punto de venta', may=channels.KEY_MAY)}"}


# Fields that a form does not have


def test_signing_up_sets_nothing_that_the_form_does_not_ask(browser_client: FlaskClient, market: Cast) -> None:
    more = {
        "staff_role": "administrator",
        "verified_at": "2026-01-01",
        "kind": "guest",
        "account_id": str(market.carla.id),
    }
    browser_client.post("/crear-cuenta", data={**NORA, **more})
    nora = account_of(market, NORA["email"])
    assert (nora.staff_role, nora.verified_at, nora.kind) == (None, None, "member")
    assert nora.account_id != market.carla.id


def test_no_name_adds_a_line_to_a_letters_head(browser_client: FlaskClient, market: Cast, worker: Worker) -> None:
    name = "Nora\r\nBcc: todos"
    browser_client.post("/crear-cuenta", data={**NORA, "name": name})
    browser_client.post("/crear-cuenta", data={**NORA, "email": "nora@example.mx\r\nBcc: otra@example.mx"})
    worker.drain()
    with market.above() as work:
        letters = work.session.scalars(select(Mail)).all()
        assert [one.to for one in letters] == ["nora@example.mx"]
        assert not any(sign in one.subject + one.to for one in letters for sign in "\r\n")
    head = EmailMessage()
    with pytest.raises(ValueError, match="linefeed"):
        head["Subject"] = name


def test_an_applicant_does_not_approve_themselves(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.diego)
    form = {"person": "natural", "legal_name": "Diego Uc", "state": "approved", "tenant_id": str(market.abedul.id),
            "account_id": str(market.bruno.id), "decided_by": "Diego"}  # fmt: skip
    assert browser_client.post("/abre-tu-tienda", data=form).status_code == 302
    with market.above() as work:
        kept = work.session.scalars(select(Application)).one()
        assert (kept.state, kept.tenant_id, kept.account_id) == ("draft", None, market.diego.id)


def test_a_checkout_sets_neither_price_nor_state(browser_client: FlaskClient, market: Cast) -> None:
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    add(browser_client, make.goods(market, price_minor=20_000))
    form = form_of(browser_client)
    more: dict[str, Any] = {"total_minor": "1", "buyer_id": str(market.bruno.id), "unit_minor": "1"}
    more["state"] = [form["state"], "paid"]  # that of the republic comes first
    assert browser_client.post("/pagar", data={**form, **more}).status_code == 303
    with market.above() as work:
        bought = work.session.scalars(select(Purchase)).one()
        assert bought.state == "awaiting_payment"
        assert bought.total_minor == int(form["total_seen"]) >= 20_000


def test_the_api_refuses_what_it_does_not_know(
    browser_client: FlaskClient, market: Cast, key: dict[str, str], worker: Worker
) -> None:
    goods = make.goods(market)
    path = f"/api/v1/products/{goods.product_id}/variants/{goods.variant_id}"
    for unknown in ({"tenant_id": str(market.abedul.id)}, {"reserved": 0}, {"sku": "X"}):
        answer = browser_client.patch(path, headers=key, json={"on_hand": 3, **unknown})
        assert answer.status_code == 422
        assert next(iter(unknown)) in answer.text
    assert make.stock(market, goods) == (10, 0)
    code = make.paid_order(market, worker, [make.line(goods)])
    shipment = {"carrier": "DHL", "tracking": "D1", "state": "delivered"}
    assert browser_client.post(f"/api/v1/orders/{code}/shipment", headers=key, json=shipment).status_code == 422


# One field twice: the first counts


def test_of_two_addresses_the_first_signs_in(browser_client: FlaskClient, market: Cast) -> None:
    form: dict[str, Any] = {"email": [market.carla.email, market.bruno.email], "password": [PASSWORD, "otra"]}
    assert browser_client.post("/entrar?email=diego@example.mx", data=form).status_code == 302
    assert "Carla" in browser_client.get("/cuenta").text


def test_of_two_quantities_and_addresses_the_first_is_bought(browser_client: FlaskClient, market: Cast) -> None:
    browser_client.post("/envio-a", data={"postal_code": ["06700", "97000"]})
    goods = make.goods(market)
    data: dict[str, Any] = {
        "number": [goods.number, "x"],
        "variant": [str(goods.variant_id), "x"],
        "quantity": ["2", "99"],
    }
    browser_client.post("/carrito/agregar", data=data)
    form: dict[str, Any] = form_of(browser_client)
    twice = {
        "email": [form["email"], "otra@example.mx"],
        "key": [form["key"], "otra"],
        "postal_code": ["06700", "97000"],
    }
    assert browser_client.post("/pagar", data={**form, **twice}).status_code == 303
    with market.above() as work:
        bought = work.session.scalars(select(Purchase)).one()
        assert (bought.email, bought.idempotency_key) == (form["email"], form["key"])
    assert make.stock(market, goods) == (10, 2)


def test_of_two_roles_the_first_is_given(browser_client: FlaskClient, market: Cast) -> None:
    enter(browser_client, market.alicia)
    with market.as_alicia() as work:
        pia = next(seat for seat in team.members(work) if seat.account_id == market.pia.id)
    data: dict[str, Any] = {"role": ["service", "owner"], "version": [pia.version, "0"]}
    answer = browser_client.post(f"/vender/hilos-alpaca/equipo/{pia.id}/papel", data=data)
    assert answer.status_code == 302
    with market.above() as work:
        assert work.session.get_one(Membership, (pia.tenant_id, pia.id)).role == "service"


def test_a_query_twice_is_no_error(browser_client: FlaskClient, market: Cast, key: dict[str, str]) -> None:
    for path in ("/buscar?q=a&q=b&pagina=1&pagina=x", "/comparar?n=1&n=1&n=x", "/entrar?next=/a&next=//evil.example"):
        assert browser_client.get(path).status_code == 200, path
    assert browser_client.get("/api/v1/products?page=1&page=x", headers=key).status_code == 200


# Signs that no keyboard has

UNWRITABLE = ["a\x00b", "\x00", "\ud800", "\udfff\ud800", "\ufffe", "a\u202eb", "\u0000" * 40]


@pytest.mark.parametrize("text", UNWRITABLE)
def test_no_sign_breaks_a_form(browser_client: FlaskClient, market: Cast, worker: Worker, text: str) -> None:
    raw = text.encode("utf-8", "surrogatepass")
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    add(browser_client, make.goods(market))
    forms: dict[str, tuple[str, ...]] = {
        "/entrar": ("email", "password", "next"), "/crear-cuenta": ("name", "email", "password", "next"),
        "/olvide-mi-contrasena": ("email",), "/envio-a": ("postal_code", "next"), "/idioma": ("locale", "next"),
        "/carrito/agregar": ("number", "variant", "quantity"), "/comparar/agregar": ("number", "next"),
        "/pagar": ("email", "name", "phone", "postal_code", "state", "municipality", "settlement", "street", "references",
                   "key", "total_seen"),
    }  # fmt: skip
    before = purchases(market)
    for path, names in forms.items():
        for name in names:
            answer = browser_client.post(path, data={**form_of(browser_client), **NORA, name: raw})
            assert answer.status_code < 500, (path, name)
        assert browser_client.post(path, data={raw: "x"}).status_code < 500
    assert purchases(market) <= before + MOST_UNPAID  # forms that are whole but for what nobody needs


def test_a_key_that_no_page_wrote_is_left_out_and_the_form_is_kept(browser_client: FlaskClient, market: Cast) -> None:
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    add(browser_client, make.goods(market))
    for key in (b"a\x00b", "a\u202eb".encode()):
        page = refused(browser_client, {**form_of(browser_client), "key": key})
        assert 'value="Lucía Ramos"' in page
    assert purchases(market) == 0


@pytest.mark.parametrize("text", UNWRITABLE)
def test_nor_one_of_those_behind_doors(browser_client: FlaskClient, market: Cast, worker: Worker, text: str) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    enter(browser_client, market.alicia)
    raw = text.encode("utf-8", "surrogatepass")
    shop = "/vender/hilos-alpaca"
    for path, name in (
        (f"{shop}/pedidos/{code}/mensajes", "body"),
        (f"{shop}/pedidos/{code}/empacar", "message"),
        (f"{shop}/descanso", "message"),
        (f"{shop}/llaves", "name"),
        (f"{shop}/equipo", "email"),
        (f"{shop}/direcciones/dominio", "domain"),
        (f"{shop}/cuenta-de-pago", "clabe"),
        ("/cuenta/correo", "email"),
    ):
        form = {"role": "service", "first": "2026-12-01", "last": "2026-12-02", name: raw}
        assert browser_client.post(path, data=form).status_code < 500, path


@pytest.mark.parametrize("path", ["/tienda/%00", "/c/%00", "/enlace/%00", "/codigo-postal/%00", "/pedidos/%00", "/p/x-%00",
                                  "/tienda/%ed%a0%80", "/tienda/%c0%af", "/compra/%ff/enlace/%fe", "/%c0%ae%c0%ae/"])  # fmt: skip
def test_nor_does_one_in_an_address(browser_client: FlaskClient, market: Cast, path: str) -> None:
    enter(browser_client, market.carla)
    assert browser_client.get(path).status_code in (400, 404, 422)
    assert browser_client.get(f"/buscar?q={path}&pagina=%00&orden={path}").status_code == 200


def test_what_nobody_sees_is_left_out_of_what_is_kept(
    browser_client: FlaskClient, market: Cast, worker: Worker
) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    enter(browser_client, market.carla)
    answer = browser_client.post(f"/pedidos/{code}/mensajes", data={"body": "hola\x00\u202e,\r\nse\u200b rompio\u0301"})
    assert answer.status_code == 302
    with market.above() as work:
        assert work.session.scalars(select(Message.body)).one() == "hola,\nse rompió"


def test_json_that_is_none_or_unwritable(
    browser_client: FlaskClient, market: Cast, key: dict[str, str], worker: Worker
) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    path = f"/api/v1/orders/{code}/shipment"
    bodies = [
        b"{", b"[]", b"null", b'"x"', b"[" * 100_000, b'{"carrier": "DHL", "tracking": "a\\u0000"}',
        b'{"carrier": "DHL", "tracking": "\\ud800"}', b'{"carrier": "DHL", "carrier": "X"}', b"\xff\xfe", b'{"carrier": 1e999}',
    ]  # fmt: skip
    for body in bodies:
        answer = browser_client.post(path, headers=key, data=body, content_type="application/json")
        assert answer.status_code in (400, 422), body[:40]
        assert answer.content_type == "application/problem+json"
    with market.as_alicia() as work:
        from marketplace.trade.orders.service import get_order

        assert get_order(work, code).state == "paid"


# More than fits


def test_a_form_that_is_too_large_or_has_too_many_fields(browser_client: FlaskClient, market: Cast) -> None:
    large = browser_client.post("/entrar", data={"email": "x" * 600_000, "password": "x"})
    many = browser_client.post("/entrar", data={f"f{n}": "x" for n in range(1200)}, content_type="multipart/form-data")
    for answer in (large, many):
        assert answer.status_code == 413
        assert "demasiado" in answer.text


def test_json_that_is_too_large(browser_client: FlaskClient, market: Cast, key: dict[str, str]) -> None:
    body = json.dumps({"on_hand": 1, "x": "a" * 600_000})
    goods = make.goods(market)
    path = f"/api/v1/products/{goods.product_id}/variants/{goods.variant_id}"
    answer = browser_client.patch(path, headers=key, data=body, content_type="application/json")
    assert answer.status_code == 413
    assert answer.json["status"] == 413


def test_a_password_of_a_megabyte_costs_no_time(browser_client: FlaskClient, market: Cast) -> None:
    answer = browser_client.post("/entrar", data={"email": market.carla.email, "password": "x" * 400_000})
    assert answer.status_code == 422


def test_a_crash_shows_nothing_of_the_inside(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash() -> None:
        raise RuntimeError("ZZ-ADENTRO")

    view = app.view_functions["health.alive"]
    monkeypatch.setitem(app.view_functions, "health.alive", crash)
    monkeypatch.setattr(app, "testing", False)
    answer = app.test_client().get("/salud/viva")
    monkeypatch.setitem(app.view_functions, "health.alive", view)
    assert answer.status_code == 500
    assert "Se nos rompió algo a nosotros" in answer.text
    for inside in ("ZZ-ADENTRO", "Traceback", "RuntimeError", "marketplace/"):
        assert inside not in answer.text
