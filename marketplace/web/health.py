"""Is it alive, is it ready, and who are we: for load balancers, browsers' own questions, and crawlers."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, jsonify, request
from sqlalchemy import text

from marketplace.kernel.settings import Settings
from marketplace.kernel.work import unit_of_work
from marketplace.web.access import public_page
from tenants import resolve
from tenants.db import db
from tenants.names import host_of
from tenants.scope import PublicScope

room = Blueprint("health", __name__)
# Workplaces, what belongs to one person, and pages without an end: searches and comparisons.
_NOT_FOR_CRAWLERS = (
    "/vender/", "/operacion/", "/api/", "/hooks/", "/cuenta", "/compra/", "/pedidos", "/carrito", "/pagar", "/preguntar",
    "/comparar", "/buscar",
)  # fmt: skip


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


@room.get("/robots.txt")
@public_page
def robots() -> Response:
    """What crawlers should leave alone, and where the map is: at each host its own."""
    known: Settings = current_app.extensions["settings"]
    at_market = g.get("at_market", True)
    base = known.base_url.rstrip("/") if at_market else known.site_url(host_of(request.host) or "")
    closed = [f"Disallow: {path}" for path in _NOT_FOR_CRAWLERS] if at_market else ["Disallow:"]
    return Response("\n".join(["User-agent: *", *closed, f"Sitemap: {base}/sitemap.xml", ""]), mimetype="text/plain")
