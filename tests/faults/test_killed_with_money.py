"""Web and worker killed with -9 wherever they ask for money or write of it: one charge, one refund, one transfer, one file.

Each test ends with all of money's rules, and with the books against what the provider's twin remembers.
"""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from sqlalchemy import Engine, func, select

from marketplace.kernel.errors import Refusal
from marketplace.kernel.settings import Settings
from marketplace.money.payments import answer_chargeback, get_twin, hear_twin
from marketplace.money.payments.asking import open_page
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payments.models import Charge, PaymentAttempt, Refund
from marketplace.money.payouts.models import Payout, PayoutFile
from marketplace.money.payouts.service import make_payout
from marketplace.serve import environment
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.rules import CancelReason
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.faults.dying import end_leases, work_until_dead
from tests.money.machine.holding import Watch, look_when_quiet
from tests.money.machine.stripe_road import open_at_stripe
from tests.money.payments.disputing import hear, take_back
from tests.money.payouts import paying

pytestmark = [pytest.mark.faults, pytest.mark.slow]

WRITING = ("inside", "before_commit", "after_commit")


def ask_until_dead(settings: Settings, point: str, *asked: str) -> None:
    """Ask a web process for something that it dies of."""
    command = [sys.executable, "-m", "tests.faults.at_desk", point, *asked]
    ended = subprocess.run(command, env=environment(settings), capture_output=True, check=False, timeout=240)
    assert ended.returncode == -signal.SIGKILL, ended.stderr[-2_000:]


def recover(market: Cast, worker: Worker, administrator: Engine) -> None:
    """Another worker ends what the dead one held, what was told is heard, and all of it agrees."""
    end_leases(market)
    worker.drain()
    hear(market, worker)
    Watch().look(administrator, market)
    look_when_quiet(administrator)


def at_provider(kind: str) -> int:
    """How many of a kind there are at the provider."""
    with get_twin().store.change() as shelf:
        return len(shelf.all(kind))


@pytest.mark.parametrize(
    "point",
    ["before post /v1/customers", "after post /v1/customers", "before post /v1/checkout/sessions",
     "after post /v1/checkout/sessions", "before_commit", "after_commit"],
)  # fmt: skip
def test_a_web_process_that_asks_for_a_charge(
    market: Cast, worker: Worker, settings: Settings, administrator: Engine, point: str
) -> None:
    placed = make.place(market, [make.line(make.goods(market))], opened=False)
    ask_until_dead(settings, point, "page", str(placed.purchase_id))
    page = open_page(placed.purchase_id)
    assert open_page(placed.purchase_id) == page
    assert at_provider("checkout.session") == 1
    make.pay(market, placed)
    recover(market, worker, administrator)
    assert at_provider("charge") == 1
    with market.above() as work:
        assert work.session.scalars(select(Charge.state)).all() == ["succeeded"]
        assert work.session.scalars(select(PaymentAttempt.state)).all() == ["succeeded"]


@pytest.mark.parametrize("point", ["before post /v1/refunds", "after post /v1/refunds", *WRITING])
def test_a_worker_that_gives_money_back(
    market: Cast, worker: Worker, settings: Settings, administrator: Engine, point: str
) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_alicia() as work:
        orders.cancel_order(work, code, why=CancelReason.NO_CARRIER)
    assert work_until_dead(settings, point, "send_refund") == signal.SIGKILL
    recover(market, worker, administrator)
    assert at_provider("refund") == 1
    with market.above() as work:
        assert work.session.scalars(select(Refund.state)).all() == ["succeeded"]


@pytest.mark.parametrize("point", ["after get /v1/customers/.+", "after post /v1/refunds", "before_commit"])
def test_a_worker_that_returns_what_was_transferred_too_much(
    market: Cast, worker: Worker, settings: Settings, administrator: Engine, point: str
) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    with market.above() as work:
        attempt = make.attempt_of(work, placed.purchase_id)
        session, amount = attempt.provider_ref or "", attempt.amount_minor
    with get_twin().store.change() as shelf:
        acts.choose_spei(shelf, session)
        acts.transfer(shelf, session, amount + 4_321)
    with market.above("webhook") as work:
        hear_twin(work)
    assert work_until_dead(settings, point, "return_left") == signal.SIGKILL
    recover(market, worker, administrator)
    with get_twin().store.change() as shelf:
        assert [one["amount"] for one in shelf.all("refund")] == [4_321]
    with market.above() as work:
        assert work.session.scalars(select(PaymentAttempt.left_minor)).all() == [4_321]


@pytest.mark.parametrize("point", ["before post /v1/transfers", "after post /v1/transfers", *WRITING])
def test_a_worker_that_transfers_to_a_shop(
    market: Cast, worker: Worker, settings: Settings, administrator: Engine, point: str
) -> None:
    open_at_stripe(market, worker)
    placed = make.place(market, [make.line(make.goods(market, shop=market.abedul))])
    make.pay(market, placed)
    worker.drain()
    (code,) = make.order_codes(market, placed)
    with market.as_bruno() as work:
        orders.pack_order(work, code)
        orders.ship_order(work, code, carrier="Estafeta", tracking=make.TRACKING)
    with market.above("own delivery") as work:
        orders.deliver_order(work, code, buyer_id=market.carla.id)
    make.release(market)
    worker.drain()
    with market.above("payout") as work:
        assert make_payout(work, market.abedul.id, paying.DAY) is not None
    assert work_until_dead(settings, point, "send_payout") == signal.SIGKILL
    recover(market, worker, administrator)
    assert at_provider("transfer") == 1
    with market.above() as work:
        assert work.session.scalars(select(Payout.state)).all() == ["paid"]


@pytest.mark.parametrize("point", ["before post /v1/disputes/.+", "after post /v1/disputes/.+", "before_commit"])
def test_a_worker_that_answers_a_bank(
    market: Cast, worker: Worker, settings: Settings, administrator: Engine, point: str
) -> None:
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    one = take_back(market, worker)
    with market.as_sergio() as work:
        answer_chargeback(work, one.id, {"uncategorized_text": "Se entregó."})
    assert work_until_dead(settings, point, "send_answer") == signal.SIGKILL
    recover(market, worker, administrator)
    with get_twin().store.change() as shelf:
        (dispute,) = shelf.all("dispute")
    assert (dispute["status"], dispute["evidence_details"]["submission_count"]) == ("under_review", 1)


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
def test_a_web_process_that_prepares_a_file_and_one_that_takes_its_answer(
    market: Cast, worker: Worker, settings: Settings, administrator: Engine, point: str
) -> None:
    greta, fidel = paying.finance("Greta"), paying.finance("Fidel")
    paying.prove_now(market)
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    make.release(market)
    assert paying.pay(market) is not None
    ask_until_dead(settings, point, "file", str(fidel.id))
    if point == "before_commit":
        assert paying.payouts(market)[0].state == "due"
        paying.send(fidel)
    else:
        with pytest.raises(Refusal):
            paying.send(fidel)
    (payout,) = paying.payouts(market)
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(PayoutFile)) == 1
        number = work.session.scalars(select(PayoutFile.number)).one()
    line = f"{payout.code},pagado,"
    ask_until_dead(settings, point, "answer", str(greta.id), number, line)
    assert paying.answer(greta, number, line) == ["taken" if point == "before_commit" else "repeated"]
    assert paying.payouts(market)[0].state == "paid"
    recover(market, worker, administrator)
