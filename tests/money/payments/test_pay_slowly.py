"""Paying at a till or by transfer: goods wait for it, the buyer has it in writing, and what does not come frees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from marketplace.app import settings_of
from marketplace.money.payments import hear_twin
from marketplace.money.payments.asking import remind_waiting, return_left
from marketplace.money.payments.events import MoneyLeft
from marketplace.money.payments.gateways import get_twin, twin_secret
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payments.gateways.twin.errors import TwinRefusal
from marketplace.money.payments.gateways.twin.store import Shelf
from marketplace.money.payments.models import PaymentAttempt, ProviderEvent
from marketplace.money.payments.queries import count_doubtful
from marketplace.money.payments.rules import TRANSFER_WITHIN
from marketplace.platform.notifications.models import Notification
from marketplace.trade.checkout.reactions import ANOTHER_TRY
from marketplace.trade.checkout.service import Placed
from marketplace.trade.orders.models import Purchase
from marketplace.trade.orders.unpaid import expire_unpaid, give_up_purchase, remind_unpaid
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.saying import signed
from tests.web.asking import add, form_of

Act = Callable[[Shelf, str], Any]


@pytest.fixture
def yarn(market: Cast) -> make.Goods:
    return make.goods(market, pieces=3)


@pytest.fixture
def placed(market: Cast, yarn: make.Goods) -> Placed:
    return make.place(market, [make.line(yarn)])


def do(market: Cast, worker: Worker, placed: Placed, act: Act) -> Purchase:
    """Somebody does something at the provider, which tells; gives the purchase as it stands then."""
    with market.above() as work:
        session = make.attempt_of(work, placed.purchase_id).provider_ref or ""
    with get_twin().store.change() as shelf:
        act(shelf, session)
    with market.above("webhook") as work:
        hear_twin(work)
    worker.drain()
    return purchase(market, placed)


def purchase(market: Cast, placed: Placed) -> Purchase:
    with market.above() as work:
        return work.session.get_one(Purchase, placed.purchase_id)


def pesos(centavos: int) -> Act:
    return lambda shelf, ref: acts.transfer(shelf, ref, centavos)


def letters(market: Cast) -> list[str]:
    with market.above() as work:
        kinds = work.session.scalars(select(Notification.kind).order_by(Notification.id))
        return [kind for kind in kinds if kind.startswith("purchase_")]


def test_a_voucher_holds_the_goods_until_after_its_end_and_is_sent_by_letter(
    market: Cast, worker: Worker, yarn: make.Goods, placed: Placed
) -> None:
    before = purchase(market, placed).expires_at
    bought = do(market, worker, placed, acts.choose_oxxo)
    assert (bought.state, bought.pay_method) == ("awaiting_payment", "oxxo")
    assert bought.pay_until is not None
    assert bought.expires_at > bought.pay_until > before
    assert make.stock(market, yarn) == (3, 1)
    assert letters(market) == ["purchase_voucher"]
    with market.above() as work:
        assert make.attempt_of(work, placed.purchase_id).voucher is not None
    paid = do(market, worker, placed, acts.pay_at_oxxo)
    assert paid.state == "paid"
    assert make.stock(market, yarn) == (2, 0)
    assert letters(market) == ["purchase_voucher", "purchase_paid"]


def test_a_voucher_that_nobody_paid_leaves_a_day_for_another_way(
    market: Cast, worker: Worker, placed: Placed, yarn: make.Goods
) -> None:
    do(market, worker, placed, acts.choose_oxxo)
    over = do(market, worker, placed, acts.let_voucher_end)
    assert (over.state, over.pay_method, over.decline) == (
        "awaiting_payment", None, "payment_intent_payment_attempt_expired",
    )  # fmt: skip
    with market.above() as work:
        assert over.expires_at <= work.now + ANOTHER_TRY
    assert make.stock(market, yarn) == (3, 1)
    make.pay(market, placed)  # with a card, on a page of its own
    worker.drain()
    assert purchase(market, placed).state == "paid"
    with market.above() as work:
        assert make.attempt_of(work, placed.purchase_id).number == 2


def test_a_transfer_in_parts_counts_when_all_of_it_is_there(
    market: Cast, worker: Worker, placed: Placed, yarn: make.Goods
) -> None:
    chosen = do(market, worker, placed, acts.choose_spei)
    total = chosen.total_minor
    assert chosen.pay_until is not None
    with market.above() as work:
        assert timedelta() < chosen.pay_until - work.now <= TRANSFER_WITHIN
    some = do(market, worker, placed, pesos(1))
    assert (some.state, some.received_minor) == ("awaiting_payment", 1)
    more = do(market, worker, placed, pesos(total - 2))
    assert (more.state, more.received_minor) == ("awaiting_payment", total - 1)
    assert letters(market) == ["purchase_voucher", "purchase_part"]  # one letter, and the page says the rest
    assert make.stock(market, yarn) == (3, 1)
    assert do(market, worker, placed, pesos(1)).state == "paid"


def left_with_customer() -> list[int]:
    """What is left of customers' at the provider, in centavos."""
    with get_twin().store.change() as shelf:
        return [one["available"]["mxn"] for one in shelf.all("cash_balance")]


