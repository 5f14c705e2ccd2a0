"""A shop that comes from elsewhere keeps its visitors: at its own host, old addresses of products lead to them here."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.goods.addresses import errors, lead_old_addresses, rules
from marketplace.goods.addresses.models import OldAddress
from marketplace.goods.addresses.old_addresses import drop_old_address
from marketplace.goods.catalog import service as products
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import Work
from tests import make
from tests.cast import Cast
from tests.web.asking import client_of

SHOP = {"Host": "hilos-alpaca.tianguis.localhost:8000"}
THEIRS = {"Host": "ferreteria-abedul.tianguis.localhost:8000"}
PAGE = "/vender/hilos-alpaca/direcciones/viejas"


def lead(market: Cast, typed: str) -> int:
    with market.as_alicia() as work:
        return lead_old_addresses(work, typed, is_ours=lambda path: path.startswith("/p/"))


def wrong(market: Cast, typed: str) -> list[tuple[int, str]]:
    with pytest.raises(errors.BadOldAddresses) as refused:
        lead(market, typed)
    problems = refused.value.details["problems"]
    assert isinstance(problems, list)
    return [(one.line, one.why) for one in problems]


def kept(work: Work) -> dict[str, object]:
    return {one.path: one.product_id for one in work.session.scalars(select(OldAddress))}


def asked(client: FlaskClient, path: str, host: dict[str, str] = SHOP) -> tuple[int, str | None]:
    answer = client.get(path, headers=host)
    return answer.status_code, answer.location


def test_an_old_address_leads_to_the_product_however_it_is_written(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, title="Rebozo de algodón", sku="REB-R")
    lead(market, "https://Hilos.example/Products/Rebozo%20Rojo/?variant=1,REB-R\n/producto/rebozo-de-algodón/;REB-R")
    page = (301, f"/p/rebozo-de-algodon-{goods.number}")
    for path in (
        "/products/rebozo%20rojo", "/PRODUCTS/Rebozo%20Rojo/", "/products/rebozo%20rojo?utm=x",
        "/producto/rebozo-de-algod%C3%B3n", "/producto/rebozo-de-algodo%CC%81n/",
    ):  # fmt: skip
        assert asked(browser_client, path) == page, path
    assert browser_client.head("/products/rebozo%20rojo", headers=SHOP).status_code == 301
    assert browser_client.post("/products/rebozo%20rojo", headers=SHOP).status_code == 405


def test_it_leads_nowhere_at_the_market_at_another_shop_or_while_the_product_is_not_for_sale(
    browser_client: FlaskClient, market: Cast
) -> None:
    goods = make.goods(market, sku="NUBE")
    lead(market, "/products/nube,NUBE")
    assert asked(browser_client, "/products/nube", {"Host": "localhost"})[0] == 404
    assert asked(browser_client, "/products/nube", THEIRS) == (302, "http://127.0.0.1:8000/products/nube")
    with market.as_alicia() as work:
        products.pause_product(work, goods.product_id)
    assert asked(browser_client, "/products/nube") == (302, "http://127.0.0.1:8000/products/nube")
    assert asked(browser_client, "/products/otra")[0] == 302


@pytest.mark.parametrize(
    "path", ["/%00", "/" + "x" * 3000, "/%ff%fe", "//evil.example", "/products/..%2f..", "/%E2%80%AE"]
)
def test_an_odd_path_is_none(browser_client: FlaskClient, market: Cast, path: str) -> None:
    status, location = asked(browser_client, path)
    assert status in (302, 308)
    assert location is not None
    assert location.startswith(("http://127.0.0.1:8000/", "http://hilos-alpaca.tianguis.localhost:8000/", "/"))
    assert not location.startswith("//")


def test_a_page_of_the_markets_own_comes_first(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, sku="NUBE")
    with market.as_alicia() as work:
        own = f"/p/estambre-de-alpaca-nube-{goods.number}"
        for path in ("/carrito", "/tienda/hilos-alpaca", own):
            work.session.add(
                OldAddress(tenant_id=work.tenant_id, path=path, product_id=goods.product_id, added_at=work.now)
            )
    assert asked(browser_client, "/carrito") == (302, "http://127.0.0.1:8000/carrito")
    assert asked(browser_client, own) == (200, None)


def test_who_may_not_edit_products_leads_none(market: Cast) -> None:
    make.goods(market, sku="NUBE")
    with market.as_pia() as work, pytest.raises(NotAllowed):
        lead_old_addresses(work, "/products/nube,NUBE", is_ours=lambda _path: False)
    with market.as_alicia() as work:
        assert kept(work) == {}


def test_what_is_wrong_is_said_by_line_and_nothing_is_done(market: Cast) -> None:
    make.goods(market, sku="NUBE")
    make.goods(market, sku="OTRA")
    make.goods(market, sku="AJENA", shop=market.abedul)
    typed = (
        "/products/bien,NUBE\n\n/sin-clave\n/p/x-1,NUBE\n/,NUBE\n/a/../b,NUBE\n/c,NADA\n/d,AJENA\n/products/bien,OTRA"
    )
    assert wrong(market, typed) == [
        (3, "key"), (4, "ours"), (5, "path"), (6, "path"), (7, "sku"), (8, "sku"), (9, "twice"),
    ]  # fmt: skip
    with market.as_alicia() as work:
        assert kept(work) == {}


def test_no_more_than_there_is_room_for(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make.goods(market, sku="NUBE")
    monkeypatch.setattr("marketplace.goods.addresses.old_addresses.MOST_OLD_ADDRESSES", 2)
    assert rules.MOST_OLD_ADDRESSES == 20_000
    assert lead(market, "/a,NUBE\n/b,NUBE") == 2
    with pytest.raises(errors.TooManyOldAddresses):
        lead(market, "/b,NUBE\n/c,NUBE")
    assert lead(market, "/a,NUBE\n/b,NUBE") == 2, "what is there already takes no room"
    with market.as_alicia() as work:
        assert set(kept(work)) == {"/a", "/b"}


def test_the_same_again_leads_to_the_other_product(market: Cast) -> None:
    make.goods(market, sku="NUBE")
    other = make.goods(market, sku="OTRA")
    lead(market, "/products/a,NUBE")
    lead(market, "/products/a/,OTRA")
    with market.as_alicia() as work:
        assert kept(work) == {"/products/a": other.product_id}


def test_two_shops_may_have_had_the_same_address(browser_client: FlaskClient, market: Cast) -> None:
    make.goods(market, sku="NUBE")
    theirs = make.goods(market, sku="CLAVO", shop=market.abedul, title="Clavo")
    lead(market, "/products/a,NUBE")
    with market.as_bruno() as work:
        lead_old_addresses(work, "/products/a,CLAVO", is_ours=lambda _path: False)
        [(address, _product)] = [(one.id, one) for one in work.session.scalars(select(OldAddress))]
    assert asked(browser_client, "/products/a", THEIRS) == (301, f"/p/clavo-{theirs.number}")
    with market.as_alicia() as work, pytest.raises(errors.NoSuchOldAddress):
        drop_old_address(work, address)


def test_the_page_takes_them_shows_them_and_lets_them_go(app: Flask, market: Cast) -> None:
    goods = make.goods(market, title="Rebozo de algodón", sku="REB-R")
    alicia = client_of(app, market.alicia)
    refused = alicia.post(PAGE, data={"old_lines": "/carrito,REB-R\n/entrar,REB-R\n/products/x,NADA"})
    assert refused.status_code == 422
    assert "Renglón 1: Tianguis usa esa dirección" in refused.text
    assert "Renglón 3: ningún producto de tu tienda tiene ese SKU." in refused.text
    assert "/products/x,NADA</textarea>" in refused.text
    taken = alicia.post(PAGE, data={"old_lines": "/products/Rebozo\tREB-R"}, follow_redirects=True)
    assert "1 dirección lleva ya a su producto." in taken.text
    assert "/products/rebozo" in taken.text
    assert f'/productos/{goods.product_id}">Rebozo de algodón</a>' in taken.text
    with market.as_alicia() as work:
        [one] = work.session.scalars(select(OldAddress))
    gone = alicia.post(f"{PAGE}/{one.id}/quitar", follow_redirects=True)
    assert "Quitada" in gone.text
    assert "Ninguna todavía" in gone.text
    assert alicia.post(f"{PAGE}/{one.id}/quitar").status_code == 404
    lines = alicia.get("/vender/hilos-alpaca/actividad").text
    assert "Hizo que direcciones de antes lleven a productos: 1" in lines


def test_many_are_shown_page_by_page(app: Flask, market: Cast) -> None:
    make.goods(market, sku="NUBE")
    lead(market, "\n".join(f"/products/{n:03},NUBE" for n in range(60)))
    alicia = client_of(app, market.alicia)
    first, second = alicia.get(PAGE).text, alicia.get(f"{PAGE}?pagina=2").text
    assert "/products/049" in first
    assert "/products/050" not in first
    assert "/products/050" in second
    assert alicia.get(f"{PAGE}?pagina=3").status_code == 404
