"""Seeds ten thousand products, serves them, measures pages and checkout in one interleaved run, writes RESULTS.md."""

from __future__ import annotations

import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, select, text

from bench import machine, results, serving, verb
from bench.asking import (
    CLIENTS,
    COOKIES,
    HERE,
    PORTS,
    REQUESTS,
    ROUNDS,
    VAR,
    Shopper,
    choose_place,
    cpu_of,
    hidden,
    postmaster,
    sample,
    start,
    wait_for,
    warm,
    whole_checkout,
)  # fmt: skip
from bench.results import Measured
from marketplace.app import create_app
from marketplace.database import migrate
from marketplace.demo.seed import seed
from marketplace.kernel.settings import Settings, read_settings
from marketplace.kernel.visitor import Visitor
from marketplace.kernel.work import unit_of_work
from marketplace.people.accounts import service as accounts
from marketplace.serve import environment
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import rebuild
from tenants.db import count_statements, rest
from tenants.embedded import EmbeddedServer
from tenants.models import Membership, Tenant
from tenants.scope import PlatformScope

PRODUCTS = 10_000
SAMPLES, CHECKOUTS = 9, 5  # the system counts CPU in hundredths of a second: several checkouts make a sample
APPS = {
    "bare": "bench.bare:app", "memory": "bench.memory:app", "uncached": "bench.uncached:app", "product": "wsgi:app",
    "unwalled": "bench.unwalled:app",
}  # fmt: skip


def prepare(var: Path = VAR, **asked: int) -> tuple[EmbeddedServer, Settings, float]:
    """A fresh market, of ten thousand products unless asked otherwise; gives how long filling took."""
    shutil.rmtree(var, ignore_errors=True)
    server = EmbeddedServer(var / "postgresql")
    settings = read_settings().model_copy(
        update={"database_url": server.app_url(), "owner_database_url": server.owner_url, "var": var}
    )
    migrate(server.owner_url)
    began = time.monotonic()
    app = create_app(settings)
    seed(app, settings, **{"products": PRODUCTS, **asked}, with_story=False)
    with app.app_context():
        rebuild(Index(settings.search_dir))
        rest()
    return server, settings, time.monotonic() - began


@contextmanager
def served(settings: Settings) -> Iterator[dict[str, int]]:
    """Every app under gunicorn, two processes each; gives their process ids."""
    running = {name: start(module, PORTS[name], settings) for name, module in APPS.items()}
    worker = subprocess.Popen(
        [sys.executable, "-m", "marketplace.cli", "worker"], env=environment(settings), cwd=HERE.parent
    )
    try:
        for port in PORTS.values():
            wait_for(port)
        yield {**{name: process.pid for name, process in running.items()}, "worker": worker.pid}
    finally:
        for process in [*running.values(), worker]:
            process.terminate()
            process.wait()


def goods_of(settings: Settings, count: int) -> list[list[Any]]:
    """Baskets of one thing each of two shops, none twice, with enough in stock."""
    owner = create_engine(settings.owner_database_url)
    with owner.begin() as connection:
        connection.execute(text("UPDATE stock SET on_hand = 1000000"))
        rows = connection.execute(
            text(
                "SELECT l.number, (l.variants->0->>'id')::uuid AS variant, (l.variants->0->>'price_minor')::bigint AS minor, "
                "l.tenant_id, l.id, l.slug, row_number() OVER (PARTITION BY l.tenant_id ORDER BY l.number) AS n FROM listing l "
                "JOIN shipping_terms t USING (tenant_id) WHERE l.price_minor < 50000 ORDER BY n, l.tenant_id"
            )
        ).all()
        connection.execute(
            text(
                "UPDATE listing SET available = 1000000, variants = (SELECT jsonb_agg(v || '{\"available\": 1000000}') "
                "FROM jsonb_array_elements(variants) v)"
            )
        )
    owner.dispose()
    plain = [tuple(row)[:6] for row in rows]
    return [[plain[2 * n], plain[2 * n + 1]] for n in range(count) if plain[2 * n][3] != plain[2 * n + 1][3]]


