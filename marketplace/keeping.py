"""Keeps the parts of `tianguis serve` running: a part that died is started again, after pauses that grow while it keeps dying."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence

import structlog

log = structlog.get_logger()
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 60.0
STEADY_SECONDS = 10.0  # what lived for so long did not die at once
_LOOK_SECONDS = 0.25
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)  # opened here: between fork and exec nothing should be loaded


class KeptPart:
    """Something that should run. `start` starts it, `runs` says whether it does; either may fail."""

    def __init__(self, name: str, start: Callable[[], object], runs: Callable[[], bool]) -> None:
        self.name, self._start, self._runs = name, start, runs
        self._pause = FIRST_PAUSE_SECONDS
        self._seen_at: float | None = None  # since when it runs
        self._again_at = 0.0

    def look(self) -> None:
        """Start it again when it is dead and its pause is over."""
        now = time.monotonic()
        if self._runs():
            self._seen_at = now if self._seen_at is None else self._seen_at
            if now - self._seen_at > STEADY_SECONDS:
                self._pause = FIRST_PAUSE_SECONDS
            return
        if self._seen_at is not None:
            self._seen_at = None
            self._later(now)
        elif now >= self._again_at:
            self._try()

    def _try(self) -> None:
        try:
            self._start()
        except Exception as error:
            self._later(time.monotonic(), said=str(error).splitlines()[:1])
        else:
            self._seen_at = time.monotonic()
            log.warning("serve.started_again", part=self.name)

    def _later(self, now: float, **more: object) -> None:
        log.error("serve.part_died", part=self.name, again_in=self._pause, **more)
        self._again_at = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)


class Child:
    """A process of our own, in a session of its own so that Ctrl-C reaches the keeper alone."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._command, self._environment = command, environment
        self.start()

    def start(self) -> None:
        """Start it, or start it again."""
        self.process = subprocess.Popen(  # noqa: S603 - our own modules
            self._command,
            env=self._environment,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one call of the system
        )

    def runs(self) -> bool:
        """Whether it lives."""
        return self.process.poll() is None

    def stop(self, seconds: float) -> None:
        """Ask it to end, and after some seconds make it."""
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _end_with_parent() -> None:
    """Have the system stop this process when the keeper is killed: nobody would keep it any more, or stop it."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def keep(parts: Sequence[KeptPart]) -> None:
    """Look after the parts until this process is asked to end. Needs the main thread."""
    end = threading.Event()
    before = {number: signal.signal(number, lambda *_: end.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not end.wait(_LOOK_SECONDS):
            for part in parts:
                part.look()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
