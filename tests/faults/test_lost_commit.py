"""The answer to COMMIT never arrives: nobody knows whether it stands. The page says so, and repeating doubles nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from flask import Flask
from sqlalchemy import URL, func, make_url, select

from marketplace.kernel.settings import Settings
from marketplace.messaging.models import Message
from marketplace.ordering.models import Purchase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.test_bad_input import add, cart_rows, enter, form_of, purchases

pytestmark = pytest.mark.faults
MakeApp = Callable[..., Flask]


class Line:
    """A line to the database. After a statement with these words the next COMMIT is carried there (or not), and its answer
    is not.
    """

    def __init__(self, to: URL) -> None:
        self.to = to
        self.after = b""
        self.carry = True
        self.open: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self.door.accept()
            except OSError:
                return
            database = self._call()
            self.open += [caller, database]
            lost = threading.Event()
            threading.Thread(target=self._asked, args=(caller, database, lost), daemon=True).start()
            threading.Thread(target=self._answered, args=(database, caller, lost), daemon=True).start()

    def _call(self) -> socket.socket:
        host, port = str(self.to.query.get("host", self.to.host)), str(self.to.query.get("port", self.to.port or 5432))
        if not host.startswith("/"):
            return socket.create_connection((host, int(port)))
        database = socket.socket(socket.AF_UNIX)
        database.connect(f"{host}/.s.PGSQL.{port}")
        return database

    def _asked(self, caller: socket.socket, database: socket.socket, lost: threading.Event) -> None:
        written = False
        try:
            while data := caller.recv(65_536):
                written = written or bool(self.after and self.after in data)
                if written and b"COMMIT" in data:
                    written, self.after = False, b""
                    lost.set()
                    if not self.carry:
                        break
                database.sendall(data)
        except OSError:
            pass
        if not lost.is_set() or not self.carry:
            self._end(caller, database)

    def _answered(self, database: socket.socket, caller: socket.socket, lost: threading.Event) -> None:
        try:
            while (data := database.recv(65_536)) and not lost.is_set():
                caller.sendall(data)
        except OSError:
            pass
        self._end(caller, database)

    @staticmethod
    def _end(*both: socket.socket) -> None:
        for one in both:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def line(settings: Settings) -> Iterator[Line]:
    """A line to the test's database, on loopback."""
    line = Line(make_url(settings.database_url))
    yield line
    for one in [line.door, *line.open]:
        one.close()


@pytest.fixture
def far_app(line: Line, settings: Settings, another_app: MakeApp, market: Cast) -> Flask:
    """The app, at the other end of that line."""
    url = make_url(settings.database_url)
    there = url.set(host="127.0.0.1", port=line.port).difference_update_query(["host", "port"])
    app = another_app(database_url=there.render_as_string(hide_password=False))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.mark.parametrize("stands", [True, False])
def test_a_purchase_whose_commit_is_unknown_is_made_once(
    far_app: Flask, line: Line, market: Cast, worker: Worker, stands: bool
) -> None:
    goods = make.goods(market)
    client = far_app.test_client()
    client.post("/envio-a", data={"postal_code": "06700"})
    add(client, goods)
    form, cookies = form_of(client), str(client.get_cookie("tianguis"))
    line.carry, line.after = stands, b"idempotency_key"
    answer = client.post("/pagar", data=form)
    assert answer.status_code == 503
    assert "no sabemos si quedó" in answer.text
    assert "No se perdió nada" not in answer.text
    assert str(client.get_cookie("tianguis")) == cookies
    assert len(cart_rows(market)) == 1
    assert purchases(market) == (1 if stands else 0)
    again = client.post("/pagar", data=form)
    assert again.status_code == 303
    assert client.post("/pagar", data=form).location == again.location
    assert purchases(market) == 1
    assert make.stock(market, goods) == (10, 1)
    with market.above() as work:
        code = work.session.scalars(select(Purchase.code)).one()
    assert client.get(f"/compra/{code}").status_code == 200


def test_sent_is_not_said_of_what_may_not_be_sent(far_app: Flask, line: Line, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    client = far_app.test_client()
    enter(client, market.carla)
    line.carry, line.after = False, b"INSERT INTO message"
    answer = client.post(f"/pedidos/{code}/mensajes", data={"body": "¿Ya salió?"})
    assert answer.status_code == 503
    assert "no sabemos si quedó" in answer.text
    assert "Enviado" not in answer.text
    page = client.get(f"/pedidos/{code}/mensajes").text
    assert "Enviado" not in page
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Message)) == 0


def test_without_a_cut_the_line_carries_everything(far_app: Flask, line: Line, market: Cast) -> None:
    """The negative control: the same line, with nothing cut."""
    client = far_app.test_client()
    client.post("/envio-a", data={"postal_code": "06700"})
    add(client, make.goods(market))
    assert client.post("/pagar", data=form_of(client)).status_code == 303
    assert purchases(market) == 1
