"""A month of 10,000 orders on a shop's pages of money: how long the server takes, warm, and how long its files take.

`make bench-statement` fills a market of its own (six months of as many orders) and writes its part of RESULTS.md.
"""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import Connection, create_engine, text

from bench import machine, run
from bench.results import write_part
from marketplace.app import create_app
from marketplace.database import migrate
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.settings import Settings
from marketplace.money.ledger import Statement, statement
from marketplace.worker import Worker
from tenants.db import rest
from tenants.embedded import EmbeddedServer
from tests import make
from tests.cast import Cast, open_market
from tests.web.asking import client_of

VAR = run.VAR.with_name("bench-statement")
ORDERS, MONTHS, ROUNDS = 10_000, 6, 7

# Each copy is a row like the first, under an id of its own, on the second day of a month (where that is to come the month is empty).
_COPIES = """
CREATE TEMP TABLE copies AS SELECT gen_random_uuid() AS id, gen_random_uuid() AS sold, n,
    date_trunc('month', now()) - (m || ' months')::interval + interval '1 day' + ((n * 2) || ' seconds')::interval AS at, m
FROM generate_series(1, :orders) n, generate_series(0, :months - 1) m
"""
_ORDERS = """
INSERT INTO "order" SELECT made.* FROM "order" o, copies c, LATERAL jsonb_populate_record(o, jsonb_build_object(
    'id', c.id, 'code', 'BENCH-' || c.m || '-' || c.n, 'placed_at', c.at)) made WHERE o.code = :code
"""
_ENTRIES = """
INSERT INTO ledger_entry SELECT made.* FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id, copies c,
LATERAL jsonb_populate_record(e, jsonb_build_object(
    'id', gen_random_uuid(), 'transaction_id', c.sold, 'order_id', c.id, 'at', c.at)) made WHERE t.kind = 'sale'
"""
_TRANSACTIONS = """
INSERT INTO ledger_transaction SELECT made.* FROM ledger_transaction t, copies c,
LATERAL jsonb_populate_record(t, jsonb_build_object(
    'id', c.sold, 'cause', 'order:' || c.id, 'at', c.at)) made WHERE t.kind = 'sale'
"""


@contextmanager
def market() -> Iterator[tuple[Flask, Settings]]:
    """A new market on a durable server of its own."""
    shutil.rmtree(VAR, ignore_errors=True)
    server = EmbeddedServer(VAR / "postgresql")
    migrate(server.owner_url)
    where = {"database_url": server.app_url(), "owner_database_url": server.owner_url, "var": VAR}
    settings = Settings().model_copy(update=where)
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        yield app, settings
        with app.app_context():
            rest()
    finally:
        server.stop()


def fill(app: Flask, settings: Settings) -> Cast:
    """Sell once, and lay down as many like it as there are to be."""
    cast = open_market()
    code = make.paid_order(cast, Worker(app), [make.line(make.goods(cast))])
    engine = create_engine(settings.owner_database_url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        _copy(connection, code)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    return cast


def _copy(connection: Connection, code: str) -> None:
    connection.execute(text(_COPIES), {"orders": ORDERS, "months": MONTHS})
    connection.execute(text(_ORDERS), {"code": code})
    for statement_of in (_ENTRIES, _TRANSACTIONS):
        connection.execute(text(statement_of))
    connection.execute(text("UPDATE ledger_balance b SET amount_minor = (SELECT sum(amount_minor) FROM ledger_entry e "
                            "WHERE e.tenant_id = b.tenant_id AND e.account = b.account)"))  # fmt: skip


def milliseconds(ask: Callable[[], object], database: int) -> tuple[float, float]:
    """The median of some rounds by the clock, and the CPU of this process and of the database in each, in the mean."""
    ask()
    taken, before = [], _cpu(database)
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(taken), (_cpu(database) - before) * 1_000 / ROUNDS


def _cpu(database: int) -> float:
    return time.process_time() + machine.cpu_seconds(database)


def main() -> None:
    """Fill, ask, write."""
    with market() as (app, settings):
        begun = time.perf_counter()
        with app.app_context():
            cast = fill(app, settings)
            filling = time.perf_counter() - begun
            alicia, sergio = client_of(app, cast.alicia), client_of(app, cast.sergio)
            with cast.as_alicia() as work:
                today = mexican_day(work.now)
                told = statement(work, today.replace(day=1), today)
        shop = "/vender/hilos-alpaca/dinero"
        asked: dict[str, tuple[Any, str]] = {
            "Statement of the month": (alicia, f"{shop}/estado"),
            "The same, line by line": (alicia, f"{shop}/estado?ver=renglones"),
            "Money": (alicia, shop),
            "Finance desk, transactions of that shop": (sergio, "/operacion/finanzas?tienda=hilos-alpaca"),
        }
        database = run.postmaster(VAR)
        rows = [(name, *milliseconds(partial(_open, *one), database)) for name, one in asked.items()]
    write(rows, filling, told)


def _open(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"


def write(rows: list[tuple[str, float, float]], filling: float, told: Statement) -> None:
    """Write this part of RESULTS.md."""
    table = [f"| {name} | {taken:.0f} | {cpu:.0f} |" for name, taken, cpu in rows]
    write_part(
        "## A month of 10,000 orders",
        [
            f"`make bench-statement`, {date.today()}, {machine.describe()}. One shop with {told.orders:,} orders ({told.lines:,} lines) "
            f"this month and {MONTHS - 1} months like it; server time of a whole page, warm, in one process. "
            f"Goal: under 1,000 ms. Filling took {filling:.0f} s.", "",
            "| Page | ms | CPU ms, app + database |", "|---|---|---|", *table, "",
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
