"""Hot pages ask the database a fixed, small number of questions, however much they show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import rebuild
from tenants.db import count_statements
from tests import make
from tests.cast import Cast
from tests.installation import settings_of
from tests.web.asking import add, enter, form_of

pytestmark = pytest.mark.long


@pytest.fixture
def statements(market: Cast) -> Iterator[list[str]]:
    """What is asked of the database from here on."""
    return count_statements()


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 2),
        ("/buscar?q=estambre", 1),
        ("/c/estambres", 1),
        ("/tienda/hilos-alpaca", 4),
        ("/comparar?n={0}&n={1}", 1),
        ("/comparar?n={0}&n={1}&precio=3&garantia=1", 1),
        ("/p/x-{0}", 1),
    ],
)
def test_statements_of_a_page(
    browser_client: FlaskClient, market: Cast, statements: list[str], path: str, most: int
) -> None:
    many = [make.goods(market, title=f"Estambre {n}") for n in range(8)]
    rebuild(Index(settings_of(browser_client.application).search_dir))
    path = path.format(*(one.number for one in many))
    if path.startswith("/p/"):
        path = browser_client.get(path).location
    browser_client.get(path)
    statements.clear()
    assert browser_client.get(path).status_code == 200
    assert len(statements) <= most, statements


def test_statements_of_putting_into_the_cart_and_of_placing_an_order(
    browser_client: FlaskClient, market: Cast, statements: list[str]
) -> None:
    two = [make.goods(market), make.goods(market, shop=market.abedul, price_minor=15_000)]
    browser_client.post("/envio-a", data={"postal_code": "06700"})
    browser_client.get("/tarifas")  # the schedule is read once a process
    for goods in two:
        statements.clear()
        data = {"number": goods.number, "variant": str(goods.variant_id), "quantity": 1}
        browser_client.post("/carrito/agregar", data=data)
        assert len(statements) <= 5, statements
    form = form_of(browser_client)
    statements.clear()
    assert browser_client.post("/pagar", data=form).status_code == 303
    # Seven of them ask the provider for its page, once the purchase is committed. One reads where the postal code is, by its
    # key: state and colonia are compared with it.
    assert len(statements) <= 7 + 7 + 2 * len(two), "\n".join(statements)


def test_statements_of_a_checkout_that_knows_the_latest_address(
    browser_client: FlaskClient, market: Cast, statements: list[str]
) -> None:
    goods = make.goods(market)
    make.place(market, [make.line(goods)])
    enter(browser_client, market.carla)
    add(browser_client, goods)
    statements.clear()
    assert 'value="Orizaba"' in browser_client.get("/pagar").text
    # Who they are, their cart, the addresses they keep and, where there are none, their latest purchase; the colonias of its
    # postal code, the shelf, what waits to be paid.
    assert len(statements) <= 7, "\n".join(statements)
