"""Web and worker under one command, for a development machine or a single small server."""

from __future__ import annotations

import gc
import os
import socket
import struct
import subprocess
import sys
from typing import Any

from gunicorn.app.base import BaseApplication

from marketplace.app import create_app
from marketplace.kernel.settings import Settings

_OBJECTS_BETWEEN_ROUNDS = 20_000

# How gunicorn serves, under `tianguis serve` and by itself: `gunicorn -c python:marketplace.serve wsgi:app`.
worker_class = "gthread"
threads = 8
loglevel = "warning"
graceful_timeout = 10
control_socket_disable = True
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190
# How long a thread waits for the next piece of a request. Whoever sends slower gets a 400, or is hung up on.
PIECE_SECONDS = 15


def post_worker_init(worker: Any) -> None:
    """Let the system end the waiting for a client that stopped sending: connections inherit it from their listener."""
    for listener in worker.sockets:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", PIECE_SECONDS, 0))


def environment(settings: Settings) -> dict[str, str]:
    """What another process of this installation needs to know."""
    return {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "TIANGUIS_OWNER_DATABASE_URL": settings.owner_database_url,
        "TIANGUIS_VAR": str(settings.var.resolve()),
        "TIANGUIS_BASE_URL": settings.base_url,
    }


def rest_collector() -> None:
    """Leave what a started process will keep for ever out of the garbage collector's rounds, and let it run rarer.

    Going through the app's own objects again and again was a tenth of a page's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_ROUNDS, 20, 20)


class _Web(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn with our settings; each of its processes makes its own app."""

    def __init__(self, settings: Settings, host: str, port: int, processes: int) -> None:
        self._settings = settings
        self._options = {
            "bind": f"{host}:{port}", "workers": processes, "threads": threads, "worker_class": worker_class,
            "loglevel": loglevel, "graceful_timeout": graceful_timeout, "control_socket_disable": control_socket_disable,
            "limit_request_line": limit_request_line, "limit_request_fields": limit_request_fields,
            "limit_request_field_size": limit_request_field_size, "post_worker_init": post_worker_init,
        }  # fmt: skip
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        app = create_app(self._settings)
        rest_collector()
        return app


def run(settings: Settings, *, host: str, port: int, processes: int) -> None:
    """Serve the web and run a worker until interrupted; both end together."""
    command = [sys.executable, "-m", "marketplace.cli", "worker"]
    worker = subprocess.Popen(command, env=environment(settings), start_new_session=True)  # noqa: S603 - our own module
    try:
        _Web(settings, host, port, processes).run()
    except SystemExit:
        pass
    finally:
        worker.terminate()
        try:
            worker.wait(graceful_timeout)
        except subprocess.TimeoutExpired:
            worker.kill()
