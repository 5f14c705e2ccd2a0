"""A line to the database, on loopback, that loses what a test wants lost."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress

from sqlalchemy import URL, make_url

from marketplace.kernel.settings import Settings


def far(settings: Settings, line: Line) -> str:
    """The address of the test's database, at the other end of a line."""
    there = make_url(settings.database_url).set(host="127.0.0.1", port=line.port)
    return there.difference_update_query(["host", "port"]).render_as_string(hide_password=False)


class Line:
    """A line to the database. After a statement with these words the next COMMIT is carried there (or not), and its answer
    is not; and it may stand still as a whole.
    """

    def __init__(self, to: URL) -> None:
        self.to = to
        self.after = b""
        self.carry = True
        self.still = False  # nothing is carried either way, and nobody is told
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
                self._rest()
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
                self._rest()
                caller.sendall(data)
        except OSError:
            pass
        self._end(caller, database)

    def _rest(self) -> None:
        while self.still:
            time.sleep(0.02)

    @staticmethod
    def _end(*both: socket.socket) -> None:
        for one in both:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Hang up."""
        self.still = False
        for one in [self.door, *self.open]:
            one.close()
