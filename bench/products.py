"""A shop of 10,000 products: its work table against a bare page that reads an index, and +5 % on all of them as a job.

`make bench-products` fills a market of its own and writes its part of RESULTS.md.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

import psycopg
from flask import Flask, render_template_string
from sqlalchemy import create_engine, text

from bench import machine, run, statement
from bench.results import write_part
from bench.statement import milliseconds
from marketplace.kernel.settings import Settings
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast, open_market
from tests.web.asking import client_of

PRODUCTS, ROUNDS = 10_000, 5
TABLE = "/vender/hilos-alpaca/productos"
# Each copy is a row like the first one's, under ids of its own.
_COPIES = """
CREATE TEMP TABLE copies AS SELECT gen_random_uuid() AS id, gen_random_uuid() AS variant, gen_random_uuid() AS media,
    gen_random_uuid() AS stock, n FROM generate_series(1, :count) n
"""
_ROWS = {
    "product": "'id', c.id, 'title', o.title || ' ' || c.n, 'listing_number', 100000 + c.n",
    "variant": "'id', c.variant, 'product_id', c.id, 'sku', 'BENCH-' || c.n, 'price_minor', 10000 + c.n",
    "stock": "'id', c.stock, 'variant_id', c.variant, 'product_id', c.id, 'on_hand', c.n % 20, 'reserved', 0",
    "media": "'id', c.media, 'product_id', c.id",
    "listing": "'id', c.id, 'number', 100000 + c.n, 'title', o.title || ' ' || c.n, 'price_minor', 10000 + c.n",
    "listing_words": "'id', c.id",
}
_BARE = """
SELECT p.id, p.title, p.state, v.id AS variant, v.sku, v.price_minor, s.on_hand, m.key
FROM (SELECT tenant_id, id, title, state FROM product WHERE tenant_id = %s ORDER BY id DESC LIMIT 50) p
JOIN variant v ON v.tenant_id = p.tenant_id AND v.product_id = p.id
JOIN stock s ON s.tenant_id = v.tenant_id AND s.variant_id = v.id
JOIN media m ON m.tenant_id = p.tenant_id AND m.product_id = p.id
"""
_BARE_PAGE = """<!doctype html><title>Productos</title><table>{% for r in rows %}<tr id="p-{{ r.id }}">
<td><input type="checkbox" name="p" value="{{ r.id }}"></td>
<td><img src="/m/{{ r.key }}" alt=""><a href="/productos/{{ r.id }}">{{ r.title }}</a></td><td>{{ r.state }}</td>
<td><input name="sku" value="{{ r.sku }}" form="f-{{ r.variant }}" aria-label="Clave: {{ r.title }}"></td>
<td><input name="price" value="{{ '%.2f'|format(r.price_minor / 100) }}" form="f-{{ r.variant }}"
 aria-label="Precio: {{ r.title }}"></td>
<td>{{ r.on_hand }}<input name="delta" form="f-{{ r.variant }}" aria-label="Piezas: {{ r.title }}">
<select name="reason" form="f-{{ r.variant }}">{% for one in reasons %}<option value="{{ one }}">{{ one }}</option>{% endfor %}
</select></td>
<td><form id="f-{{ r.variant }}" method="post"><input type="hidden" name="seen_price" value="{{ r.price_minor }}"></form>
<button form="f-{{ r.variant }}">Guardar: {{ r.title }}</button></td></tr>{% endfor %}</table>"""


def fill(settings: Settings) -> Cast:
    """One product through the verbs, and as many like it as there are to be."""
    cast = open_market()
    make.goods(cast, sku="BENCH-0")
    engine = create_engine(settings.owner_database_url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(_COPIES), {"count": PRODUCTS - 1})
        for table, values in _ROWS.items():
            connection.execute(
                text(
                    f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT made.* FROM {table} o, copies c, "
                    f"LATERAL jsonb_populate_record(o, jsonb_build_object({values})) made"
                )
            )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()
    return cast


def bare_client(settings: Settings, cast: Cast) -> Any:
    """The browser of an app that does nothing but read an index with the raw driver and write the rows."""
    app = Flask("bare")
    connection = psycopg.connect(
        settings.owner_database_url.replace("+psycopg", ""), row_factory=psycopg.rows.namedtuple_row
    )

    @app.get(TABLE)
    def page() -> str:
        rows = connection.execute(_BARE, (cast.alpaca.id,)).fetchall()
        return render_template_string(
            _BARE_PAGE, rows=rows, reasons=("", "contadas", "llegaron", "dañadas", "perdidas")
        )

    return app.test_client()


def _open(client: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"


def measure(asked: dict[str, tuple[Any, str]], database: int) -> list[tuple[str, float, float]]:
    """Milliseconds and CPU of app and database of each page: medians of interleaved rounds, so that they share the weather."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for _round in range(ROUNDS):
        for name, one in asked.items():
            found[name].append(milliseconds(partial(_open, *one), database))
    return [
        (name, statistics.median(taken for taken, _cpu in of), statistics.median(cpu for _taken, cpu in of))
        for name, of in found.items()
    ]


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    done = do()
    return time.perf_counter() - begun, done


