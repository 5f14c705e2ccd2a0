"""Three hundred slow clients of each kind: behind nginx as we ship it pages answer, and health answers without it too."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from marketplace.kernel.settings import Settings
from tests.cast import Cast
from tests.faults.serving import ROOT, ask, free_port, gunicorn, nginx, tell

sys.path.insert(0, str(ROOT / "scripts"))
import find_nginx

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
CLIENTS = 300
_POST = b"POST /entrar HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
# What each client sends at once, and what again and again while it may.
KINDS = {
    "head": (_POST, b"X-A: b\r\n"),
    "body": (_POST + b"Content-Length: 9000\r\n\r\n", b"a"),
    "long body": (_POST + b"Content-Length: 900000\r\n\r\n", b"a"),
    "reading": (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20, b""),
    "idle": (b"GET /salud/viva HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b""),
    "silent": (b"", b""),
}


@contextmanager
def slow_clients(port: int, kind: str) -> Iterator[None]:
    """Three hundred connections that send like that and read nothing, until the end."""
    begun, piece = KINDS[kind]
    end = threading.Event()
    with ExitStack() as stack:
        clients = []
        for _ in range(CLIENTS):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            client.settimeout(10)
            client.connect(("127.0.0.1", port))
            client.settimeout(0)
            clients.append(client)
            with suppress(OSError):
                client.send(begun)

        def trickle() -> None:
            while not end.wait(2):
                for client in clients:
                    with suppress(OSError):
                        client.send(piece)

        thread = threading.Thread(target=trickle)
        thread.start()
        try:
            yield
        finally:
            end.set()
            thread.join()


@pytest.fixture(scope="module")
def port(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with gunicorn(settings, tmp_path_factory.mktemp("served")) as number:
        yield number


@pytest.mark.parametrize("kind", KINDS)
def test_health_answers_without_a_proxy(port: int, market: Cast, kind: str) -> None:
    with slow_clients(port, kind):
        assert [ask(port, seconds=20) for _ in range(5)] == [200] * 5
        assert ask(port, "/salud/lista", seconds=20) in (200, 503)


@pytest.mark.skipif(find_nginx.find() is None, reason="there is no nginx here")
def test_while_the_market_is_away_nginx_says_so_in_both_languages(tmp_path: Path) -> None:
    with nginx(find_nginx.find(), tmp_path, free_port(), answers=503) as front:
        said = tell(front, "/carrito").decode()
    assert "Volvemos en un momento" in said
    assert "Back in a moment" in said
    assert "nginx" not in said


@pytest.mark.skipif(find_nginx.find() is None, reason="there is no nginx here")
@pytest.mark.parametrize("kind", KINDS)
def test_pages_answer_behind_nginx(port: int, market: Cast, tmp_path: Path, kind: str) -> None:
    program = find_nginx.find()
    assert program is not None
    with nginx(program, tmp_path, port) as front, slow_clients(front, kind):
        assert ask(front, "/entrar", seconds=60) == 200
        assert ask(front, seconds=20) == 200


@pytest.mark.parametrize("kind", ["head", "body", "idle", "silent"])
def test_pages_answer_without_a_proxy_where_clients_send_slowly(port: int, market: Cast, kind: str) -> None:
    with slow_clients(port, kind):
        assert ask(port, "/entrar", seconds=60) == 200
