"""Every kind there is: it sums to zero, keeps to its accounts, has its words, and leaves books that agree with themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.ids import new_id
from marketplace.money import ledger
from marketplace.money.ledger import queries, rules
from marketplace.money.ledger import service as books
from marketplace.money.ledger.rules import BACK, TOUCHES, EntryKind, LedgerAccount, TransactionKind, backwards, check
from marketplace.money.ledger.web import words
from tests.cast import Cast
from tests.money.ledger.books import accounts, release, sell

Kind = TransactionKind
_AMOUNT = st.integers(1, 10**9)
_FEES = st.dictionaries(st.sampled_from(sorted(rules.OTHER_SIDE)), st.integers(-(10**6), 10**6))
MADE: dict[TransactionKind, st.SearchStrategy[list[rules.Entry]]] = {
    Kind.SALE: st.builds(rules.sale, _AMOUNT, _FEES),
    Kind.RELEASE: st.builds(rules.release, _AMOUNT),
    Kind.REVERSAL: st.builds(lambda amount, fees, there: rules.reversal(amount, fees, released=there), _AMOUNT, _FEES,
                             st.booleans()),
    Kind.REFUND: st.builds(rules.refunded, _AMOUNT),
    Kind.ADJUSTMENT: st.builds(rules.adjustment, st.integers(-(10**9), 10**9)),
    Kind.CREDIT: st.builds(rules.credit, _AMOUNT),
    Kind.CLAIM: st.builds(rules.claim, _AMOUNT),
    Kind.DISPUTE: st.builds(rules.dispute, _AMOUNT),
    Kind.DISPUTE_LOST: st.builds(
        lambda amount, part, there: rules.dispute_lost(amount, amount * part // 200, amount * part // 300, released=there),
        _AMOUNT, st.integers(0, 100), st.booleans(),
    ),
    Kind.DISPUTE_FEE: st.builds(rules.dispute_fee, _AMOUNT),
    Kind.PROCESSING_COST: st.builds(rules.processing_cost, _AMOUNT, st.integers(0, 10**6)),
}  # fmt: skip


@pytest.mark.parametrize("kind", MADE)
def test_it_sums_to_zero_in_its_own_accounts_and_its_reversal_takes_all_of_it_back(kind: TransactionKind) -> None:
    @given(MADE[kind])
    def holds(entries: list[rules.Entry]) -> None:
        check(kind, entries)
        if kind in BACK:
            check(BACK[kind], backwards(entries))
            whole: Counter[Any] = Counter()
            for one in (*entries, *backwards(entries)):
                whole[one.account, one.kind, one.shop] += one.amount_minor
            assert not any(whole.values())

    holds()


def test_each_kind_is_made_by_one_function_or_takes_one_back_and_says_its_accounts() -> None:
    paid_out = {kind for kind in Kind if kind.startswith(("payout", "account_check"))}  # tests/money/payouts
    assert set(MADE) | set(BACK.values()) | paid_out == set(Kind) == set(TOUCHES)
    assert not set(MADE) & set(BACK.values())
    assert set().union(*TOUCHES.values()) == set(LedgerAccount)


@pytest.mark.parametrize("language", ["es_MX", "en"])
def test_each_kind_and_account_has_its_words(app: Flask, language: str) -> None:
    every: tuple[tuple[Callable[[str], str], Any], ...] = (
        (words.movement_label, EntryKind), (words.account_label, LedgerAccount), (words.transaction_label, Kind),
    )  # fmt: skip
    with app.test_request_context(), force_locale(language):
        for say, vocabulary in every:
            assert all(say(one.value) for one in vocabulary)


@pytest.mark.parametrize("language", ["es_MX", "en"])
def test_each_cause_has_its_words_with_an_order_and_without(app: Flask, language: str) -> None:
    causes = ("order", "cancel", "return", "claim", "dispute", "adjustment", "chargeback", "charge")
    with app.test_request_context(), force_locale(language):
        assert all("7FQ6" in words.cause_label(f"{cause}:x", "7FQ6") for cause in causes)
        assert all(words.cause_label(f"{cause}:x", "") for cause in causes)


def test_an_adjustment_and_a_credit_are_available_at_once_and_taken_back_entry_by_entry(market: Cast) -> None:
    order = sell(market)
    with market.above() as work:
        of_it = {"tenant_id": order.shop.id, "order_id": order.id}
        assert books.record_adjustment(work, **of_it, cause="adjustment:a", amount_minor=-300)
        assert not books.record_adjustment(work, **of_it, cause="adjustment:a", amount_minor=-300)
        assert books.record_credit(work, **of_it, cause="adjustment:b", amount_minor=50)
    found = accounts(market, order)
    assert (found["seller_available"], found["adjustments"], found["credits"]) == (250, -300, 50)
    assert found["seller_pending"] == -884
    with market.above() as work:
        assert books.reverse(work, Kind.ADJUSTMENT, "adjustment:a")
        assert not books.reverse(work, Kind.ADJUSTMENT, "adjustment:a")
        with pytest.raises(LookupError):
            books.reverse(work, Kind.CREDIT, "adjustment:a")
        with pytest.raises(KeyError):
            books.reverse(work, Kind.SALE, f"order:{order.id}")
    found = accounts(market, order)
    assert "adjustments" not in found
    assert found["seller_available"] == -50
    release(market, order)
    assert accounts(market, order)["seller_available"] == -934


def test_a_chargeback_is_nobodys_until_it_is_decided(market: Cast) -> None:
    order = sell(market)
    before = accounts(market, order)
    with market.above() as work:
        books.record_dispute(work, cause="chargeback:x", amount_minor=1_000)
        books.record_dispute_fee(work, cause="chargeback:x", amount_minor=150_00)
    assert accounts(market, order) == before
    assert _whole(market, "disputes", "processing") == (1_000, 150_00)
    with market.above() as work:
        assert books.reverse(work, Kind.DISPUTE, "chargeback:x")
        assert books.reverse(work, Kind.DISPUTE_FEE, "chargeback:x")
    assert _whole(market, "disputes", "processing") == (0, 0)


def test_of_a_chargeback_that_is_lost_the_shop_bears_its_part_and_the_market_the_rest(market: Cast) -> None:
    order = sell(market)
    with market.above() as work:
        books.record_dispute(work, cause="chargeback:x", amount_minor=1_000)
        books.record_dispute_lost(
            work, tenant_id=order.shop.id, order_id=order.id, cause="chargeback:x", amount_minor=1_000, shop_minor=600
        )
    assert _whole(market, "disputes", "losses", "seller_pending") == (0, 400, -284)


def test_what_charging_costs_stands_against_what_was_charged_for_it(market: Cast) -> None:
    with market.above() as work:
        fees = {"processing": 40, "processing_iva": 6}
        books.record_sale(work, tenant_id=market.alpaca.id, order_id=new_id(), total_minor=1_000, fees=fees)
        books.record_processing_cost(work, cause="charge:x", fee_minor=36, iva_minor=6)
    assert _whole(market, "processing", "iva_payable", "provider") == (-4, 0, 958)


def _whole(market: Cast, *names: str) -> tuple[int, ...]:
    with market.above() as work:
        sums = dict(queries.trial_balance(work))
    return tuple(sums.get(name, 0) for name in names)


def test_whatever_is_written_in_whatever_order_the_books_agree_with_themselves(market: Cast) -> None:
    steps = st.lists(
        st.sampled_from(sorted(MADE)).flatmap(
            lambda kind: st.tuples(st.just(kind), MADE[kind], st.booleans(), st.booleans())
        ),
        max_size=20,
    )

    @settings(max_examples=12, deadline=None)
    @given(steps)
    def agree(written: list[tuple[TransactionKind, list[rules.Entry], bool, bool]]) -> None:
        with market.above() as work:
            for kind, entries, neighbour, taken_back in written:
                cause = f"test:{new_id()}"
                shop = market.abedul if neighbour else market.alpaca
                books.post(work, kind=kind, cause=cause, tenant_id=shop.id, entries=entries)
                if taken_back and kind in BACK and entries:
                    books.reverse(work, kind, cause)
        with market.above() as work:
            assert sum(amount for _account, amount in queries.trial_balance(work)) == 0
            assert queries.unbalanced_transactions(work) == []
            assert queries.wrong_balances(work) == []
        for standing in (market.as_alicia, market.as_bruno):
            with standing() as work:
                today = mexican_day(work.now)
                told, kept = ledger.statement(work, today, today), ledger.balance(work)
                assert told.opening_minor == 0
                assert (told.pending_minor, told.available_minor) == (kept.pending_minor, kept.available_minor)
                every = sum(entry.amount_minor for entry in ledger.entries_of(work, today, today))
                assert every == told.movements_minor == told.closing_minor

    agree()
