"""A shop is paid what it has available, once for a day, and the books say of which orders."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from marketplace.money import ledger
from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.payouts.rules import Every, PayDay, Plan
from marketplace.money.payouts.service import choose_plan, payable_now
from tests.cast import Cast
from tests.money.ledger import books
from tests.money.payouts import paying
from tests.money.payouts.paying import agrees


def by_order(market: Cast, transaction_id: object) -> dict[object, int]:
    with market.as_alicia() as work:
        return dict(ledger.orders_paid_out(work, transaction_id))  # type: ignore[arg-type]


def test_all_that_is_available_goes_on_its_way_order_by_order(market: Cast) -> None:
    paying.prove(market)
    first, second = paying.available(market), paying.available(market, 2_000)
    books.sell(market, 5_000)  # has not arrived
    payout = paying.pay(market)
    assert payout is not None
    assert (payout.amount_minor, payout.orders, payout.state) == (884 + 1_884, 2, "due")
    assert (payout.clabe, payout.due_on) == (paying.CLABE, paying.DAY)
    assert by_order(market, payout.transaction_id) == {first.id: 884, second.id: 1_884}
    assert paying.stands(market) == {"on_way": 2_768, "pending": 4_884}
    agrees(market)


def test_a_day_pays_once(market: Cast) -> None:
    paying.prove(market)
    paying.available(market)
    assert paying.pay(market) is not None
    paying.available(market)
    assert paying.pay(market) is None
    assert [one.amount_minor for one in paying.payouts(market)] == [884]
    assert paying.stands(market) == {"on_way": 884, "available": 884}


def test_the_next_day_pays_what_came_since_and_nothing_twice(market: Cast) -> None:
    paying.prove(market)
    paying.available(market)
    paying.pay(market)
    later = paying.available(market, 700)
    second = paying.pay(market, paying.DAY + timedelta(days=7))
    assert second is not None
    assert by_order(market, second.transaction_id) == {later.id: 584}
    assert second.since == paying.DAY
    assert paying.stands(market) == {"on_way": 884 + 584}
    agrees(market)


def test_nothing_is_paid_to_an_account_that_is_not_proven(market: Cast) -> None:
    paying.available(market)
    assert paying.pay(market) is None
    with market.as_alicia() as work:
        from marketplace.money.payouts import accounts

        accounts.give_account(work, paying.CLABE)
    assert paying.pay(market) is None
    assert paying.stands(market) == {"available": 884}


def test_below_what_the_shop_chose_it_waits_for_more(market: Cast) -> None:
    paying.prove(market)
    with market.as_alicia() as work:
        choose_plan(work, Plan(Every.WEEK, PayDay.FRIDAY, 1_000), seen_version=0)
    paying.available(market)
    assert paying.pay(market) is None
    paying.available(market)
    payout = paying.pay(market)
    assert payout is not None
    assert payout.amount_minor == 2 * 884


def test_what_is_owed_is_taken_of_the_next_ones_and_shown_as_such(market: Cast) -> None:
    paying.prove(market)
    order = paying.available(market)
    paying.pay(market)
    books.give_back(market, order, 1_000, {"commission": -100, "commission_iva": -16})
    assert paying.stands(market) == {"available": -884, "on_way": 884}
    assert paying.pay(market, paying.DAY + timedelta(days=7)) is None
    more = paying.available(market, 3_000)
    payout = paying.pay(market, paying.DAY + timedelta(days=7))
    assert payout is not None
    assert by_order(market, payout.transaction_id) == {order.id: -884, more.id: 2_884}
    assert payout.amount_minor == 2_000
    agrees(market)


def test_the_money_is_the_same_whoever_asks_how_much(market: Cast) -> None:
    paying.prove(market)
    paying.available(market)
    with market.as_alicia() as seller:
        assert sum(payable_now(seller, market.alpaca.id).values()) == 884
    with market.as_bruno() as neighbour:
        assert payable_now(neighbour, market.alpaca.id) == {}


def test_a_payout_sums_to_zero_and_is_the_shops_alone(market: Cast) -> None:
    paying.prove(market)
    paying.available(market)
    payout = paying.pay(market)
    assert payout is not None
    with market.above() as work:
        entries = select(func.sum(LedgerEntry.amount_minor), func.count()).where(
            LedgerEntry.transaction_id == payout.transaction_id
        )
        assert tuple(work.session.execute(entries).one()) == (0, 2)
    with market.as_bruno() as work:
        assert ledger.orders_paid_out(work, payout.transaction_id) == {}
