"""Arriving and the money: whose word counts, how long the money waits, and that nobody releases it to themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.kernel.calendar import MEXICO
from marketplace.kernel.published import HOLD_DAYS, NEW_SHOP_DAYS, NEW_SHOP_HOLD_DAYS
from marketplace.money.ledger.queries import balance
from marketplace.money.payouts.models import MoneyHold
from marketplace.money.payouts.service import payable_now
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.arrivals import deliver_by_carrier
from marketplace.trade.orders.errors import AlreadyDone, NoSuchOrder
from marketplace.trade.orders.jobs import deliver_overdue, release_money
from marketplace.trade.orders.models import Order, OrderEvent
from marketplace.trade.orders.rules import (
    counts_as_arrived,
    last_day_held,
    last_day_to_complain,
    last_return_day,
    may_go_back,
    may_miss,
)
from marketplace.trade.parcels.errors import BadTracking
from marketplace.trade.parcels.tracking import read_tracking
from marketplace.worker import Worker
from tenants.models import Tenant
from tests import make
from tests.care.asking import ask, finish
from tests.cast import Cast
from tests.money.checking import check_money
from tests.trade.buying import order_of
from tests.web.asking import client_of


def available(market: Cast) -> int:
    with market.as_alicia() as work:
        return balance(work).available_minor


def paid_next(market: Cast) -> int:
    with market.as_alicia() as work:
        return sum(payable_now(work, market.alpaca.id).values())


def run_clock(market: Cast) -> None:
    with market.above("clock") as work:
        deliver_overdue(work)
    with market.above("clock") as work:
        release_money(work)


def test_the_shops_word_asks_the_buyer_and_starts_nothing_about_money(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.shipped_order(market, worker, [make.line(make.goods(market))])
    with market.as_pia() as work:
        orders.tell_arrival(work, code)
    worker.drain()
    run_clock(market)
    order = order_of(market)
    assert (order.state, order.arrival_told_by, order.held_until) == ("shipped", "Pía Cuatecontzi", None)
    assert available(market) == 0
    with market.above() as work:
        assert "arrival_told" in work.session.scalars(select(OrderEvent.kind)).all()
    page = client_of(app, market.carla).get(f"/pedidos/{code}").text
    assert "¿Te llegó?" in page
    assert "No me llegó" in page
    with pytest.raises(AlreadyDone), market.as_pia() as work:
        orders.tell_arrival(work, code)


def test_nobody_but_its_buyer_says_that_it_arrived(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.shipped_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(NoSuchOrder), market.above() as work:
        orders.deliver_order(work, code, buyer_id=market.alicia.id)
    client_of(app, market.alicia).post(f"/vender/hilos-alpaca/pedidos/{code}/entregado")
    assert order_of(market).state == "shipped"


def test_the_money_waits_through_the_hold_and_is_available_after_it(market: Cast, worker: Worker) -> None:
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    order = order_of(market)
    assert order.held_until == last_day_held(order.delivered_at, HOLD_DAYS)
    make.days_later(market, HOLD_DAYS)
    run_clock(market)
    assert available(market) == 0  # the last day lasts until its night
    make.days_later(market, 1)
    run_clock(market)
    assert available(market) > 0
    assert order_of(market).released_at is not None
    before = available(market)
    run_clock(market)
    assert available(market) == before
    check_money(market)


@pytest.mark.parametrize(
    ("age", "waits"), [(NEW_SHOP_DAYS - 1, NEW_SHOP_HOLD_DAYS), (NEW_SHOP_DAYS, HOLD_DAYS), (400, HOLD_DAYS)]
)
def test_the_money_of_a_new_shop_waits_longer(market: Cast, worker: Worker, age: int, waits: int) -> None:
    with market.above() as work:
        work.session.execute(update(Tenant).values(created_at=work.now - timedelta(days=age)))
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    order = order_of(market)
    assert order.held_until == last_day_held(order.delivered_at, waits)
    make.days_later(market, waits)
    run_clock(market)
    assert available(market) == 0
    make.days_later(market, 1)
    run_clock(market)
    assert available(market) > 0


def test_the_clock_counts_it_as_arrived_when_nobody_complains(market: Cast, worker: Worker) -> None:
    make.shipped_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        today = work.now.astimezone(MEXICO).date()
        first = next(day for day in (today - timedelta(days=n) for n in range(30)) if last_day_to_complain(day) < today)
        work.session.execute(update(Order).values(promise_to=first + timedelta(days=1)))
    still = last_day_to_complain(first + timedelta(days=1)) >= today
    run_clock(market)
    assert (order_of(market).state == "shipped") is still
    with market.above() as work:
        work.session.execute(update(Order).values(promise_to=first))
    run_clock(market)
    order = order_of(market)
    assert (order.state, order.delivered_by) == ("delivered", "clock")
    assert available(market) == 0


@pytest.mark.parametrize("promised", [date(2026, 11, 12), date(2026, 12, 30), date(2028, 2, 25)])
def test_the_last_day_to_complain_lasts_until_its_night(promised: date) -> None:
    last = last_day_to_complain(promised)
    assert not counts_as_arrived(promised, last)
    assert counts_as_arrived(promised, last + timedelta(days=1))


def test_what_was_released_is_looked_at_no_more(market: Cast, worker: Worker) -> None:
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    make.days_later(market, HOLD_DAYS + 1)
    run_clock(market)
    first = order_of(market).released_at
    assert first is not None
    run_clock(market)
    assert order_of(market).released_at == first


def test_the_carriers_word_counts_for_the_one_order_that_goes_under_a_number(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    make.shipped_order(market, worker, [make.line(goods)])
    with market.above("carrier") as work:
        assert not deliver_by_carrier(work, carrier="Estafeta", tracking="9999999999")
        assert not deliver_by_carrier(work, carrier="DHL", tracking=make.TRACKING)
        assert deliver_by_carrier(work, carrier="Estafeta", tracking=make.TRACKING)
        assert not deliver_by_carrier(work, carrier="Estafeta", tracking=make.TRACKING)
    assert order_of(market).delivered_by == "carrier"


def test_a_number_that_two_orders_share_tells_nothing(market: Cast, worker: Worker) -> None:
    goods = make.goods(market)
    for _time in range(2):
        make.shipped_order(market, worker, [make.line(goods)])
    with market.above("carrier") as work:
        assert not deliver_by_carrier(work, carrier="Estafeta", tracking=make.TRACKING)


def test_an_open_return_holds_what_it_is_about_until_it_ends(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    back = ask(market, code, 1)
    make.release(market)
    whole = available(market)
    assert 0 < paid_next(market) < whole
    finish(market, worker, back)
    make.release(market)
    assert 0 < paid_next(market) == available(market) < whole
    with market.above() as work:
        assert work.session.scalars(select(MoneyHold.ended_at)).one() is not None
        pending = balance
    with market.as_alicia() as work:
        assert pending(work).pending_minor == 0
    check_money(market)


def test_the_pages_say_where_the_money_is(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    alicia = client_of(app, market.alicia)
    assert "en espera hasta el" in alicia.get(f"/vender/hilos-alpaca/pedidos/{code}").text
    money = alicia.get("/vender/hilos-alpaca/dinero").text
    assert "En espera" in money
    assert code in money
    make.release(market)
    assert "disponible desde el" in alicia.get(f"/vender/hilos-alpaca/pedidos/{code}").text


@pytest.mark.parametrize(
    ("carrier", "written", "number"),
    [
        ("Estafeta", "012 345 6789", "0123456789"),
        ("DHL", "jd 0123 4567 8901 2345", "JD0123456789012345"),
        ("FedEx", "1234-5678-9012", "123456789012"),
        ("Correos de México", "ee123456789mx", "EE123456789MX"),
        ("Mi primo", "ab12-34", "AB1234"),
    ],
)
def test_a_number_is_kept_as_its_carrier_writes_it(carrier: str, written: str, number: str) -> None:
    assert read_tracking(carrier, written) == number


@pytest.mark.parametrize(
    ("carrier", "written"),
    [("Estafeta", "x"), ("DHL", "1"), ("FedEx", "EE123456789MX"), ("Mi primo", "12345"), ("Mi primo", "²²²²²²²")],
)
def test_what_no_carrier_writes_is_refused(carrier: str, written: str) -> None:
    with pytest.raises(BadTracking):
        read_tracking(carrier, written)


def test_a_wrong_number_is_said_at_its_field(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_pia() as work:
        orders.pack_order(work, code)
    alicia = client_of(app, market.alicia)
    answer = alicia.post(f"/vender/hilos-alpaca/pedidos/{code}/enviar", data={"carrier": "Estafeta", "tracking": "x"})
    assert answer.status_code == 422
    assert 'id="tracking-error"' in answer.text
    assert 'value="x"' in answer.text
    assert order_of(market).state == "packed"


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=MEXICO)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("arrived", "days", "last"),
    [
        (at(2026, 11, 2, 9), 30, date(2026, 12, 2)),
        (at(2026, 11, 12, 12), 5, date(2026, 11, 20)),  # Monday 16 is a holiday
        (at(2026, 11, 14, 12), 5, date(2026, 11, 23)),  # a Saturday: counting begins after the weekend and the holiday
        (at(2026, 12, 30, 23, 30), 5, date(2027, 1, 7)),  # the year's end; 1 January is a holiday
        (at(2028, 2, 24, 12), 5, date(2028, 3, 2)),  # over 29 February
        (at(2028, 2, 28, 12), 30, date(2028, 3, 29)),
    ],
)
def test_the_last_day_to_send_back_is_counted_in_days_of_mexico_city(arrived: datetime, days: int, last: date) -> None:
    assert last_return_day(arrived, days) == last
    night = datetime(last.year, last.month, last.day, 23, 59, tzinfo=MEXICO)
    assert may_go_back(arrived, days, night)
    assert not may_go_back(arrived, days, night + timedelta(minutes=1))


def test_a_buyer_may_miss_it_from_the_end_of_the_promise_on() -> None:
    promise = date(2026, 11, 13)
    assert not may_miss("shipped", promise_to=promise, now=at(2026, 11, 13, 23, 59))
    assert may_miss("shipped", promise_to=promise, now=at(2026, 11, 14, 0, 1))
    assert may_miss("shipped", promise_to=promise, now=at(2026, 11, 10), arrival_told=True)
    assert not may_miss("delivered", promise_to=promise, now=at(2026, 11, 14), delivered_by="buyer")
    held = {"promise_to": promise, "delivered_by": "clock", "held_until": date(2026, 11, 25)}
    assert may_miss("delivered", now=at(2026, 11, 25, 23), **held)  # type: ignore[arg-type]
    assert not may_miss("delivered", now=at(2026, 11, 26), **held)  # type: ignore[arg-type]
    assert not may_miss("paid", promise_to=promise, now=at(2026, 12, 1))
