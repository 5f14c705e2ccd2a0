"""Writes what `bench/run.py` measured into RESULTS.md."""

from __future__ import annotations

import statistics
from datetime import date
from pathlib import Path
from typing import Any

from bench import machine, verb

HERE = Path(__file__).parent

Sample = tuple[
    float, float, float, float, float, float
]  # requests/s, p50, p95, p99, CPU of app and of database a request
Measured = dict[tuple[str, str], list[Sample]]


def write(
    products: int,
    how: str,
    filling: float,
    rows: Measured,
    counts: dict[str, int],
    checkouts: list[Any],
    cost: dict[str, tuple[float, float]],
    memory: float,
    raw: list[float],
    ours: list[float],
    served: list[str],
) -> None:
    """Write RESULTS.md. `how`: how often the pages were asked, in words."""
    lines = [
        *_page_lines(products, how, rows, counts),
        *_checkout_lines(checkouts, counts, statistics.median(ours), statistics.median(raw)),
        *_wall_lines(cost),
        *served,
        "## Other", "",
        f"- Filling {products:,} products with pictures and search index: {filling:.1f} s.",
        f"- Memory of one web process after the run: {memory:.0f} MB.", "",
    ]  # fmt: skip
    file = HERE / "RESULTS.md"
    _, heading, others = file.read_text("utf-8").partition("## At 100,000") if file.exists() else ("", "", "")
    file.write_text("\n".join(lines) + "\n" + heading + others, "utf-8")
    print("\n".join(lines))


def _page_lines(products: int, how: str, rows: Measured, counts: dict[str, int]) -> list[str]:
    def median(page: str, app: str, which: int) -> float:
        return statistics.median(one[which] for one in rows[page, app])

    lines = [
        "# Results", "", f"`make bench`, {date.today()}, {machine.describe()}. {products:,} products, 2 processes as `tianguis serve` "
        f"runs them, {how}; medians. Compare within this run only.", "",
        "*From memory* is the product's own template for somebody with a session, with language and headers, its data and cards' "
        "values already there. *Cold* writes every card and every page's content anew; *warm* keeps what is written and shows the "
        "same, as served.", "",
        f"Bare Flask: {median('hello', 'bare', 0):,.0f} requests/s, {median('hello', 'bare', 4):.2f} ms of CPU.", "",
        "| Page | SQL | from memory, req/s | cold, req/s | share | warm, req/s | share | p50 ms | p95 ms | of "
        "memory's p95 | CPU ms app + db, cold | × hello | warm |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    hello = median("hello", "bare", 4)
    for page in ("home", "category", "search", "product", "comparison"):
        ceiling, cold, warm = (median(page, app, 0) for app in ("memory", "uncached", "product"))
        app_cpu, db_cpu = median(page, "uncached", 4), median(page, "uncached", 5)
        lines.append(
            f"| {page} | {counts[page]} | {ceiling:,.0f} | {cold:,.0f} | {cold / ceiling:.0%} | {warm:,.0f} | {warm / ceiling:.0%} | "
            f"{median(page, 'product', 1):.1f} | {median(page, 'product', 2):.1f} | "
            f"{median(page, 'product', 2) / median(page, 'memory', 2):.2f} × | {app_cpu:.2f} + {db_cpu:.2f} | "
            f"{(app_cpu + db_cpu) / hello:.1f} | {median(page, 'product', 4):.2f} + {median(page, 'product', 5):.2f} |"
        )
    return lines


def _checkout_lines(checkouts: list[Any], counts: dict[str, int], verb_rate: float, raw_rate: float) -> list[str]:
    web, asked, worker, written = (statistics.median(one[n] for one in checkouts) for n in range(4))
    return [
        "", "## Checkout", "",
        f"A guest buys one thing of each of two shops and pays ({checkouts[0][4]:.0f} requests, medians of "
        f"{len(checkouts)} samples): {web:.0f} ms of CPU in the web and {asked:.0f} in the database. The worker that settles it and writes "
        f"the letters takes {worker:.0f} and {written:.0f} in the database, a quiet worker's own polling included.", "",
        f"Statements: basket add {counts['basket add']}, place order with two shops {counts['place order, two shops']}.", "",
        f"The place-order verb with {verb.CLIENTS} clients: {verb_rate:,.0f} purchases/s; the raw driver writing the same rows: "
        f"{raw_rate:,.0f}. Share: {verb_rate / raw_rate:.0%}.", "",
    ]  # fmt: skip


def _wall_lines(cost: dict[str, tuple[float, float]]) -> list[str]:
    return [
        "## The walls", "",
        "The session's conditions, the scope told to the database and row-level security, against the same product without them "
        "(`bench/unwalled.py`), in turn; CPU of app and database a request.", "",
        "| Page | walls up, ms | down, ms | cost |", "|---|---|---|---|",
        *(f"| {page} | {up:.2f} | {down:.2f} | {up / down - 1:+.0%} |" for page, (up, down) in cost.items()), "",
    ]  # fmt: skip


def write_part(heading: str, lines: list[str]) -> None:
    """Write one part of RESULTS.md anew, in its place; a new one before what was measured by hand."""
    file = HERE / "RESULTS.md"
    before, found, rest = file.read_text("utf-8").partition(f"{heading}\n")
    if found:
        after = rest[rest.index("\n## ") + 1 :]
    else:
        before, by_hand, rest = before.partition("## By hand")
        after = by_hand + rest
    file.write_text(before + "\n".join([heading, "", *lines]) + "\n" + after, "utf-8")
    print("\n".join([heading, "", *lines]))
