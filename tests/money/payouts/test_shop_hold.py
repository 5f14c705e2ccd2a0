"""What a decision holds of a whole shop stays behind when it is paid, to the peso, and goes with the next payout when it ends."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.ids import new_id
from marketplace.money.payouts import rules, service, shop_holds
from marketplace.money.payouts.models import ShopHold
from tests.cast import Cast
from tests.money.ledger import books
from tests.money.payouts import paying
from tests.money.payouts.paying import agrees
from tests.platform.moderation.reporting import days_from_now
from tests.racing import at_once

CAUSE = "measure:1"


def today() -> date:
    return mexican_day(clock.now())


def hold(market: Cast, amount_minor: int | None = None, *, days: int = 20, first: date | None = None) -> None:
    """Hold what Hilos Alpaca is due, from today."""
    first = first or today()
    with market.above() as work:
        shop_holds.hold_shop_money(
            work, tenant_id=market.alpaca.id, cause=CAUSE, amount_minor=amount_minor, first_day=first,
            last_day=first + timedelta(days=days - 1),
        )  # fmt: skip


def free(market: Cast) -> None:
    with market.above() as work:
        shop_holds.free_shop_money(work, tenant_id=market.alpaca.id, cause=CAUSE)


def pay(market: Cast) -> tuple[int, int]:
    """Pay Hilos Alpaca on the next day that it was not paid on; gives what was paid, and what stayed behind."""
    made = paying.pay(market, max([paying.DAY, *(one.due_on + timedelta(days=1) for one in paying.payouts(market))]))
    return (made.amount_minor, made.kept_minor) if made else (0, 0)


def shown(market: Cast) -> tuple[int, int]:
    """What the shop's page calls available, and held by a decision."""
    told = paying.money(market)
    return told.available_minor, told.kept_minor


def test_while_all_is_held_nothing_is_paid_and_when_it_is_freed_all_of_it_is(market: Cast) -> None:
    paying.prove(market)
    paying.available(market)
    hold(market)
    assert pay(market) == (0, 0)
    paying.available(market, 2_000)
    assert (pay(market), shown(market)) == ((0, 0), (0, 884 + 1_884))
    assert paying.money(market).next.kept_minor == 884 + 1_884
    assert paying.stands(market) == {"available": 884 + 1_884}  # nothing moved in the books
    free(market)
    assert shown(market) == (884 + 1_884, 0)
    assert pay(market) == (884 + 1_884, 0)
    agrees(market)


def test_up_to_an_amount_the_rest_is_paid_and_what_is_paid_and_held_is_what_was_due(market: Cast) -> None:
    paying.prove(market)
    older, newer = paying.available(market), paying.available(market, 2_000)
    hold(market, 1_000)
    assert shown(market) == (1_768, 1_000)
    payout = paying.pay(market)
    assert payout is not None
    assert (payout.amount_minor, payout.kept_minor, payout.orders) == (1_768, 1_000, 2)
    with market.as_alicia() as work:  # the newest orders stay first
        gave = service.ledger.orders_paid_out(work, payout.transaction_id)
    assert gave == {older.id: 884, newer.id: 884}
    assert paying.stands(market) == {"on_way": 1_768, "available": 1_000}
    agrees(market)


