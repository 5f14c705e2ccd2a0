"""The same market with ten and with a hundred thousand products, in turn: pages, deep pages, memory. Writes its part of RESULTS.md."""

from __future__ import annotations

import statistics
from datetime import date
from pathlib import Path

from bench import machine, results, run

SMALL, LARGE = run.VAR, run.VAR.with_name("bench-large")
PORTS = {SMALL: 8111, LARGE: 8112}
PAGES = {"category": "/c/cafeteras", "search": "/buscar?q=cafetera"}
DEEP = "/c/cafeteras?pagina=20"
Asked = list[tuple[Path, str]]


def main() -> None:
    """Fill both, measure, write."""
    made = {
        SMALL: run.prepare(SMALL, shops=12, products=10_000),
        LARGE: run.prepare(LARGE, shops=200, products=100_000),
    }
    running = {}
    for var, (_server, settings, _filling) in made.items():
        running[var] = run.start("wsgi:app", PORTS[var], settings)
    for port in PORTS.values():
        run.wait_for(port)
        run.COOKIES[port] = "; ".join(f"{k}={v}" for k, v in run.choose_place(port).cookies.items())
    found = measure(
        [*((var, path) for path in PAGES.values() for var in (SMALL, LARGE)), (LARGE, DEEP)],
        {v: p.pid for v, p in running.items()},
    )
    memory = {var: max(machine.memory_mb(pid) for pid in machine.tree(process.pid)) for var, process in running.items()}
    for process in running.values():
        process.terminate()
        process.wait()
    for server, _settings, _filling in made.values():
        server.stop()
    write(found, memory, made[LARGE][2])


def measure(asked: Asked, pids: dict[Path, int]) -> dict[tuple[Path, str], tuple[float, float]]:
    """Requests a second and CPU of app and database a request, of each page in each market: medians of interleaved rounds."""
    rows: dict[tuple[Path, str], list[tuple[float, float]]] = {}
    for var, path in asked:
        run.warm(PORTS[var], path)
    for _round in range(run.ROUNDS):
        for var, path in asked:
            rate, _p50, _p95, _p99, *costs = run.sample(pids[var], PORTS[var], path, database=run.postmaster(var))
            rows.setdefault((var, path), []).append((rate, sum(costs)))
    return {
        key: (statistics.median(r for r, _c in of), statistics.median(c for _r, c in of)) for key, of in rows.items()
    }


def write(found: dict[tuple[Path, str], tuple[float, float]], memory: dict[Path, float], filling: float) -> None:
    """Write this part of RESULTS.md."""
    lines = [
        f"`python -m bench.large`, {date.today()}, {machine.describe()}. Two markets served at once, of 10,000 products in 12 shops "
        f"and of 100,000 in 200; {run.CLIENTS} clients, {run.ROUNDS} interleaved rounds of {run.REQUESTS} requests; medians.", "",
        "| Page | 10,000: req/s | CPU ms | 100,000: req/s | CPU ms | CPU, large to small |", "|---|---|---|---|---|---|",
        *(
            f"| {page} | {found[SMALL, path][0]:,.0f} | {found[SMALL, path][1]:.2f} | {found[LARGE, path][0]:,.0f} | "
            f"{found[LARGE, path][1]:.2f} | {found[LARGE, path][1] / found[SMALL, path][1]:.2f} × |"
            for page, path in PAGES.items()
        ), "",
        f"Page 20 of the category takes {found[LARGE, DEEP][1] / found[LARGE, PAGES['category']][1]:.2f} times the CPU of "
        f"page 1. Memory of a web process: {memory[SMALL]:.0f} MB and {memory[LARGE]:.0f} MB. Filling the large one with "
        f"pictures and index took {filling:.0f} s.", "",
    ]  # fmt: skip
    results.write_part("## At 100,000 products", lines)


if __name__ == "__main__":
    main()
