"""The first start on a fresh machine: one command fills the market and serves it whole; the next one finds it as it was."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT

_PATIENCE_SECONDS = 1000

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]


@pytest.fixture
def var() -> Iterator[Path]:
    folder = ROOT / "var" / "test-first-start"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(var: Path) -> Iterator[str]:
    """`tianguis serve` on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("TIANGUIS_", "DATABASE_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "marketplace.cli", "serve", "--port", str(port)],
        env={**inherited, "TIANGUIS_VAR": str(var)}, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            get(address)
            return
        except OSError:  # it does not listen yet, or is long about its first answer
            time.sleep(0.2)
    raise TimeoutError(address)


def get(address: str) -> bytes:
    with urlopen(address, timeout=60) as answer:
        body: bytes = answer.read()
        return body


def test_all_pictures_are_there_at_the_first_look_and_all_is_kept_at_the_next(var: Path) -> None:
    with serving(var) as address:
        page = get(f"{address}/buscar").decode()
        pictures = set(re.findall(r"/media/p/[0-9a-f/]+-400\.webp", page))
        assert len(pictures) > 7
        assert all(get(address + picture)[8:12] == b"WEBP" for picture in pictures)  # one by one: no later call helps
        titles = re.findall(r"<h3>.*?</h3>", page)
    with serving(var) as address:
        assert re.findall(r"<h3>.*?</h3>", get(f"{address}/buscar").decode()) == titles
