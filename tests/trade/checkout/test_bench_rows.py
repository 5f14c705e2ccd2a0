"""What the bench writes with the driver alone is a purchase of this release: else it compares the verb with a refusal."""

from __future__ import annotations

import psycopg
from sqlalchemy import func, make_url, select

from bench.verb import write_purchase
from marketplace.goods.inventory.models import Reservation
from marketplace.kernel.settings import Settings
from marketplace.trade.orders.models import Order, Purchase
from tests import make
from tests.cast import Cast


def test_the_bench_writes_a_purchase_by_hand(market: Cast, settings: Settings) -> None:
    goods = [make.goods(market) for _time in range(2)]
    rows = [(one.number, one.variant_id, one.price_minor, one.shop.id, one.product_id, "x") for one in goods]
    url = make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection, connection.transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'tianguis_platform', true)")
        write_purchase(cursor, rows)
    with market.above() as work:
        for table, count in ((Purchase, 1), (Order, 2), (Reservation, 2)):
            assert work.session.scalar(select(func.count()).select_from(table)) == count
