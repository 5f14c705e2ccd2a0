"""Somebody sends half of a request and then nothing: the thread that waited is free again, and nobody else waits for it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from marketplace.kernel.settings import Settings
from marketplace.serve import environment
from tests.faults.waiting import until

pytestmark = pytest.mark.faults

HURRIED = """
from marketplace import serve
from marketplace.serve import *
serve.PIECE_SECONDS = 2
threads = 2
"""
_PATIENCE_SECONDS = 60
HEAD = "POST /entrar HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture
def port(settings: Settings, tmp_path: Path) -> Iterator[int]:
    """A server with two threads that waits two seconds for the next piece; gives its port."""
    (tmp_path / "hurried.py").write_text(HURRIED)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:hurried", "-b", f"127.0.0.1:{number}", "wsgi:app"]
    paths = os.pathsep.join([str(tmp_path), str(Path.cwd())])
    server = subprocess.Popen(command, env={**environment(settings), "PYTHONPATH": paths}, stderr=subprocess.DEVNULL)
    try:
        until(lambda: answers(number))
        yield number
    finally:
        server.terminate()
        server.wait(_PATIENCE_SECONDS)


def answers(port: int) -> bool:
    try:
        return alive(port) == 200
    except OSError:
        return False


def alive(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
    try:
        connection.request("GET", "/salud/viva")
        return connection.getresponse().status
    finally:
        connection.close()


def begin(port: int, text: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_SECONDS)
    client.sendall(text.encode())
    return client


def test_half_a_body_holds_one_thread_and_no_longer_than_it_may(port: int) -> None:
    began = time.monotonic()
    with begin(port, f"{HEAD}Content-Length: 1000\r\n\r\nemail=car") as slow:
        assert alive(port) == 200  # the other thread serves meanwhile
        answer = slow.recv(4096).decode(errors="replace")
    assert answer.startswith("HTTP/1.1 400")
    assert 1 < time.monotonic() - began < _PATIENCE_SECONDS  # it waited for the next piece, and no longer


def test_half_a_head_is_hung_up_on(port: int) -> None:
    with begin(port, HEAD) as first, begin(port, HEAD) as second:  # both threads
        began = time.monotonic()
        assert alive(port) == 200
        assert time.monotonic() - began < _PATIENCE_SECONDS
        assert first.recv(10) == second.recv(10) == b""


def test_a_request_line_and_a_header_that_are_too_long_are_refused(port: int) -> None:
    for text in (f"GET /{'a' * 9000} HTTP/1.1\r\n", f"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {'a' * 9000}\r\n"):
        with begin(port, f"{text}\r\n") as client:
            assert client.recv(12).decode() in ("HTTP/1.1 400", "HTTP/1.1 414", "HTTP/1.1 431")
