"""What was paid at a till goes back by the bank, to an account that its buyer says; once, and to nobody else's."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.money.ledger.queries import trial_balance
from marketplace.money.payments import NotStuck
from marketplace.money.payments.models import Refund
from marketplace.money.payouts import buyers
from marketplace.money.payouts.errors import BouncedAccount
from marketplace.money.payouts.models import PayoutFile, RefundTransfer
from marketplace.platform.desk.comparing import differences
from marketplace.platform.notifications.reactions.orders import remind_of_account
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import OrderEvent, Purchase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.mail import letters_to
from tests.money.checking import check_money
from tests.money.payouts import paying
from tests.money.payouts.paying import CLABE, OTHER_CLABE
from tests.racing import at_once, forget_to_read_again
from tests.web.asking import client_of, enter_by


@pytest.fixture
def stuck(market: Cast, worker: Worker) -> Purchase:
    """A purchase of Carla's that was paid at OXXO, and whose order she cancelled."""
    return paying.buy_at_oxxo(market, worker)


def give(market: Cast, purchase: Purchase, clabe: str = CLABE) -> int:
    return paying.say_account(market, purchase, clabe)


def refund(market: Cast) -> Refund:
    with market.above() as work:
        return work.session.scalars(select(Refund)).one()


def transfers(market: Cast) -> list[RefundTransfer]:
    return paying.refund_transfers(market)


def told(market: Cast) -> list[str]:
    """What happened to the money, as the order's story has it."""
    with market.above() as work:
        kinds = work.session.scalars(select(OrderEvent.kind).order_by(OrderEvent.at, OrderEvent.id))
        return [kind for kind in kinds if kind.startswith("refund")]


def agrees(market: Cast) -> None:
    check_money(market)
    with market.above() as work:
        assert list(differences(work)) == []


def test_nobody_asks_the_provider_for_what_it_cannot_do_and_its_buyer_is_asked(market: Cast, stuck: Purchase) -> None:
    one = refund(market)
    assert (one.state, one.failure, one.provider_ref, one.way) == ("failed", "no_way_back", None, "provider")
    assert told(market) == ["refund_stuck"]
    assert any(subject.startswith("¿A qué cuenta te devolvemos") for subject in letters_to(market, market.carla.email))
    agrees(market)


def test_it_goes_to_the_account_by_the_next_file_and_the_books_say_so(
    market: Cast, worker: Worker, stuck: Purchase
) -> None:
    assert give(market, stuck) == stuck.total_minor
    assert (refund(market).state, refund(market).way) == ("pending", "bank")
    number = paying.send(paying.finance("Fidel"))
    (transfer,) = transfers(market)
    assert transfer.state == "sent"
    greta = paying.finance("Greta")
    assert paying.answer(greta, number, f"{transfer.code},pagado,") == ["taken"]
    assert paying.answer(greta, number, f"{transfer.code},pagado,") == ["repeated"]
    worker.drain()
    assert refund(market).state == "succeeded"
    assert told(market) == ["refund_stuck", "refund_account", "refunded"]
    assert letters_to(market, market.carla.email)[-1].startswith("Te devolvimos ")
    with market.above() as work:
        assert dict(trial_balance(work)).get("refunds_due", 0) == 0
    agrees(market)


def test_the_file_names_its_holder_and_its_account(market: Cast, stuck: Purchase) -> None:
    give(market, stuck)
    fidel = paying.finance("Fidel")
    number = paying.send(fidel)
    with paying.as_staff(fidel) as work:
        _heads, line = (
            paying.bank_files.content_of(work, paying.bank_files.get_file(work, number)).decode().split("\n")[:2]
        )
    (transfer,) = transfers(market)
    pesos = f"{stuck.total_minor // 100}.{stuck.total_minor % 100:02d}"
    assert line.strip() == f"{CLABE},CARLA MENDEZ,{pesos},{transfer.code},TIANGUIS {transfer.code}"


