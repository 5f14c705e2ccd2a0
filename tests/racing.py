"""Doing one thing many times at once, and the control: what happens where a lock does not read its row again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from tenants.wall import WalledSession


def at_once(app: Flask, times: int, do: Callable[[int, threading.Barrier], Any]) -> list[Any]:
    """Run `do(number, together)` in so many threads; gives what each returned, or the exception it raised.

    `together.wait()` inside lets all go on when all have come so far.
    """
    together = threading.Barrier(times, timeout=240)

    def run(number: int) -> Any:
        with app.app_context():
            try:
                return do(number, together)
            except Exception as error:
                return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def forget_to_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: lock as `with_for_update` alone does, which gives back what the session read before it waited."""

    def lock(session: WalledSession, query: Any, *, skip_taken: bool = False) -> list[Any]:
        return list(session.scalars(query.with_for_update(skip_locked=skip_taken)))

    monkeypatch.setattr(WalledSession, "lock", lock)
    monkeypatch.setattr(WalledSession, "lock_row", lambda session, model, key: session.get_one(model, key))
