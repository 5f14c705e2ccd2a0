"""What machines read of a page: the same as people see, under one address; and the map of all pages."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from marketplace.catalog.models import Listing
from marketplace.kernel.ids import new_id
from marketplace.storefront.web import findable
from tenants.models import ShopName
from tests import make
from tests.cast import Cast

BASE = "http://127.0.0.1:8000"


def read(client: FlaskClient, path: str, **more: Any) -> str:
    answer = client.get(path, buffered=True, **more)
    assert answer.status_code == 200, answer.status_code
    return answer.text


def data_of(page: str) -> list[dict[str, Any]]:
    (written,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found: list[dict[str, Any]] = json.loads(written)
    return found


def product_page(client: FlaskClient, goods: make.Goods, query: str = "") -> str:
    return read(client, f"{client.get(f'/p/x-{goods.number}').location}{query}")


def test_the_data_of_a_product_is_what_the_page_shows(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, price_minor=123_450)
    page = product_page(browser_client, goods)
    product, crumbs = data_of(page)
    seen = html.unescape(page)
    assert product["name"] in re.findall(r"<h1>(.*?)</h1>", seen)
    assert product["brand"]["name"] in seen
    offer = product["offers"]
    assert offer["price"] == "1234.50"
    assert '<span class="price big">$1,234.50</span>' in seen
    assert offer["availability"].endswith("/InStock")
    assert "Agregar al carrito" in seen
    assert offer["seller"]["name"] in seen
    assert f"{offer['hasMerchantReturnPolicy']['merchantReturnDays']} días para devolver" in seen
    nav = re.findall(r'<a href="/c/([a-z-]+)">([^<]+)</a>', seen.partition("Estás en")[2].partition("</nav>")[0])
    assert [(one["item"], one["name"]) for one in crumbs["itemListElement"]] == [
        (f"{BASE}/c/{code}", name) for code, name in nav
    ]


def test_what_is_sold_out_says_so_in_both(browser_client: FlaskClient, market: Cast) -> None:
    page = product_page(browser_client, make.goods(market, pieces=0))
    assert data_of(page)[0]["offers"]["availability"].endswith("/OutOfStock")
    assert "Agotado" in page


def test_no_words_of_a_shop_end_the_block(browser_client: FlaskClient, market: Cast) -> None:
    hostile = "</script><script>alert(1)</script><!-- & 'x'"
    goods = make.goods(market)
    with market.above() as work:
        work.session.execute(update(Listing).values(title=hostile, description=hostile))
    page = product_page(browser_client, goods)
    assert data_of(page)[0]["name"] == hostile
    assert "<script>alert" not in page
    assert "<!--" not in page


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/", "/"),
        ("/?utm_source=x", "/"),
        ("/c/estambres?orden=price&marca=x&desde=1", "/c/estambres"),
        ("/c/estambres?pagina=3&orden=price", "/c/estambres?pagina=3"),
        ("/c/estambres?pagina=-1", "/c/estambres"),
        ("/c/estambres?idioma=en&pagina=2", "/c/estambres?pagina=2&amp;idioma=en"),
        ("/tienda/hilos-alpaca?pagina=2", "/tienda/hilos-alpaca?pagina=2"),
        ("/tarifas?precio=100", "/tarifas"),
    ],
)
def test_a_page_has_one_address(browser_client: FlaskClient, market: Cast, path: str, canonical: str) -> None:
    page = read(browser_client, path)
    assert re.findall(r'<link rel="canonical" href="([^"]*)">', page) == [f"{BASE}{canonical}"]
    assert f'<meta property="og:url" content="{BASE}{canonical}">' in page
    assert [code for code, _ in re.findall(r'hreflang="([^"]*)" href="([^"]*)"', page)] == ["es-MX", "en", "x-default"]
    assert "noindex" not in page


@pytest.mark.parametrize("path", ["/buscar?q=x", "/comparar", "/carrito", "/entrar", "/envio-a", "/tienda/no-existe"])
def test_what_is_nobodys_to_find_says_so(browser_client: FlaskClient, market: Cast, path: str) -> None:
    page = browser_client.get(path, headers={"Accept": "text/html"}).text
    assert '<meta name="robots" content="noindex">' in page
    assert "canonical" not in page


def test_a_variant_is_kept_under_its_product(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, sku="NUBE-1")
    page = product_page(browser_client, goods, "?variante=NUBE-1")
    assert f'rel="canonical" href="{BASE}/p/estambre-de-alpaca-nube-{goods.number}"' in page
    assert f'<meta property="og:image" content="{BASE}/media/p/00/test-800.webp">' in page


def test_the_address_chooses_the_language_of_one_answer(browser_client: FlaskClient, market: Cast) -> None:
    spanish = {"Accept-Language": "es"}
    assert '<html lang="en">' in read(browser_client, "/?idioma=en", headers=spanish)
    assert '<html lang="es-MX">' in read(browser_client, "/", headers=spanish)
    assert '<html lang="es-MX">' in read(browser_client, "/?idioma=es", headers={"Accept-Language": "en"})
    assert '<html lang="es-MX">' in read(browser_client, "/?idioma=xx", headers=spanish)


def _addresses(text: str) -> list[str]:
    return re.findall(r"<loc>([^<]*)</loc>", text)


def test_the_map_leads_to_every_page(
    browser_client: FlaskClient, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = [make.goods(market, title=f"Estambre {n}") for n in range(5)]
    monkeypatch.setattr(findable, "_AT_ONCE", 2)
    first, *parts = _addresses(read(browser_client, "/sitemap.xml"))
    assert first == f"{BASE}/sitemap-paginas.xml"
    shown = [one for part in parts for one in _addresses(read(browser_client, part.removeprefix(BASE)))]
    assert shown == [f"{BASE}/p/estambre-{n}-{one.number}" for n, one in enumerate(goods)]
    pages = _addresses(read(browser_client, "/sitemap-paginas.xml"))
    assert {f"{BASE}/", f"{BASE}/c/estambres", f"{BASE}/tienda/hilos-alpaca"} <= set(pages)
    for page in [*pages[:3], shown[0]]:
        assert f'rel="canonical" href="{page}"' in read(browser_client, page.removeprefix(BASE))
    for part in (0, len(parts) + 1, 10**9):
        assert browser_client.get(f"/sitemap-{part}.xml").status_code == 404


def test_parts_hold_ten_thousand_numbers_each(
    browser_client: FlaskClient, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert findable.IN_A_PART == 10_000
    goods = [make.goods(market, title=f"Estambre {n}").number for n in range(3)]
    monkeypatch.setattr(findable, "IN_A_PART", 2)
    shown = []
    for part in range(1, -(-goods[-1] // 2) + 1):
        found = _addresses(read(browser_client, f"/sitemap-{part}.xml"))
        assert len(found) <= 2
        shown += found
    assert [int(one.rpartition("-")[2]) for one in shown] == goods


def test_a_shop_with_its_own_domain_is_on_its_own_map(app: Flask, browser_client: FlaskClient, market: Cast) -> None:
    mine, other = make.goods(market), make.goods(market, shop=market.abedul, title="Otro")
    with market.above() as work:
        work.session.add(
            ShopName(id=new_id(), tenant_id=market.alpaca.id, name="hilos.example", kind="domain", since=work.now)
        )
    parts = _addresses(read(browser_client, "/sitemap.xml"))[1:]
    shown = [one for part in parts for one in _addresses(read(browser_client, part.removeprefix(BASE)))]
    assert shown == [f"{BASE}/p/otro-{other.number}"]
    at_home = {"Host": "hilos.example:8000"}
    assert _addresses(read(browser_client, "/sitemap.xml", headers=at_home)) == [
        "http://hilos.example:8000/", f"http://hilos.example:8000/p/estambre-de-alpaca-nube-{mine.number}",
    ]  # fmt: skip
    subdomain = {"Host": "hilos-alpaca.tianguis.localhost:8000"}
    assert browser_client.get("/sitemap.xml", headers=subdomain).status_code == 404
    assert "Sitemap: http://hilos.example:8000/sitemap.xml" in read(browser_client, "/robots.txt", headers=at_home)


def test_crawlers_are_told_what_to_leave_alone(browser_client: FlaskClient, market: Cast) -> None:
    said = read(browser_client, "/robots.txt")
    assert f"Sitemap: {BASE}/sitemap.xml" in said
    closed = re.findall(r"Disallow: (\S+)", said)
    assert {"/vender/", "/operacion/", "/carrito", "/buscar"} <= set(closed)
    assert not any(path.startswith(one) for one in closed for path in ("/p/x-1", "/c/hogar", "/tienda/x", "/media/x"))
