"""The order in which rows are locked is watched in every test; here, that the watching sees, and what it watches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from marketplace.trade.orders.models import Order, Purchase
from tests import make
from tests.cast import Cast
from tests.locking import ORDER, OutOfOrder

RULES = Path(__file__).parent.parent.parent / "docs" / "rules" / "locking.md"


def test_a_row_locked_out_of_order_is_seen(market: Cast) -> None:
    make.place(market, [make.line(make.goods(market))])
    with pytest.raises(OutOfOrder, match="purchase is locked after order"), market.above() as work:
        work.session.lock(select(Order))
        work.session.lock(select(Purchase))


def test_what_is_locked_again_and_what_comes_in_another_transaction_is_in_order(market: Cast) -> None:
    make.place(market, [make.line(make.goods(market))])
    for _ in range(2):
        with market.above() as work:
            work.session.lock(select(Purchase))
            work.session.lock(select(Order))
            work.session.lock(select(Purchase))


def test_the_watched_order_is_the_written_one() -> None:
    written = re.findall(r"`(\w+)`", RULES.read_text("utf-8").partition("Apart from these")[0])
    watched = [table for line in ORDER for table in line]
    assert [table for table in written if table in watched] == watched
