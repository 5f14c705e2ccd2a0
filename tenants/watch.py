"""Notices a database that stands still: who waits for it is let go, and nobody else begins to wait.

A server that is dead says so; one that was stopped says nothing, and its connections wait for as long as a statement may
take. So where a connection has been out for a moment, the server is asked something that any living one answers at once,
beside the connections: a slow statement is no reason to end anything. While it does not answer, connections to it are cut
and none is lent.
"""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import structlog
from psycopg import OperationalError as DriverError
from sqlalchemy import URL
from sqlalchemy.exc import OperationalError

log = structlog.get_logger()
# In seconds: how long one is out before the server is asked, how often that is looked at, and what an answer may take.
OUT_SECONDS, LOOK_SECONDS, ANSWER_SECONDS = 0.5, 0.25, 1.5
_ENCRYPTED = struct.pack("!ii", 8, 80877103)  # PostgreSQL's SSLRequest: "S" or "N", before anybody says who they are
Address = tuple[str, int]


class DatabaseAway(OperationalError):
    """The database does not answer; nothing was sent to it."""

    def __init__(self) -> None:
        super().__init__(None, None, DriverError("the database stands still"))


def address_of(url: URL) -> Address | None:
    """Where a server is; None when the address leaves that to the library, or names several."""
    host, port = str(url.query.get("host", url.host or "")), str(url.query.get("port", url.port or 5432))
    return (host, int(port)) if host and port.isdigit() and "," not in host else None


def answers(address: Address, seconds: float = ANSWER_SECONDS) -> bool:
    """Ask a server whether it lives. What refuses to talk is not standing still: connections to it say so themselves."""
    host, port = address
    with socket.socket(socket.AF_UNIX) if host.startswith("/") else socket.socket(_family(host)) as line:
        line.settimeout(seconds)
        try:
            line.connect(f"{host}/.s.PGSQL.{port}" if host.startswith("/") else address)
            line.sendall(_ENCRYPTED)
            line.recv(1)
        except (TimeoutError, BlockingIOError):
            return False
        except OSError:
            return True
    return True


def _family(host: str) -> socket.AddressFamily:
    return socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][0]


class Watch:
    """The connections of this process that are out, and the servers that stand still."""

    def __init__(self) -> None:
        self._out: dict[int, tuple[Address, float, Any]] = {}
        self._still: set[Address] = set()
        self._begun = threading.Lock()
        self._thread: threading.Thread | None = None

    def refuse(self, address: Address | None) -> None:
        """Raise DatabaseAway while a server stands still."""
        if address in self._still:
            raise DatabaseAway

    def lend(self, holder: object, address: Address | None, connection: Any) -> None:
        """Note that somebody works with a connection, or waits for one to be made (None)."""
        if address is not None:
            self._out[id(holder)] = (address, time.monotonic(), connection)
            if self._thread is None:
                self._begin()

    def give_back(self, holder: object) -> None:
        """Note that it is done."""
        self._out.pop(id(holder), None)

    @contextmanager
    def connecting(self, address: Address | None) -> Iterator[None]:
        """Note for a while that somebody waits for a connection to be made."""
        who = object()
        self.lend(who, address, None)
        try:
            yield
        finally:
            self.give_back(who)

    def _begin(self) -> None:
        with self._begun:
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="database watch", daemon=True)
                self._thread.start()

    def _watch(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            with suppress(Exception):  # a name that cannot be looked up now: next time
                self.look()

    def look(self) -> None:
        """Ask the servers that somebody waits for, and those that stood still."""
        late = time.monotonic() - OUT_SECONDS
        waited_for = {address for address, since, _ in list(self._out.values()) if since < late}
        for address in waited_for | self._still:
            still = not answers(address)
            if still != (address in self._still):
                tell = log.error if still else log.warning
                tell("database.stands_still" if still else "database.answers_again", host=address[0])
            if still:
                self._still.add(address)
                self._cut(address)
            else:
                self._still.discard(address)

    def _cut(self, address: Address) -> None:
        """End the connections to a server from this side: who reads from them is told that they are over."""
        for at, _since, connection in list(self._out.values()):
            if at == address and connection is not None:
                with suppress(Exception), socket.socket(fileno=os.dup(connection.pgconn.socket)) as line:
                    line.shutdown(socket.SHUT_RDWR)


watch = Watch()
os.register_at_fork(after_in_child=watch.__init__)  # type: ignore[misc]  # a fork has no thread, and no connection of its own
