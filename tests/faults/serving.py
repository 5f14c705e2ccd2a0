"""Gunicorn and `tianguis serve` as real processes on loopback, and asking them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from marketplace.kernel.settings import Settings
from marketplace.serve import environment
from tests.faults.waiting import until

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def ask(port: int, path: str = "/salud/viva", seconds: float = 10) -> int:
    """The status that a page answers with; 0 when nothing answers in time."""
    connection = HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


@contextmanager
def gunicorn(settings: Settings, folder: Path, config: str = "from marketplace.serve import *") -> Iterator[int]:
    """Serve with some configuration, on a free port; gives it."""
    (folder / "tested_config.py").write_text(config)
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:tested_config", "-b", f"127.0.0.1:{port}", "wsgi:app"]
    paths = os.pathsep.join([str(folder), str(ROOT)])
    here = {**environment(settings), "PYTHONPATH": paths, "TIANGUIS_TRUSTED_PROXIES": "0"}
    server = subprocess.Popen(command, env=here, stderr=subprocess.DEVNULL)
    try:
        until(lambda: ask(port) == 200)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(30)
        finally:
            server.kill()


@contextmanager
def nginx(program: str, folder: Path, upstream: int, *, answers: int = 200) -> Iterator[int]:
    """The nginx we ship the configuration of, on a free port, before a server; gives its port."""
    port = free_port()
    written = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    assert "server 127.0.0.1:8000;" in written
    assert "listen 80;" in written
    moved = written.replace("server 127.0.0.1:8000;", f"server 127.0.0.1:{upstream};")
    (folder / "nginx.conf").write_text(moved.replace("listen 80;", f"listen 127.0.0.1:{port};"))
    here = f"daemon off; pid {folder}/nginx.pid; {'user root;' if os.geteuid() == 0 else ''}"
    server = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", here])
    try:
        until(lambda: ask(port) == answers)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def tell(port: int, path: str) -> bytes:
    """The body of a page's answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=12)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()
