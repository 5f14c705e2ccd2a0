"""What rests or is sold out promises no day: not on its card, its page, in the comparison, nor as a filter."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from marketplace.goods.catalog.models import Listing
from marketplace.goods.inventory.service import set_stock
from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.platform.leaving.service import rest_shop, turn_rests
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.service import rebuild
from marketplace.window.storefront.service import VariantOnDesk, save_product
from tests import make
from tests.cast import Cast
from tests.installation import settings_of

ARRIVES = re.compile(r"llega\s+(?:el\s+)?(?:lun|mar|mié|jue|vie|sáb|dom|\d)", re.IGNORECASE)


def sell_out(market: Cast, goods: make.Goods) -> None:
    with market.as_alicia() as work:
        set_stock(work, goods.variant_id, on_hand=0)


def rests(market: Cast, goods: make.Goods) -> None:
    today = mexican_day(clock.now())
    with market.as_alicia() as work:
        rest_shop(work, first=today, last=today + timedelta(days=3), message="")
    with market.above("clock") as work:
        turn_rests(work)


def nothing(market: Cast, goods: make.Goods) -> None:
    """It is for sale."""


def paths(goods: make.Goods) -> dict[str, str]:
    return {
        "card": "/buscar?q=estambre",
        "shop": "/tienda/hilos-alpaca",
        "page": f"/p/x-{goods.number}",
    }


@pytest.mark.parametrize(("change", "promises"), [(sell_out, False), (rests, False), (nothing, True)])
def test_no_day_is_promised_of_what_cannot_be_bought(
    market: Cast, shopper: FlaskClient, change: object, promises: bool
) -> None:
    goods = make.goods(market)
    change(market, goods)  # type: ignore[operator]
    rebuild(Index(settings_of(shopper.application).search_dir))
    for where, path in paths(goods).items():
        page = shopper.get(path, follow_redirects=True).text
        assert "Estambre de alpaca Nube" in page, where
        assert bool(ARRIVES.search(page)) == promises, where
    assert ("Llega a más tardar</" in shopper.get("/buscar?q=estambre").text) == promises


@pytest.mark.parametrize(("change", "says"), [(sell_out, "Agotado"), (rests, "La tienda descansa hasta el")])
def test_the_comparison_says_why_no_day_is_told(market: Cast, shopper: FlaskClient, change: object, says: str) -> None:
    goods, other = make.goods(market), make.goods(market, shop=market.abedul, title="Otro")
    change(market, goods)  # type: ignore[operator]
    page = shopper.get(f"/comparar?n={goods.number}&n={other.number}").text
    row = page.partition(">Llega</th>")[2].partition("</tr>")[0]
    first, second = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
    assert says in first
    assert "mejor" not in first
    assert re.search(r"\d", second)


@pytest.mark.parametrize("change", [sell_out, rests])
def test_what_cannot_be_bought_does_not_arrive_by_any_day(market: Cast, shopper: FlaskClient, change: object) -> None:
    goods = make.goods(market)
    path = "/buscar?q=estambre&llega=2099-01-01"
    index = Index(settings_of(shopper.application).search_dir)
    rebuild(index)
    assert "Estambre de alpaca Nube" in shopper.get(path).text
    change(market, goods)  # type: ignore[operator]
    rebuild(index)
    assert "Estambre de alpaca Nube" not in shopper.get(path).text


def _with_sizes(market: Cast) -> make.Goods:
    product_id = make.draft(market)
    sizes = [VariantOnDesk("N24", "24 MX", 20_000, 4), VariantOnDesk("N25", "25 MX", 20_000, 0)]
    with market.as_alicia() as work:
        save_product(work, product_id, make.YARN, variants=sizes)
    make.approve(market, product_id)
    with market.above() as work:
        number = work.session.get_one(Listing, (market.alpaca.id, product_id)).number
    return make.Goods(market.alpaca, product_id, product_id, number, 20_000)


def test_sizes_of_a_shop_that_rests_are_not_sold_out(market: Cast, shopper: FlaskClient) -> None:
    goods = _with_sizes(market)
    path = f"/p/x-{goods.number}"
    before = shopper.get(path, follow_redirects=True).text
    assert before.count("(agotado)") == 1  # size 25 only
    rests(market, goods)
    page = shopper.get(path, follow_redirects=True).text
    assert "24 MX" in page
    assert "agotado" not in page.lower()
    assert "La tienda descansa hasta el" in page
