"""Somebody sends half of a request and then nothing, or a little now and then: no thread waits for them, and not for ever."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from marketplace.kernel.settings import Settings
from tests.faults.serving import ask, gunicorn

pytestmark = pytest.mark.faults
HURRIED = """
from marketplace import listening
from marketplace.serve import *
listening.PIECE_SECONDS, listening.GRACE_SECONDS = 2, 4
threads = 2
"""
HEAD = "POST /entrar HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def port(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server with two threads that waits two seconds for the next piece, and four for all; gives its port."""
    with gunicorn(settings, tmp_path_factory.mktemp("hurried"), HURRIED) as number:
        yield number


def begin(port: int, text: str) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=30)
    client.sendall(text.encode())
    return client


def trickle(client: socket.socket, piece: bytes) -> threading.Thread:
    """Send a piece each half second, for as long as somebody takes it."""

    def send() -> None:
        try:
            while True:
                client.sendall(piece)
                time.sleep(0.5)
        except OSError:
            pass

    thread = threading.Thread(target=send, daemon=True)
    thread.start()
    return thread


def test_half_a_body_is_answered_in_time_and_holds_no_thread(port: int) -> None:
    waiting = [begin(port, f"{HEAD}Content-Length: 1000\r\n\r\nemail=car") for _ in range(4)]
    assert ask(port, "/terminos") != 0
    for client in waiting:
        with client:
            assert client.recv(4096).startswith(b"HTTP/1.1 408")


def test_half_of_a_long_body_holds_one_thread_and_no_longer_than_it_may(port: int) -> None:
    with begin(port, f"{HEAD}Content-Length: 400000\r\n\r\nemail=car") as slow:
        assert ask(port, "/entrar") == 200  # the other thread serves meanwhile
        assert slow.recv(4096).startswith(b"HTTP/1.1 400")


def test_half_a_head_is_hung_up_on(port: int) -> None:
    with begin(port, HEAD) as first, begin(port, HEAD) as second, begin(port, HEAD) as third:  # more than threads
        assert ask(port, "/entrar") == 200
        assert first.recv(10) == second.recv(10) == third.recv(10) == b""


@pytest.mark.parametrize(
    ("begun", "piece"),
    [
        (HEAD, b"X-A: b\r\n"),
        (f"{HEAD}Content-Length: 1000\r\n\r\n", b"a"),
        (f"{HEAD}Content-Length: 400000\r\n\r\n", b"a"),
        (f"{HEAD}Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
    ],
    ids=["head", "body", "long body", "chunks"],
)
def test_a_little_now_and_then_does_not_go_on_for_ever(port: int, begun: str, piece: bytes) -> None:
    with begin(port, begun) as client:
        trickle(client, piece)
        try:
            while client.recv(4096):
                pass  # an answer, and then the end
        except ConnectionResetError:
            pass  # it was hung up on while a piece was on its way


def test_a_slow_but_steady_long_body_arrives(port: int) -> None:
    body = b"email=" + b"a" * 200_000
    with begin(port, f"{HEAD}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n") as client:
        for start in range(0, len(body), 20_000):  # forty thousand bytes a second: longer than the four seconds
            client.sendall(body[start : start + 20_000])
            time.sleep(0.5)
        assert client.recv(12).startswith(b"HTTP/1.1 ")


def test_a_request_line_and_a_header_that_are_too_long_are_refused(port: int) -> None:
    for text in (
        f"GET /{'a' * 9000} HTTP/1.1\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: {'a' * 9000}\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\n" + "X-Many: a\r\n" * 8000,
    ):
        with begin(port, text) as client:
            assert client.recv(12).decode() in ("HTTP/1.1 400", "HTTP/1.1 414", "HTTP/1.1 431")


def test_two_requests_sent_as_one_are_both_answered(port: int) -> None:
    one = "GET /salud/viva HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    with begin(port, f"{one}\r\n{one}Connection: close\r\n\r\n") as client:
        told = b""
        while piece := client.recv(4096):
            told += piece
    assert told.count(b"HTTP/1.1 200 OK") == 2


def test_of_too_many_that_wait_the_one_that_waits_longest_is_hung_up_on(settings: Settings, tmp_path: Path) -> None:
    few = (
        "from marketplace import listening\nfrom marketplace.serve import *\nlistening.MOST_WAITING = 4\n"
        "listening.PIECE_SECONDS = listening.GRACE_SECONDS = 600\n"  # nobody's end comes by the clock
    )
    with gunicorn(settings, tmp_path, few) as port, ExitStack() as stack:
        waiting = [stack.enter_context(begin(port, HEAD)) for _ in range(8)]
        with suppress(ConnectionResetError):  # as the system says it, when the end comes before what was sent is read
            assert waiting[0].recv(10) == b""
        assert ask(port, "/entrar", seconds=120) == 200  # who sends at once is served


def test_threads_that_read_themselves_would_all_wait(settings: Settings, tmp_path: Path) -> None:
    """The negative control: gunicorn's own worker of threads."""
    with gunicorn(settings, tmp_path, "from marketplace.serve import *\nworker_class, threads = 'gthread', 2") as port:
        waiting = [begin(port, HEAD) for _ in range(2)]
        assert ask(port, seconds=3) == 0
        for client in waiting:
            client.close()
