"""Being paid to an account of one's own at Stripe: opened on its pages, proven when it asks nothing, paid by transfers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.kernel.errors import NotAllowed
from marketplace.money import ledger
from marketplace.money.ledger.queries import trial_balance
from marketplace.money.payments import get_twin, hear_twin
from marketplace.money.payments.gateways.twin import Mishap, acts
from marketplace.money.payments.gateways.twin.connect import create_account
from marketplace.money.payments.gateways.twin.moving import move
from marketplace.money.payouts import accounts, jobs
from marketplace.money.payouts.errors import RoadSilent, SameAccount
from marketplace.money.payouts.gateways import TransferAsked, TransferKind, get_road, stripe_transfers
from marketplace.money.payouts.models import Payout, PayoutAccount
from marketplace.money.payouts.onboarding import lead_to_stripe
from marketplace.money.payouts.service import make_payout
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.contract import check
from tests.money.payments.disputing import hear
from tests.money.payouts import paying
from tests.web.asking import client_of

BACK = "/vender/hilos-alpaca/cuenta-de-pago"


@pytest.fixture(params=["v2", "v1"])
def by(market: Cast, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The version of Stripe's API by which accounts are opened; each question and answer has Stripe's shape."""
    monkeypatch.setattr(stripe_transfers, "_by_v1", lambda: request.param == "v1")
    get_twin().watch = check
    return str(request.param)


def given(market: Cast) -> PayoutAccount:
    with market.as_alicia() as work:
        return accounts.give_stripe_account(work)


def opened(market: Cast) -> PayoutAccount:
    one = given(market)
    assert lead_to_stripe(one.tenant_id, one.id, BACK).startswith("/cuenta-de-prueba/acct_")
    return account(market)


def account(market: Cast) -> PayoutAccount:
    with market.above() as work:
        return work.session.scalars(
            select(PayoutAccount).where(PayoutAccount.road == "stripe").order_by(PayoutAccount.given_at.desc())
        ).all()[0]


def at_stripe(market: Cast, worker: Worker, *asked: str) -> PayoutAccount:
    """The shop tells Stripe all that it asks, or Stripe asks something more; and it is heard of."""
    ref = account(market).recipient or ""
    with get_twin().store.change() as shelf:
        acts.ask_more(shelf, ref, list(asked)) if asked else acts.finish_onboarding(shelf, ref)
    hear(market, worker)
    return account(market)


def fill(amount_minor: int) -> None:
    """So much of the market's is available at Stripe."""
    with get_twin().store.change() as shelf:
        move(shelf, "charge", amount_minor, "ch_before")


def test_it_is_opened_once_and_proven_when_stripe_asks_nothing_more(market: Cast, worker: Worker, by: str) -> None:
    one = opened(market)
    assert (one.state, one.clabe, one.check_minor) == ("unproven", "", None)
    assert "identity.individual.id_numbers" in one.asked
    again = opened(market)
    assert (again.id, again.recipient) == (one.id, one.recipient)
    ready = at_stripe(market, worker)
    assert (ready.state, ready.asked) == ("in_use", [])
    with pytest.raises(SameAccount):
        given(market)
    with get_twin().store.change() as shelf:
        assert len(shelf.all("v2.core.account")) == 1


def test_where_no_answer_came_it_is_opened_under_the_same_key(market: Cast, by: str) -> None:
    one = given(market)
    get_twin().bad_days = [Mishap.UNANSWERED]
    with pytest.raises(RoadSilent):
        lead_to_stripe(one.tenant_id, one.id, BACK)
    assert account(market).recipient is None
    opened(market)
    with get_twin().store.change() as shelf:
        assert len(shelf.all("v2.core.account")) == 1


def test_one_that_replaces_another_waits_as_one_at_a_bank_does(market: Cast, worker: Worker) -> None:
    paying.prove_now(market)
    opened(market)
    waiting = at_stripe(market, worker)
    assert waiting.state == "waiting"
    with market.above() as work:
        assert waiting.starts_at - work.now > timedelta(hours=40)
        in_use = work.session.scalars(select(PayoutAccount).where(PayoutAccount.state == "in_use")).one()
        assert in_use.road == "bank_file"


def test_only_who_manages_payouts_connects_it(app: Flask, market: Cast) -> None:
    with pytest.raises(NotAllowed), market.as_pia() as work:
        accounts.give_stripe_account(work)
    assert client_of(app, market.pia).post(f"{BACK}/stripe").status_code in (403, 302)
    with market.above() as work:
        assert work.session.scalars(select(PayoutAccount.road).where(PayoutAccount.road == "stripe")).all() == []


