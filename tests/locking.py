"""Watching that rows are locked in the order of docs/rules/locking.md, in every test that locks any."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import inspect

from tenants.wall import WalledSession

# The numbered list of docs/rules/locking.md, as far as sessions lock row by row; one line may hold several tables.
ORDER = (
    ("account_token",), ("account",), ("code_app", "passkey", "lost_factor"), ("purchase",),
    ("charge", "payment_attempt", "refund", "provider_event"), ("order",),
    ("order_line", "return_case", "claim", "dispute", "thread"), ("product",), ("reservation",), ("stock",), ("listing",),
    ("cart_row",),
)  # fmt: skip
_RANK = {table: rank for rank, tables in enumerate(ORDER) for table in tables}


class OutOfOrder(AssertionError):
    """A row was locked after one that the written order puts behind it."""


def note(session: WalledSession, rows: list[Any]) -> None:
    """Note that a session has locked rows; raises OutOfOrder. What it holds already may be locked again."""
    transaction = session.get_transaction()
    began, highest, last, held = session.info.get("locked", (None, -1, "", set()))
    if began is not transaction:
        highest, last, held = -1, "", set()
    fresh = [row for row in rows if inspect(row).identity_key not in held]
    ranks = [_RANK[row.__tablename__] for row in fresh if row.__tablename__ in _RANK]
    if ranks and min(ranks) < highest:
        raise OutOfOrder(f"{fresh[0].__tablename__} is locked after {last}")
    held |= {inspect(row).identity_key for row in fresh}
    session.info["locked"] = (transaction, max([highest, *ranks]), fresh[-1].__tablename__ if ranks else last, held)


@contextmanager
def watched() -> Iterator[None]:
    """Watch every session while this lasts."""
    lock, lock_row = WalledSession.lock, WalledSession.lock_row

    def watched_lock(session: WalledSession, query: Any, *, skip_taken: bool = False) -> list[Any]:
        rows = lock(session, query, skip_taken=skip_taken)
        note(session, rows)
        return rows

    def watched_row(session: WalledSession, model: Any, key: Any) -> Any:
        row = lock_row(session, model, key)
        note(session, [row])
        return row

    WalledSession.lock, WalledSession.lock_row = watched_lock, watched_row  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        WalledSession.lock, WalledSession.lock_row = lock, lock_row  # type: ignore[method-assign]
