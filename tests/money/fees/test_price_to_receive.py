"""Who wants so much to be left asks for its price: the lowest that leaves it, by the same arithmetic as the sale."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from marketplace.money.fees.asking import price_to_receive
from marketplace.money.fees.rules import fees_for, net, total
from marketplace.money.taxes.rules import TaxStanding
from tests.cast import Cast
from tests.money.fees.selling import sale
from tests.money.taxes.law import SCHEDULE

MOST = 1_000_000_000


def left(price: int, category: str = "hogar", standing: TaxStanding = TaxStanding.REGISTERED) -> int:
    return net(price, 0, total(fees_for(sale(price, category=category, standing=standing), SCHEDULE)))


def asked(net_minor: int, category: str = "hogar", standing: TaxStanding = TaxStanding.REGISTERED) -> int | None:
    return price_to_receive(net_minor, category, SCHEDULE, standing=standing, most_minor=MOST)


def test_the_price_of_the_published_example_is_found_from_what_it_leaves() -> None:
    price = asked(88_708)
    assert price is not None
    assert price <= 116_000
    assert left(price) >= 88_708
    assert left(price - 1) < 88_708


@given(
    st.integers(0, 50_000_000),
    st.sampled_from(["hogar", "electronica", "novela", "miel"]),
    st.sampled_from(TaxStanding),
)
def test_it_leaves_what_was_asked_and_no_lower_price_near_it_does(
    wanted: int, category: str, standing: TaxStanding
) -> None:
    price = asked(wanted, category, standing)
    assert price is not None
    assert left(price, category, standing) >= wanted
    assert all(left(lower, category, standing) < wanted for lower in range(max(1, price - 60), price))


def test_nothing_to_receive_is_the_price_that_covers_its_fees() -> None:
    even = asked(0)
    assert even is not None
    assert left(even) >= 0 > left(even - 1)


def test_more_than_any_price_leaves_is_no_price() -> None:
    assert asked(MOST) is None


def test_the_page_answers_both_ways(browser_client: FlaskClient, market: Cast) -> None:
    price = asked(50_000)
    assert price is not None
    page = browser_client.get("/tarifas?recibir=500").text
    assert f"{price / 100:.2f}" in page
    assert "Para recibir $500.00" in page
    assert "te llega cero" in page


@pytest.mark.parametrize("said", ["muchos", "-5", "850.505", "999999999999", "0"])
def test_what_is_no_amount_stays_in_its_box_and_is_said_there(
    browser_client: FlaskClient, market: Cast, said: str
) -> None:
    for name in ("recibir", "precio"):
        answer = browser_client.get(f"/tarifas?{name}={said}")
        assert answer.status_code == 200
        assert f'id="{name}-mal"' in answer.text
        assert f'value="{said}"' in answer.text
        assert "Para recibir" not in answer.text
    assert 'id="recibir-mal"' not in browser_client.get("/tarifas?recibir=").text
