"""What the twin keeps: its objects, what it answered under which key, and the events that it has not sent yet."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from marketplace.money.payments.gateways.stripe_events import READERS

Object = dict[str, Any]

_TABLES = """
CREATE TABLE IF NOT EXISTS object (id TEXT PRIMARY KEY, kind TEXT, owner TEXT, created INTEGER, body TEXT);
CREATE INDEX IF NOT EXISTS object_kind ON object (kind, owner, created);
CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, asked TEXT, status INTEGER, body TEXT);
CREATE TABLE IF NOT EXISTS event (id TEXT PRIMARY KEY, body TEXT, sent INTEGER);
CREATE INDEX IF NOT EXISTS event_sent ON event (sent);
"""


class TwinStore:
    """A file that all processes of this market share. `now` is the twin's clock."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self.path = path
        self._now = now
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=30)) as made:
            made.execute("PRAGMA journal_mode=WAL")
            made.executescript(_TABLES)

    @contextmanager
    def change(self) -> Iterator[Shelf]:
        """Look at, and change, everything at once; nothing of it stays where it raises."""
        with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as kept:
            kept.execute("PRAGMA synchronous=OFF")  # a machine that dies forgets the twin's last moments
            kept.execute("BEGIN IMMEDIATE")
            try:
                yield Shelf(kept, self._now())
            except BaseException:
                kept.execute("ROLLBACK")
                raise
            kept.execute("COMMIT")


class Shelf:
    """The twin's objects within one change of them."""

    def __init__(self, kept: sqlite3.Connection, now: datetime) -> None:
        self._kept = kept
        self.now = int(now.timestamp())

    def put(self, thing: Mapping[str, Any], *, owner: str = "") -> None:
        """Keep an object; `owner`: the connected account whose it is, none for the market's own."""
        self._kept.execute(
            "INSERT INTO object VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (thing["id"], thing["object"], owner, self.now, json.dumps(thing)),
        )

    def find(self, ref: str | None) -> Object | None:
        """Give the object of an id; None where there is none."""
        row = self._kept.execute("SELECT body FROM object WHERE id = ?", (ref,)).fetchone()
        return json.loads(row[0]) if row else None

    def all(self, kind: str, *, owner: str = "", since: int = 0) -> list[Object]:
        """List objects of a kind, the latest first."""
        rows = self._kept.execute(
            "SELECT body FROM object WHERE kind = ? AND owner = ? AND created >= ? ORDER BY created DESC, rowid DESC",
            (kind, owner, since),
        )
        return [json.loads(body) for (body,) in rows]

    def with_part(self, kind: str, part: str) -> list[Object]:
        """List objects of a kind in which a text stands, the latest first: a quick look before an exact one."""
        rows = self._kept.execute(
            "SELECT body FROM object WHERE kind = ? AND instr(body, ?) ORDER BY created DESC, rowid DESC", (kind, part)
        )
        return [json.loads(body) for (body,) in rows]

    def answered(self, key: str) -> tuple[str, int, str] | None:
        """What was asked under an idempotency key, and the status and body that it was answered."""
        found = self._kept.execute("SELECT asked, status, body FROM answer WHERE key = ?", (key,)).fetchone()
        return (found[0], found[1], found[2]) if found else None

    def note_answer(self, key: str, asked: str, status: int, body: str) -> None:
        """Keep what was answered under an idempotency key."""
        self._kept.execute("INSERT INTO answer VALUES (?, ?, ?, ?)", (key, asked, status, body))

    def tell(self, kind: str, thing: Mapping[str, Any], *, account: str = "") -> None:
        """Have an event sent about an object, as it is now, where the webhook is subscribed to its kind."""
        if kind not in READERS:
            return
        event = {
            "id": new_ref("evt"), "object": "event", "api_version": "2026-10-28.endive", "created": self.now,
            "data": {"object": thing}, "livemode": False, "pending_webhooks": 1, "request": None, "type": kind,
        }  # fmt: skip
        self._keep_event({**event, "account": account} if account else event)

    def tell_thin(self, kind: str, account: str) -> None:
        """Have a thin event sent, which only names the account that it is about."""
        self._keep_event(
            {
                "id": new_ref("evt"), "object": "v2.core.event", "type": kind, "livemode": False,
                "created": datetime.fromtimestamp(self.now).astimezone().isoformat(),
                "related_object": {"id": account, "type": "v2.core.account", "url": f"/v2/core/accounts/{account}"},
            }
        )  # fmt: skip

    def _keep_event(self, event: Object) -> None:
        self._kept.execute("INSERT INTO event VALUES (?, ?, 0)", (event["id"], json.dumps(event)))

    def unsent(self) -> list[tuple[str, str]]:
        """List events that have not come through yet, the earliest first: id and body."""
        return self._kept.execute("SELECT id, body FROM event WHERE sent = 0 ORDER BY rowid").fetchall()

    def note_sent(self, ids: Iterable[str]) -> None:
        """Send these no more."""
        self._kept.executemany("UPDATE event SET sent = 1 WHERE id = ?", [(one,) for one in ids])


def new_ref(prefix: str) -> str:
    """Make a name such as Stripe's own: `cs_test_…`, `pi_…`."""
    return f"{prefix}_{uuid4().hex[:24]}"
