"""Asks what is served, as browsers would, and says what that took: requests a second, waits, CPU of processes."""

from __future__ import annotations

import http.client
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import machine
from bench.results import Sample
from marketplace.kernel.settings import Settings
from marketplace.serve import environment

HERE = Path(__file__).parent
VAR = HERE.parent / "var" / "bench"
CLIENTS, ROUNDS, REQUESTS = 8, 5, 640
PORTS = {"bare": 8101, "memory": 8102, "uncached": 8103, "product": 8104, "unwalled": 8105}


def start(module: str, port: int, settings: Settings) -> subprocess.Popen[bytes]:
    """Serve an app with two processes, as `tianguis serve` does."""
    command = [
        sys.executable, "-m", "gunicorn", "-c", "python:marketplace.serve", "-w", "2", "-b", f"127.0.0.1:{port}",
        "--log-level", "error", module,
    ]  # fmt: skip
    return subprocess.Popen(command, env=environment(settings), cwd=HERE.parent)


def wait_for(port: int) -> None:
    """Wait until something answers."""
    for _try in range(1_800):
        try:
            get(port, "/")
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(port)


COOKIES: dict[int, str] = {}


def get(port: int, path: str, headers: Mapping[str, str] | None = None) -> bytes:
    """One request on a connection of its own, as the browser whose cookies were kept for a port sends it, or as headers say."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    sent = {"Cookie": COOKIES.get(port, "")} if headers is None else headers
    connection.request("GET", path, headers={"Accept-Language": "es", **sent})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status >= 400:
        raise RuntimeError(f"{path} answered {answer.status}")
    return body


def load(
    port: int, path: str, headers: Mapping[str, str] | None = None, *, clients: int = CLIENTS
) -> tuple[float, list[float]]:
    """Send requests from so many clients at once; gives requests a second and each one's milliseconds."""
    waits: list[float] = []

    def client() -> None:
        for _n in range(REQUESTS // clients):
            began = time.perf_counter()
            get(port, path, headers)
            waits.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=client) for _n in range(clients)]
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
                headers |= {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
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
    found = re.search(r'name="csrf_token" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(key|total_seen)" type="hidden" value="([^"]*)"', page))


def choose_place(port: int) -> Shopper:
    """A guest who said where they live and has a session, as anybody with a cart."""
    shopper = Shopper(port)
    _, page = shopper.send("/envio-a")
    shopper.send("/envio-a", {"csrf_token": token(page), "postal_code": "06700", "next": "/legal"})
    shopper.send("/idioma", {"csrf_token": token(page), "locale": "es_MX", "next": "/legal"})
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


def postmaster(var: Path = VAR) -> int:
    """The database server's process."""
    return int((var / "postgresql" / "postmaster.pid").read_text().splitlines()[0])


def cpu_of(pids: list[int], do: Callable[[], Any]) -> tuple[list[float], Any]:
    """CPU milliseconds that some process trees took while something was done."""
    before = [machine.cpu_seconds(pid) for pid in pids]
    result = do()
    return [(machine.cpu_seconds(pid) - one) * 1000 for pid, one in zip(pids, before, strict=True)], result


def warm(port: int, path: str) -> None:
    """Ask for a page a few times for nothing: caches fill, code is compiled."""
    for _n in range(6):
        get(port, path)


def sample(
    pid: int,
    port: int,
    path: str,
    headers: Mapping[str, str] | None = None,
    *,
    database: int,
    clients: int = CLIENTS,
) -> Sample:
    """Load a page once; milliseconds, and the CPU of the app's and the database's processes."""
    (busy, asked), (rate, waits) = cpu_of([pid, database], lambda: load(port, path, headers, clients=clients))
    waits.sort()
    count = len(waits)
    slow = waits[int(count * 0.95)], waits[int(count * 0.99)]
    return rate, statistics.median(waits), *slow, busy / count, asked / count
