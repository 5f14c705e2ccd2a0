"""The pages of a price: steps by quantity and promotions are asked for, kept where they are wrong, and shown to buyers."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient

from marketplace.goods.catalog import promotions
from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from tests import make
from tests.cast import Cast
from tests.web.asking import carried, enter


def test_steps_and_a_promotion_are_written_on_pages(browser_client: FlaskClient, market: Cast) -> None:
    yarn = make.goods(market)
    path = f"/vender/hilos-alpaca/productos/{yarn.product_id}/precio"
    enter(browser_client, market.alicia)
    own = f"{path}/{yarn.variant_id}"
    revision = carried(browser_client.get(own).text)["revision"][0]
    wrong = browser_client.post(own, data={"revision": revision, "pieces_1": "3", "price_1": "210"})
    assert wrong.status_code == 422
    assert "Revisa los precios por cantidad" in wrong.text
    assert browser_client.post(own, data={"revision": revision, "pieces_1": "3"}).status_code == 422
    assert browser_client.post(own, data={"revision": revision, "pieces_1": "3", "price_1": "180"}).status_code == 302
    assert "3 o más: $180.00 cada uno" in browser_client.get(path).text
    assert "3 o más: $180.00 cada uno" in browser_client.get(f"/p/x-{yarn.number}", follow_redirects=True).text
    today = mexican_day(clock.now())
    form = {
        "name": "Buen fin", "percent": "50", "from_day": str(today), "from_hour": "0", "until_hour": "24",
        "until_day": str(today + timedelta(days=1)), "variants": str(yarn.variant_id),
    }  # fmt: skip
    new = f"/vender/hilos-alpaca/promociones/nueva?producto={yarn.product_id}"
    assert browser_client.post(new, data={**form, "price": "100"}).status_code == 422  # a percentage or a price
    asked = browser_client.post(new, data=form)
    assert asked.status_code == 422
    assert 'name="sure"' in asked.text
    assert browser_client.post(new, data={**form, "sure": "y"}).status_code == 302
    assert "Buen fin" in browser_client.get(path).text
    with market.as_alicia() as work:
        assert [promotion.name for promotion, _variants in promotions(work)] == ["Buen fin"]