def test_a_transfer_of_too_much_pays_the_purchase_and_the_rest_goes_back(
    market: Cast, worker: Worker, placed: Placed
) -> None:
    do(market, worker, placed, acts.choose_spei)
    paid = do(market, worker, placed, pesos(purchase(market, placed).total_minor + 5_000))
    assert paid.state == "paid"
    with market.above() as work:
        attempt = make.attempt_of(work, placed.purchase_id)
        assert (attempt.received_minor, attempt.left_minor) == (paid.total_minor, 5_000)
        assert "left_returned" in work.session.scalars(select(Notification.kind)).all()
        assert count_doubtful(work) == 0
        told = work.session.scalars(select(ProviderEvent).where(ProviderEvent.kind == "money.left")).one()
        assert told.charge_id == attempt.charge_id
    assert left_with_customer() == [0]
    return_left(MoneyLeft(told.id), "again")  # asked again under the same key
    assert left_with_customer() == [0]


def test_what_cannot_go_back_by_itself_is_for_staff(market: Cast, worker: Worker, placed: Placed) -> None:
    do(market, worker, placed, acts.choose_spei)
    with market.above() as work:
        session = make.attempt_of(work, placed.purchase_id).provider_ref or ""
    with get_twin().store.change() as shelf:
        acts.transfer(shelf, session, purchase(market, placed).total_minor + 5_000)
        (cash,) = shelf.all("cash_balance")
        shelf.put({**cash, "available": {"mxn": 0}})  # somebody took it at the provider meanwhile
    with market.above("webhook") as work:
        hear_twin(work)
    worker.drain()
    with market.above() as work:
        attempt = make.attempt_of(work, placed.purchase_id)
        told = work.session.scalars(select(ProviderEvent).where(ProviderEvent.kind == "money.left")).one()
        assert (attempt.left_minor, told.verdict, told.charge_id) == (0, "left", attempt.charge_id)
        assert count_doubtful(work) == 1


def test_who_gives_the_purchase_up_can_no_longer_pay_the_voucher(
    market: Cast, worker: Worker, placed: Placed, yarn: make.Goods
) -> None:
    do(market, worker, placed, acts.choose_oxxo)
    with market.above("own cancellation") as work:
        assert give_up_purchase(work, placed.code, buyer_id=market.carla.id)
    worker.drain()
    assert make.stock(market, yarn) == (3, 0)
    with pytest.raises(TwinRefusal):
        do(market, worker, placed, acts.pay_at_oxxo)
    with market.above("webhook") as work:
        hear_twin(work)
    worker.drain()
    with market.above() as work:
        assert make.attempt_of(work, placed.purchase_id).state == "ended"


