"""Cancelling until it ships: stock, money, fees and taxes go back, line by line."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.ledger.queries import balance
from marketplace.platform.notifications.models import Mail
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.errors import AlreadyCancelled, NoSuchOrder, OrderReasonNeeded, OrderTooLate
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.orders.rules import CancelReason
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of


def cancel_as_carla(market: Cast, code: str) -> None:
    with market.above("own cancellation") as work:
        orders.cancel_order(work, code, words="Me lo regalaron", buyer_id=market.carla.id)


def test_the_buyer_cancels_and_everything_goes_back(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, pieces=5)
    code = make.paid_order(market, worker, [make.line(yarn, 2)])
    cancel_as_carla(market, code)
    worker.drain()
    assert make.stock(market, yarn) == (5, 0)
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert (order.state, order.refunded_minor) == ("cancelled", order.total_minor)
        assert work.session.scalar(select(func.sum(FeeLine.amount_minor))) == 0
        by_account = work.session.execute(
            select(LedgerEntry.account, func.sum(LedgerEntry.amount_minor))
            .where(LedgerEntry.kind != "processing_cost")  # what the provider took stays with it
            .group_by(LedgerEntry.account)
        )
        assert {amount for _account, amount in by_account} == {0}
    with market.as_alicia() as work:
        assert balance(work).pending_minor == balance(work).available_minor == 0


def test_each_reversal_points_to_the_line_it_takes_back(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    cancel_as_carla(market, code)
    worker.drain()
    with market.above() as work:
        lines = work.session.scalars(select(FeeLine)).all()
        back = {line.reverses_id: -line.amount_minor for line in lines if line.reverses_id}
        assert back == {line.id: line.amount_minor for line in lines if not line.reverses_id and line.amount_minor}


def test_a_shop_cancels_with_a_reason_that_the_buyer_reads(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(OrderReasonNeeded), market.as_alicia() as work:
        orders.cancel_order(work, code)
    with market.as_alicia() as work:
        orders.cancel_order(work, code, why=CancelReason.BROKEN)
    worker.drain()
    with market.as_carla() as work:
        order = orders.get_order(work, code)
        assert (order.cancelled_by, order.cancel_code) == ("Alicia Xicohténcatl", "broken")


def test_another_buyer_and_another_shop_cannot(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market)
    code = make.paid_order(market, worker, [make.line(yarn)])
    with pytest.raises(NoSuchOrder), market.above("own cancellation") as work:
        orders.cancel_order(work, code, words="x", buyer_id=market.diego.id)
    with pytest.raises(NoSuchOrder), market.as_bruno() as work:
        orders.cancel_order(work, code, why=CancelReason.MISSING)
    assert make.stock(market, yarn) == (9, 0)


def test_after_shipping_it_is_too_late(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market)
    code = make.paid_order(market, worker, [make.line(yarn)])
    with market.as_pia() as work:
        orders.pack_order(work, code)
        orders.ship_order(work, code, carrier="DHL", tracking=make.TRACKING)
    with pytest.raises(OrderTooLate):
        cancel_as_carla(market, code)
    worker.drain()
    assert make.stock(market, yarn) == (9, 0)


def test_cancelling_twice_returns_the_money_once(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    cancel_as_carla(market, code)
    with pytest.raises(AlreadyCancelled):
        cancel_as_carla(market, code)
    worker.drain()
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert order.refunded_minor == order.total_minor


@pytest.mark.parametrize(("reason", "left"), [("broken", 4), ("missing", 4), ("no_carrier", 5), ("buyer_asked", 5)])
def test_what_a_shop_cancels_for_decides_whether_it_is_for_sale_again(
    app: Flask, market: Cast, worker: Worker, reason: str, left: int
) -> None:
    yarn = make.goods(market, pieces=5)
    code = make.paid_order(market, worker, [make.line(yarn)])
    alicia = client_of(app, market.alicia)
    address = f"/vender/hilos-alpaca/pedidos/{code}/cancelar"
    assert alicia.post(address, data={"reason": "porque sí"}).status_code == 422
    assert alicia.post(address, data={"reason": reason}).status_code == 302
    worker.drain()
    assert make.stock(market, yarn) == (left, 0)
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        assert (order.state, order.refunded_minor) == ("cancelled", order.total_minor)
    assert reason not in client_of(app, market.carla).get(f"/pedidos/{code}").text


@pytest.mark.parametrize("words", ["broken", "missing", "sold_out", "never_came"])
def test_what_a_buyer_types_decides_nothing_about_the_shops_pieces_or_letters(
    app: Flask, market: Cast, worker: Worker, words: str
) -> None:
    yarn = make.goods(market, pieces=5)
    code = make.paid_order(market, worker, [make.line(yarn)])
    client_of(app, market.carla).post(f"/pedidos/{code}/cancelar", data={"reason": words})
    worker.drain()
    assert make.stock(market, yarn) == (5, 0)
    with market.above() as work:
        order = work.session.scalars(select(Order).where(Order.code == code)).one()
        assert (order.cancel_code, order.cancel_reason) == (None, words)
        letters = work.session.scalars(select(Mail.subject).where(Mail.subject.contains(code))).all()
        assert len([one for one in letters if "ancel" in one]) == 2  # the buyer's and the shop's


def test_right_after_it_no_page_says_that_it_is_paid_or_that_the_shop_gets_anything(
    app: Flask, market: Cast, worker: Worker
) -> None:
    """Also before a job wrote the books."""
    yarn, hammer = make.goods(market), make.goods(market, shop=market.abedul)
    make.paid_order(market, worker, [make.line(yarn), make.line(hammer)])
    with market.above() as work:
        orders_made = {one.shop_slug: one for one in work.session.scalars(select(Order))}
        purchase = work.session.scalars(select(Purchase.code)).one()
    first, second = orders_made["hilos-alpaca"], orders_made[market.abedul.slug]
    carla = client_of(app, market.carla)
    carla.post(f"/pedidos/{first.code}/cancelar", data={"reason": "Me lo regalaron"})
    for path in (f"/pedidos/{first.code}", f"/compra/{purchase}"):
        page = carla.get(path).text
        assert f'Le llegan a {first.shop_name} <span class="net">$0.00</span>' in page, path
        assert page.count("Vuelve a ti") == 1
    page = carla.get(f"/compra/{purchase}").text
    assert f"De eso se canceló lo de {first.shop_name}" in page
    carla.post(f"/pedidos/{second.code}/cancelar", data={"reason": "Me lo regalaron"})
    page = carla.get(f"/compra/{purchase}").text
    assert "Esta compra se canceló" in page
    assert "Ya está pagado" not in page
