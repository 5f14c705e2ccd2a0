"""Gunicorn's worker of threads, for clients that take their time: no thread waits for them.

A request gets a thread when it is there: its head whole, and its body where that is short. Until then it waits in the loop
that accepts connections, with a limit for each piece and one for all. What threads read and write afterwards (long bodies,
answers) is limited by the socket itself. Questions about health have a thread each of their own.
"""

from __future__ import annotations

import errno
import re
import resource
import selectors
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

# Between two pieces of a request, and to put up with for all of it: this long, and a second more for each so many bytes.
PIECE_SECONDS = 15.0
GRACE_SECONDS = 20.0
BYTES_A_SECOND = 16_000
LEAVING_SECONDS = 2.0  # for the last bytes of an answer to arrive
# What is held for clients that are still sending: so much of each, and of so many; then who waits longest is hung up on.
HEAD_BYTES = 64 * 1024
BODY_BYTES = 64 * 1024
MOST_WAITING = 2_000
_SPARE_FILES = 200  # for the database, the index and what is served, beside the connections

_APART = (b"/salud/viva", b"/salud/lista")
_ASKED = re.compile(rb"(?:GET|HEAD) (?:https?://[^/ ]*)?([^ ?]*)")
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r\n", re.IGNORECASE)
_BY_THREAD = re.compile(rb"\r\n(?:transfer-encoding|expect):", re.IGNORECASE)
_END = b"Connection: close\r\nContent-Length: 0\r\n\r\n"
_TOO_LONG = b"HTTP/1.1 431 Request Header Fields Too Large\r\n" + _END
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\n" + _END


class Hurried(socket.socket):
    """A client's socket that a thread waits for: by the piece, and in all by how many bytes passed."""

    def begin(self) -> None:
        """Count from nothing: a new request."""
        self.waited, self.moved = 0.0, 0

    def setblocking(self, flag: bool) -> None:
        """Wait for the client never without end; gunicorn asks for that before each request."""
        self.settimeout(PIECE_SECONDS if flag else 0.0)

    def _left(self, more: int = 0) -> float:
        left = GRACE_SECONDS + (self.moved + more) / BYTES_A_SECOND - self.waited
        if left <= 0:
            raise ConnectionResetError(errno.ECONNRESET, "the client was too slow")
        return left

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Read what is there; raises TimeoutError or ConnectionResetError when that takes too long."""
        if self.gettimeout() == 0:
            return super().recv(size, flags)
        self.settimeout(min(PIECE_SECONDS, self._left()))
        began = time.monotonic()
        try:
            piece = super().recv(size, flags)
        finally:
            self.waited += time.monotonic() - began
        self.moved += len(piece)
        return piece

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send all of it; raises ConnectionResetError when the client takes it too slowly."""
        self.settimeout(self._left(len(data)))
        began = time.monotonic()
        try:
            super().sendall(data, flags)
        except TimeoutError as slow:
            raise ConnectionResetError(errno.ECONNRESET, "the client was too slow") from slow
        finally:
            self.waited += time.monotonic() - began
        self.moved += len(data)


@dataclass
class _Waiting:
    """What a client sent so far, how many bytes make a request (0: not known yet), and until when it may go on."""

    ends: float
    arrived: bytearray = field(default_factory=bytearray)
    whole: int = 0
    latest: float = 0.0  # for all of it; 0 before the first byte


class WebWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Threads for requests that are there, one loop for those that are not yet."""

    def init_process(self) -> None:
        """Make room for many connections, then begin."""
        self.waiting: dict[TConn, _Waiting] = {}  # oldest first
        self.apart = {path: ThreadPoolExecutor(1, f"health {path.decode()}") for path in _APART}
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        files = 4 * MOST_WAITING if most == resource.RLIM_INFINITY else min(most, 4 * MOST_WAITING)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
        self.worker_connections = files  # who waits longest goes before this is reached
        self.most_waiting = min(MOST_WAITING, files - _SPARE_FILES)
        super().init_process()

    def accept(self, listener: Any) -> None:
        """Take a connection, and wait for its request without a thread."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._hang_up_on_oldest()
            elif error.errno not in (errno.EAGAIN, errno.ECONNABORTED):
                raise
            return
        hurried = Hurried(client.family, client.type, client.proto, fileno=client.detach())
        hurried.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1) if hurried.family != socket.AF_UNIX else None
        self.nr_conns += 1
        self._wait_for(TConn(self.cfg, hurried, address, listener.getsockname()), PIECE_SECONDS)

    def _wait_for(self, conn: TConn, seconds: float, begun: bytes = b"") -> None:
        """Let a client send its request; `seconds` are for its first piece."""
        if len(self.waiting) >= self.most_waiting:
            self._hang_up_on_oldest()
        conn.sock.begin()
        conn.sock.setblocking(False)
        self.waiting[conn] = _Waiting(time.monotonic() + seconds)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._arrived, conn))
        if begun:
            self._take(conn, begun)

    def _arrived(self, conn: TConn, _socket: object) -> None:
        try:
            piece = conn.sock.recv(64 * 1024)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if piece:
            self._take(conn, piece)
        else:
            self._hang_up(conn)

    def _take(self, conn: TConn, piece: bytes) -> None:
        """Add a piece; a request that is whole gets a thread."""
        one, now = self.waiting[conn], time.monotonic()
        one.arrived += piece
        one.latest = one.latest or now + GRACE_SECONDS
        one.ends = min(now + PIECE_SECONDS, one.latest + len(one.arrived) / BYTES_A_SECOND)
        if not one.whole:
            self._read_head(conn, one)
        if one.whole and len(one.arrived) >= one.whole and conn in self.waiting:
            self._no_longer(conn)
            conn.arrived = bytes(one.arrived)
            self.enqueue_req(conn)

    def _read_head(self, conn: TConn, one: _Waiting) -> None:
        head = one.arrived.find(b"\r\n\r\n")
        if head >= 0:
            said = _LENGTH.search(one.arrived, 0, head + 2)
            length = int(said[1]) if said else 0
            by_thread = length > BODY_BYTES or _BY_THREAD.search(one.arrived, 0, head + 2)
            one.whole = head + 4 + (0 if by_thread else length)
        elif len(one.arrived) > HEAD_BYTES:
            self._hang_up(conn, saying=_TOO_LONG)

    def enqueue_req(self, conn: TConn) -> None:
        """Give a request a thread: of those for pages, or the one for its question about health."""
        asked = _ASKED.match(conn.arrived)
        threads: ThreadPoolExecutor = self.apart.get(asked[1] if asked else b"") or self.tpool
        done = threads.submit(self.handle, conn)
        done.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def handle(self, conn: TConn) -> bool:
        """Answer a request of which the beginning is here already."""
        conn.init()
        conn.parser.unreader.unread(conn.arrived)
        conn.arrived = b""
        return bool(super().handle(conn))

    def finish_request(self, conn: TConn, done: Future[bool]) -> None:
        """Wait for the next request of the connection, or let the answer arrive and end it."""
        if done.cancelled() or done.exception() is not None:
            self._close(conn)
        elif done.result():
            seconds = self.cfg.keepalive if self.alive else min(self.cfg.keepalive, STOP_KEEPALIVE_LINGER)
            self._wait_for(conn, seconds, conn.parser.unreader.take_buffered())
        else:
            self._let_go(conn)

    def _let_go(self, conn: TConn) -> None:
        """Send the end, and close when the client did, so that no last piece of the answer is torn off."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._drain, conn))
        except (OSError, ValueError):
            self._close(conn)
        else:
            self.waiting[conn] = _Waiting(time.monotonic() + LEAVING_SECONDS)

    def _drain(self, conn: TConn, _socket: object) -> None:
        try:
            if conn.sock.recv(64 * 1024):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._hang_up(conn)

    def _no_longer(self, conn: TConn) -> None:
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        self.waiting.pop(conn, None)

    def _hang_up(self, conn: TConn, *, saying: bytes = b"") -> None:
        self._no_longer(conn)
        with suppress(OSError):
            conn.sock.send(saying)
        self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

    def _hang_up_on_oldest(self) -> None:
        for conn in self.waiting:
            self._hang_up(conn)
            break

    def murder_pending(self) -> None:
        """Hang up on whom is out of time; gunicorn's loop asks for it each second."""
        now = time.monotonic()
        for conn, one in [(conn, one) for conn, one in self.waiting.items() if one.ends < now]:
            self._hang_up(conn, saying=_TOO_SLOW if one.whole else b"")

    def murder_keepalived(self, force: bool = False) -> None:
        """At the end of a worker, hang up on everybody who waits."""
        for conn in list(self.waiting) if force else ():
            self._hang_up(conn)

    def _cap_keepalive(self, deadline: float) -> None:
        for one in self.waiting.values():
            one.ends = min(one.ends, deadline)
