"""What a shop sold in two weeks, by day of Mexico City."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from marketplace.platform.desk.queries import sold_by_day
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2026, 11, 27, 18, 0, tzinfo=UTC), date(2026, 11, 27)),
        (datetime(2026, 11, 28, 1, 15, tzinfo=UTC), date(2026, 11, 27)),  # a quarter past seven in the evening
        (datetime(2026, 11, 28, 6, 0, tzinfo=UTC), date(2026, 11, 28)),
    ],
)
def test_the_last_day_is_today_at_any_hour(market: Cast, worker: Worker, now: datetime, today: date) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market, price_minor=50_000))])
    with market.above() as work:
        work.session.execute(update(Order).values(placed_at=now))
    with market.as_alicia() as work:
        days = sold_by_day(replace(work, now=now))
    assert len(days) == 14
    assert days[-1].day == today
    assert [one.day for one in days if one.total_minor] == [today]