def test_a_shop_is_paid_by_a_transfer_and_the_books_say_so(market: Cast, worker: Worker, by: str) -> None:
    opened(market)
    at_stripe(market, worker)
    payout = paid_out(market, worker)
    assert (payout.state, payout.road, payout.clabe) == ("due", "stripe", "")  # nothing of it has settled yet
    fill(10**7)
    ask_again(market, worker)
    done = payout_of(market)
    assert done.state == "paid"
    with get_twin().store.change() as shelf:
        (transfer,) = shelf.all("transfer")
    assert (transfer["amount"], transfer["destination"]) == (done.amount_minor, done.recipient)
    with market.above() as work:
        assert dict(trial_balance(work)).get("seller_on_way", 0) == 0


def paid_out(market: Cast, worker: Worker) -> Payout:
    make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    with market.above("clock") as work:
        order = work.session.scalars(select(Order)).one()
        ledger.release_net(work, tenant_id=order.tenant_id, order_id=order.id)
    with market.above("clock") as work:
        assert make_payout(work, market.alpaca.id, work.now.date()) is not None
    worker.drain()
    return payout_of(market)


def payout_of(market: Cast) -> Payout:
    with market.above() as work:
        return work.session.scalars(select(Payout)).one()


def ask_again(market: Cast, worker: Worker) -> None:
    with market.above() as work:
        work.session.execute(update(Payout).values(asked_at=work.now - timedelta(hours=2)))
    with market.above("clock") as work:
        jobs.ask_again(work)
    worker.drain()


@pytest.mark.parametrize("mishap", Mishap)
def test_a_transfer_whose_answer_got_lost_is_made_once(market: Cast, worker: Worker, mishap: Mishap) -> None:
    opened(market)
    at_stripe(market, worker)
    fill(10**7)
    asked = TransferAsked("payout:1", "T1", "", "Alicia", 5_000, "MXN", account(market).recipient)
    road = get_road("stripe")
    get_twin().bad_days = [mishap]
    with pytest.raises(RoadSilent):
        road.send(asked)
    told = road.find("payout:1") or road.send(asked)
    assert told.kind is TransferKind.PAID
    assert road.send(asked).kind is TransferKind.PAID
    with get_twin().store.change() as shelf:
        assert len(shelf.all("transfer")) == 1


def test_while_stripe_asks_something_nothing_is_paid_and_the_page_says_what(
    app: Flask, market: Cast, worker: Worker
) -> None:
    opened(market)
    at_stripe(market, worker)
    asking = at_stripe(market, worker, "identity.individual.documents.primary_verification")
    assert asking.state == "in_use"
    fill(10**7)
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    with market.above("clock") as work:
        assert make_payout(work, market.alpaca.id, work.now.date()) is None
    alicia = client_of(app, market.alicia)
    assert "Stripe te pide algo antes" in alicia.get("/vender/hilos-alpaca/dinero").text
    page = alicia.get(BACK).text
    assert "Stripe te pide: una identificación oficial." in page
    assert "Seguir en Stripe" in page
    at_stripe(market, worker)
    assert "Stripe te pide" not in alicia.get(BACK).text


def test_what_stripe_refuses_fails_and_the_money_is_available_again(market: Cast, worker: Worker) -> None:
    opened(market)
    at_stripe(market, worker)
    with get_twin().store.change() as shelf:  # it asks something, and that was not heard
        acts.ask_more(shelf, account(market).recipient or "", ["identity.individual.name"])
        shelf.note_sent([ref for ref, _body in shelf.unsent()])
    fill(10**7)
    payout = paid_out(market, worker)
    assert (payout.state, payout.failure) == ("failed", "insufficient_capabilities_for_transfer")
    with market.above() as work:
        assert dict(trial_balance(work))["seller_available"] == -payout.amount_minor


def test_the_pages_lead_there_and_back(app: Flask, market: Cast, worker: Worker) -> None:
    alicia = client_of(app, market.alicia)
    assert "Conectar con Stripe" in alicia.get(BACK).text
    there = alicia.post(f"{BACK}/stripe")
    assert there.status_code == 303
    assert there.location.startswith("/cuenta-de-prueba/acct_")
    assert "Haz como si estuvieras en Stripe" in alicia.get(there.location).text
    back = alicia.post(there.location, data={"act": "finish"})
    assert back.location == BACK
    worker.drain()
    assert "Stripe •••" in alicia.get(BACK).text
    assert alicia.get("/cuenta-de-prueba/acct_nobody").status_code == 404


def test_a_silent_stripe_is_said_so(app: Flask, market: Cast) -> None:
    get_twin().bad_days = [Mishap.UNHEARD]
    alicia = client_of(app, market.alicia)
    answer = alicia.post(f"{BACK}/stripe", follow_redirects=True)
    assert "no contestó" in answer.text
    assert account(market).state == "unproven"


def test_what_is_told_of_nobodys_account_is_left_alone(market: Cast, worker: Worker) -> None:
    with get_twin().store.change() as shelf:
        other = create_account(shelf, {"identity": {"country": "mx"}})
        acts.finish_onboarding(shelf, other["id"])
    with market.above("webhook") as work:
        hear_twin(work)
    worker.drain()
    with market.above() as work:
        assert work.session.scalars(select(PayoutAccount).where(PayoutAccount.road == "stripe")).all() == []
