"""What a browser opens without anybody signed in: the purchases it made or whose link it followed, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from marketplace.people.accounts.models import Account
from marketplace.trade.orders.guest_links import guest_path
from marketplace.trade.orders.guests import BROWSER_OPENS
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.trade.buying import buy
from tests.web.asking import FORM, add, enter, purchases, refused


def state(market: Cast) -> list[object]:
    """All that a stranger might change of purchases and orders."""
    with market.above() as work:
        bought = work.session.execute(select(Purchase.code, Purchase.state, Purchase.cart_id).order_by(Purchase.code))
        orders = work.session.execute(select(Order.code, Order.state).order_by(Order.code))
        return [*map(tuple, bought), *map(tuple, orders)]


def test_the_browser_that_bought_opens_its_purchase_and_sending_the_form_again_finds_it(
    app: Flask, market: Cast
) -> None:
    guest = app.test_client()
    code, form = buy(guest, make.goods(market))
    assert "Falta pagar tu compra" in guest.get(f"/compra/{code}").text
    before = guest.post("/pagar", data=form)
    assert before.status_code == 303
    assert guest.post("/pagar", data=form).location == before.location
    assert purchases(market) == 1


def test_each_of_two_purchases_shows_itself_only(app: Flask, market: Cast) -> None:
    guest = app.test_client()
    first, _form = buy(guest, make.goods(market, title="Uno"))
    second, _form = buy(guest, make.goods(market, title="Dos"))
    assert first != second
    assert "Uno" in guest.get(f"/compra/{first}").text
    assert "Dos" in guest.get(f"/compra/{second}").text
    with market.above() as work:
        counted = work.session.scalars(
            select(func.count())
            .select_from(Purchase)
            .join(Account, Account.account_id == Purchase.account_id)
            .where(Account.kind == "guest")
            .group_by(Purchase.account_id)
        ).all()
    assert set(counted) == {1}  # a guest's account is for one purchase, so that standing in it shows no other


@pytest.mark.parametrize("has_cart", [False, True])
def test_a_stolen_form_opens_nothing_and_changes_nothing(app: Flask, market: Cast, has_cart: bool) -> None:
    goods = make.goods(market)
    owner, thief = app.test_client(), app.test_client()
    enter(owner, market.carla)
    code, form = buy(owner, goods)
    thief.post("/envio-a", data={"postal_code": "06700"})
    if has_cart:
        add(thief, goods)
    before = state(market)
    answer = thief.post("/pagar", data=form)
    assert answer.location == ("/pagar" if has_cart else "/carrito")
    page = thief.get(answer.location).text
    assert "pago-de-prueba" not in page
    for path in (f"/compra/{code}", "/pedidos", f"/compra/{code}/pagar"):
        assert thief.get(path).location.startswith("/entrar"), path
    assert state(market) == before
    if has_cart:
        assert "ya se había usado" in page
        assert form["key"] not in page


def test_a_guests_stolen_form_opens_nothing_either(app: Flask, market: Cast) -> None:
    code, form = buy(app.test_client(), make.goods(market))
    thief = app.test_client()
    assert thief.post("/pagar", data=form).location == "/carrito"
    assert thief.get(f"/compra/{code}").location.startswith("/entrar")


def test_after_signing_out_the_form_in_the_browsers_history_opens_nothing(app: Flask, market: Cast) -> None:
    client = app.test_client()
    enter(client, market.carla)
    code, form = buy(client, make.goods(market))
    client.post("/salir")
    before = state(market)
    assert client.post("/pagar", data=form).location == "/carrito"
    assert client.get(f"/compra/{code}").location.startswith("/entrar")
    assert client.post(f"/compra/{code}/no-pagar").location.startswith("/entrar")
    assert state(market) == before


def test_signing_out_ends_what_a_guest_opened_also_for_who_kept_the_cookies(app: Flask, market: Cast) -> None:
    client = app.test_client()
    code, form = buy(client, make.goods(market))
    kept = app.test_client()
    for name in ("tianguis", "tianguis-cart"):
        cookie = client.get_cookie(name)
        assert cookie is not None
        kept.set_cookie(name, cookie.value)
    assert kept.get(f"/compra/{code}").status_code == 200
    client.post("/salir")
    for browser in (client, kept):
        assert browser.get(f"/compra/{code}").location.startswith("/entrar")
        assert browser.post("/pagar", data={**FORM, **form}).location in ("/pagar", "/carrito")


def test_a_guest_ends_it_and_the_link_still_opens(app: Flask, market: Cast) -> None:
    client = app.test_client()
    code, form = buy(client, make.goods(market))
    assert "Olvidar esta compra en este navegador" in client.get(f"/compra/{code}").text
    assert client.post(f"/compra/{code}/olvidar").status_code == 302
    assert client.get(f"/compra/{code}").location.startswith("/entrar")
    assert "ya se había usado" in refused(client, form)  # the cart is there
    with market.above() as work:
        path = guest_path(work.session.scalars(select(Purchase)).one())
    assert client.get(path).status_code == 302
    assert client.get(f"/compra/{code}").status_code == 200
    client.post(f"/compra/{code}/olvidar")
    assert client.get(f"/compra/{code}").location.startswith("/entrar")


def test_it_ends_by_itself(app: Flask, market: Cast) -> None:
    client = app.test_client()
    code, _form = buy(client, make.goods(market))
    with market.above() as work:
        work.session.execute(update(Purchase).values(created_at=work.now - BROWSER_OPENS - timedelta(minutes=1)))
    assert client.get(f"/compra/{code}").location.startswith("/entrar")


def test_a_link_that_was_followed_opens_no_longer_than_it_lasts(app: Flask, market: Cast) -> None:
    code, _form = buy(app.test_client(), make.goods(market))
    client = app.test_client()
    with market.above() as work:
        path = guest_path(work.session.scalars(select(Purchase)).one())
    client.get(path)
    assert client.get(f"/compra/{code}").status_code == 200
    with market.above() as work:
        work.session.execute(update(Purchase).values(link_expires_at=work.now - timedelta(minutes=1)))
    assert client.get(f"/compra/{code}").location.startswith("/entrar")


def test_who_brings_it_into_an_account_closes_it_for_every_browser(app: Flask, market: Cast) -> None:
    guest, member, other = app.test_client(), app.test_client(), app.test_client()
    code, form = buy(guest, make.goods(market))
    with market.above() as work:
        path = guest_path(work.session.scalars(select(Purchase)).one())
    other.get(path)
    enter(member, market.carla)
    assert member.post(f"{path}/agregar").status_code == 302
    for browser in (guest, other):
        assert browser.get(f"/compra/{code}").location.startswith("/entrar")
    assert "ya se había usado" in refused(guest, form)
    assert member.get(f"/compra/{code}").status_code == 200


def test_no_browser_ever_stands_in_a_registered_account(app: Flask, market: Cast) -> None:
    """Even if a purchase of an account named the browser that made it."""
    client = app.test_client()
    code, _form = buy(client, make.goods(market))
    with market.above() as work:
        work.session.execute(update(Purchase).values(account_id=market.carla.id))
    assert client.get(f"/compra/{code}").location.startswith("/entrar")
    with market.above() as work:
        path = guest_path(work.session.scalars(select(Purchase)).one())
    client.get(path)
    assert client.get(f"/compra/{code}").location.startswith("/entrar")


def test_an_unpaid_purchase_is_found_from_the_cart_and_given_up_at_once(app: Flask, market: Cast) -> None:
    goods = make.goods(market, pieces=4)
    client = app.test_client()
    code, form = buy(client, goods)
    assert make.stock(market, goods) == (4, 1)
    page = client.get("/carrito").text
    assert f'href="/compra/{code}/pagar"' in page
    assert "espera su pago" not in app.test_client().get("/carrito").text
    assert app.test_client().post(f"/compra/{code}/no-pagar").location.startswith("/entrar")
    answer = client.post(f"/compra/{code}/no-pagar", follow_redirects=True)
    assert "No se cobró nada" in answer.text
    assert make.stock(market, goods) == (4, 0)
    assert client.post(f"/compra/{code}/no-pagar").status_code == 302  # again changes nothing
    assert make.stock(market, goods) == (4, 0)
    assert "Volver a ponerla en el carrito" in client.get(f"/compra/{code}").text
    assert client.post("/pagar", data=form).location == f"/compra/{code}"
    assert client.post(f"/compra/{code}/otra-vez").status_code == 302


def test_what_is_paid_is_not_given_up(app: Flask, market: Cast, worker: Worker) -> None:
    client = app.test_client()
    code, form = buy(client, make.goods(market))
    page = client.post("/pagar", data=form)
    client.post(page.location, data={"card": "4242424242424242"})
    answer = client.post(f"/compra/{code}/no-pagar", follow_redirects=True)
    assert "ya está pagada" in answer.text
    worker.drain()
    assert "Ya está pagado" in client.get(f"/compra/{code}").text


def test_who_signs_in_before_paying_still_finds_it_and_pays(app: Flask, market: Cast, worker: Worker) -> None:
    client = app.test_client()
    code, form = buy(client, make.goods(market))  # under another address than the account's
    old = app.test_client()
    for name in ("tianguis", "tianguis-cart"):
        cookie = client.get_cookie(name)
        assert cookie is not None
        old.set_cookie(name, cookie.value)
    enter(client, market.carla)
    page = client.get("/carrito").text
    assert "espera su pago" in page
    assert f'href="/compra/{code}/pagar"' in page
    assert "Falta pagar tu compra" in client.get(f"/compra/{code}").text
    sent_again = client.post("/pagar", data=form)
    assert client.get(f"/compra/{code}/pagar").location == sent_again.location
    assert purchases(market) == 1
    client.post(sent_again.location, data={"card": "4242424242424242"})
    worker.drain()
    assert "Ya está pagado" in client.get(f"/compra/{code}").text
    with market.above() as work:
        order = work.session.scalars(select(Order.code)).one()
    assert client.get(f"/pedidos/{order}").status_code == 200
    assert client.get(f"/pedidos/{order}/mensajes").status_code == 200
    client.post("/salir")
    for browser in (client, old):
        for path in (f"/compra/{code}", f"/pedidos/{order}"):
            assert browser.get(path).location.startswith("/entrar")


def test_who_signs_in_before_paying_can_give_it_up(app: Flask, market: Cast) -> None:
    goods = make.goods(market, pieces=4)
    client = app.test_client()
    code, _form = buy(client, goods)
    enter(client, market.carla)
    assert "No se cobró nada" in client.post(f"/compra/{code}/no-pagar", follow_redirects=True).text
    assert make.stock(market, goods) == (4, 0)


def test_it_opens_for_the_person_who_signed_in_there_and_for_no_other(app: Flask, market: Cast) -> None:
    client, other, own = app.test_client(), app.test_client(), app.test_client()
    code, _form = buy(client, make.goods(market))
    enter(client, market.carla)
    enter(other, market.diego)
    for path in (f"/compra/{code}", f"/compra/{code}/pagar"):
        assert other.get(path).status_code == 404
    assert other.post(f"/compra/{code}/no-pagar").status_code == 404
    assert code not in other.get("/carrito").text
    enter(own, market.carla)  # the account, in another browser
    assert own.get(f"/compra/{code}").status_code == 200
    assert own.get("/compra/NADA-NADA").status_code == 404  # and no other address stands in the guest
    assert code not in own.get("/pedidos").text


def test_a_letters_link_leads_to_the_order_that_it_asks_about_and_to_no_other_persons(app: Flask, market: Cast) -> None:
    buy(app.test_client(), make.goods(market))
    with market.above() as work:
        first = work.session.scalars(select(Purchase)).one()
        asked = work.session.scalars(select(Order)).one()
        path = guest_path(first, asked)
    reader = app.test_client()
    answer = reader.get(path)
    assert answer.location == f"/pedidos/{asked.code}"
    assert reader.get(answer.location).status_code == 200
    buy(app.test_client(), make.goods(market))
    with market.above() as work:
        other = work.session.scalars(select(Order.code).where(Order.code != asked.code)).one()
    assert reader.get(path.replace(asked.code, other)).location == f"/compra/{first.code}"
    assert reader.get(f"/pedidos/{other}").status_code == 404
