"""How much stock one may hold without paying: three purchases of a buyer or an address, more of a network."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update

from marketplace.trade.checkout import service as placing
from marketplace.trade.checkout import unpaid_limits as holding
from marketplace.trade.checkout.errors import TooManyHeld, TooManyUnpaid
from marketplace.trade.checkout.unpaid_limits import MOST_UNPAID, MOST_UNPAID_OF_NETWORK
from marketplace.trade.orders.models import Purchase
from marketplace.trade.orders.unpaid import expire_unpaid
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.trade.buying import buy_as_guest
from tests.web.asking import add, enter, form_of, purchases, refused


def sources(market: Cast) -> set[str | None]:
    with market.above() as work:
        return set(work.session.scalars(select(Purchase.source)))


def test_what_is_paid_makes_room_before_its_job_has_run(market: Cast) -> None:
    yarn = make.goods(market)
    placed = [make.place(market, [make.line(yarn)]) for _n in range(MOST_UNPAID)]
    make.pay(market, placed[0])
    make.place(market, [make.line(yarn)])
    assert purchases(market) == MOST_UNPAID + 1


def test_what_is_given_up_makes_room(market: Cast) -> None:
    yarn = make.goods(market)
    for _n in range(MOST_UNPAID):
        make.place(market, [make.line(yarn)], hold=timedelta(minutes=-1))
    with market.above() as work:
        expire_unpaid(work)
    make.place(market, [make.line(yarn)])


def test_an_account_holds_no_more_and_nothing_of_the_next_is_held(market: Cast) -> None:
    yarn = make.goods(market)
    for _n in range(MOST_UNPAID):
        make.place(market, [make.line(yarn)])
    with pytest.raises(TooManyUnpaid) as refused:
        make.place(market, [make.line(yarn)])
    assert refused.value.details == {"count": MOST_UNPAID, "minutes": 15}
    assert make.stock(market, yarn) == (10, MOST_UNPAID)
    make.place(market, [make.line(yarn)], buyer=market.diego)  # another buyer is counted apart


def test_an_address_holds_no_more_however_it_is_written(market: Cast) -> None:
    yarn = make.goods(market)
    for email in ("lucia@example.mx", "Lucia@Example.mx", "LUCIA@example.mx"):
        buy_as_guest(market, yarn, email)
    with pytest.raises(TooManyHeld):
        buy_as_guest(market, yarn, "lucia@example.mx")
    assert make.stock(market, yarn) == (10, MOST_UNPAID)


def test_guests_who_type_somebodys_address_do_not_keep_its_owner_from_buying(market: Cast) -> None:
    yarn = make.goods(market)
    for _n in range(MOST_UNPAID):
        buy_as_guest(market, yarn, market.carla.email)
    make.place(market, [make.line(yarn)])


def test_a_network_holds_more_but_not_everything(market: Cast) -> None:
    yarn = make.goods(market, pieces=100)
    for number in range(MOST_UNPAID_OF_NETWORK):
        buy_as_guest(market, yarn, f"b{number}@example.mx", source="192.0.2.7")
    with pytest.raises(TooManyHeld):
        buy_as_guest(market, yarn, "one-more@example.mx", source="192.0.2.7")
    buy_as_guest(market, yarn, "one-more@example.mx", source="192.0.2.8")


def test_the_network_is_forgotten_once_paid_or_given_up(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market)
    paid = buy_as_guest(market, yarn, "b1@example.mx", source="192.0.2.7")
    buy_as_guest(market, yarn, "b2@example.mx", source="192.0.2.7")
    make.pay(market, paid)
    worker.drain()
    assert sources(market) == {None, "192.0.2.7"}
    with market.above() as work:
        work.session.execute(update(Purchase).values(expires_at=work.now - timedelta(minutes=1)))
        expire_unpaid(work)
    assert sources(market) == {None}


def test_the_last_form_sent_twice_gives_its_purchase(market: Cast) -> None:
    yarn = make.goods(market)
    placed = [make.place(market, [make.line(yarn)], key=f"form {n}") for n in range(MOST_UNPAID)]
    assert make.place(market, [make.line(yarn)], key=f"form {MOST_UNPAID - 1}") == placed[-1]
    assert purchases(market) == MOST_UNPAID


def buy_at_once(app: Flask, market: Cast) -> int:
    """One buyer sends twice as many forms as may wait, all at once; gives how many purchases there are."""
    yarn = make.goods(market)

    def buy(_n: int) -> None:
        with app.app_context():
            try:
                make.place(market, [make.line(yarn)])
            except TooManyUnpaid:
                return

    with ThreadPoolExecutor(2 * MOST_UNPAID) as pool:
        list(pool.map(buy, range(2 * MOST_UNPAID)))
    return purchases(market)


def test_forms_sent_at_once_are_counted_one_by_one(app: Flask, market: Cast) -> None:
    assert buy_at_once(app, market) == MOST_UNPAID


def test_without_the_lock_more_would_pass(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: everybody has counted before anybody places."""
    counted = threading.Barrier(2 * MOST_UNPAID)
    only_count = text(
        "SELECT count(*) AS of_buyer, 0 AS of_network FROM purchase "
        "WHERE account_id = :buyer OR email = :mail OR source = :network"
    ).execution_options(wall="plain")

    def check(*arguments: Any, **named: Any) -> None:
        holding.check_unpaid(*arguments, **named)
        counted.wait(60)

    monkeypatch.setattr(holding, "_COUNT", only_count)
    monkeypatch.setattr(placing, "check_unpaid", check)
    assert buy_at_once(app, market) > MOST_UNPAID


def test_the_page_says_so_keeps_what_was_typed_and_leads_to_what_waits(
    browser_client: FlaskClient, market: Cast
) -> None:
    yarn = make.goods(market)
    placed = [make.place(market, [make.line(yarn)]) for _n in range(MOST_UNPAID)]
    enter(browser_client, market.carla)
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    add(browser_client, yarn)
    form = form_of(browser_client) | {"street": "Calle de la prueba 7"}
    page = refused(browser_client, form)
    assert "3 compras sin pagar" in page
    assert "Calle de la prueba 7" in page
    assert form["key"] in page
    for one in placed:
        assert f'href="/compra/{one.code}/pagar"' in page
    make.pay(market, placed[0])
    assert "/pago-de-prueba/" in browser_client.post("/pagar", data=form).location


def test_who_types_an_address_learns_nothing_of_its_purchases(browser_client: FlaskClient, market: Cast) -> None:
    yarn = make.goods(market)
    codes = [buy_as_guest(market, yarn, "lucia@example.mx").code for _n in range(MOST_UNPAID)]
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    add(browser_client, yarn)
    page = refused(browser_client, form_of(browser_client))
    assert "Con este correo o desde esta red" in page
    assert not any(code in page for code in codes)