def test_a_part_that_came_before_the_end_goes_back(market: Cast, worker: Worker, placed: Placed) -> None:
    do(market, worker, placed, acts.choose_spei)
    do(market, worker, placed, pesos(500))
    with market.above() as work:
        work.session.execute(update(Purchase).values(expires_at=work.now - timedelta(minutes=1)))
    with market.above() as work:
        expire_unpaid(work)
    worker.drain()
    with market.above("webhook") as work:
        hear_twin(work)
    worker.drain()
    assert purchase(market, placed).state == "expired"
    with market.above() as work:
        assert "left" in work.session.scalars(select(ProviderEvent.verdict)).all()
        assert make.attempt_of(work, placed.purchase_id).left_minor == 500
    assert left_with_customer() == [0]


def test_it_is_reminded_once_before_its_end_and_not_as_who_chose_nothing(
    market: Cast, worker: Worker, placed: Placed
) -> None:
    do(market, worker, placed, acts.choose_oxxo)
    for _ in range(2):
        with market.above() as work:
            remind_unpaid(work)
            remind_waiting(work)
        worker.drain()
    assert letters(market) == ["purchase_voucher"]  # its end is far
    with market.above() as work:
        work.session.execute(update(PaymentAttempt).values(pay_until=work.now + timedelta(hours=3)))
    for _ in range(2):
        with market.above() as work:
            remind_waiting(work)
        worker.drain()
    assert letters(market) == ["purchase_voucher", "purchase_ending"]


def test_what_is_told_late_ends_the_same(app: Flask, market: Cast, worker: Worker, placed: Placed) -> None:
    """The voucher's own words come after the money's."""
    with market.above() as work:
        session = make.attempt_of(work, placed.purchase_id).provider_ref or ""
    with get_twin().store.change() as shelf:
        acts.choose_oxxo(shelf, session)
        early = [ref for ref, _body in shelf.unsent()]
        acts.pay_at_oxxo(shelf, session)
        bodies = shelf.unsent()
    assert len(early) == 2
    with get_twin().store.change() as shelf:
        shelf.note_sent(early)
    with market.above("webhook") as work:
        hear_twin(work)
    worker.drain()
    assert purchase(market, placed).state == "paid"
    for ref, body in bodies:
        if ref in early:
            headers = signed(twin_secret(settings_of(app)), body.encode(), datetime.now(UTC))
            assert app.test_client().post("/hooks/pagos/stripe", data=body, headers=headers).json == {"done": True}
    worker.drain()
    bought = purchase(market, placed)
    assert (bought.state, bought.pay_method) == ("paid", None)
    assert letters(market) == ["purchase_paid"]


def test_the_pages_lead_through_a_voucher(shopper: FlaskClient, market: Cast, worker: Worker) -> None:
    add(shopper, make.goods(market))
    paying = shopper.post("/pagar", data=form_of(shopper), follow_redirects=True).request.path
    slip = shopper.post(paying, data={"way": "oxxo"})
    assert slip.status_code == 303
    worker.drain()
    assert "Haz como si fueras la caja" in shopper.get(slip.location).text
    assert shopper.get(paying).location == slip.location
    back = shopper.post(slip.location, data={"act": "pay"})
    assert back.location.endswith("/pagada")
    worker.drain()
    assert "Ya está pagado" in shopper.get(back.location, follow_redirects=True).text
    assert shopper.get(slip.location).location == back.location
    assert shopper.post(slip.location, data={"act": "pay"}).status_code in (302, 409)


