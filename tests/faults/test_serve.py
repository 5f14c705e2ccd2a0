"""`tianguis serve`: what is killed is started again, and a database that stands still holds nobody up."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from marketplace import keeping
from tests.faults.serving import ROOT, ask, free_port, tell
from tests.faults.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(400)]


class Served:
    """A running `tianguis serve`, with its own private PostgreSQL."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("TIANGUIS_", "DATABASE_"))}
        self.log = (var / "log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "marketplace.cli", "serve", "--no-demo", "--port", str(self.port)],
            env={**inherited, "TIANGUIS_VAR": str(var)}, cwd=ROOT, stdout=self.log, stderr=self.log,
        )  # fmt: skip

    def child(self, words: str) -> psutil.Process | None:
        """The living child of ours whose command has these words."""
        with suppress(psutil.Error):
            for one in psutil.Process(self.process.pid).children():
                if words in " ".join(one.cmdline()):
                    return one
        return None

    def database(self) -> int:
        """The first process of the private server; 0 while it says none."""
        with suppress(OSError, ValueError):
            return int((self.var / "postgresql" / "postmaster.pid").read_text().split("\n")[0])
        return 0

    def is_ready(self) -> bool:
        """Whether the database answers, a worker looks for jobs, and nothing is late."""
        return ask(self.port, "/salud/lista") == 200

    def said(self) -> str:
        """What it wrote so far."""
        return (self.var / "log").read_text("utf-8", errors="replace")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        finally:
            self.process.kill()
            self.log.close()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    (ROOT / "var").mkdir(exist_ok=True)
    var = Path(tempfile.mkdtemp(prefix="test-serve-", dir=ROOT / "var"))
    one = Served(var)
    try:
        until(one.is_ready)
        yield one
    finally:
        one.stop()
        shutil.rmtree(var, ignore_errors=True)


def test_a_killed_worker_is_started_again(served: Served) -> None:
    first = served.child("cli worker")
    assert first is not None
    first.kill()
    until(lambda: (now := served.child("cli worker")) is not None and now.pid != first.pid)
    until(lambda: "serve.part_died" in served.said() and "serve.started_again" in served.said())
    until(served.is_ready)


@pytest.mark.parametrize("which", ["first", "serving"])
def test_a_killed_web_process_is_started_again(served: Served, which: str) -> None:
    master = served.child("gunicorn")
    assert master is not None
    (master if which == "first" else master.children()[0]).kill()
    until(lambda: ask(served.port, "/entrar") == 200)
    if which == "first":
        until(lambda: (now := served.child("gunicorn")) is not None and now.pid != master.pid)
        until(lambda: ask(served.port, "/entrar") == 200)


def test_a_killed_database_is_started_again(served: Served) -> None:
    first = served.database()
    os.kill(first, signal.SIGKILL)
    until(lambda: served.database() not in (0, first))
    until(lambda: ask(served.port, "/entrar") == 200)
    until(served.is_ready)


def test_a_database_that_stands_still_holds_nobody_up_and_is_used_again_when_it_goes_on(served: Served) -> None:
    until(served.is_ready)
    first = psutil.Process(served.database())
    all_of_it = [first, *first.children(recursive=True)]
    for process in all_of_it:
        process.suspend()
    try:
        # The limit of a statement is 20 s; of a page, measured on a quiet machine, 2.5 s.
        assert ask(served.port, "/", seconds=12) == 503
        assert ask(served.port, "/buscar?q=estambre", seconds=12) == 503
        assert ask(served.port, "/salud/lista", seconds=12) == 503
        assert ask(served.port, "/salud/viva", seconds=12) == 200
        assert json.loads(tell(served.port, "/salud/lista"))["database"] is False
    finally:
        for process in all_of_it:
            with suppress(psutil.NoSuchProcess):
                process.resume()
    until(lambda: ask(served.port, "/") == 200)
    until(served.is_ready)


def test_private_folders_are_closed_from_the_beginning(served: Served) -> None:
    for folder in ("private", "postgresql"):
        assert (served.var / folder).stat().st_mode & 0o077 == 0


def test_a_port_that_is_taken_is_told_at_once(served: Served) -> None:
    command = [sys.executable, "-m", "marketplace.cli", "serve", "--port", str(served.port)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 1
    assert "listens" in told.stderr


def test_what_dies_at_once_is_tried_ever_more_rarely(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(keeping, "time", SimpleNamespace(monotonic=lambda: now))
    lives, starts = False, []
    part = keeping.KeptPart("worker", lambda: starts.append(now), lambda: lives)
    while now < 600:
        part.look()
        now += 0.25
    assert 8 < len(starts) < 20
    pauses = [after - before for before, after in itertools.pairwise(starts)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == pytest.approx(keeping.LONGEST_PAUSE_SECONDS, abs=1)
    lives = True
    while now < 700:
        part.look()
        now += 0.25
    lives = False
    began = now
    while len(starts) < 30 and now < began + 3:
        part.look()
        now += 0.25
    assert began < starts[-1] <= began + 2  # it lived for a while: the next pause is short again


def test_what_cannot_be_started_is_tried_again_too(monkeypatch: pytest.MonkeyPatch) -> None:
    now, tried = 0.0, []
    monkeypatch.setattr(keeping, "time", SimpleNamespace(monotonic=lambda: now))

    def fail() -> None:
        tried.append(now)
        raise OSError("no room")

    part = keeping.KeptPart("database", fail, lambda: False)
    while now < 100:
        part.look()
        now += 0.25
    assert 4 < len(tried) < 10
