"""What tests of pages need: somebody let in, a basket filled, the form of a page as a browser would send it."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select, update

from marketplace.people.accounts.models import Account, CodeApp, UserSession
from marketplace.trade.cart.models import CartRow
from marketplace.trade.orders.models import OrderLine, Purchase
from tests import make
from tests.cast import PASSWORD, Cast, Person, code_of, give_factor

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n"


def picture() -> tuple[io.BytesIO, str]:
    data = io.BytesIO()
    Image.new("RGB", (300, 200), "#A8481F").save(data, "JPEG")
    data.seek(0)
    return data, "foto.jpg"


def client_of(app: Flask, person: Any) -> FlaskClient:
    client = app.test_client()
    enter(client, person)
    return client


def order_line(market: Cast) -> OrderLine:
    with market.above() as work:
        return work.session.scalars(select(OrderLine)).one()


FORM = {
    "email": "lucia@example.mx", "name": "Lucía Ramos", "phone": "55 1234 5678", "postal_code": "06700",
    "state": "Ciudad de México", "municipality": "Cuauhtémoc", "settlement": "Roma Norte", "street": "Orizaba",
    "exterior": "101",
}  # fmt: skip


# Where 97000 is.
MERIDA = {"postal_code": "97000", "state": "Yucatán", "municipality": "Mérida", "settlement": "Centro"}


def enter(client: FlaskClient, person: Person) -> None:
    answer = client.post("/entrar", data={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    if answer.location == "/entrar/segundo-paso":
        answer = client.post(answer.location, data={"code": code_of(person)})
        assert answer.status_code == 302, answer.text


def enter_by(client: FlaskClient, market: Cast, email: str) -> None:
    """Let somebody in whom a test made, by address: with a second factor, as staff and whoever touches money need one."""
    with market.above() as work:
        account = work.session.scalars(select(Account).where(Account.email == email)).one()
        person = Person(account.account_id, account.name, email)
        if not work.session.scalar(select(CodeApp.account_id).where(CodeApp.account_id == person.id)):
            give_factor(work, person)
    enter(client, person)


def add(client: FlaskClient, goods: make.Goods, quantity: object = 1) -> Any:
    data = {"number": goods.number, "variant": str(goods.variant_id), "quantity": quantity}
    return client.post("/carrito/agregar", data=data, follow_redirects=True)


def form_of(client: FlaskClient) -> dict[str, str]:
    page = client.get("/pagar").text
    hidden = dict(re.findall(r'name="(key|total_seen)" type="hidden" value="([^"]*)"', page))
    return {**FORM, **hidden}


def boxes(page: str) -> dict[str, str]:
    """What stands in the boxes of a form."""
    found = [dict(re.findall(r'(\w+)="([^"]*)"', box)) for box in re.findall(r"<input[^>]*>", page)]
    chosen = re.findall(r'(?s)<select[^>]* name="(\w+)"(?:(?!</select>).)*<option selected value="([^"]*)"', page)
    return {box["name"]: box.get("value", "") for box in found if "name" in box} | dict(chosen)


def refused(client: FlaskClient, form: dict[str, Any]) -> str:
    """Send a checkout's form that is not accepted; gives the page that it leads back to, with what was typed."""
    answer = client.post("/pagar", data=form)
    assert (answer.status_code, answer.location) == (303, "/pagar"), answer.text
    return client.get("/pagar").text


def product_form(client: FlaskClient, path: str, **typed: str) -> dict[str, str]:
    revision = re.search(r'name="revision" type="hidden" value="(\d+)"', client.get(path).text)
    assert revision is not None
    return {
        "title": "Estambre", "category": "estambres", "condition": "new", "warranty_months": "3", "return_days": "30",
        "return_paid_by": "seller", "weight_grams": "100", "variants-0-price": "200", "revision": revision[1], **typed,
    }  # fmt: skip


def purchases(market: Cast) -> int:
    with market.above() as work:
        return work.session.scalar(select(func.count()).select_from(Purchase)) or 0


def cart_rows(market: Cast) -> list[CartRow]:
    with market.above() as work:
        return list(work.session.scalars(select(CartRow)))


def let_proof_age(market: Cast) -> None:
    with market.above() as work:
        work.session.execute(update(UserSession).values(proved_at=work.now - timedelta(minutes=16)))


def carried(page: str) -> dict[str, list[str]]:
    """What the hidden fields of a page's first form carry."""
    form = re.findall(r"(?s)<form.*?</form>", page.partition("<main")[2])[0]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', form):
        name, value = (re.findall(rf'\b{part}="([^"]*)"', tag) for part in ("name", "value"))
        found.setdefault(html.unescape(name[0]), []).append(html.unescape(value[0]) if value else "")
    return found
