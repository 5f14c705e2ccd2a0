"""The API of one shop: keys, products, orders, problem details, and no neighbour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from marketplace.kernel.permissions import May
from marketplace.platform.channels import service as channels
from marketplace.platform.channels.models import ApiKey
from marketplace.worker import Worker
from tenants.models import Membership
from tenants.roles import Role
from tests import make
from tests.cast import Cast
from tests.web.asking import enter


@pytest.fixture
def key(market: Cast) -> dict[str, str]:
    """A key of Hilos Alpaca."""
    with market.as_alicia() as work:
        return {"Authorization": f"Bearer {channels.make_key(work, name='Punto de venta', may=channels.KEY_MAY)}"}


def test_a_key_reads_its_shops_products(browser_client: FlaskClient, market: Cast, key: dict[str, str]) -> None:
    make.draft(market, title="Estambre")
    make.draft(market, shop=market.abedul, title="ZZ-VECINO")
    answer = browser_client.get("/api/v1/products", headers=key)
    assert answer.status_code == 200
    assert [one["title"] for one in answer.json["items"]] == ["Estambre"]
    assert "ZZ-VECINO" not in answer.text


def test_stock_and_price_of_a_variant(browser_client: FlaskClient, market: Cast, key: dict[str, str]) -> None:
    goods = make.goods(market)
    path = f"/api/v1/products/{goods.product_id}/variants/{goods.variant_id}"
    change = {"on_hand": {"from": 10, "to": 3}, "price_minor": {"from": 20_000, "to": 27_000}}
    answer = browser_client.patch(path, headers=key, json=change)
    assert answer.status_code == 200
    assert answer.json["variants"][0]["on_hand"] == 3
    assert make.stock(market, goods) == (3, 0)


def test_what_is_older_than_what_it_changes_is_409_with_both_values(
    browser_client: FlaskClient, market: Cast, key: dict[str, str]
) -> None:
    goods = make.goods(market)
    path = f"/api/v1/products/{goods.product_id}/variants/{goods.variant_id}"
    for name, seen, now in (("on_hand", 12, 10), ("price_minor", 19_000, 20_000)):
        answer = browser_client.patch(path, headers=key, json={name: {"from": seen, "to": 3}})
        assert answer.status_code == 409
        assert answer.json["errors"] == {"seen": seen, "now": now}
    assert make.stock(market, goods) == (10, 0)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
def test_a_body_that_is_not_json_is_not_taken_for_an_empty_one(
    browser_client: FlaskClient, market: Cast, key: dict[str, str], kind: str
) -> None:
    goods = make.goods(market)
    path = f"/api/v1/products/{goods.product_id}/variants/{goods.variant_id}"
    answer = browser_client.patch(path, headers=key, data='{"on_hand": {"from": 10, "to": 3}}', content_type=kind)
    assert answer.status_code == 415
    assert make.stock(market, goods) == (10, 0)


def test_an_order_with_each_fee(browser_client: FlaskClient, market: Cast, key: dict[str, str], worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    order: Any = browser_client.get(f"/api/v1/orders/{code}", headers=key).json
    assert order["net_minor"] == order["total_minor"] - sum(fee["amount_minor"] for fee in order["fees"])
    assert all(fee["rules"] for fee in order["fees"])


def test_shipping_an_order(browser_client: FlaskClient, market: Cast, key: dict[str, str], worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    shipment = {"carrier": "DHL", "tracking": make.TRACKING, "note": "Gracias"}
    answer = browser_client.post(f"/api/v1/orders/{code}/shipment", headers=key, json=shipment)
    assert (answer.status_code, answer.json["state"]) == (200, "shipped")
    again = browser_client.post(f"/api/v1/orders/{code}/shipment", headers=key, json=shipment)
    assert (again.status_code, again.json["code"]) == (409, "orders.already_done")


def test_the_neighbours_things_are_404(browser_client: FlaskClient, market: Cast, key: dict[str, str]) -> None:
    theirs = make.goods(market, shop=market.abedul)
    for method, path, body in (
        ("get", f"/api/v1/products/{theirs.product_id}", None),
        (
            "patch",
            f"/api/v1/products/{theirs.product_id}/variants/{theirs.variant_id}",
            {"on_hand": {"from": 10, "to": 0}},
        ),
        ("get", "/api/v1/orders/AAAA-AAAA", None),
    ):
        answer = getattr(browser_client, method)(path, headers=key, json=body)
        assert answer.status_code == 404
        assert answer.content_type == "application/problem+json"
    assert make.stock(market, theirs) == (10, 0)


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Bearer "}, {"Authorization": "Basic eA=="}]
)
def test_without_a_key_that_opens(browser_client: FlaskClient, market: Cast, header: dict[str, str]) -> None:
    answer = browser_client.get("/api/v1/products", headers=header)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_opens_nothing(browser_client: FlaskClient, market: Cast, key: dict[str, str]) -> None:
    with market.as_alicia() as work:
        channels.revoke_key(work, work.session.scalars(select(ApiKey.id)).one())
    assert browser_client.get("/api/v1/products", headers=key).status_code == 401


def test_only_the_hash_of_a_key_is_kept(market: Cast, key: dict[str, str]) -> None:
    token = key["Authorization"].removeprefix("Bearer ")
    with market.above() as work:
        kept = work.session.scalars(select(ApiKey)).one()
        assert token not in str(kept.__dict__)
        assert kept.starts_with == token[:8]


@pytest.mark.parametrize(
    "body",
    [
        {"on_hand": {"from": 10, "to": -1}},
        {"price_minor": {"from": 20_000, "to": 0}},
        {"on_hand": {"from": 10, "to": "x"}},
        {"on_hand": {"from": 10, "to": 1.5}},
        {"on_hand": 3},
        {"on_hand": {"to": 3}},
        {"unknown": 1},
    ],
)
def test_a_senseless_change_is_422_and_changes_nothing(
    browser_client: FlaskClient, market: Cast, key: dict[str, str], body: object
) -> None:
    goods = make.goods(market)
    path = f"/api/v1/products/{goods.product_id}/variants/{goods.variant_id}"
    answer = browser_client.patch(path, headers=key, json=body)
    assert answer.status_code == 422
    assert answer.json["errors"]
    assert make.stock(market, goods) == (10, 0)


# A key and who made it


def use(client: FlaskClient, key: dict[str, str]) -> int:
    return client.get("/api/v1/products", headers=key).status_code


def test_a_key_ends_with_its_makers_seat(browser_client: FlaskClient, market: Cast, key: dict[str, str]) -> None:
    assert use(browser_client, key) == 200
    with market.above() as work:
        work.session.execute(delete(Membership).where(Membership.account_id == market.alicia.id))
    assert use(browser_client, key) == 401


def test_a_key_ends_with_its_makers_right_to_make_keys(
    browser_client: FlaskClient, market: Cast, key: dict[str, str]
) -> None:
    with market.above() as work:
        work.session.execute(
            update(Membership).where(Membership.account_id == market.alicia.id).values(role=Role.MANAGER)
        )
    assert use(browser_client, key) == 401


def test_a_key_may_no_more_than_its_maker_now(browser_client: FlaskClient, market: Cast, key: dict[str, str]) -> None:
    with market.above() as work:
        work.session.execute(
            update(Membership).where(Membership.account_id == market.alicia.id).values(withheld=[May.VIEW_ORDERS])
        )
    assert use(browser_client, key) == 200
    assert browser_client.get("/api/v1/orders", headers=key).status_code == 403


def test_use_is_noted_once_an_hour_and_reading_stays_reading(
    browser_client: FlaskClient, market: Cast, key: dict[str, str]
) -> None:
    def used_at() -> datetime | None:
        with market.above() as work:
            return work.session.scalars(select(ApiKey.used_at)).one()

    assert used_at() is None
    use(browser_client, key)
    first = used_at()
    assert first is not None
    use(browser_client, key)
    assert used_at() == first
    with market.above() as work:
        work.session.execute(update(ApiKey).values(used_at=first - timedelta(hours=2)))
    use(browser_client, key)
    later = used_at()
    assert later is not None
    assert later > first - timedelta(hours=1)


def test_money_is_for_a_key_that_may_see_it(
    browser_client: FlaskClient, market: Cast, key: dict[str, str], worker: Worker
) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    assert "fees_minor" in browser_client.get("/api/v1/orders", headers=key).json["items"][0]
    with market.above() as work:
        may = [one for one in channels.KEY_MAY if one not in (May.VIEW_MONEY, May.ISSUE_INVOICES)]
        work.session.execute(update(ApiKey).values(may=may))
    order: Any = browser_client.get(f"/api/v1/orders/{code}", headers=key).json
    row: Any = browser_client.get("/api/v1/orders", headers=key).json["items"][0]
    assert not {"fees_minor", "fees", "net_minor"} & {*order, *row}
    assert not {"total_minor", "refunded_minor", "amounts"} & {*order, *row}  # a key that ships gives nothing back
    assert order["lines"][0].keys() == {"sku", "title", "variant_name", "quantity", "returned"}


def test_the_page_of_keys_says_which_open_no_longer_and_when_one_was_used(
    browser_client: FlaskClient, market: Cast, key: dict[str, str]
) -> None:
    enter(browser_client, market.alicia)
    page = browser_client.get("/vender/hilos-alpaca/llaves").text
    assert "sin usar" in page
    assert "Ya no abre" not in page
    use(browser_client, key)
    with market.above() as work:
        work.session.execute(update(ApiKey).values(made_by=market.pia.id))
    page = browser_client.get("/vender/hilos-alpaca/llaves").text
    assert "sin usar" not in page
    assert "Ya no abre" in page
