"""Two hundred times `kill -9` at random points of web, worker and database while people buy: nothing is lost, nothing doubled.

`python -m bench.kills` runs `tianguis serve` on a market of its own, takes about a quarter of an hour, and writes
bench/KILLS.md. Buyers do as people do: what gets no answer they send again, with the same form.
"""

from __future__ import annotations

import http.client
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from bench import machine, run
from bench.run import Shopper, hidden, token

KILLS, BUYERS, PATIENCE_SECONDS = int(os.environ.get("KILLS", "200")), 4, 900
PORT, VAR = 8106, run.VAR.with_name("bench-kills")
# As `tianguis serve`, but for its pauses: nobody would wait a minute for each of two hundred.
SERVE = (
    "from marketplace import keeping; keeping.FIRST_PAUSE_SECONDS, keeping.LONGEST_PAUSE_SECONDS = 0.2, 0.5; "
    "from marketplace.cli import main; main()"
)
# What must hold at the end: a name, and a question that gives the number of cases in which it does not.
MUST_HOLD = {
    "purchases made twice from one form": "SELECT count(*) FROM (SELECT email FROM purchase WHERE email LIKE 'b%.%@example.mx' "
    "GROUP BY email HAVING count(*) > 1) x",
    "paid charges whose purchase is not paid": "SELECT count(*) FROM charge c JOIN purchase p ON p.id = c.purchase_id "
    "WHERE c.state = 'succeeded' AND p.state <> 'paid'",
    "paid purchases without their one paid charge": "SELECT count(*) FROM purchase p WHERE p.state = 'paid' AND 1 <> "
    "(SELECT count(*) FROM charge c WHERE c.purchase_id = p.id AND c.state = 'succeeded')",
    "causes settled twice": "SELECT count(*) FROM (SELECT cause, kind FROM ledger_transaction GROUP BY cause, kind HAVING "
    "count(*) > 1) x",
    "paid orders and sales in the books, difference": "SELECT abs((SELECT count(*) FROM \"order\" WHERE state = 'paid') - "
    "(SELECT count(*) FROM ledger_transaction WHERE kind = 'sale'))",
    "transactions that do not sum to zero": "SELECT count(*) FROM (SELECT transaction_id FROM ledger_entry GROUP BY transaction_id "
    "HAVING sum(amount_minor) <> 0) x",
    "stock that is not the sum of its movements": "SELECT count(*) FROM stock s WHERE on_hand <> "
    "(SELECT coalesce(sum(delta), 0) FROM movement m WHERE m.variant_id = s.variant_id)",
    "stock held that is not the sum of what is reserved": "SELECT count(*) FROM stock s WHERE reserved <> (SELECT "
    "coalesce(sum(quantity), 0) "
    "FROM reservation r WHERE r.variant_id = s.variant_id AND r.state = 'held')",
    "jobs that are not done": "SELECT count(*) FROM job WHERE state <> 'done' AND run_at <= now() AND name NOT LIKE '%sweep%' "
    "AND key IS NULL",
    "jobs laid aside": "SELECT count(*) FROM job WHERE state = 'dead'",
    "letters written twice": "SELECT count(*) FROM (SELECT \"to\", subject FROM mail WHERE \"to\" LIKE 'b%.%@example.mx' GROUP "
    "BY 1, 2 HAVING count(*) > 1) x",
    "letters that did not leave": "SELECT count(*) FROM mail WHERE state <> 'sent'",
}  # fmt: skip


