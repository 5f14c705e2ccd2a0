"""Waiting for what will be so, however slow the machine is; and workers that run meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from marketplace.worker import Worker

_PATIENCE_SECONDS = 240


def until(so: Callable[[], bool]) -> None:
    """Wait until something is so; fails after four minutes."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not so():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.02)


@contextmanager
def running(*workers: Worker) -> Iterator[None]:
    """Let workers run, each with its own threads, and stop them in good order."""
    threads = [threading.Thread(target=worker.run) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()
        for thread in threads:
            thread.join()
