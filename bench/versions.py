"""This version beside another one, in turn, on one machine: pages, a whole checkout, the verb. Writes its part of RESULTS.md.

`python -m bench.versions ../before` with the other version's checkout, where `make install-dev` has run.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench import machine, run

# What each version does for itself, with its own code and its own database; it serves until its input ends.
_HOST = """
import json, os, sys
from pathlib import Path
from bench import run, verb
told = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # what is served logs there, where nobody reads
run.VAR, port = Path(sys.argv[1]), int(sys.argv[2])
server, settings, _filling = run.prepare(run.VAR)
baskets = run.goods_of(settings, 200)
os.environ.update(run.environment(settings))
paths = {"home": "/", "category": "/c/cafeteras", "search": "/buscar?q=cafetera", "product": f"/p/{baskets[0][0][5]}-{baskets[0][0][0]}",
         "comparison": "/comparar?" + "&".join(f"n={basket[0][0]}" for basket in baskets[:3])}
counts = run.statements(settings, paths, baskets[0])
web = run.start("wsgi:app", port, settings)
run.wait_for(port)
print(json.dumps({"pid": web.pid, "database": run.postmaster(run.VAR), "paths": paths, "counts": counts,
                  "baskets": baskets[60:120]}, default=str), file=told, flush=True)
for _asked in sys.stdin:
    _raw, (ours,) = verb.measure(baskets[20:20 + run.CLIENTS], settings.database_url, 1)
    print(ours, file=told, flush=True)
web.terminate()
web.wait()
server.stop()
"""


@dataclass
class Version:
    """A version that serves its own market of ten thousand products."""

    name: str
    port: int
    process: subprocess.Popen[str]
    told: dict[str, Any]

    def place(self) -> float:
        """Place purchases with eight clients for a while; gives how many a second."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("place\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


def host(name: str, folder: Path, port: int) -> Version:
    """Fill a market with one version's code, and serve it."""
    python, var = folder / ".venv/bin/python", folder / "var" / "bench-versions"
    var.parent.mkdir(exist_ok=True)
    notes = var.with_suffix(".log")
    with notes.open("w") as log:
        process = subprocess.Popen(
            [str(python), "-c", _HOST, str(var.resolve()), str(port)],
            cwd=folder,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
    assert process.stdout is not None
    line = next((line for line in process.stdout if line.startswith("{")), None)
    if line is None:
        sys.exit(f"{name}: its market did not open; {notes} says why")
    run.COOKIES[port] = "; ".join(f"{k}={v}" for k, v in run.choose_place(port).cookies.items())
    return Version(name, port, process, json.loads(line))


def main() -> None:
    """Measure both and print what came of it."""
    both = [host("before", Path(sys.argv[1]).resolve(), 8121), host("now", run.HERE.parent.resolve(), 8122)]
    found: dict[tuple[str, str], list[float]] = {}
    for version in both:
        for path in version.told["paths"].values():
            run.warm(version.port, path)
    for turn in range(run.ROUNDS):
        for page in both[0].told["paths"]:
            for version in both if turn % 2 else reversed(both):
                told = version.told
                *_rest, web, database = run.sample(
                    told["pid"], version.port, told["paths"][page], database=told["database"]
                )
                found.setdefault((page, version.name), []).append(web + database)
    for turn in range(run.SAMPLES):
        for version in both if turn % 2 else reversed(both):
            baskets = version.told["baskets"][turn * run.CHECKOUTS : (turn + 1) * run.CHECKOUTS]
            costs, _done = run.cpu_of(
                [version.told["pid"], version.told["database"]],
                lambda port=version.port, baskets=baskets: [run.whole_checkout(port, one) for one in baskets],
            )
            found.setdefault(("checkout", version.name), []).append(sum(costs) / run.CHECKOUTS)
    for turn in range(run.ROUNDS):
        for version in both if turn % 2 else reversed(both):
            found.setdefault(("placing", version.name), []).append(version.place())
    report(both, found)
    for version in both:
        version.process.communicate()


def report(both: list[Version], found: dict[tuple[str, str], list[float]]) -> None:
    """Write this part of RESULTS.md: medians of CPU (web and database) a request, and statements."""
    lines = [
        "## Beside the version before", "",
        f"`python -m bench.versions ../before`, {date.today()}, {machine.describe()}. Each serves its own market of {run.PRODUCTS:,} "
        "products; medians of interleaved rounds, CPU in ms a request, web and database together.", "",
        "| What | before | now | now / before | statements before | now |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    before, now = both
    for what in dict.fromkeys(what for what, _version in found):
        one, two = (statistics.median(found[what, version.name]) for version in both)
        counts = [str(version.told["counts"].get(what, "")) for version in both]
        name = f"{what} with {run.CLIENTS} clients, purchases a second" if what == "placing" else what
        lines.append(f"| {name} | {one:.2f} | {two:.2f} | {two / one:.2f} | {' | '.join(counts)} |")
    for what in ("basket add", "place order, two shops"):
        lines.append(f"| {what} | | | | {before.told['counts'][what]} | {now.told['counts'][what]} |")
    file = run.HERE / "RESULTS.md"
    head, _, rest = file.read_text("utf-8").partition("## Beside the version before")
    if not rest:
        head, rest = head[: head.index("## By hand")], head
    file.write_text(head + "\n".join([*lines, "", ""]) + rest[rest.index("## By hand") :], "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
