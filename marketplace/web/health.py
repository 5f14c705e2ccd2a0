"""Is it alive, is it ready, and who are we: for load balancers, browsers' own questions, and crawlers."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text

from marketplace.web.access import public_page
from tenants.db import db

room = Blueprint("health", __name__)


@room.get("/salud/viva")
@public_page
def alive() -> Response:
    """This process answers."""
    return jsonify(alive=True)


@room.get("/salud/lista")
@public_page
def ready() -> Response:
    """This process reaches its database."""
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return jsonify(ready=True)


@room.get("/robots.txt")
@public_page
def robots() -> Response:
    """What crawlers should leave alone."""
    base = current_app.extensions["settings"].base_url.rstrip("/")
    lines = ["User-agent: *", "Disallow: /vender/", "Disallow: /operacion/", "Disallow: /compra/", "Disallow: /carrito"]
    return Response("\n".join([*lines, f"Host: {base}", ""]), mimetype="text/plain")
