"""What a product and its variants say is changed by the API as on its page: from what was read, with the same refusals."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.goods.catalog.models import Listing, Product
from marketplace.platform.channels import service as channels
from tests import make
from tests.cast import Cast

GTIN = "07501055300075"


@pytest.fixture
def key(market: Cast) -> dict[str, str]:
    with market.as_alicia() as work:
        return {"Authorization": f"Bearer {channels.make_key(work, name='Punto de venta', may=channels.KEY_MAY)}"}


def path_of(goods: make.Goods) -> str:
    return f"/api/v1/products/{goods.product_id}"


def read(client: FlaskClient, key: dict[str, str], goods: make.Goods) -> dict[str, Any]:
    found: dict[str, Any] = client.get(path_of(goods), headers=key).json
    return found


def titles(market: Cast, goods: make.Goods) -> tuple[str, str]:
    """What the product says, and what is shown of it."""
    with market.above() as work:
        at = (goods.shop.id, goods.product_id)
        return work.session.get_one(Product, at).title, work.session.get_one(Listing, at).title


def test_facts_are_changed_and_new_words_wait_for_staff(
    browser_client: FlaskClient, market: Cast, key: dict[str, str]
) -> None:
    goods = make.goods(market)
    before = read(browser_client, key, goods)
    change = {
        "version": before["version"], "title": "Madeja de alpaca", "origin_country": "MX", "maker": "Hilos Alpaca",
        "hs_code": "510529", "return_days": 40, "length_mm": 120, "sat_key": "11151700", "no_gtin": "handmade",
    }  # fmt: skip
    answer = browser_client.patch(path_of(goods), headers=key, json=change)
    assert answer.status_code == 200
    said = {**before, **change, "version": before["version"] + 1, "revision": before["revision"] + 1}
    assert answer.json == said == read(browser_client, key, goods)
    assert titles(market, goods)[0] == "Madeja de alpaca"
    assert titles(market, goods)[1] == before["title"]


def test_what_was_changed_after_it_was_read_is_409(
    browser_client: FlaskClient, market: Cast, key: dict[str, str]
) -> None:
    goods = make.goods(market)
    before = read(browser_client, key, goods)
    for change in ({"title": "Uno"}, {"title": "Otro"}):
        answer = browser_client.patch(path_of(goods), headers=key, json={"version": before["version"], **change})
    assert (answer.status_code, answer.json["code"]) == (409, "catalog.edited_meanwhile")
    assert titles(market, goods)[0] == "Uno"


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""}, {"title": "x" * 121}, {"condition": "roto"}, {"return_days": 1}, {"warranty_months": 1},
        {"origin_country": "XX"}, {"hs_code": "12"}, {"attributes": {"nada": 1}},
        {"attributes": {"fibre": ["alpaca"]}}, {"attributes": {"fibre": {}}}, {"category": "nada"}, {"gtin": "123"},
        {"weight_grams": 0}, {"state": "published"}, {"axes": []},
    ],
)  # fmt: skip
def test_what_its_page_refuses_is_422(
    browser_client: FlaskClient, market: Cast, key: dict[str, str], change: dict[str, object]
) -> None:
    goods = make.goods(market)
    before = read(browser_client, key, goods)
    answer = browser_client.patch(path_of(goods), headers=key, json={"version": before["version"], **change})
    assert answer.status_code == 422
    assert read(browser_client, key, goods) == before


def test_a_change_of_facts_says_what_it_saw(browser_client: FlaskClient, market: Cast, key: dict[str, str]) -> None:
    goods = make.goods(market)
    before = read(browser_client, key, goods)
    variant = f"{path_of(goods)}/variants/{goods.variant_id}"
    for path, change in ((path_of(goods), {"title": "Otro"}), (variant, {"gtin": GTIN})):
        answer = browser_client.patch(path, headers=key, json=change)
        assert (answer.status_code, list(answer.json["errors"]["json"])) == (422, ["version"])
    assert browser_client.patch(path_of(goods), headers=key, json={"instalments": False}).status_code == 200
    assert read(browser_client, key, goods) == {**before, "instalments": False, "version": before["version"] + 1}


def test_a_variants_number_and_weight(browser_client: FlaskClient, market: Cast, key: dict[str, str]) -> None:
    goods = make.goods(market)
    before = read(browser_client, key, goods)
    variant = f"{path_of(goods)}/variants/{goods.variant_id}"
    dearer = {"from": 20_000, "to": 21_000}
    change = {"version": before["version"], "gtin": GTIN[1:], "weight_grams": 130, "price_minor": dearer}
    after = browser_client.patch(variant, headers=key, json=change)
    assert after.status_code == 200
    variants = after.json["variants"]
    assert [variants[0][name] for name in ("gtin", "weight_grams", "price_minor")] == [GTIN, 130, 21_000]
    assert after.json["revision"] == before["revision"] + 1  # staff see a new number
    old = browser_client.patch(variant, headers=key, json={**change, "weight_grams": 1})
    assert old.status_code == 409
    lighter = {"version": after.json["version"], "weight_grams": None}
    last = browser_client.patch(variant, headers=key, json=lighter).json
    assert (last["variants"][0]["gtin"], last["variants"][0]["weight_grams"]) == (GTIN, None)
    assert last["revision"] == after.json["revision"]


def test_a_key_that_only_counts_pieces_changes_no_facts(browser_client: FlaskClient, market: Cast) -> None:
    goods = make.goods(market)
    with market.as_alicia() as work:
        few = {"Authorization": f"Bearer {channels.make_key(work, name='Báscula', may=[channels.KEY_MAY[0]])}"}
    answer = browser_client.patch(path_of(goods), headers=few, json={"version": 1, "title": "Otro"})
    assert answer.status_code == 403
    assert titles(market, goods)[0] != "Otro"
