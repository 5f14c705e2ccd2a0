"""For those who read the market to let others find it: what to leave alone, and where everything is."""

from __future__ import annotations

from flask import Response, abort, url_for

from marketplace.goods.catalog import CATEGORIES
from marketplace.kernel.module import house
from marketplace.kernel.work import Work
from marketplace.web.access import anyone
from marketplace.web.audiences import BUYER
from marketplace.web.hosts import open_at_shops, settings, shop_here
from marketplace.web.pages import page
from marketplace.window.storefront import cards, queries

room = BUYER.room("crawlers")
# Workplaces, and what is no page of the market; each module adds what belongs to one person, and pages without an end.
_PRIVATE = ("/vender/", "/operacion/", "/api/", "/hooks/", "/archivos/")


def _private() -> list[str]:
    return [*_PRIVATE, *(path for module in house() for path in module.private)]


@room.get("/robots.txt")
@anyone
@open_at_shops
def robots(work: Work) -> Response:
    """What crawlers should leave alone, and where the map is. Combinations of filters have no end, so none is read."""
    here = shop_here()
    if here is None:
        rules, base = [f"Disallow: {path}" for path in _private()], settings().base_url.rstrip("/")
    else:
        rules, base = ["Disallow:"], settings().site_url(here.name) if "." in here.name else ""
    lines = ["User-agent: *", *rules, *([f"Sitemap: {base}/sitemap.xml"] if base else []), ""]
    return Response("\n".join(lines), mimetype="text/plain")


@room.get("/sitemap.xml")
@anyone
@open_at_shops
def sitemap(work: Work) -> Response:
    """The map of maps: pages and shops, and products by ten thousands."""
    base, here = _base(work), shop_here()
    parts = queries.parts_of_shelf(work, here.tenant_id if here else None)
    names = [url_for(".products_map", part=part) for part in parts]
    return _xml(parts=[f"{base}{name}" for name in ([] if here else [url_for(".pages_map")]) + names])


@room.get("/sitemap/paginas.xml")
@anyone
def pages_map(work: Work) -> Response:
    """Home, categories that have something, and the shops that are known by this market's address."""
    base = settings().base_url.rstrip("/")
    shops, categories = queries.known_here(work)
    paths = ["/", *(url_for(name) for module in house() for name in module.shown)]
    paths += [
        f"/c/{CATEGORIES[code].slug}" for code in sorted({up for code in categories for up in CATEGORIES[code].path})
    ]
    paths += [url_for("storefront_buyer.shop", slug=slug) for slug in shops]
    return _xml(addresses=[(f"{base}{path}", None) for path in paths])


@room.get("/sitemap/productos-<int:part>.xml")
@anyone
@open_at_shops
def products_map(work: Work, part: int) -> Response:
    """Ten thousand products, with the day they were published."""
    base, here = _base(work), shop_here()
    rows = queries.part_of_shelf(work, part, here.tenant_id if here else None)
    if not rows:
        abort(404)
    return _xml(addresses=[(f"{base}{cards.address_of(row)}", row.published_at.date()) for row in rows])


def _base(work: Work) -> str:
    """How addresses here begin. What is known by another address has no map here."""
    here = shop_here()
    if here is None:
        return settings().base_url.rstrip("/")
    _terms, domain = queries.terms_and_domain(work, here.tenant_id)
    if domain != here.name:
        abort(404)
    return settings().site_url(domain)


def _xml(**values: object) -> Response:
    answer = Response(page("window/storefront/buyer/sitemap.xml", **values), mimetype="application/xml")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer
