"""A shop's money goes to an account that it proved, and a change of it waits two days in which any owner may say no."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.reading.bank_accounts import NotAClabe
from marketplace.kernel.work import AuditLine
from marketplace.money.payouts import accounts
from marketplace.money.payouts.errors import CheckNotSent, NoOpenAccount, SameAccount, TooManyAccounts
from marketplace.money.payouts.jobs import begin_accounts, start_accounts
from marketplace.money.payouts.models import PayoutAccount
from marketplace.people.sellers.models import ShopTax
from marketplace.platform.notifications.models import Notification
from marketplace.worker import Worker
from tests.cast import Cast
from tests.money.payouts import paying


def give(market: Cast, clabe: str = paying.CLABE) -> None:
    with market.as_alicia() as work:
        accounts.give_account(work, clabe)


def tell(market: Cast, centavos: int) -> bool:
    with market.as_alicia() as work:
        return accounts.tell_centavos(work, centavos)


def states(market: Cast) -> list[tuple[str, str, str | None]]:
    """The accounts of Hilos Alpaca, from the first on: last digits, state, why it ended."""
    with market.above() as work:
        rows = work.session.scalars(
            select(PayoutAccount).where(PayoutAccount.tenant_id == market.alpaca.id).order_by(PayoutAccount.id)
        )
        return [(one.clabe[-4:], one.state, one.ended_for) for one in rows]


def paid_to(market: Cast) -> str | None:
    with market.above() as work:
        return work.session.get_one(ShopTax, (market.alpaca.id, market.alpaca.id)).clabe


def hours_later(market: Cast, hours: int) -> None:
    """What waits was given so many hours earlier, and the clock looks."""
    with market.above() as work:
        earlier = PayoutAccount.starts_at - timedelta(hours=hours)
        work.session.execute(update(PayoutAccount).values(starts_at=earlier))
    with market.above("clock") as work:
        start_accounts(work)


def test_the_first_account_is_in_use_once_its_centavos_are_told(market: Cast) -> None:
    give(market)
    assert states(market) == [("7198", "unproven", None)]
    assert tell(market, paying.send_centavos(market.alpaca))
    assert states(market) == [("7198", "in_use", None)]
    assert paid_to(market) == paying.CLABE


def test_another_account_waits_two_days_and_the_first_is_paid_until_then(market: Cast) -> None:
    paying.prove(market)
    paying.prove(market, paying.OTHER_CLABE)
    assert states(market) == [("7198", "in_use", None), ("7771", "waiting", None)]
    hours_later(market, 47)
    assert paid_to(market) == paying.CLABE
    hours_later(market, 2)
    assert states(market) == [("7198", "over", "replaced"), ("7771", "in_use", None)]
    assert paid_to(market) == paying.OTHER_CLABE
    hours_later(market, 2)  # again does nothing
    assert states(market)[1] == ("7771", "in_use", None)


def test_an_owner_says_no_and_the_money_goes_where_it_went(market: Cast) -> None:
    paying.prove(market)
    paying.prove(market, paying.OTHER_CLABE)
    with market.as_alicia() as work:
        accounts.cancel_account(work)
    hours_later(market, 60)
    assert states(market) == [("7198", "in_use", None), ("7771", "over", "cancelled")]
    assert paid_to(market) == paying.CLABE
    with pytest.raises(NoOpenAccount), market.as_alicia() as work:
        accounts.cancel_account(work)


def test_waiting_alone_does_not_bring_an_unproven_account_into_use(market: Cast) -> None:
    paying.prove(market)
    give(market, paying.OTHER_CLABE)
    hours_later(market, 100)
    assert states(market)[1] == ("7771", "unproven", None)
    assert tell(market, paying.send_centavos(market.alpaca))  # the wait is over already
    assert states(market) == [("7198", "over", "replaced"), ("7771", "in_use", None)]


def test_three_wrong_tries_end_the_account(market: Cast) -> None:
    give(market)
    right = paying.send_centavos(market.alpaca)
    wrong = right % 99 + 1
    assert [tell(market, wrong) for _ in range(3)] == [False, False, False]
    assert states(market) == [("7198", "over", "mistyped")]
    with pytest.raises(NoOpenAccount):
        tell(market, right)
    assert states(market) == [("7198", "over", "mistyped")]


def test_centavos_are_not_told_before_they_are_sent(market: Cast) -> None:
    give(market)
    with pytest.raises(CheckNotSent):
        tell(market, paying.account_of(market.alpaca).check_minor)
    assert states(market) == [("7198", "unproven", None)]
    assert paying.account_of(market.alpaca).tries_left == accounts.TRIES


def test_another_one_takes_the_place_of_what_was_not_proven_yet(market: Cast) -> None:
    give(market)
    give(market, paying.OTHER_CLABE)
    assert states(market) == [("7198", "over", "cancelled"), ("7771", "unproven", None)]


def test_only_owners_give_prove_and_cancel(market: Cast) -> None:
    give(market)
    for act in (
        lambda work: accounts.give_account(work, paying.OTHER_CLABE),
        lambda work: accounts.tell_centavos(work, 1),
        accounts.cancel_account,
    ):
        with pytest.raises(NotAllowed), market.as_pia() as work:
            act(work)
    assert states(market) == [("7198", "unproven", None)]


def test_a_wrong_digit_the_same_account_and_too_many_are_refused(market: Cast) -> None:
    with pytest.raises(NotAClabe):
        give(market, paying.CLABE[:-1] + "9")
    give(market)
    with pytest.raises(SameAccount):
        give(market)
    for number in range(4):
        give(market, paying.OTHER_CLABE if number % 2 == 0 else paying.CLABE)
    with pytest.raises(TooManyAccounts):
        give(market, paying.OTHER_CLABE)
    assert len(states(market)) == 5


def test_every_owner_is_told_and_the_record_shows_four_digits(market: Cast, worker: Worker) -> None:
    paying.prove(market)
    give(market, paying.OTHER_CLABE)
    worker.drain()
    with market.above() as work:
        told = work.session.scalars(select(Notification).where(Notification.kind == "payout_account_given")).all()
        assert {one.email for one in told} == {market.alicia.email}
        assert len(told) == 2
        lines = work.session.scalars(select(AuditLine).where(AuditLine.verb.startswith("payout."))).all()
    assert lines
    assert all(clabe not in str(one.details) for one in lines for clabe in (paying.CLABE, paying.OTHER_CLABE))


def test_the_account_that_a_shop_opened_with_waits_to_be_proven_once(market: Cast) -> None:
    with market.above() as work:
        work.session.get_one(ShopTax, (market.alpaca.id, market.alpaca.id)).clabe = paying.CLABE
        work.session.get_one(ShopTax, (market.abedul.id, market.abedul.id)).clabe = None
    for _ in range(2):
        with market.above("clock") as work:
            begin_accounts(work)
    assert states(market) == [("7198", "unproven", None)]
