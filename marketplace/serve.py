"""Web and worker under one command, for a development machine or a single small server."""

from __future__ import annotations

import gc
import os
import socket
import sys
from threading import Thread
from time import sleep
from typing import Any

import structlog
from flask import Flask

from marketplace.app import create_app
from marketplace.keeping import Child, KeptPart, keep
from marketplace.kernel.settings import Settings
from marketplace.window.quality import WRITE_SECONDS, write_traffic_down
from tenants.db import rest
from tenants.embedded import EmbeddedServer

_OBJECTS_BETWEEN_ROUNDS = 20_000

log = structlog.get_logger()

# How gunicorn serves, under `tianguis serve` and by itself: `gunicorn -c python:marketplace.serve wsgi:app`.
worker_class = "marketplace.listening.WebWorker"
preload_app = True  # read once, and shared by all processes that are forked from it
threads = 8
loglevel = "warning"
graceful_timeout = 10
keepalive = 15  # a connection that rests costs no thread; longer than the proxy keeps it (deploy/nginx.conf)
control_socket_disable = True
sendfile = False  # answers go through the socket that limits slow readers
forwarder_headers = ""  # no header of a client's says where the app stands
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190


def post_worker_init(worker: Any) -> None:
    """A process begins to serve: what its pages show is written down now and then, beside them."""
    Thread(target=_keep_writing, args=(worker.wsgi,), name="traffic", daemon=True).start()


def worker_exit(_server: object, worker: Any) -> None:
    """A process ends, by being told to: it writes down what it counted last."""
    if worker.wsgi is not None:
        _write(worker.wsgi)


def _keep_writing(app: Flask) -> None:
    while True:
        sleep(WRITE_SECONDS)
        try:
            _write(app)
        except Exception:  # what is wrong with one writing is no reason to end all that come after
            log.exception("traffic.not_written")


def _write(app: Flask) -> None:
    with app.app_context():
        write_traffic_down()


def environment(settings: Settings) -> dict[str, str]:
    """What another process of this installation needs to know."""
    return {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "TIANGUIS_OWNER_DATABASE_URL": settings.owner_database_url,
        "TIANGUIS_VAR": str(settings.var.resolve()),
        "TIANGUIS_BASE_URL": settings.base_url,
    }


def get_ready(app: Flask) -> None:
    """Make an app ready for processes to be forked from it: they open connections of their own.

    What it keeps for ever is left out of the garbage collector's rounds, which run rarer: going through it again and again was a
    tenth of a page's time, and would copy to each process what they share.
    """
    with app.app_context():
        rest()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_ROUNDS, 20, 20)


def make_app() -> Flask:
    """The app as gunicorn serves it."""
    app = create_app(keeps_pages=True)
    get_ready(app)
    return app


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens at an address of this machine."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def run(
    settings: Settings,
    server: EmbeddedServer | None,
    *,
    host: str,
    port: int,
    processes: int,
) -> None:
    """Serve the web and run a worker until interrupted; what dies meanwhile is started again. All end together."""
    here = environment(settings)
    web = Child(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "python:marketplace.serve",
            "-b",
            f"{host}:{port}",
            "-w",
            str(processes),
            "marketplace.serve:make_app()",
        ],
        here,
    )
    worker = Child([sys.executable, "-m", "marketplace.cli", "worker"], here)
    parts = [KeptPart("web", web.start, web.runs), KeptPart("worker", worker.start, worker.runs)]
    if server is not None:
        parts.insert(0, KeptPart("database", server.start_again, server.is_running))
    try:
        keep(parts)
    finally:
        web.stop(graceful_timeout + 2)
        worker.stop(graceful_timeout)
