"""Hot pages ask the database a fixed, small number of questions, however much they show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from marketplace.search.gateways.whoosh_index import Index
from marketplace.search.service import rebuild
from tenants.db import count_statements, db
from tests import make
from tests.cast import Cast


@pytest.fixture
def statements(market: Cast) -> Iterator[list[str]]:
    """What is asked of the database from here on."""
    return count_statements(db.engine)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 2),
        ("/buscar?q=estambre", 1),
        ("/c/estambres", 1),
        ("/tienda/hilos-alpaca", 4),
        ("/comparar?n={0}&n={1}", 1),
        ("/p/x-{0}", 1),
    ],
)
def test_statements_of_a_page(
    browser_client: FlaskClient, market: Cast, statements: list[str], path: str, most: int
) -> None:
    many = [make.goods(market, title=f"Estambre {n}") for n in range(8)]
    rebuild(Index(browser_client.application.extensions["settings"].search_dir))
    path = path.format(*(one.number for one in many))
    if path.startswith("/p/"):
        path = browser_client.get(path).location
    browser_client.get(path)
    statements.clear()
    assert browser_client.get(path).status_code == 200
    assert len(statements) <= most, statements