def test_what_was_told_and_is_not_worked_in_yet_is_said_to_be_confirmed(
    shopper: FlaskClient, market: Cast, worker: Worker
) -> None:
    """Chosen, paid or over at OXXO: until the jobs were there, the purchase claims neither."""
    add(shopper, make.goods(market))
    paying = shopper.post("/pagar", data=form_of(shopper), follow_redirects=True).request.path
    with market.above() as work:
        own = f"/compra/{work.session.scalars(select(Purchase.code)).one()}"
    assert "Falta pagar tu compra" in shopper.get(own).text
    slip = shopper.post(paying, data={"way": "oxxo"}).location
    for untrue in ("Falta pagar", "apartadas hasta"):
        assert untrue not in shopper.get(own).text
    assert "Estamos confirmando tu pago" in shopper.get(own).text
    worker.drain()
    assert "Falta pagar en OXXO" in shopper.get(own).text
    assert (
        "Falta pagar en OXXO" in shopper.get(f"{own}/pagada", follow_redirects=True).text
    )  # nothing is confirmed any more
    shopper.post(slip, data={"act": "pay"})
    said = shopper.get(own).text
    assert "Estamos confirmando tu pago" in said
    assert "Falta pagar" not in said
    worker.drain()
    assert "Ya está pagado" in shopper.get(own).text


def test_a_voucher_that_ended_is_neither_asked_to_be_paid_nor_called_unpaid_before_that_is_known(
    shopper: FlaskClient, market: Cast, worker: Worker
) -> None:
    add(shopper, make.goods(market))
    paying = shopper.post("/pagar", data=form_of(shopper), follow_redirects=True).request.path
    slip = shopper.post(paying, data={"way": "oxxo"}).location
    worker.drain()
    with market.above() as work:
        own = f"/compra/{work.session.scalars(select(Purchase.code)).one()}"
        work.session.execute(update(Purchase).values(pay_until=work.now - timedelta(hours=1)))
    said = shopper.get(own).text
    assert "Se acabó el plazo para pagar" in said
    assert "Paga $" not in said
    shopper.post(slip, data={"act": "end"})
    assert "Estamos confirmando tu pago" in shopper.get(own).text
    worker.drain()
    assert "Falta pagar tu compra" in shopper.get(own).text
    with market.above() as work:
        work.session.execute(update(Purchase).values(expires_at=work.now - timedelta(seconds=1)))
    said = shopper.get(own).text
    assert "Estamos confirmando tu pago" in said
    assert "apartadas hasta" not in said
    with market.above("clock") as work:
        expire_unpaid(work)
    assert "Esta compra no se pagó" in shopper.get(own).text


def test_the_purchase_says_how_it_is_to_be_paid_and_why_a_try_failed(
    shopper: FlaskClient, market: Cast, worker: Worker
) -> None:
    add(shopper, make.goods(market))
    paying = shopper.post("/pagar", data=form_of(shopper), follow_redirects=True).request.path
    assert shopper.post(paying, data={"card": "4000 0000 0000 0127"}).status_code == 422
    worker.drain()
    with market.above() as work:
        own = f"/compra/{work.session.scalars(select(Purchase.code)).one()}"
    assert "El código de seguridad o el NIP no es el de la tarjeta." in shopper.get(own).text
    shopper.post(paying, data={"way": "spei"})
    worker.drain()
    text = shopper.get(own).text
    assert "Falta tu transferencia" in text
    assert "código de seguridad" not in text
    slip = f"{paying}/ficha"
    assert shopper.post(slip, data={"amount": "nada"}).status_code == 422
    assert shopper.post(slip, data={"amount": "1.50"}).status_code == 303
    worker.drain()
    assert "Ya llegaron $1.50 de " in shopper.get(own).text


@pytest.mark.parametrize("path", ["/pago-de-prueba/nada", "/pago-de-prueba/nada/ficha"])
def test_what_the_twin_does_not_know_is_not_found(shopper: FlaskClient, market: Cast, path: str) -> None:
    assert shopper.get(path).status_code == 404
    assert shopper.post(path, data={"way": "oxxo", "act": "pay"}).status_code == 404