@pytest.mark.parametrize("before", [(), ("pagado",)])
def test_what_the_bank_does_not_keep_is_asked_for_again_and_goes_once_in_all(
    market: Cast, worker: Worker, stuck: Purchase, before: tuple[str, ...]
) -> None:
    give(market, stuck)
    fidel, greta = paying.finance("Fidel"), paying.finance("Greta")
    number, code = paying.send(fidel), transfers(market)[0].code
    for word in (*before, "devuelto" if before else "rechazado"):
        assert paying.answer(greta, number, f"{code},{word},Cuenta cancelada") == ["taken"]
    worker.drain()
    assert (refund(market).state, refund(market).failure) == ("failed", "Cuenta cancelada")
    assert told(market)[-1] == "refund_stuck"
    agrees(market)
    with pytest.raises(BouncedAccount):
        give(market, stuck)
    give(market, stuck, OTHER_CLABE)
    number = paying.send(fidel)
    paying.answer(greta, number, f"{transfers(market)[1].code},pagado,")
    worker.drain()
    assert [one.state for one in transfers(market)] == ["returned" if before else "failed", "paid"]
    assert refund(market).state == "succeeded"
    agrees(market)


def test_until_it_is_in_a_file_another_account_may_be_said_and_then_no_more(market: Cast, stuck: Purchase) -> None:
    give(market, stuck)
    give(market, stuck, OTHER_CLABE)
    assert [one.clabe for one in transfers(market)] == [OTHER_CLABE]
    paying.send(paying.finance("Fidel"))
    with pytest.raises(NotStuck):
        give(market, stuck)
    assert [(one.clabe, one.state) for one in transfers(market)] == [(OTHER_CLABE, "sent")]


def test_where_nothing_is_stuck_no_account_is_taken(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        bought = work.session.scalars(select(Purchase)).one()
    with pytest.raises(NotStuck):
        give(market, bought)
    assert transfers(market) == []


def test_nobody_of_the_staff_sends_their_own_money_or_says_that_it_came(market: Cast, stuck: Purchase) -> None:
    fidel, greta = paying.finance("Fidel"), paying.finance("Greta")
    give(market, stuck)
    with market.above() as work:
        work.session.scalars(select(RefundTransfer)).one().owner_id = fidel.id
    with pytest.raises(paying.bank_files.NothingToPay):
        paying.send(fidel)
    number = paying.send(greta)
    assert paying.answer(fidel, number, f"{transfers(market)[0].code},pagado,") == ["own"]
    assert refund(market).state == "pending"


def give_at_once(app: Flask, market: Cast, stuck: Purchase) -> list[Any]:
    def run(number: int, together: threading.Barrier) -> int:
        together.wait()
        return give(market, stuck, (CLABE, OTHER_CLABE)[number])

    return at_once(app, 2, run)


def test_two_forms_at_once_make_one_transfer(app: Flask, market: Cast, stuck: Purchase) -> None:
    assert give_at_once(app, market, stuck) == [stuck.total_minor] * 2
    assert len(transfers(market)) == 1
    agrees(market)


def test_control_without_reading_again_the_second_is_stopped_by_the_table_alone(
    app: Flask, market: Cast, stuck: Purchase, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, send = threading.Barrier(2, timeout=60), buyers.payments.send_by_bank

    def send_by_bank(work: Any, one: Any) -> None:
        both.wait()
        send(work, one)

    forget_to_read_again(monkeypatch)
    monkeypatch.setattr(buyers.payments, "lock_refunds", lambda work, ids: list(buyers.refunds_of(work, stuck.id)))
    monkeypatch.setattr(buyers.payments, "send_by_bank", send_by_bank)
    assert sum(isinstance(one, Exception) for one in give_at_once(app, market, stuck)) == 1


def test_a_word_of_the_provider_after_it_went_by_bank_is_for_staff(
    market: Cast, worker: Worker, stuck: Purchase
) -> None:
    from marketplace.money.payments.provider_events import take_answer
    from marketplace.money.payments.rules import Verdict, refund_key
    from marketplace.money.payments.told import EventKind, Told

    give(market, stuck)
    one = refund(market)
    with market.above("webhook") as work:
        said = Told("late", EventKind.REFUND_SUCCEEDED, "x", "re", refund_key(one.id), one.amount_minor, "MXN")
        assert take_answer(work, "stripe", said) is Verdict.REFUND_DOUBTED
    assert refund(market).state == "pending"
    agrees(market)


def page_path(stuck: Purchase) -> str:
    return f"/compra/{stuck.code}/dinero-de-vuelta"


def test_the_page_asks_and_takes_the_account(app: Flask, market: Cast, worker: Worker, stuck: Purchase) -> None:
    carla = client_of(app, market.carla)
    assert page_path(stuck) in carla.get(f"/compra/{stuck.code}").text
    assert "OXXO no devuelve efectivo" in carla.get(page_path(stuck)).text
    data = {"holder": "Carla Méndez", "clabe": CLABE, "agreed": "y"}
    assert carla.post(page_path(stuck), data=data).status_code == 302
    worker.drain()
    after = carla.get(page_path(stuck)).text
    assert f"termina en {CLABE[-4:]}" in after
    assert "Cambiar la cuenta" in after
    assert CLABE not in after
    assert "Di a qué cuenta va" not in carla.get(f"/compra/{stuck.code}").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"clabe": CLABE[:-1] + "0"}, "CLABE"), ({"agreed": None}, "Marca la casilla"), ({"holder": ""}, "Falta")],
)
def test_what_is_wrong_is_said_and_nothing_moves(
    app: Flask, market: Cast, stuck: Purchase, wrong: dict[str, Any], said: str
) -> None:
    carla = client_of(app, market.carla)
    data = {"holder": "Carla Méndez", "clabe": CLABE, "agreed": "y"} | wrong
    answer = carla.post(page_path(stuck), data={name: value for name, value in data.items() if value is not None})
    assert answer.status_code == 422
    assert said in answer.text
    assert transfers(market) == []