def raise_all(client: Any, worker: Worker) -> dict[str, float]:
    """+5 % on all of them, and back: how long each part takes, in seconds."""
    asked = {"acto": "price", "todos": "1", "change": "5", "by": "percent", "ending": "exact", "ver": "1"}
    previewing, page = _timed(lambda: client.get(f"{TABLE}/cambiar?{urlencode(asked)}"))
    form = re.findall(r'(?s)<form method="post" action="[^"]*/cambiar".*?</form>', page.text)[0]
    carried = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    beginning, answer = _timed(lambda: client.post(f"{TABLE}/cambiar", data=dict(carried)))
    assert answer.status_code == 302, answer.text
    raising, _none = _timed(worker.drain)
    assert f"{PRODUCTS:,} de {PRODUCTS:,}" in client.get(answer.location).text
    assert client.post(f"{answer.location}/deshacer").status_code == 302
    undoing, _none = _timed(worker.drain)
    assert f"Deshecho en {PRODUCTS:,} productos." in client.get(answer.location).text
    return {"the preview": previewing, "confirming": beginning, "the job": raising, "undoing": undoing}


def main() -> None:
    """Fill, ask, raise, write."""
    statement.VAR = run.VAR.with_name("bench-products")
    with statement.market() as (app, settings):
        with app.app_context():
            cast = fill(settings)
            alicia, bare = client_of(app, cast.alicia), bare_client(settings, cast)
        database = run.postmaster(statement.VAR)
        asked = {
            "Bare page of an index": (bare, TABLE),
            "The table, as it opens": (alicia, TABLE),
            "Page 150": (alicia, f"{TABLE}?pagina=150"),
            "By title": (alicia, f"{TABLE}?orden=titulo"),
            "Few pieces": (alicia, f"{TABLE}?piezas=pocas"),
            "A word in it": (alicia, f"{TABLE}?q=nube+77"),
        }
        rows = measure(asked, database)
        with app.app_context():
            seconds = raise_all(alicia, Worker(app))
    write(rows, seconds)


def write(rows: list[tuple[str, float, float]], seconds: dict[str, float]) -> None:
    """Write this part of RESULTS.md."""
    bare = rows[0][2]
    table = [f"| {name} | {taken:.0f} | {cpu:.0f} | {cpu / bare:.1f} × |" for name, taken, cpu in rows]
    parts = ", ".join(f"{name} {taken:.1f} s" for name, taken in seconds.items())
    write_part(
        "## A shop of 10,000 products",
        [
            f"`make bench-products`, {date.today()}, {machine.describe()}. The seller's work table, 50 products a page with "
            "their cells, in one process; the bare page reads as many by an index with the raw driver and writes the same "
            "boxes, without a session, walls, language, filters, count or frame. Goals: the table within 3 × of it, the job "
            "under 10 s.", "",
            "| Page | ms | CPU ms, app + database | of the bare one |", "|---|---|---|---|", *table, "",
            f"+5 % on {PRODUCTS:,} products: {parts}.", "",
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