class Market:
    """A served market, its buyers, and who kills."""

    def __init__(self) -> None:
        shutil.rmtree(VAR, ignore_errors=True)
        VAR.mkdir(parents=True)
        here = {key: value for key, value in os.environ.items() if not key.startswith(("TIANGUIS_", "DATABASE_"))}
        self.log = (VAR / "log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", "--port", str(PORT), "--processes", "2"],
            env={**here, "TIANGUIS_VAR": str(VAR)}, cwd=run.HERE.parent, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        self.over = threading.Event()
        self.bought: list[str] = []
        self.retries = 0

    def kill_one(self, chance: random.Random) -> str:
        """Kill something at random; gives what. Waits for nothing."""
        kind = chance.choice(["web", "gunicorn", "worker", "database", "backend"])
        victims = self.victims(kind)
        if victims:
            with suppress(psutil.Error):
                chance.choice(victims).kill()
                return kind
        return ""

    def victims(self, kind: str) -> list[psutil.Process]:
        """The living processes of a kind."""
        with suppress(psutil.Error, OSError, ValueError):
            if kind in ("database", "backend"):
                first = psutil.Process(int((VAR / "postgresql" / "postmaster.pid").read_text().split("\n")[0]))
                return [first] if kind == "database" else first.children()
            word = "cli worker" if kind == "worker" else "gunicorn"
            parts = [one for one in psutil.Process(self.process.pid).children() if word in " ".join(one.cmdline())]
            return [child for one in parts for child in one.children()] if kind == "web" else parts
        return []

    def insist(self, do: Callable[[], tuple[str, str]]) -> tuple[str, str]:
        """Send something until it is answered, as somebody does who reloads a page."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                return do()
            except (OSError, http.client.HTTPException, RuntimeError, AssertionError, UnicodeDecodeError):
                self.retries += 1
                time.sleep(0.3)
        raise TimeoutError("a buyer gave up")

    def buy(self, number: int, goods: list[tuple[int, str, str]]) -> None:
        """Buy one thing after another until it is over."""
        chance, n = random.Random(number), 0
        while not self.over.is_set():
            n += 1
            email = f"b{number}.{n}@example.mx"
            self.buy_one(email, *chance.choice(goods))
            self.bought.append(email)

    def buy_one(self, email: str, number: int, variant: str, slug: str) -> None:
        """From the goods' page to the paid purchase."""
        shopper, path = Shopper(PORT), f"/p/{slug}-{number}"
        _, page = self.insist(lambda: shopper.send(path))
        place = {"csrf_token": token(page), "postal_code": "06700", "next": path}
        _, page = self.insist(lambda: shopper.send("/envio-a", place))
        goods = {"csrf_token": token(page), "number": str(number), "variant": variant, "quantity": "1"}
        self.insist(lambda: shopper.send("/carrito/agregar", goods))

        def fill() -> tuple[str, str]:
            path, page = shopper.send("/pagar")
            assert hidden(page)
            return path, page

        _, page = self.insist(fill)
        form = {
            "email": email, "name": "Beto Cruz", "phone": "5512345678", "postal_code": "06700", "state": "Ciudad de México",
            "municipality": "Cuauhtémoc", "settlement": "Roma Norte", "street": "Orizaba", "exterior": "101",
            "csrf_token": token(page), **hidden(page),
        }  # fmt: skip
        paying, page = self.insist(lambda: shopper.send("/pagar", form))
        card = {"csrf_token": token(page), "card": "4242424242424242"}
        if paying.startswith("/pago-de-prueba/"):
            self.insist(lambda: shopper.send(paying, card))

    def stop(self) -> None:
        """Close the market."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def owner_url() -> str:
    """The private server's address, for its administrator."""
    return f"postgresql+psycopg://postgres@/tianguis?host={VAR / 'postgresql'}"


def ask(question: str) -> list[tuple[object, ...]]:
    """Ask the database, as often as it takes."""
    for _try in range(120):
        try:
            engine = create_engine(owner_url())
            with engine.connect() as connection:
                return [tuple(row) for row in connection.execute(text(question))]
        except OperationalError:
            time.sleep(0.5)
    raise TimeoutError(question)


def count(question: str) -> int:
    """Ask for a number."""
    return int(str(ask(question)[0][0]))


def main() -> None:
    """Serve, buy, kill, wait for what is still to be done, and count."""
    market, killed, chance = Market(), Counter[str](), random.Random(24)
    try:
        market.insist(lambda: Shopper(PORT).send("/"))
        market.retries = 0
        goods = [
            (int(str(n)), str(v), str(s))
            for n, v, s in ask(
                "SELECT number, variants->0->>'id', slug FROM listing "
                "WHERE (variants->0->>'available')::int > 20 LIMIT 200"
            )
        ]
        before = {name: count(question) for name, question in MUST_HOLD.items()}
        buyers = [threading.Thread(target=market.buy, args=(n, goods)) for n in range(BUYERS)]
        began = time.monotonic()
        for one in buyers:
            one.start()
        while killed.total() < KILLS:
            time.sleep(chance.uniform(0.2, 3))
            if what := market.kill_one(chance):
                killed[what] += 1
        market.over.set()
        for one in buyers:
            one.join()
        lasted = time.monotonic() - began
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and ask(MUST_HOLD["jobs that are not done"]) != [(0,)]:
            time.sleep(2)
        report(
            market,
            killed,
            lasted,
            {name: max(count(question) - before[name], 0) for name, question in MUST_HOLD.items()},
        )
    finally:
        market.stop()


def report(market: Market, killed: Counter[str], lasted: float, wrong: dict[str, int]) -> None:
    """Write what happened, and end with 1 when something did not hold."""
    paid = {str(row[0]) for row in ask("SELECT email FROM purchase WHERE state = 'paid'")}
    wrong = {"bought, and not there": len(set(market.bought) - paid), **wrong}
    lines = [
        "# Killed while people buy", "",
        f"{machine.describe()} `python -m bench.kills`", "",
        f"{killed.total()} times `kill -9` in {lasted / 60:.0f} minutes, at random points: "
        + ", ".join(f"{name} {count}" for name, count in sorted(killed.items()))
        + f". {BUYERS} buyers bought {len(market.bought)} times and sent {market.retries} requests again.", "",
        "| Must be 0 | |", "|---|---:|", *[f"| {name} | {count} |" for name, count in wrong.items()], "",
    ]  # fmt: skip
    said = "\n".join(lines)
    (Path(__file__).parent / "KILLS.md").write_text(said, "utf-8")
    print(said)
    if any(wrong.values()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
