"""A price of which less than nothing would be left is asked about once; a program says that it means it."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.goods.catalog.models import Variant
from marketplace.platform.channels import service as channels
from tests import make
from tests.cast import Cast
from tests.web.asking import enter, product_form

PATH = "/vender/hilos-alpaca/productos"


def prices(market: Cast, product_id: object) -> list[int]:
    with market.as_alicia() as work:
        return list(work.session.scalars(select(Variant.price_minor).where(Variant.product_id == product_id)))


def rows(client: FlaskClient, path: str) -> dict[str, str]:
    """The hidden boxes of the first variant, as the page shows them."""
    page = client.get(path).text
    return dict(re.findall(r'name="(variants-0-(?:id|seen_price|seen_on_hand|sku))"[^>]*value="([^"]*)"', page))


def test_it_is_asked_about_once_and_kept_when_sent_again(browser_client: FlaskClient, market: Cast) -> None:
    product_id = make.draft(market, price_minor=20_000, pieces=3)
    path = f"{PATH}/{product_id}"
    enter(browser_client, market.alicia)
    form = product_form(browser_client, path, **rows(browser_client, path), **{"variants-0-price": "1"})
    answer = browser_client.post(path, data=form)
    assert answer.status_code == 422
    said = html.unescape(answer.text)
    assert re.search(r"¿Seguro\? Te llegan [−-]\$\d+\.\d\d\. Si así lo quieres, guarda otra vez\.", said)
    assert prices(market, product_id) == [20_000]
    sure = re.search(r'name="sure" type="hidden" value="([^"]*)"', answer.text)
    assert sure is not None
    other = browser_client.post(path, data={**form, "sure": sure[1], "variants-0-price": "0.50"})
    assert other.status_code == 422  # sure of another price
    assert browser_client.post(path, data={**form, "sure": sure[1]}).status_code == 302
    assert prices(market, product_id) == [100]
    again = product_form(
        browser_client, path, **rows(browser_client, path), **{"variants-0-price": "1.00", "title": "Otro"}
    )
    assert browser_client.post(path, data=again).status_code == 302  # the price is not new


@pytest.mark.parametrize("price", ["200", "249,50"])
def test_one_that_leaves_something_is_not(browser_client: FlaskClient, market: Cast, price: str) -> None:
    product_id = make.draft(market)
    path = f"{PATH}/{product_id}"
    enter(browser_client, market.alicia)
    form = product_form(browser_client, path, **rows(browser_client, path), **{"variants-0-price": price})
    assert browser_client.post(path, data=form).status_code == 302


def test_a_program_confirms_it(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market, price_minor=20_000)
    with market.as_alicia() as work:
        key = {"Authorization": f"Bearer {channels.make_key(work, name='Caja', may=channels.KEY_MAY)}"}
    path = f"/api/v1/products/{goods.product_id}/variants/{goods.variant_id}"
    change = {"price_minor": {"from": 20_000, "to": 100}}
    answer = browser_client.patch(path, headers=key, json=change)
    assert (answer.status_code, answer.json["code"]) == (422, "storefront.leaves_less")
    assert prices(market, goods.product_id) == [20_000]
    assert browser_client.patch(path, headers=key, json={**change, "confirm_loss": True}).status_code == 200
    assert prices(market, goods.product_id) == [100]


def test_one_that_changes_by_far_is_asked_about_in_the_same_words_everywhere(
    browser_client: FlaskClient, market: Cast
) -> None:
    goods = make.goods(market, price_minor=20_000)
    words = "El precio cambia más de 40 %: de $200.00 a $2,000.00."
    enter(browser_client, market.alicia)
    path = f"{PATH}/{goods.product_id}"
    form = product_form(browser_client, path, **rows(browser_client, path), **{"variants-0-price": "2000"})
    answer = browser_client.post(path, data=form)
    assert answer.status_code == 422
    assert words in html.unescape(answer.text)
    cells = {
        "variant": str(goods.variant_id), "price": "2000", "seen_price": "20000", "sku": form["variants-0-sku"],
        "seen_sku": form["variants-0-sku"],
    }  # fmt: skip
    row = browser_client.post(f"{path}/fila", data=cells)
    assert row.status_code == 422
    assert words in html.unescape(row.text)
    with market.as_alicia() as work:
        key = {"Authorization": f"Bearer {channels.make_key(work, name='Caja', may=channels.KEY_MAY)}"}
    api = f"/api/v1/products/{goods.product_id}/variants/{goods.variant_id}"
    change = {"price_minor": {"from": 20_000, "to": 200_000}}
    refused = browser_client.patch(api, headers=key, json=change)
    assert (refused.status_code, refused.json["code"]) == (422, "catalog.far_from_price")
    assert words in str(refused.json)
    assert prices(market, goods.product_id) == [20_000]
    sure = re.search(r'name="sure" type="hidden" value="([^"]*)"', answer.text)
    assert sure is not None
    assert browser_client.post(path, data={**form, "sure": sure[1]}).status_code == 302
    assert prices(market, goods.product_id) == [200_000]
    back = {"price_minor": {"from": 200_000, "to": 20_000}, "sure": True}
    assert browser_client.patch(api, headers=key, json=back).status_code == 200
    assert prices(market, goods.product_id) == [20_000]
