"""A paid order in the books: the buyer's money is at the provider, the shop's is pending, fees are where they belong."""

from __future__ import annotations

from tests.cast import Cast
from tests.money.ledger.books import accounts, kinds, sell


def test_the_shop_is_owed_the_price_less_its_fees(market: Cast) -> None:
    order = sell(market)
    assert accounts(market, order) == {
        "provider": 1_000,
        "seller_pending": -884,
        "commission": -100,
        "iva_payable": -16,
    }


def test_an_order_is_written_once(market: Cast) -> None:
    from marketplace.money.ledger import service as ledger

    order = sell(market)
    with market.above() as work:
        ledger.record_sale(work, tenant_id=order.shop.id, order_id=order.id, total_minor=5, fees={})
    assert kinds(market) == ["sale"]
    assert accounts(market, order)["provider"] == 1_000
