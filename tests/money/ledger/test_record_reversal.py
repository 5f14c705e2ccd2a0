"""Money is owed back: of what is pending, or of what is available once it was released; once for each cause."""

from __future__ import annotations

from tests.cast import Cast
from tests.money.ledger.books import accounts, give_back, kinds, release, sell

BACK = {"commission": -50, "commission_iva": -8}


def test_before_the_release_it_is_taken_of_what_is_pending(market: Cast) -> None:
    order, other = sell(market), sell(market)
    release(market, other)
    assert give_back(market, order, 500, BACK)
    assert accounts(market, order) == {
        "provider": 1_000, "seller_pending": -442, "refunds_due": -500, "commission": -50, "iva_payable": -8,
    }  # fmt: skip


def test_after_the_release_it_is_taken_of_what_is_available(market: Cast) -> None:
    order = sell(market)
    release(market, order)
    assert give_back(market, order, 500, BACK)
    assert accounts(market, order)["seller_available"] == -442
    assert "seller_pending" not in accounts(market, order)


def test_a_cause_gives_back_once(market: Cast) -> None:
    order = sell(market)
    assert give_back(market, order, 500, BACK)
    assert not give_back(market, order, 500, BACK)
    assert give_back(market, order, 100, {}, cause="return:y")
    assert kinds(market) == ["sale", "reversal", "reversal"]
    assert accounts(market, order)["refunds_due"] == -600