def test_what_was_left_behind_long_ago_is_paid_when_it_ends_by_itself(
    market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    paying.prove(market)
    paying.available(market)
    hold(market, 500, days=10)
    assert pay(market) == (384, 500)
    for _ in range(2):
        monkeypatch.setattr(clock, "now", days_from_now(4))
        paying.available(market)
        assert pay(market) == (884, 500)  # no more is held for there being more
    monkeypatch.setattr(clock, "now", days_from_now(2))
    assert shown(market) == (500, 0)
    assert pay(market) == (500, 0)
    assert paying.stands(market) == {"on_way": 3 * 884}
    agrees(market)


def test_it_holds_on_its_days_and_on_no_other(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    paying.prove(market)
    hold(market, days=2, first=today() + timedelta(days=1))
    paying.available(market)
    assert pay(market) == (884, 0)  # it begins tomorrow
    paying.available(market)
    for _ in range(2):
        monkeypatch.setattr(clock, "now", days_from_now(1))
        assert pay(market) == (0, 0)
    monkeypatch.setattr(clock, "now", days_from_now(1))
    assert pay(market) == (884, 0)


def test_no_more_is_held_than_there_is_and_a_payout_is_never_below_nothing(market: Cast) -> None:
    paying.prove(market)
    order = paying.available(market)
    assert pay(market) == (884, 0)
    books.give_back(market, order, 1_000, {"commission": -100, "commission_iva": -16})
    hold(market, 5_000)
    assert shown(market) == (-884, 0)
    paying.available(market, 3_000)
    assert (pay(market), shown(market)) == ((0, 0), (0, 2_000))
    paying.available(market, 4_000)
    assert pay(market) == (884, 5_000)
    agrees(market)


def test_what_goes_back_to_a_buyer_is_taken_as_ever(market: Cast) -> None:
    paying.prove(market)
    order = paying.available(market)
    hold(market)
    assert books.give_back(market, order, 1_000, {"commission": -100, "commission_iva": -16})
    assert paying.stands(market) == {}
    free(market)
    assert pay(market) == (0, 0)
    agrees(market)


def test_what_is_held_of_an_order_and_of_the_shop_is_held_once(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    paying.prove(market)
    disputed, free_one = paying.available(market), paying.available(market)
    monkeypatch.setattr(service, "held_by_order", lambda _work, _tenant: {disputed.id: None})
    hold(market, 300)
    payout = paying.pay(market)
    assert payout is not None
    assert (payout.amount_minor, payout.kept_minor) == (584, 300)
    with market.as_alicia() as work:
        assert service.ledger.orders_paid_out(work, payout.transaction_id) == {free_one.id: 584}


def test_a_deposit_that_comes_back_is_held_with_the_rest(market: Cast) -> None:
    paying.prove(market)
    greta, fidel = paying.finance("Greta"), paying.finance("Fidel")
    paying.available(market)
    payout = paying.pay(market)
    assert payout is not None
    number = paying.send(fidel)
    hold(market)
    assert paying.answer(greta, number, f"{payout.code},rechazado,x") == ["taken"]
    paying.prove_now(market)
    assert (pay(market), shown(market)) == ((0, 0), (0, 884))
    agrees(market)


def test_it_is_the_shops_to_read_and_nobody_elses(market: Cast) -> None:
    hold(market)
    with market.as_alicia() as work:
        assert [one.cause for one in shop_holds.holds_of_shop(work, market.alpaca.id)] == [CAUSE]
    with market.as_bruno() as work:
        assert shop_holds.holds_of_shop(work, market.alpaca.id) == []


@pytest.mark.parametrize(("amount_minor", "days"), [(0, 5), (-1, 5), (None, 91), (None, 0)])
def test_the_database_holds_amount_and_days(market: Cast, amount_minor: int | None, days: int) -> None:
    with pytest.raises(IntegrityError):
        hold(market, amount_minor, days=days)
    hold(market, days=90)


@given(
    st.dictionaries(st.sampled_from([None, *(new_id() for _ in range(5))]), st.integers(-5_000, 5_000)),
    st.none() | st.integers(0, 9_000),
)
def test_what_is_given_and_what_stays_are_what_there_was(by_order: dict[UUID | None, int], most: int | None) -> None:
    given_, kept = rules.keep_back(by_order, most)
    there = sum(by_order.values())
    assert sum(given_.values()) + kept == there
    assert 0 <= kept <= max(0, there)
    assert kept == max(0, there) if most is None else kept <= most
    assert sum(given_.values()) >= min(0, there)
    assert all(amount <= by_order[order] and (amount > 0) == (by_order[order] > 0) for order, amount in given_.items())


def beside_a_payout(app: Flask, market: Cast, act: Any) -> int:
    """Something is done while the shop is paid; gives what was paid."""

    def run(number: int, together: threading.Barrier) -> None:
        together.wait()
        if number:
            paying.pay(market)
        else:
            act(market)

    assert at_once(app, 2, run) == [None, None]
    return sum(one.amount_minor for one in paying.payouts(market))


def test_a_hold_beside_a_payout_is_before_it_or_after_it(app: Flask, market: Cast) -> None:
    paying.prove(market)
    paying.available(market)
    paid = beside_a_payout(app, market, lambda market: hold(market, 500))
    assert (paid, shown(market)) in [(884, (0, 0)), (384, (0, 500))]
    assert paid + sum(shown(market)) == 884
    agrees(market)


def test_freeing_beside_a_payout_loses_nothing(app: Flask, market: Cast) -> None:
    paying.prove(market)
    paying.available(market)
    hold(market, 500)
    paid = beside_a_payout(app, market, free)
    assert (paid, shown(market)) in [(884, (0, 0)), (384, (500, 0))]
    assert pay(market)[0] == 884 - paid  # whichever came first, the next one takes the rest
    agrees(market)


def held_while_paying(app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch, *, wait: float) -> bool:
    """A payout has read what it may pay when somebody holds the money; says whether that was done before the payout was."""
    read, held, found = threading.Event(), threading.Event(), list[bool]()
    worth = rules.is_worth_paying

    def is_worth_paying(*said: Any) -> bool:
        read.set()
        found.append(held.wait(wait))
        return worth(*said)

    monkeypatch.setattr(rules, "is_worth_paying", is_worth_paying)

    def run(number: int, _together: threading.Barrier) -> None:
        if number:
            paying.pay(market)
            return
        read.wait(60)
        hold(market)
        held.set()

    assert at_once(app, 2, run) == [None, None]
    return found[0]


def test_who_holds_waits_for_the_payout_that_has_read_what_there_is(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    paying.prove(market)
    paying.available(market)
    assert not held_while_paying(app, market, monkeypatch, wait=1)
    assert (paying.stands(market), shown(market)) == ({"on_way": 884}, (0, 0))


def test_the_control_without_the_lock_what_is_held_is_paid(
    app: Flask, market: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    paying.prove(market)
    paying.available(market)
    monkeypatch.setattr(service.ledger, "lock_available", lambda _work, _tenant: None)
    assert held_while_paying(app, market, monkeypatch, wait=60)
    with market.above() as work:
        assert work.session.scalars(select(ShopHold.freed_at)).all() == [None]
    assert paying.stands(market) == {"on_way": 884}
