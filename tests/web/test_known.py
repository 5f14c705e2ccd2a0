"""Being found: what a page says to crawlers is what it says to people, at one address, and the maps lead everywhere once."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from marketplace.goods.catalog.service import pause_product
from marketplace.goods.inventory.service import set_stock
from marketplace.web.formatting import town
from tenants.models import ShopName
from tests import make
from tests.cast import Cast

BASE = "http://127.0.0.1:8000"
SHOP = {"Host": "hilos-alpaca.tianguis.localhost:8000"}
OWN = {"Host": "hilos.mx"}


def structured(page: str) -> dict[str, Any]:
    """What a page says in JSON-LD, by type."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {one["@type"]: one for block in blocks for one in json.loads(block)}


def places(xml: str) -> list[str]:
    """The addresses of a map."""
    return [
        str(one.text) for one in ElementTree.fromstring(xml).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]


def prove_domain(market: Cast) -> None:
    with market.above() as work:
        work.session.add(ShopName(tenant_id=market.alpaca.id, name="hilos.mx", kind="domain", since=work.now))


def test_a_product_says_to_machines_what_it_says_to_people(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, price_minor=123_450, sku="NUBE-1")
    page = browser_client.get(f"/p/estambre-de-alpaca-nube-{goods.number}").text
    said = structured(page)["Product"]
    offer = said["offers"]
    assert f"<h1>{said['name']}</h1>" in page
    assert (offer["price"], offer["priceCurrency"]) == ("1234.50", "MXN")
    assert "$1,234.50" in page
    assert offer["availability"] == "https://schema.org/InStock"
    assert "Quedan 10" in page
    assert offer["seller"]["name"] in page
    assert said["sku"] == "NUBE-1"
    assert said["image"][0].startswith(f"{BASE}/media/")
    assert offer["warranty"]["durationOfWarranty"]["value"] == 3
    assert "Garantía de 3 meses" in page
    assert offer["hasMerchantReturnPolicy"]["merchantReturnDays"] == 30
    assert "30 días para devolver" in page
    for line in said["additionalProperty"]:
        assert f"<dt>{line['name']}</dt><dd>{line['value']}</dd>" in page
    assert "No especificado" not in {line["value"] for line in said["additionalProperty"]}


@pytest.mark.parametrize(
    ("city", "state", "said"),
    [
        ("Ciudad de México", "Ciudad de México", "Ciudad de México"),
        ("Tlaxcala de X.", "Tlaxcala", "Tlaxcala de X., Tlaxcala"),
    ],
)
def test_a_city_and_its_state_of_one_name_are_said_once(city: str, state: str, said: str) -> None:
    assert town(city, state) == said


def test_what_is_sold_out_is_said_to_be(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, pieces=1)
    with market.as_alicia() as work:
        set_stock(work, goods.variant_id, on_hand=0)
    page = browser_client.get(f"/p/estambre-de-alpaca-nube-{goods.number}").text
    assert structured(page)["Product"]["offers"]["availability"] == "https://schema.org/OutOfStock"
    assert "Agotado" in page


def test_the_trail_is_the_one_on_the_page(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    page = browser_client.get(f"/p/estambre-de-alpaca-nube-{goods.number}").text
    steps = structured(page)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3][: len(steps)]
    for step in steps[:-1]:
        assert f'<a href="{step["item"].removeprefix(BASE)}">{step["name"]}</a>' in page
    assert steps[-1]["name"] == "Estambre de alpaca Nube"


def test_no_title_breaks_out_of_the_data(browser_client: FlaskClient, market: Cast) -> None:
    evil = "Estambre </script><script>alert(1)</script>"
    goods = make.goods(market, title=evil)
    page = browser_client.get(f"/p/x-{goods.number}", follow_redirects=True).text
    assert structured(page)["Product"]["name"] == evil
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/como-funciona",
        "/vende-aqui",
        "/como-ordenamos",
        "/legal",
        "/tarifas",
        "/tienda/hilos-alpaca",
        "/c/estambres",
    ],
)
def test_a_page_has_one_address_and_one_for_each_language(browser_client: FlaskClient, market: Cast, path: str) -> None:
    page = browser_client.get(path).text
    assert re.findall(r'rel="canonical" href="([^"]*)"', page) == [f"{BASE}{path}"]
    assert dict(re.findall(r'hreflang="([^"]*)" href="([^"]*)"', page)) == {
        "es-MX": f"{BASE}{path}", "en": f"{BASE}{path}?idioma=en", "x-default": f"{BASE}{path}",
    }  # fmt: skip
    assert re.search(r'<meta name="description" content="[^"]{20,}">', page)
    english = browser_client.get(f"{path}?idioma=en", headers={"Accept-Language": "es"})
    assert '<html lang="en">' in english.text
    assert re.findall(r'rel="canonical" href="([^"]*)"', english.text) == [f"{BASE}{path}?idioma=en"]
    assert "Set-Cookie" not in english.headers  # the address speaks for itself, and changes nothing for later
    assert '<html lang="es-MX">' in browser_client.get(f"{path}?idioma=xx", headers={"Accept-Language": "es"}).text