def test_nobody_else_sees_or_says_where_it_goes(app: Flask, market: Cast, stuck: Purchase) -> None:
    other = client_of(app, market.bruno)
    assert other.get(page_path(stuck)).status_code == 404
    data = {"holder": "Otra", "clabe": CLABE, "agreed": "y"}
    assert other.post(page_path(stuck), data=data).status_code == 404
    assert transfers(market) == []


def test_money_of_a_provider_that_is_in_use_no_more_goes_the_same_way(market: Cast, worker: Worker) -> None:
    """Purchases of before, paid at a provider that this market has left."""
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        attempt = make.attempt_of(work, work.session.scalars(select(Purchase.id)).one())
        attempt.provider = "sandbox"
    with market.above("own cancellation") as work:
        orders.cancel_order(work, code, words="", buyer_id=market.carla.id)
    worker.drain()
    assert (refund(market).state, told(market)) == ("failed", ["refund_stuck"])
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(RefundTransfer)) == 0


def test_staff_see_what_waits_for_whom_and_what_became_of_it(app: Flask, market: Cast, stuck: Purchase) -> None:
    give(market, stuck)
    paying.finance("Fidel")
    fidel = app.test_client()
    enter_by(fidel, market, "fidel@example.mx")
    waiting = fidel.get("/operacion/pagos-a-tiendas").text
    assert "Carla Méndez" in waiting
    assert "Devolución" in waiting
    assert f"•••{CLABE[-4:]}" in waiting
    assert fidel.post("/operacion/pagos-a-tiendas").status_code == 302
    (transfer,) = transfers(market)
    with market.above() as work:
        number = work.session.scalars(select(PayoutFile.number)).one()
    file = fidel.get(f"/operacion/pagos-a-tiendas/{number}").text
    assert transfer.code in file
    assert "El banco la tiene" in file
    assert CLABE not in file


def reminders(market: Cast) -> int:
    return sum(subject.startswith("Todavía falta tu CLABE") for subject in letters_to(market, market.carla.email))


def remind(market: Cast, worker: Worker, *, after_days: int) -> None:
    paying.stuck_for(market, after_days)
    for _again in range(2):
        with market.above("clock") as work:
            remind_of_account(work)
        worker.drain()


def test_who_does_not_say_it_is_reminded_once_after_three_days_and_once_after_ten(
    market: Cast, worker: Worker, stuck: Purchase
) -> None:
    remind(market, worker, after_days=2)
    assert reminders(market) == 0
    for days, sent in ((3, 1), (9, 1), (10, 2), (40, 2), (61, 2)):
        remind(market, worker, after_days=days)
        assert reminders(market) == sent


def test_who_has_said_it_is_not_reminded(market: Cast, worker: Worker, stuck: Purchase) -> None:
    remind(market, worker, after_days=3)
    give(market, stuck)
    remind(market, worker, after_days=11)
    assert reminders(market) == 1


def test_staff_see_how_many_wait_for_an_account_and_since_when(
    app: Flask, market: Cast, worker: Worker, stuck: Purchase
) -> None:
    paying.stuck_for(market, 4)
    sergio = client_of(app, market.sergio)
    page = sergio.get("/operacion/finanzas").text
    assert "1 devolución espera" in page
    assert stuck.code in page.split('id="sin-cuenta"')[1].split("</section>")[0]
    give(market, stuck)
    assert 'id="sin-cuenta"' not in sergio.get("/operacion/finanzas").text
