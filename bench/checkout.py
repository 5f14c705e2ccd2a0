"""What a checkout of two shops costs: placing it, settling it, and how much of that its entries in the books take.

`python -m bench.checkout` opens a market of its own, buys in turn with the books written and without, and writes its part of
RESULTS.md: CPU of this process and of the database, by purchase.
"""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from bench import machine, run
from bench.results import write_part
from marketplace.app import create_app
from marketplace.database import migrate
from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from marketplace.money import ledger
from marketplace.money.payments import PaidWith
from marketplace.money.payments.events import ChargeSucceeded
from marketplace.trade.checkout import reactions
from marketplace.trade.checkout import service as placing
from tenants.db import rest
from tenants.embedded import EmbeddedServer
from tenants.scope import PlatformScope
from tests import make
from tests.cast import Cast, open_market

VAR = run.VAR.with_name("bench-checkout")
ROUNDS, PURCHASES = 9, 25
GOAL_MS, GOAL_SHARE = 60, 0.25


@contextmanager
def market() -> Iterator[Cast]:
    """A new market on a server of its own, within an app context."""
    shutil.rmtree(VAR, ignore_errors=True)
    server = EmbeddedServer(VAR / "postgresql")
    migrate(server.owner_url)
    where = {"database_url": server.app_url(), "owner_database_url": server.owner_url, "var": VAR}
    app = create_app(Settings().model_copy(update=where))
    try:
        with app.app_context():
            yield open_market()
            rest()
    finally:
        server.stop()


@contextmanager
def no_books() -> Iterator[None]:
    """Settle without writing the sale into the books."""
    real = ledger.record_sale
    ledger.record_sale = lambda *_asked, **_more: None
    try:
        yield
    finally:
        ledger.record_sale = real


def place(cast: Cast, lines: list[make.CartLine]) -> UUID:
    """Place one purchase of a guest, as the form does."""
    with unit_of_work(PlatformScope("checkout")) as work:
        asked = make.checkout(work, cast.carla, lines, total_seen=TOTAL[0] if TOTAL else None)
        guest = placing.Checkout(**{**asked.__dict__, "buyer_id": None, "email": f"{asked.key}@example.mx"})
        TOTAL[:] = [asked.total_seen_minor]
        return placing.place_purchase(work, guest, hold=timedelta(minutes=15)).purchase_id


TOTAL: list[int] = []  # what the form showed: seen once, so that placing alone is measured


def settle(purchase_id: UUID) -> None:
    """Settle one, as its job does once the money is there."""
    with unit_of_work(PlatformScope("job settle_purchase")) as work:
        reactions.settle_purchase(work, ChargeSucceeded(purchase_id, TOTAL[0]), PaidWith())


def milliseconds(do: Callable[[], Any]) -> tuple[float, Any]:
    """CPU of this process and of the database together, a purchase."""
    database = run.postmaster(VAR)
    before = machine.cpu_seconds(database), time.process_time()
    result = do()
    after = machine.cpu_seconds(database), time.process_time()
    return sum(later - one for one, later in zip(before, after, strict=True)) * 1_000 / PURCHASES, result


def measure(cast: Cast) -> dict[str, list[float]]:
    """Placing, and settling with the books and without, in turn."""
    pieces = (ROUNDS + 1) * PURCHASES * 2
    goods = [make.goods(cast, pieces=pieces), make.goods(cast, shop=cast.abedul, title="Martillo", pieces=pieces)]
    lines = [make.line(one) for one in goods]
    found: dict[str, list[float]] = {"place": [], "settle": [], "without": []}
    for number in range(ROUNDS + 1):
        took, first = milliseconds(lambda: [place(cast, lines) for _n in range(PURCHASES)])
        with no_books():
            without, _ = milliseconds(lambda: [settle(one) for one in first])  # noqa: B023 - done before the next round
        second = [place(cast, lines) for _n in range(PURCHASES)]
        settled, _ = milliseconds(lambda: [settle(one) for one in second])  # noqa: B023 - as above
        if number:  # the first one warms
            for name, value in (("place", took), ("settle", settled), ("without", without)):
                found[name].append(value)
    return found


def main() -> None:
    """Measure, and write."""
    with market() as cast:
        found = measure(cast)
    placed, settled = statistics.median(found["place"]), statistics.median(found["settle"])
    books = statistics.median([one - other for one, other in zip(found["settle"], found["without"], strict=True)])
    share = books / (placed + settled)
    write_part(
        "## A checkout of two shops, and its books",
        [
            f"`python -m bench.checkout`, {date.today()}, {machine.describe()}. CPU of app and database together, by purchase: medians "
            f"of {ROUNDS} rounds of {PURCHASES}; the books' part is what settling takes less without them, in turn.", "",
            "| | CPU ms | Goal |", "|---|---:|---:|",
            f"| `place_purchase`, two shops | {placed:.1f} | < {GOAL_MS} |",
            f"| settling it | {settled:.1f} | |",
            f"| of that, its entries in the books | {books:.1f} | |",
            f"| the entries' share of placing and settling | {share:.0%} | ≤ {GOAL_SHARE:.0%} |",
            f"| the entries' share of settling alone | {books / settled:.0%} | |", "",
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
