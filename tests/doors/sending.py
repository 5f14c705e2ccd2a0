"""Sending what was met on a walk, to a market that is each time as it was; and what an answer may not do."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine, event, text
from werkzeug.test import TestResponse

from marketplace.money.payments import get_twin
from tests.doors.forms import Pairs, forms_in
from tests.doors.hostile import COUNTED, SCRIPT, body_of, written
from tests.doors.walking import Met, Walk

_WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
_CODE = SCRIPT[2:20]
_AT_THE_TWIN = "payments_buyer.twin"


_BY_TRIGGERS = frozenset({"ledger_balance", "listing_change", "listing_words"})
_WITH_PRODUCT = frozenset([  # what goes where a product is deleted
    "variant", "media", "stock", "movement", "price_change", "pictures_to_fetch", "variant_cost", "variant_price",
    "promotion_price", "group_price", "old_address", "listing_traffic", "content_mark", "article_mark",
])  # fmt: skip


class Counter:
    """Where forms are sent to: after each that wrote something, the market is brought back to how it was."""

    def __init__(self, walk: Walk, owner: Engine, tables: list[str]) -> None:
        self.walk, self._tables = walk, frozenset(tables)
        self._owner = owner.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._twin = sqlite3.connect(":memory:")  # how the twin of Stripe was: it keeps a file of its own
        self._written: set[str] = set()
        self.sent = 0

    def open(self) -> None:
        """Keep the market as it is now, and watch what is written."""
        self._owner.exec_driver_sql("SET session_replication_role = replica; CREATE SCHEMA world")
        for name in self._tables:
            self._owner.exec_driver_sql(f'CREATE TABLE world."{name}" AS TABLE "{name}"')
        with closing(sqlite3.connect(get_twin().store.path)) as now:
            now.backup(self._twin)
        event.listen(Engine, "before_cursor_execute", self._note)

    def close(self) -> list[str]:
        """Forget what was kept; gives the tables that are not as they were."""
        event.remove(Engine, "before_cursor_execute", self._note)
        self.bring_back()
        same = "SELECT NOT EXISTS (TABLE world.{0} EXCEPT TABLE {0}) AND NOT EXISTS (TABLE {0} EXCEPT TABLE world.{0})"
        changed = [name for name in sorted(self._tables) if not self._owner.scalar(text(same.format(f'"{name}"')))]
        self._owner.exec_driver_sql("DROP SCHEMA world CASCADE")
        self._owner.close()
        self._twin.close()
        return changed

    def _note(self, connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if connection is not self._owner:
            self._written |= self._tables.intersection(_WRITES.findall(statement))

    def bring_back(self) -> None:
        """Bring back each table that something was written into."""
        if self._written:
            written = self._written | _BY_TRIGGERS | (_WITH_PRODUCT if "product" in self._written else set())
            each = (
                f'DELETE FROM "{it}"; INSERT INTO "{it}" OVERRIDING SYSTEM VALUE TABLE world."{it}"' for it in written
            )
            self._owner.exec_driver_sql("BEGIN;" + ";".join(each) + ";COMMIT")
            self._written.clear()

    def send(self, met: Met, pairs: Pairs) -> list[TestResponse]:
        """Send a form; gives its answer, and the page that it leads to."""
        client = self.walk.client(met.who)
        self.sent += 1
        if met.form.method == "get":
            answers = [client.get(f"{met.form.action.partition('?')[0]}?{urlencode(pairs)}")]
        else:
            answers = [client.post(met.form.action, **body_of(met.form, pairs))]
        if (answers[0].location or "").startswith("/"):
            answers.append(client.get(answers[0].location))
        self.bring_back()
        if met.endpoint.startswith(_AT_THE_TWIN):
            self._bring_back_twin()
        return answers

    def _bring_back_twin(self) -> None:
        with closing(sqlite3.connect(get_twin().store.path)) as changed:
            self._twin.backup(changed)


def faults_of(answers: list[TestResponse]) -> Iterator[str]:
    """What answers may not do: break, lose everything on a page of errors, take text for code, lead away."""
    for answer in answers:
        if answer.status_code >= 500 or answer.status_code in (400, 405):
            yield f"breaks with {answer.status_code}"
        said = "" if answer.mimetype == "application/pdf" else answer.text
        if _CODE in said or COUNTED in said:
            yield "takes text for code"
        if re.match(r"[^/]|//|/\\", answer.location or ""):
            yield f"leads away to {answer.location}"


def lost_in(page: str, met: Met, pairs: Pairs) -> Iterator[str]:
    """What somebody typed into a form and does not find again on the page that refuses it."""
    typed = {name: value for name, value in reversed(pairs) if name in met.form.boxes and met.form.boxes[name].is_typed}
    again = forms_in(page, met.form.action)
    for name, value in typed.items():
        kept = " ".join(written(text) for form in again if name in form.boxes for text in form.boxes[name].holds)
        if written(value) not in kept:
            yield f"loses {name}: {kept[:40]!r} for {written(value)[:40]!r}"
