"""Money goes back once, whoever gives it: the provider, the market's bank, or the bank of who bought by a chargeback."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.kernel.ids import new_id
from marketplace.money.ledger.queries import trial_balance
from marketplace.money.payments import NotStuck, RefundState
from marketplace.money.payments.gateways import get_twin
from marketplace.money.payments.models import PaymentAttempt, ProviderEvent, Refund
from marketplace.money.payments.provider_events import judge_again, take_answer
from marketplace.money.payments.rules import Verdict, refund_key
from marketplace.money.payments.told import EventKind, Told
from marketplace.money.payouts import bank_files
from marketplace.money.payouts.errors import NothingToPay
from marketplace.platform.desk.comparing import differences
from marketplace.platform.notifications.models import Notification
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.disputing import decide, hear, take_back
from tests.money.payouts import paying
from tests.racing import at_once


def refunds(market: Cast) -> list[Refund]:
    with market.above() as work:
        return list(work.session.scalars(select(Refund)))


def cancel(market: Cast, worker: Worker, code: str) -> Purchase:
    with market.above("own cancellation") as work:
        orders.cancel_order(work, code, words="", buyer_id=market.carla.id)
    worker.drain()
    with market.above() as work:
        return work.session.scalars(select(Purchase)).one()


def asked_where_to(market: Cast) -> bool:
    with market.above() as work:
        return "refund_stuck" in work.session.scalars(select(Notification.kind)).all()


def agrees(market: Cast) -> dict[str, int]:
    with market.above() as work:
        assert list(differences(work)) == []
        return {account: amount for account, amount in trial_balance(work) if amount}


def test_while_a_bank_decides_nothing_goes_back_and_what_it_keeps_settles_what_was_owed(
    market: Cast, worker: Worker
) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    take_back(market, worker)
    bought = cancel(market, worker, code)
    (one,) = refunds(market)
    assert (one.state, one.asked_at, asked_where_to(market)) == ("due", None, False)
    with pytest.raises(NotStuck):
        paying.say_account(market, bought)
    decide(market, worker, won=False)
    (one,) = refunds(market)
    assert (one.state, one.way) == ("succeeded", "chargeback")
    with pytest.raises(NotStuck):
        paying.say_account(market, bought)
    left = agrees(market)
    assert "refunds_due" not in left
    assert "losses" not in left  # nobody loses anything: the price went back, by their bank
    assert not asked_where_to(market)


def test_what_the_market_won_goes_back_as_it_came(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    take_back(market, worker)
    cancel(market, worker, code)
    decide(market, worker, won=True)
    worker.drain()
    (one,) = refunds(market)
    assert (one.state, one.way) == ("succeeded", "provider")
    assert "refunds_due" not in agrees(market)


def test_who_has_it_from_their_bank_is_owed_it_no_more(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    take_back(market, worker)
    decide(market, worker, won=False)
    cancel(market, worker, code)
    assert refunds(market) == []
    agrees(market)


def test_what_was_given_back_at_the_provider_is_refused_and_no_account_is_asked_for(
    market: Cast, worker: Worker
) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with get_twin().store.change() as shelf:
        (charge,) = shelf.all("charge")
        shelf.put({**charge, "amount_refunded": charge["amount"], "refunded": True})
    bought = cancel(market, worker, code)
    (one,) = refunds(market)
    assert (one.state, one.failure, asked_where_to(market)) == ("refused", "charge_already_refunded", False)
    with pytest.raises(NotStuck):
        paying.say_account(market, bought)
    with market.above() as work:
        assert work.session.scalars(select(ProviderEvent).where(ProviderEvent.verdict == "refund_refused")).one()
    agrees(market)


def doubt(market: Cast) -> Verdict:
    """The provider says that it gave back what goes by the bank."""
    (one,) = refunds(market)
    with market.above("webhook") as work:
        said = Told("late", EventKind.REFUND_SUCCEEDED, "x", "re", refund_key(one.id), one.amount_minor, "MXN")
        return take_answer(work, "stripe", said)


def test_what_is_doubted_stays_out_of_files_and_goes_no_more_once_somebody_is_sure(
    market: Cast, worker: Worker
) -> None:
    paying.say_account(market, paying.buy_at_oxxo(market, worker))
    assert doubt(market) is Verdict.REFUND_DOUBTED
    with pytest.raises(NothingToPay):
        paying.send(paying.finance("Fidel"))
    with market.as_sergio() as work:
        event = work.session.scalars(select(ProviderEvent.id).where(ProviderEvent.verdict == "refund_doubted")).one()
        assert judge_again(work, event) is Verdict.TAKEN
    worker.drain()
    assert [one.state for one in paying.refund_transfers(market)] == ["failed"]
    assert [(one.state, one.way) for one in refunds(market)] == [("succeeded", "provider")]
    agrees(market)


def test_what_a_provider_that_was_left_is_at_is_not_sent_by_the_bank_too(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above("own cancellation") as work:
        orders.cancel_order(work, code, words="", buyer_id=market.carla.id)
    with market.above() as work:
        made = work.session.scalars(select(Order)).one()
        work.session.add(
            Refund(
                id=new_id(), charge_id=work.session.scalars(select(PaymentAttempt.charge_id)).one(),
                tenant_id=made.tenant_id, order_id=made.id, cause="x", amount_minor=1, state=RefundState.PENDING,
                created_at=work.now, provider_ref="re_old", way="provider", times_stuck=0,
            )
        )  # fmt: skip
        work.session.scalars(select(PaymentAttempt)).one().provider = "sandbox"
    from marketplace.money.payments import service

    with market.above("refund") as work:
        pending = work.session.scalars(select(Refund.id).where(Refund.cause == "x")).one()
        asked = service.ask_refund(work, pending)
        assert asked is not None
        assert work.session.get_one(Refund, pending).state == "pending"


def test_what_a_bank_sends_back_before_it_said_that_it_arrived_is_asked_for_again(market: Cast, worker: Worker) -> None:
    paying.say_account(market, paying.buy_at_oxxo(market, worker))
    number = paying.send(paying.finance("Fidel"))
    (one,) = paying.refund_transfers(market)
    assert paying.answer(paying.finance("Greta"), number, f"{one.code},devuelto,Cuenta cerrada") == ["taken"]
    assert [(one.state, one.failure) for one in refunds(market)] == [("failed", "Cuenta cerrada")]
    agrees(market)


def test_for_a_day_another_account_may_be_said_before_anything_leaves(market: Cast, worker: Worker) -> None:
    bought = paying.buy_at_oxxo(market, worker)
    paying.say_account(market, bought, waited=False)
    fidel = paying.finance("Fidel")
    with pytest.raises(NothingToPay):
        paying.send(fidel)
    paying.say_account(market, bought, paying.OTHER_CLABE)
    with paying.as_staff(fidel) as work:
        file = bank_files.prepare_file(work)
        assert [one.clabe for one in bank_files.refunds_in(work, file)] == [paying.OTHER_CLABE]


def test_nobody_pays_themselves_what_they_took_over_from_a_guest(market: Cast, worker: Worker) -> None:
    from marketplace.money.payouts import hand_refunds_over

    paying.say_account(market, paying.buy_at_oxxo(market, worker))
    fidel = paying.finance("Fidel")
    with market.above() as work:
        hand_refunds_over(work, market.carla.id, fidel.id)
    with pytest.raises(NothingToPay):
        paying.send(fidel)


def test_hearing_it_again_changes_nothing(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    take_back(market, worker)
    cancel(market, worker, code)
    decide(market, worker, won=False)
    before = agrees(market)
    hear(market, worker)
    assert agrees(market) == before


def test_a_file_and_another_account_at_once_wait_for_each_other_and_send_one(
    app: Flask, market: Cast, worker: Worker
) -> None:
    """Both lock the charge before the transfer: neither gives way to a deadlock, whichever is first."""
    bought = paying.buy_at_oxxo(market, worker)
    paying.say_account(market, bought)
    fidel = paying.finance("Fidel")

    def run(number: int, together: threading.Barrier) -> object:
        together.wait()
        try:
            return (
                paying.send(fidel) if number else paying.say_account(market, bought, paying.OTHER_CLABE, waited=False)
            )
        except (NotStuck, NothingToPay) as refusal:
            return refusal

    for one in at_once(app, 2, run):
        assert isinstance(one, (str, int, NotStuck, NothingToPay)), one
    (transfer,) = paying.refund_transfers(market)
    sent = transfer.file_id is not None
    assert (transfer.clabe, transfer.state) == ((paying.CLABE, "sent") if sent else (paying.OTHER_CLABE, "due"))
    agrees(market)
