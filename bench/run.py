"""Seeds ten thousand products, serves them, measures pages and checkout in one interleaved run, writes RESULTS.md."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import create_engine, select, text

from bench import machine, results, verb
from bench.results import Measured, Sample
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

HERE = Path(__file__).parent
VAR = HERE.parent / "var" / "bench"
PRODUCTS, CLIENTS, ROUNDS, REQUESTS = 10_000, 8, 5, 640
SAMPLES, CHECKOUTS = 9, 5  # the system counts CPU in hundredths of a second: several checkouts make a sample
PORTS = {"bare": 8101, "memory": 8102, "uncached": 8103, "product": 8104, "unwalled": 8105}
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


def start(module: str, port: int, settings: Settings) -> subprocess.Popen[bytes]:
    """Serve an app under gunicorn with two processes."""
    command = [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "--log-level", "error", module]
    return subprocess.Popen(command, env=environment(settings), cwd=HERE.parent)


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


def wait_for(port: int) -> None:
    """Wait until something answers."""
    for _try in range(300):
        try:
            get(port, "/")
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(port)


COOKIES: dict[int, str] = {}


def get(port: int, path: str) -> bytes:
    """One request on a connection of its own, as a browser that chose a place would send."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": COOKIES.get(port, ""), "Accept-Language": "es"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status >= 400:
        raise RuntimeError(f"{path} answered {answer.status}")
    return body


def load(port: int, path: str) -> tuple[float, list[float]]:
    """Send requests from eight clients at once; gives requests a second and each one's milliseconds."""
    waits: list[float] = []

    def client() -> None:
        for _n in range(REQUESTS // CLIENTS):
            began = time.perf_counter()
            get(port, path)
            waits.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=client) for _n in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(waits) / (time.perf_counter() - began), waits


class Shopper:
    """A guest's browser with cookies, following redirects."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.requests = port, {}, 0

    def send(self, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """Send a request, and where it is sent on to; gives the last path and page."""
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Accept-Language": "es"}
            if form is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("GET" if form is None else "POST", path, urlencode(form) if form else None, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
            self.requests += 1
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.split(";")[0]
            connection.close()
            if answer.status >= 400:
                raise RuntimeError(f"{path} answered {answer.status}: {page[:500]}")
            if answer.status not in (301, 302, 303):
                return path, page
            path, form = answer.getheader("Location", "/"), None


def token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(key|total_seen)" type="hidden" value="([^"]*)"', page))


def choose_place(port: int) -> Shopper:
    """A guest who said where they live."""
    shopper = Shopper(port)
    _, page = shopper.send("/envio-a")
    shopper.send("/envio-a", {"csrf_token": token(page), "postal_code": "06700", "next": "/legal"})
    return shopper


def whole_checkout(port: int, goods: list[Any]) -> int:
    """A guest buys goods of two shops and pays, saying on the first page where they live; gives how many requests."""
    shopper = Shopper(port)
    for number, variant, _minor, _tenant, _product, slug in goods:
        path = f"/p/{slug}-{number}"
        _, page = shopper.send(path)
        if number == goods[0][0]:
            _, page = shopper.send("/envio-a", {"csrf_token": token(page), "postal_code": "06700", "next": path})
        shopper.send(
            "/carrito/agregar",
            {"csrf_token": token(page), "number": str(number), "variant": str(variant), "quantity": "1"},
        )
    _, page = shopper.send("/pagar")
    form = {
        "email": "b@example.mx", "name": "Beto Cruz", "phone": "5512345678", "postal_code": "06700", "state": "Ciudad de México",
        "municipality": "Cuauhtémoc", "settlement": "Roma Norte", "street": "Orizaba", "exterior": "101",
        "csrf_token": token(page), **hidden(page),
    }  # fmt: skip
    path, page = shopper.send("/pagar", form)
    assert path.startswith("/pago-de-prueba/"), path
    _, page = shopper.send(path, {"csrf_token": token(page), "card": "4242424242424242"})
    return shopper.requests


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


def postmaster(var: Path = VAR) -> int:
    """The database server's process."""
    return int((var / "postgresql" / "postmaster.pid").read_text().splitlines()[0])


def cpu_of(pids: list[int], do: Callable[[], Any]) -> tuple[list[float], Any]:
    """CPU milliseconds that some process trees took while something was done."""
    before = [machine.cpu_seconds(pid) for pid in pids]
    result = do()
    return [(machine.cpu_seconds(pid) - one) * 1000 for pid, one in zip(pids, before, strict=True)], result


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
        checkouts = whole(pids, baskets)
        cost = walls(pids, settings)
        memory = max(machine.memory_mb(pid) for pid in machine.tree(pids["product"]))
    raw, ours = verb.measure(baskets[20 : 20 + CLIENTS], settings.database_url, 3)
    server.stop()
    how = f"{CLIENTS} clients, {ROUNDS} interleaved rounds of {REQUESTS} requests"
    results.write(PRODUCTS, how, filling, rows, counts, checkouts, cost, memory, raw, ours)


def warm(port: int, path: str) -> None:
    """Ask for a page a few times for nothing: caches fill, code is compiled."""
    for _n in range(6):
        get(port, path)


def sample(pid: int, port: int, path: str, *, database: int) -> Sample:
    """Load a page once; milliseconds, and the CPU of the app's and the database's processes."""
    (busy, asked), (rate, waits) = cpu_of([pid, database], lambda: load(port, path))
    waits.sort()
    count = len(waits)
    return rate, statistics.median(waits), waits[int(count * 0.95)], busy / count, asked / count


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
                costs.append(sum(sample(pids[app], PORTS[app], path, database=postmaster())[3:]))
        found[page] = (statistics.median(taken["product"]), statistics.median(taken["unwalled"]))
    return found


def whole(pids: dict[str, int], baskets: list[list[Any]]) -> list[tuple[float, ...]]:
    """Whole guest checkouts of two shops' goods: CPU of web and database while buying, then of worker and database
    while it is settled and letters are written, and how many requests. The worker waits meanwhile, to tell them apart.
    """
    whole_checkout(PORTS["product"], baskets[0])
    found = []
    for start in range(1, 1 + SAMPLES * CHECKOUTS, CHECKOUTS):
        os.kill(pids["worker"], signal.SIGSTOP)
        (web, asked), requests = cpu_of(
            [pids["product"], postmaster()],
            lambda n=start: [whole_checkout(PORTS["product"], of) for of in baskets[n : n + CHECKOUTS]],
        )
        os.kill(pids["worker"], signal.SIGCONT)
        (worker, written), _ = cpu_of([pids["worker"], postmaster()], lambda: time.sleep(3))
        found.append((*(one / CHECKOUTS for one in (web, asked, worker, written)), requests[0]))
    return found


if __name__ == "__main__":
    main()