def test_filters_and_orders_are_no_part_of_an_address_and_the_page_of_a_list_is(
    browser_client: FlaskClient, market: Cast
) -> None:
    page = browser_client.get("/c/estambres?orden=price&disponible=1&pagina=2").text
    assert re.findall(r'rel="canonical" href="([^"]*)"', page) == [f"{BASE}/c/estambres?pagina=2"]


@pytest.mark.parametrize("path", ["/buscar?q=estambre", "/carrito", "/entrar", "/no-existe", "/comparar"])
def test_what_is_nobodys_to_find_says_so(browser_client: FlaskClient, market: Cast, path: str) -> None:
    page = browser_client.get(path, follow_redirects=True).text
    assert '<meta name="robots" content="noindex">' in page
    assert "canonical" not in page


def test_the_maps_lead_to_everything_once(browser_client: FlaskClient, market: Cast) -> None:
    ours, theirs = make.goods(market), make.goods(market, shop=market.abedul, title="Martillo de uña")
    draft = make.draft(market, title="Secreto ZZ")
    robots = browser_client.get("/robots.txt").text
    assert f"Sitemap: {BASE}/sitemap.xml" in robots
    assert "Disallow: /vender/" in robots
    maps = places(browser_client.get("/sitemap.xml").text)
    everything = [address for one in maps for address in places(browser_client.get(one.removeprefix(BASE)).text)]
    assert len(everything) == len(set(everything))
    for path in (
        "/",
        "/c/textiles",
        "/tienda/hilos-alpaca",
        f"/p/estambre-de-alpaca-nube-{ours.number}",
        f"/p/martillo-de-una-{theirs.number}",
    ):
        assert f"{BASE}{path}" in everything
        assert browser_client.get(path).status_code == 200
    assert str(draft) not in " ".join(everything)
    assert not any(shut in one for one in everything for shut in ("/vender/", "/operacion/", "/cuenta", "/buscar"))


def test_what_left_the_shelf_left_the_map(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    part = f"/sitemap/productos-{goods.number // 10_000}.xml"
    assert f"-{goods.number}</loc>" in browser_client.get(part).text
    with market.as_alicia() as work:
        pause_product(work, goods.product_id)
    assert browser_client.get(part).status_code == 404
    assert browser_client.get("/sitemap/productos-99999999999.xml").status_code == 404


def test_a_shop_with_its_own_domain_has_its_own_map(browser_client: FlaskClient, market: Cast) -> None:
    ours, theirs = make.goods(market), make.goods(market, shop=market.abedul, title="Martillo de uña")
    prove_domain(market)
    own = f"/p/estambre-de-alpaca-nube-{ours.number}"
    part = f"/sitemap/productos-{ours.number // 10_000}.xml"
    here, at_market = (places(browser_client.get(part, headers=h).text) for h in (OWN, {}))
    assert [one.endswith(own) for one in here] == [True]
    assert at_market == [f"{BASE}/p/martillo-de-una-{theirs.number}"]
    assert "/sitemap.xml" in browser_client.get("/robots.txt", headers=OWN).text
    assert f"{BASE}/tienda/hilos-alpaca" not in browser_client.get("/sitemap/paginas.xml").text
    assert browser_client.get("/sitemap.xml", headers=SHOP).status_code == 404  # known by another address
    assert "Sitemap" not in browser_client.get("/robots.txt", headers=SHOP).text


def test_what_people_write_is_escaped_on_cards_too(browser_client: FlaskClient, market: Cast) -> None:
    make.goods(market, title='Estambre <b>"Nube"</b> & más')
    for path in ("/", "/tienda/hilos-alpaca"):
        page = browser_client.get(path).text
        assert "Estambre &lt;b&gt;&#34;Nube&#34;&lt;/b&gt; &amp; más</a>" in page
        assert 'alt="Estambre &lt;b&gt;&#34;Nube&#34;&lt;/b&gt; &amp; más"' in page
        assert "<b>" not in page
