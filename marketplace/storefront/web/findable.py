"""What machines are told of the shelf: structured data equal to what a page shows, and maps of all pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request

from marketplace.catalog.taxonomy import CATEGORIES, Category
from marketplace.kernel.work import unit_of_work
from marketplace.storefront import queries
from marketplace.storefront.cards import address_of
from marketplace.web.access import public_page
from marketplace.web.audiences import BUYER
from marketplace.web.hosts import open_at_shops, picture, settings, shop_here
from marketplace.web.pages import language
from tenants import resolve
from tenants.names import host_of
from tenants.scope import PublicScope
from tenants.wall import ShelfRow

room = BUYER.room("storefront", "map")
IN_A_PART = 10_000  # the protocol allows fifty thousand; a part should also be made quickly
_AT_ONCE = 1_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PAGES = ("/", "/como-funciona", "/tarifas", "/legal")
_CONDITIONS = {"new": "NewCondition", "used": "UsedCondition", "refurbished": "RefurbishedCondition"}


def absolute_picture(key: str, size: int) -> str:
    """Give the whole address of a picture, for readers that are not on a page."""
    address = picture(key, size)
    return address if urlsplit(address).netloc else f"{settings().base_url.rstrip('/')}{address}"


def product_data(
    row: ShelfRow, variant: dict[str, Any], address: str, path: Sequence[Category]
) -> list[dict[str, Any]]:
    """Write a product page for machines (schema.org): no more, and nothing else, than what the page shows."""
    price = variant["price_minor"]
    offer = {
        "@type": "Offer",
        "url": address,
        "sku": variant["sku"],
        "price": f"{price // 100}.{price % 100:02d}",
        "priceCurrency": "MXN",
        "availability": f"https://schema.org/{'InStock' if variant['available'] > 0 else 'OutOfStock'}",
        "itemCondition": f"https://schema.org/{_CONDITIONS[row.condition]}",
        "seller": {"@type": "Organization", "name": row.shop_name},
        "hasMerchantReturnPolicy": {
            "@type": "MerchantReturnPolicy",
            "applicableCountry": "MX",
            "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
            "merchantReturnDays": row.return_days,
            "returnFees": "https://schema.org/"
            + ("FreeReturn" if row.return_paid_by == "seller" else "ReturnFeesCustomerResponsibility"),
        },
    }
    product: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": row.title,
        "description": row.description,
        "image": [absolute_picture(shown["key"], 1600) for shown in row.pictures],
        "offers": offer,
    }
    if row.brand:
        product["brand"] = {"@type": "Brand", "name": row.brand}
    return [product, _crumbs(path)]


def _crumbs(path: Sequence[Category]) -> dict[str, Any]:
    base = settings().base_url.rstrip("/")
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": one.name(language()), "item": f"{base}/c/{one.code}"}
            for position, one in enumerate(path, start=1)
        ],
    }


def _xml(lines: Iterator[str]) -> Response:
    return Response(lines, mimetype="application/xml", headers={"Cache-Control": "public, max-age=3600"})


def _locations(root: str, inner: str, addresses: Iterator[str]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n'
    for address in addresses:
        yield f"<{inner}><loc>{address}</loc></{inner}>\n"
    yield f"</{root}>\n"


@room.get("/sitemap.xml")
@public_page
@open_at_shops
def index() -> Response:
    """The map of maps; at a shop's own domain, the map of that shop."""
    here = shop_here()
    if here is not None:
        return _of_shop(here)
    base = settings().base_url.rstrip("/")
    with unit_of_work(PublicScope(), read_only=True) as work:
        parts = -(-queries.last_number(work) // IN_A_PART)
    maps = [f"{base}/sitemap-paginas.xml", *(f"{base}/sitemap-{part}.xml" for part in range(1, parts + 1))]
    return _xml(_locations("sitemapindex", "sitemap", iter(maps)))


@room.get("/sitemap-paginas.xml")
@public_page
def pages() -> Response:
    """The market's own pages, its categories and its shops."""
    base = settings().base_url.rstrip("/")
    with unit_of_work(PublicScope(), read_only=True) as work:
        shops = queries.shops_of_market(work)
    paths = [*_PAGES, *(f"/c/{code}" for code in CATEGORIES), *(f"/tienda/{slug}" for slug in shops)]
    return _xml(_locations("urlset", "url", (f"{base}{path}" for path in paths)))


@room.get("/sitemap-<int:part>.xml")
@public_page
def products(part: int) -> Response:
    """The products whose numbers fall into one part. Those of shops with a domain of their own are on that shop's map."""
    first, until = (part - 1) * IN_A_PART, part * IN_A_PART
    if not 1 <= part <= 10**6:
        abort(404)
    with unit_of_work(PublicScope(), read_only=True) as work:
        if first >= queries.last_number(work):
            abort(404)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app outlives this request
    base = settings().base_url.rstrip("/")
    return _xml(_locations("urlset", "url", _addresses(app, base, first, until)))


def _addresses(app: Flask, base: str, after: int, until: int) -> Iterator[str]:
    """Read the shelf a piece at a time, each in a transaction of its own: none is open while a slow reader reads."""
    while True:
        with app.app_context(), unit_of_work(PublicScope(), read_only=True) as work:
            rows = queries.addresses_of_market(work, after=after, until=until, most=_AT_ONCE)
        for row in rows:
            yield f"{base}{address_of(row)}"
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1].number


def _of_shop(here: resolve.FoundShop) -> Response:
    with unit_of_work(PublicScope(), read_only=True) as work:
        _terms, domain = queries.terms_and_domain(work, here.tenant_id)
        if domain is None or domain != host_of(request.host):
            abort(404)  # this host is not where its pages want to be found
        rows = queries.addresses_of_shop(work, here.tenant_id, most=IN_A_PART)
    base = settings().site_url(domain)
    return _xml(_locations("urlset", "url", iter([f"{base}/", *(f"{base}{address_of(row)}" for row in rows)])))
