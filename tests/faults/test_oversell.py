"""Twenty-four buyers, ten pieces, all at once: exactly ten are sold. With the condition taken away, more are."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from marketplace.kernel.settings import Settings
from marketplace.trade.checkout.errors import CartChanged
from marketplace.trade.orders.models import Order
from tests import make
from tests.cast import Cast
from tests.trade.buying import buy_as_guest

pytestmark = pytest.mark.faults

BUYERS, PIECES = 24, 10


def _all_at_once(do: Callable[[int], None]) -> None:
    start = threading.Barrier(BUYERS)

    def run(number: int) -> None:
        start.wait()
        do(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(BUYERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_exactly_as_many_are_sold_as_there_are(app: Flask, market: Cast) -> None:
    yarn = make.goods(market, pieces=PIECES)
    sold: list[bool] = []

    def buy(number: int) -> None:
        with app.app_context():
            try:
                buy_as_guest(market, yarn, f"b{number}@example.mx")
                sold.append(True)
            except CartChanged:
                sold.append(False)

    _all_at_once(buy)
    assert sold.count(True) == PIECES
    assert sold.count(False) == BUYERS - PIECES
    assert make.stock(market, yarn) == (PIECES, PIECES)
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Order)) == PIECES


def test_reading_first_and_writing_then_would_oversell(market: Cast, settings: Settings) -> None:
    """The negative control: the same race on a table without the condition and without the check."""
    owner = create_engine(settings.owner_database_url, pool_size=BUYERS)
    with owner.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS naive; CREATE TABLE naive (available int)"))
        connection.execute(text("INSERT INTO naive VALUES (:n)"), {"n": PIECES})
    sold: list[bool] = []
    read = threading.Barrier(BUYERS)

    def buy(_number: int) -> None:
        with owner.begin() as connection:
            there = connection.scalar(text("SELECT available FROM naive"))
            read.wait()  # everybody has looked before anybody takes
            if there and there > 0:
                connection.execute(text("UPDATE naive SET available = available - 1"))
                sold.append(True)

    _all_at_once(buy)
    with owner.begin() as connection:
        left = connection.scalar(text("SELECT available FROM naive"))
        connection.execute(text("DROP TABLE naive"))
    owner.dispose()
    assert len(sold) > PIECES
    assert left is not None
    assert left < 0
