"""Who bears a lost chargeback: a shop with proof nothing, another what it had at most, the market the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.platform.chargebacks.rules import Share, share_loss


@pytest.mark.parametrize(
    ("amount", "orders", "shares"),
    [
        (1_000, [(1_000, 900, True)], [Share(1_000, 0)]),
        (1_000, [(1_000, 900, False)], [Share(1_000, 900)]),
        (500, [(1_000, 900, False)], [Share(500, 500)]),
        (1_000, [(600, 500, True), (400, 350, False)], [Share(600, 0), Share(400, 350)]),
        (1_000, [(1_000, -20, False)], [Share(1_000, 0)]),
        (1_000, [(0, 0, False), (0, 0, True)], [Share(500, 0), Share(500, 0)]),
    ],
)
def test_by_what_is_proven(amount: int, orders: list[tuple[int, int, bool]], shares: list[Share]) -> None:
    assert share_loss(amount, orders) == shares


@given(
    st.integers(1, 10**9),
    st.lists(st.tuples(st.integers(-10, 10**8), st.integers(-(10**6), 10**8), st.booleans()), min_size=1, max_size=6),
)
def test_the_shares_are_the_whole_and_no_shop_bears_more_than_it_had(
    amount: int, orders: list[tuple[int, int, bool]]
) -> None:
    shares = share_loss(amount, orders)
    assert sum(one.amount_minor for one in shares) == amount
    for share, (_worth, net, proven) in zip(shares, orders, strict=True):
        assert 0 <= share.shop_minor <= max(net, 0)
        assert share.shop_minor <= share.amount_minor
        assert not (proven and share.shop_minor)
