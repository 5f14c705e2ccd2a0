"""Watching that rows are locked in the order of docs/rules/locking.md, in every test that locks any."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tenants.wall import WalledSession

# The numbered list of docs/rules/locking.md, as far as sessions lock row by row; one line may hold several tables.
ORDER = (
    ("account_token",), ("account",), ("code_app", "passkey", "lost_factor"), ("purchase",), ("charge",), ("order",),
    ("return_case", "claim", "thread"), ("product",), ("reservation",), ("stock",), ("order_line",), ("listing",),
    ("cart_row",),
)  # fmt: skip
_RANK = {table: rank for rank, tables in enumerate(ORDER) for table in tables}


class OutOfOrder(AssertionError):
    """A row was locked after one that the written order puts behind it."""


def note(session: WalledSession, table: str) -> None:
    """Note that a session has locked rows of a table; raises OutOfOrder."""
    rank = _RANK.get(table)
    if rank is None:
        return
    transaction = session.get_transaction()
    began, highest, last = session.info.get("locked", (None, -1, ""))
    if began is not transaction:
        highest, last = -1, ""
    if rank < highest:
        raise OutOfOrder(f"{table} is locked after {last}")
    session.info["locked"] = (transaction, rank, table)


@contextmanager
def watched() -> Iterator[None]:
    """Watch every session while this lasts."""
    lock, lock_row = WalledSession.lock, WalledSession.lock_row

    def watched_lock(session: WalledSession, query: Any, *, skip_taken: bool = False) -> list[Any]:
        rows = lock(session, query, skip_taken=skip_taken)
        note(session, query.column_descriptions[0]["entity"].__tablename__)
        return rows

    def watched_row(session: WalledSession, model: Any, key: Any) -> Any:
        row = lock_row(session, model, key)
        note(session, model.__tablename__)
        return row

    WalledSession.lock, WalledSession.lock_row = watched_lock, watched_row  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        WalledSession.lock, WalledSession.lock_row = lock, lock_row  # type: ignore[method-assign]
