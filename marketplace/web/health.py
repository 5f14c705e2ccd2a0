"""Is it alive, is it ready, and who are we: for load balancers and proxies."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, request
from sqlalchemy import text

from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from marketplace.web.access import public_page
from tenants import resolve
from tenants.db import db
from tenants.names import host_of
from tenants.scope import PublicScope

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


@room.get("/salud/dominio")
@public_page
def domain() -> tuple[Response, int]:
    """Whether a shop answers at a domain: what a proxy asks before it gets a certificate for it."""
    known: Settings = current_app.extensions["settings"]
    name = host_of(request.args.get("domain", "")) or ""
    with unit_of_work(PublicScope(), read_only=True) as work:
        shop = resolve.find_shop_at(work.session, name, market_domain=known.market_domain)
    return jsonify(known=shop is not None), 200 if shop else 404
