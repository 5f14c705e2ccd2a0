"""A buyer chooses, shop by shop, how it is sent and whether it is a gift: kept with the cart, refused where it cannot be."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.trade.cart.models import CartChoice
from marketplace.trade.cart.rules import LONGEST_MESSAGE
from marketplace.trade.checkout import service
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.trade.gifts import EXPRESS, offers_gifts, sends_faster
from tests.web.asking import add, client_of, enter, form_of, purchases, refused


def kept(market: Cast) -> list[CartChoice]:
    with market.above() as work:
        return list(work.session.scalars(select(CartChoice)))


def change(client: FlaskClient, goods: make.Goods, **more: str) -> tuple[int, str]:
    data = {"variant": str(goods.variant_id), "quantity": "1", "seen": str(goods.price_minor), **more}
    answer = client.post("/carrito/cambiar", data=data, follow_redirects=True)
    return answer.status_code, " ".join(answer.text.split())


def checked(page: str) -> list[str]:
    return re.findall(r'type="radio"[^>]*value="(\w+)"[^>]* checked', page)


def test_a_guest_chooses_the_faster_way_and_it_comes_along_into_the_account(app: Flask, market: Cast) -> None:
    offers_gifts(market)
    sends_faster(market)
    yarn, guest = make.goods(market), app.test_client()
    speed = f"speed-{market.alpaca.id}"
    add(guest, yarn)
    guest.post("/envio-a", data={"postal_code": "06700"})
    assert checked(guest.get("/carrito").text) == ["ordinary"]
    for wrong in ("by-drone", ""):
        status, page = change(guest, yarn, **{speed: wrong})
        assert status == 422
        assert "no tiene esa forma de envío a donde va" in page
    assert kept(market) == []
    status, page = change(guest, yarn, **{speed: "express"})
    assert (status, checked(page)) == (200, ["express"])
    assert f"${EXPRESS['base_minor'] // 100}.00" in page
    enter(guest, market.carla)
    assert [(one.account_id, one.speed) for one in kept(market)] == [(market.carla.id, "express")]
    # Where there is none, it is told, and nothing else is chosen for who chose it; nor may it be chosen there.
    guest.post("/envio-a", data={"postal_code": "97000"})
    page = guest.get("/carrito").text
    assert checked(page) == []
    assert page.count("no tiene ahora envío exprés a donde va tu compra") == 2  # above, and where one chooses
    assert change(guest, yarn, **{speed: "ordinary"})[0] == 200
    assert change(guest, yarn, **{speed: "express"})[0] == 422
    assert [one.speed for one in kept(market)] == ["ordinary"]


def test_a_gift_is_chosen_at_the_checkout_and_its_price_is_seen_before_it_is_bought(
    app: Flask, market: Cast, worker: Worker
) -> None:
    offers_gifts(market)
    carla, shop = client_of(app, market.carla), market.alpaca.id
    add(carla, make.goods(market))
    carla.post("/envio-a", data={"postal_code": "06700"})
    form = form_of(carla)
    gift = {f"gift-{shop}": "1", f"wrap-{shop}": "1", f"message-{shop}": "Para <b>Ana</b>", f"hide-{shop}": "1"}
    too_long = gift | {f"message-{shop}": "a" * (LONGEST_MESSAGE + 1)}
    answer = carla.post("/pagar", data=form | too_long)
    assert answer.status_code == 422
    assert f'id="message-{shop}-error"' in answer.text
    assert too_long[f"message-{shop}"] in answer.text  # typed things are kept
    assert kept(market) == []
    page = refused(carla, form | gift)  # sent without having seen what it comes to
    assert "Revisa y continúa" in page
    assert "Envolver para regalo: $45.00" in page
    assert "Para &lt;b&gt;Ana" in page
    assert purchases(market) == 0
    assert carla.post("/pagar", data=form_of(carla) | gift).location != "/pagar"
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert (order.wrap_minor, order.gift_message, order.prices_hidden) == (4_500, "Para <b>Ana</b>", True)
        placed = service.Placed(order.purchase_id, order.code, order.buyer_id)
    assert len(kept(market)) == 1  # until it is paid
    make.pay(market, placed)
    worker.drain()
    assert kept(market) == []
