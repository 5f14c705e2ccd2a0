"""Money left for the buyer: it is owed no more, and no more at the provider; the shop's part was taken before."""

from __future__ import annotations

from marketplace.money.ledger import service as ledger
from tests.cast import Cast
from tests.money.ledger.books import Sold, accounts, give_back, kinds, sell


def refund(market: Cast, order: Sold, amount_minor: int) -> bool:
    with market.above() as work:
        return ledger.record_refund(
            work, tenant_id=order.shop.id, order_id=order.id, cause="return:x", amount_minor=amount_minor
        )


def test_what_was_owed_has_gone(market: Cast) -> None:
    order = sell(market)
    give_back(market, order, 500, {})
    before = accounts(market, order)
    assert refund(market, order, 500)
    after = accounts(market, order)
    assert "refunds_due" not in after
    assert after["provider"] == 500
    assert after["seller_pending"] == before["seller_pending"]


def test_it_goes_once(market: Cast) -> None:
    order = sell(market)
    give_back(market, order, 500, {})
    assert refund(market, order, 500)
    assert not refund(market, order, 500)
    assert kinds(market) == ["sale", "reversal", "refund"]
    assert accounts(market, order)["provider"] == 500
