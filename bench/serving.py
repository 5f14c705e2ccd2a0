"""How the product serves: strangers' pages, many clients at once, its start, its memory, its steps. A part of RESULTS.md."""

from __future__ import annotations

import cProfile
import http.client
import pstats
import statistics
import time
from pathlib import Path

from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench import asking, machine
from bench.results import Sample
from marketplace.app import create_app
from marketplace.kernel.settings import Settings
from tenants.db import rest

_MANY = 32
_START_PORT = 8109
_STARTS = 3


def measure(pids: dict[str, int], paths: dict[str, str], settings: Settings) -> list[str]:
    """Measure it all beside bare Flask, in turn; gives the lines to write."""
    memory = [pss_mb(pid) for pid in machine.tree(pids["product"])[1:]]
    return [
        "## Strangers", "",
        "Who has no session gets a page that was kept (`web/kept_pages.py`); who has that one already gets a 304. Each in turn with "
        "bare Flask, on a connection of its own; CPU of the app a request.", "",
        "| Page | kept, req/s | CPU ms | × bare Flask | 304, CPU ms | × bare Flask |", "|---|---|---|---|---|---|",
        *_strangers(pids, paths), "",
        f"## {_MANY} clients at once", "",
        "Somebody with a session, warm.", "",
        "| Page | req/s | p50 ms | p95 ms | p99 ms |", "|---|---|---|---|---|",
        *_many(pids, paths), "",
        "## Start, memory and steps", "",
        f"- From the command to the first answer: {statistics.median(_start(settings) for _n in range(_STARTS)):.2f} s "
        f"(median of {_STARTS}).",
        f"- Memory of a process after all of the above, its share of what they share: {max(memory):.0f} MB (PSS).",
        "- Function calls of a page for somebody with a session (cProfile): "
        + ", ".join(f"{page} {calls:,}" for page, calls in count_calls(settings, paths).items()) + ".", "",
    ]  # fmt: skip


def _strangers(pids: dict[str, int], paths: dict[str, str]) -> list[str]:
    bare, lines = asking.PORTS["bare"], []
    for page, path in paths.items():
        port = asking.PORTS["product"]
        asking.warm(bare, "/")
        has_it = {"If-None-Match": _etag_of(port, path)}
        found: dict[str, list[Sample]] = {"bare": [], "kept": [], "304": []}
        for _round in range(asking.ROUNDS):
            for what, (app, at, said) in {
                "bare": ("bare", "/", {}), "kept": ("product", path, {"Accept-Encoding": "gzip"}),
                "304": ("product", path, has_it),
            }.items():  # fmt: skip
                found[what].append(asking.sample(pids[app], asking.PORTS[app], at, said, database=asking.postmaster()))
        cpu = {what: statistics.median(one[-2] for one in of) for what, of in found.items()}
        rate = statistics.median(one[0] for one in found["kept"])
        lines.append(
            f"| {page} | {rate:,.0f} | {cpu['kept']:.2f} | {cpu['kept'] / cpu['bare']:.2f} × | {cpu['304']:.2f} | "
            f"{cpu['304'] / cpu['bare']:.2f} × |"
        )
    return lines


def _etag_of(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Language": "es"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers["ETag"]


def _many(pids: dict[str, int], paths: dict[str, str]) -> list[str]:
    lines = []
    for page, path in paths.items():
        samples = [
            asking.sample(pids["product"], asking.PORTS["product"], path, database=asking.postmaster(), clients=_MANY)
            for _round in range(asking.ROUNDS)
        ]
        rate, p50, p95, p99 = (statistics.median(one[n] for one in samples) for n in range(4))
        lines.append(f"| {page} | {rate:,.0f} | {p50:.0f} | {p95:.0f} | {p99:.0f} |")
    return lines


def _start(settings: Settings) -> float:
    began = time.monotonic()
    served = asking.start("wsgi:app", _START_PORT, settings)
    try:
        asking.wait_for(_START_PORT)
        return time.monotonic() - began
    finally:
        served.terminate()
        served.wait()


def pss_mb(pid: int) -> float:
    """Memory of a process: its own, and its share of what it shares with others."""
    rolled = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(rolled.split("\nPss:")[1].split()[0]) / 1024


def count_calls(settings: Settings, paths: dict[str, str]) -> dict[str, int]:
    """How many functions each page calls for somebody with a session, once warm."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        client = app.test_client()
        client.post("/envio-a", data={"postal_code": "06700"})
        client.post("/idioma", data={"locale": "es_MX"})
        cookies = "; ".join(
            f"{name}={cookie.value}"
            for name in ("tianguis", "tianguis-place", "tianguis-cart")
            if (cookie := client.get_cookie(name))
        )
        found = {page: _calls(app, path, cookies) for page, path in paths.items()}
        rest()
    return found


def _calls(app: object, path: str, cookies: str) -> int:
    asked = EnvironBuilder(path=path, headers={"Cookie": cookies, "Accept-Language": "es"}).get_environ()
    for _n in range(3):
        run_wsgi_app(app.wsgi_app, dict(asked))  # type: ignore[attr-defined]  # a Flask
    profile = cProfile.Profile()
    profile.enable()
    run_wsgi_app(app.wsgi_app, dict(asked))  # type: ignore[attr-defined]
    profile.disable()
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]
