"""A file of 50,000 products, looked at and carried out by a worker process of its own: rows a second, and the most memory it held.

`make bench-imports` fills a market of its own and writes its part of RESULTS.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from uuid import UUID

from bench import machine
from bench.results import write_part
from bench.statement import market
from marketplace.kernel.settings import Settings
from marketplace.kernel.site import site
from marketplace.window.imports.queries import get_run
from marketplace.window.imports.rules import FOLDER, BroughtAs, RunState
from marketplace.window.imports.service import BroughtFile, apply_file, check_file, receive_file
from marketplace.window.imports.sheets import read_sheet
from marketplace.window.imports.writing import write_csv, write_xlsx
from tests.cast import Cast, open_market

ROWS, FEW = 50_000, 5_000
_HEADS = [
    "Título", "Descripción", "Categoría", "Marca", "SKU", "Precio", "Existencias", "Peso (g)", "Costo", "Dato: Fibra",
]  # fmt: skip


def table(rows: int) -> list[list[str]]:
    """A file of as many products, each of one variant, all of them new and right."""
    text = "Cien gramos, teñido a mano en ollas de cobre con añil, cochinilla y cempasúchil. " * 3
    return [
        [f"Estambre número {n}", text, "Estambres", "Hilos Alpaca", f"E-{n:06}", f"{100 + n % 900}.50", str(n % 40), "120",
         "61.25", ""]
        for n in range(rows)
    ]  # fmt: skip


def bring(cast: Cast, data: bytes, kind: BroughtAs) -> UUID:
    """Bring a file, with its columns as they are guessed, ready to be looked at."""
    kept = site().uploads.keep_table(data, folder=FOLDER, extension=kind.value, most_mb=100)
    with cast.as_alicia() as work:
        file = BroughtFile("bench", kind, kept.key, kept.size, read_sheet(data).columns)
        run_id = receive_file(work, file, locale="es_MX")
        work.session.flush()
        run = get_run(work, run_id)
        check_file(work, run_id, mapping=run.mapping, categories={}, seen_version=run.version)
    return run_id


def in_a_process(settings: Settings, tenant_id: UUID, run_id: UUID, step: str) -> tuple[float, int]:
    """Do a step as a worker would; gives its seconds, and the most megabytes that the process held."""
    where = {
        "database_url": settings.database_url,
        "owner_database_url": settings.owner_database_url,
        "var": str(settings.var),
    }
    asked = [step, str(tenant_id), str(run_id), json.dumps(where)]
    said = subprocess.run(
        [sys.executable, "-m", "bench.import_step", *asked], capture_output=True, text=True, check=True
    )
    seconds, megabytes = json.loads(said.stdout.splitlines()[-1])
    return seconds, megabytes


def _measure(settings: Settings, cast: Cast, rows: int, kind: BroughtAs) -> tuple[str, int]:
    written = write_xlsx(_HEADS, table(rows)) if kind is BroughtAs.XLSX else write_csv(_HEADS, table(rows))
    run_id = bring(cast, written, kind)
    looked, _mb = in_a_process(settings, cast.alpaca.id, run_id, "check")
    with cast.as_alicia() as work:
        run = get_run(work, run_id)
        assert run.state == RunState.CHECKED, run.trouble
        assert run.created + run.same == rows, (
            run.created,
            run.same,
            run.failed,
            run.changed,
            run.done,
            run.whole,
            run.mapping,
        )
        fresh = run.created
        if fresh:
            apply_file(work, run_id, seen_version=run.version)
    done, peak = in_a_process(settings, cast.alpaca.id, run_id, "apply") if fresh else (0.0, _mb)
    carried = f"{done:.1f} s, {rows / done:,.0f} rows/s" if done else "nothing to do"
    return f"| {rows:,} rows, {kind.value.upper()} | {looked:.1f} s | {carried} | {peak} MB |", peak


def main() -> None:
    """Bring, look, carry out, write."""
    with market() as (app, settings), app.app_context():
        cast = open_market()
        lines = [_measure(settings, cast, FEW, BroughtAs.CSV)[0]]
        lines.append(_measure(settings, cast, ROWS, BroughtAs.XLSX)[0])
        lines.append(_measure(settings, cast, ROWS, BroughtAs.CSV)[0])
    write_part(
        "## A file of 50,000 products",
        [
            f"`make bench-imports`, {date.today()}, {machine.describe()}. One variant a row, with a description of 240 letters, "
            "cost and stock; the worker is a process of its own. The first 5,000 are in the second file too, and the third is the "
            "second again: looked at, nothing is to be done. Goals: 1,000 rows/s, under 300 MB, and 5,000 rows looked at in 5 s.",
            "",
            "| File | looked at (dry run) | carried out | most memory |", "|---|---|---|---|", *lines, "",
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