def statements(settings: Settings, paths: dict[str, str], goods: list[Any]) -> dict[str, int]:
    """How many statements each page sends, once warm."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        seen = count_statements()
        client = app.test_client()
        client.post("/envio-a", data={"postal_code": "06700"})
        counts = {}
        client.get("/tarifas")  # the schedule is read once a process
        for name, path in paths.items():
            client.get(path)
            seen.clear()
            client.get(path)
            counts[name] = len(seen)
        seen.clear()
        for number, variant, *_rest in goods:
            client.post("/carrito/agregar", data={"number": number, "variant": str(variant), "quantity": 1})
        counts["basket add"] = len(seen) // len(goods)
        form = hidden(client.get("/pagar").text)
        seen.clear()
        client.post(
            "/pagar",
            data={"email": "b@example.mx", "name": "B", "phone": "5512345678", "postal_code": "06700", "state": "x", "municipality": "x",
                  "settlement": "x", "street": "x", "exterior": "x", **form},
        )  # fmt: skip
        counts["place order, two shops"] = len(seen)
        rest()
    return counts


def main() -> None:
    """Run everything and write it down."""
    os.environ.setdefault("TIANGUIS_VAR", str(VAR))
    server, settings, filling = prepare()
    baskets = goods_of(settings, 200)
    some = [row[0][0] for row in baskets[:3]]
    paths = {
        "home": "/", "category": "/c/cafeteras", "search": "/buscar?q=cafetera", "product": f"/p/x-{some[0]}",
        "comparison": "/comparar?" + "&".join(f"n={n}" for n in some),
    }  # fmt: skip
    os.environ.update(environment(settings))
    counts: dict[str, int] = {}
    with served(settings) as pids:
        for name, port in PORTS.items():
            if name != "bare":
                shopper = choose_place(port)
                COOKIES[port] = "; ".join(f"{k}={v}" for k, v in shopper.cookies.items())
        path, _page = Shopper(PORTS["product"]).send(paths["product"])
        paths["product"] = path
        counts = statements(settings, paths, baskets[0])
        rows = pages(pids, paths)
        served_lines = serving.measure(pids, paths, settings)
        checkouts = whole(pids, baskets)
        cost = walls(pids, settings)
        memory = max(machine.memory_mb(pid) for pid in machine.tree(pids["product"]))
    raw, ours = verb.measure(baskets[20 : 20 + CLIENTS], settings.database_url, 3)
    server.stop()
    how = f"{CLIENTS} clients, {ROUNDS} interleaved rounds of {REQUESTS} requests"
    results.write(PRODUCTS, how, filling, rows, counts, checkouts, cost, memory, raw, ours, served_lines)


def pages(pids: dict[str, int], paths: dict[str, str]) -> Measured:
    """Each page in each form, round after round: requests/s, p50, p95, CPU of app and of database a request."""
    found: Measured = {}
    combinations = [("bare", "hello", "/")] + [
        (app, page, path) for page, path in paths.items() for app in ("memory", "uncached", "product")
    ]
    for app, _page, path in combinations:
        warm(PORTS[app], path)
    for _round in range(ROUNDS):
        for app, page, path in combinations:
            found.setdefault((page, app), []).append(sample(pids[app], PORTS[app], path, database=postmaster()))
    return found


def member_cookie(settings: Settings) -> tuple[str, str]:
    """Sign an owner in, as the sign-in page would; gives the cookie and the shop's address."""
    app = create_app(settings)
    with app.app_context():
        with unit_of_work(PlatformScope("bench")) as work:
            seat = work.session.scalars(
                select(Membership).where(Membership.role == "owner").order_by(Membership.id)
            ).first()
            assert seat is not None
            shop = work.session.get_one(Tenant, seat.tenant_id)
            token = accounts.start_session(
                work, seat.account_id, visitor=Visitor("127.0.0.1", "bench", {str(seat.account_id): "known"})
            )
            slug = shop.slug
        rest()
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # of Flask's own
    return f"tianguis={serializer.dumps({'_user_id': token, '_fresh': True, 'locale': 'es_MX'})}", slug


def walls(pids: dict[str, int], settings: Settings) -> dict[str, tuple[float, float]]:
    """CPU of app and database a request, walls up and walls down, on a public page and in a shop's workplace."""
    cookie, slug = member_cookie(settings)
    found: dict[str, tuple[float, float]] = {}
    for page, path, sent in (
        ("category", "/c/cafeteras", None),
        ("a shop's orders", f"/vender/{slug}/pedidos", cookie),
    ):
        for app in ("product", "unwalled"):
            if sent:
                COOKIES[PORTS[app]] = sent
            warm(PORTS[app], path)
        taken: dict[str, list[float]] = {"product": [], "unwalled": []}
        for _round in range(ROUNDS * 2):
            for app, costs in taken.items():
                costs.append(sum(sample(pids[app], PORTS[app], path, database=postmaster())[-2:]))
        found[page] = (statistics.median(taken["product"]), statistics.median(taken["unwalled"]))
    return found


def whole(pids: dict[str, int], baskets: list[list[Any]]) -> list[tuple[float, ...]]:
    """Whole guest checkouts of two shops' goods: CPU of web and database while buying, then of worker and database
    while it is settled and letters are written, and how many requests. The worker waits meanwhile, to tell them apart.
    """
    whole_checkout(PORTS["product"], baskets[0])
    found = []
    for first in range(1, 1 + SAMPLES * CHECKOUTS, CHECKOUTS):
        os.kill(pids["worker"], signal.SIGSTOP)
        (web, asked), requests = cpu_of(
            [pids["product"], postmaster()],
            lambda n=first: [whole_checkout(PORTS["product"], of) for of in baskets[n : n + CHECKOUTS]],
        )
        os.kill(pids["worker"], signal.SIGCONT)
        (worker, written), _ = cpu_of([pids["worker"], postmaster()], lambda: time.sleep(3))
        found.append((*(one / CHECKOUTS for one in (web, asked, worker, written)), requests[0]))
    return found


if __name__ == "__main__":
    main()
