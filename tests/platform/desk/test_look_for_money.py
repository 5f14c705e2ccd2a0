"""Staff find a purchase by whatever they hold of it, see all that its money did, and it is written down that they looked."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import AuditLine
from marketplace.money.ledger import TransactionFilter, entries_for_file
from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.payments import acts, get_twin, hear_twin
from marketplace.money.payments.errors import _WHY
from marketplace.money.payments.models import Charge, ProviderEvent, Refund
from marketplace.money.payments.provider_events import judge_again, keep_event
from marketplace.money.payments.rules import attempt_key
from marketplace.money.payments.told import EventKind, Told
from marketplace.money.payments.web.words import declined_label
from marketplace.platform.desk.finding import FoundBy, look_for_money
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask, finish
from tests.cast import Cast
from tests.platform.adjustments.asking import at_the_desk, made
from tests.web.asking import client_of


@pytest.fixture
def code(market: Cast, worker: Worker) -> str:
    """An order of Carla's that arrived, of which a piece went back; and one of the neighbour's."""
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    finish(market, worker, ask(market, code, 1, reason="damaged"))
    make.paid_order(market, worker, [make.line(make.goods(market, shop=market.abedul, pieces=3))])
    return code


def purchase_of(market: Cast, code: str) -> Purchase:
    with market.above() as work:
        return work.session.scalars(
            select(Purchase).join(Order, Order.purchase_id == Purchase.id).where(Order.code == code)
        ).one()


def found(market: Cast, text: str) -> dict[str, list[FoundBy]]:
    with at_the_desk(market.sergio) as work:
        return {one.code: list(one.by) for one in look_for_money(work, text)}


def test_it_is_found_by_each_thing_that_somebody_may_hold(market: Cast, code: str) -> None:
    purchase = purchase_of(market, code)
    with market.above() as work:
        charge = work.session.scalars(select(Charge).where(Charge.purchase_id == purchase.id)).one()
        refund = work.session.scalars(select(Refund).where(Refund.charge_id == charge.id)).one()
        attempt = make.attempt_of(work, purchase.id)
        told = work.session.scalars(select(ProviderEvent.event_id).where(ProviderEvent.charge_id == charge.id)).first()
    own = purchase.code
    assert found(market, code.lower().replace("-", " ")) == {own: [FoundBy.CODE]}
    assert found(market, own) == {own: [FoundBy.CODE]}
    assert own in found(market, f"${charge.amount_minor / 100:,.2f}")
    assert found(market, f"{refund.amount_minor / 100:.2f}")[own] == [FoundBy.AMOUNT]
    for ref in (attempt.provider_ref, refund.provider_ref, told):
        assert ref
        assert FoundBy.PROVIDER in found(market, ref)[own]
    assert FoundBy.TRACKING in found(market, make.TRACKING)[own]
    assert set(found(market, market.carla.email.upper()).values().__iter__().__next__()) == {FoundBy.EMAIL}
    assert len(found(market, market.carla.email)) == 2


@pytest.mark.parametrize(
    "text", ["carla", "carla@", "@example.mx", "A", "nadie@example.mx", "999999", "%", "'; --", "\u0000"]
)
def test_nothing_is_found_by_a_part_of_it(market: Cast, code: str, text: str) -> None:
    assert found(market, text) == {}


def test_who_looked_and_by_what_is_written_down_and_no_address(market: Cast, code: str) -> None:
    found(market, market.carla.email)
    found(market, code)
    with market.above() as work:
        lines = work.session.scalars(
            select(AuditLine).where(AuditLine.verb == "finance.look").order_by(AuditLine.id)
        ).all()
    assert [(line.actor, line.details["by"], line.details["found"]) for line in lines] == [
        (market.sergio.name, ["email"], 2), (market.sergio.name, ["code"], 1),
    ]  # fmt: skip
    assert all(market.carla.email not in str(line.details) for line in lines)


def test_only_who_sees_the_books_looks(market: Cast) -> None:
    for role in ("moderator", "support"):
        with pytest.raises(NotAllowed), at_the_desk(market.sergio, role) as work:
            look_for_money(work, "x")


@pytest.fixture
def desk(app: Flask, market: Cast) -> FlaskClient:
    """Sergio's browser."""
    return client_of(app, market.sergio)


def test_a_purchase_opens_to_all_that_its_money_did_and_to_nobody_who_bought(
    market: Cast, code: str, desk: FlaskClient
) -> None:
    purchase = purchase_of(market, code)
    listed = desk.post("/operacion/finanzas", data={"text": code}).text
    assert f"/operacion/finanzas/compra/{purchase.code}" in listed
    page = desk.get(f"/operacion/finanzas/compra/{purchase.code}").text
    for said in ("Cobrado", "Pagado", "Devuelto", "Venta", "Reverso", "Reembolso", "Comisiones", code):
        assert said in page
    for one in (market.carla.name, market.carla.email, purchase.phone, "Orizaba"):
        assert one not in page
        assert one not in listed
    assert desk.get("/operacion/finanzas/compra/NADA-0000").status_code == 404


def test_transactions_are_filtered_and_come_page_by_page_without_a_gap(
    market: Cast, code: str, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(market)
    today = mexican_day(purchase_of(market, code).created_at)
    page = desk.get("/operacion/finanzas?tienda=ferreteria-abedul").text
    assert page.count("/finanzas/movimiento/") == 1
    assert desk.get("/operacion/finanzas?que=adjustment").text.count("/finanzas/movimiento/") == 1
    assert desk.get(f"/operacion/finanzas?hasta={today - timedelta(days=1)}").text.count("/finanzas/movimiento/") == 0
    whole = desk.get("/operacion/finanzas?tienda=nadie&que=nada&desde=x&despues=y").text.count("/finanzas/movimiento/")
    assert whole == 7
    for senseless in ("desde=9999-12-31", "hasta=9999-12-31", "desde=0001-01-01", "hasta=0001-01-01"):
        assert desk.get(f"/operacion/finanzas?{senseless}").text.count("/finanzas/movimiento/") == whole
    monkeypatch.setattr("marketplace.platform.desk.web.finance._ON_PAGE", 2)
    seen, address = [], "/operacion/finanzas"
    while address:
        text = desk.get(address).text
        seen += [part.partition('"')[0] for part in text.split("/finanzas/movimiento/")[1:]]
        address = text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == whole
    opened = desk.get(f"/operacion/finanzas/movimiento/{seen[-1]}").text
    assert "$0.00" in opened


def test_the_file_holds_every_entry_and_sums_to_zero(market: Cast, code: str, desk: FlaskClient) -> None:
    made(market)
    rows = list(csv.DictReader(io.StringIO(desk.get("/operacion/finanzas/archivo").data.decode("utf-8-sig"))))
    assert len(rows) > 20
    assert round(sum(float(row["Importe"]) for row in rows), 2) == 0
    theirs = desk.get("/operacion/finanzas/archivo?tienda=ferreteria-abedul").data.decode("utf-8-sig")
    assert {row["Tienda"] for row in csv.DictReader(io.StringIO(theirs))} == {"", market.abedul.name}
    only = list(
        csv.DictReader(io.StringIO(desk.get("/operacion/finanzas/archivo?que=adjustment").data.decode("utf-8-sig")))
    )
    assert [(row["Tienda"], row["Importe"]) for row in only] == [("", "120.00"), ("Hilos Alpaca", "-120.00")]


def test_the_file_is_whole_however_many_batches_it_comes_in(
    market: Cast, code: str, desk: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = desk.get("/operacion/finanzas/archivo").data
    monkeypatch.setattr("marketplace.money.ledger.finding._IN_A_BATCH", 2)
    monkeypatch.setattr("marketplace.platform.desk.web.finance._PIECE_BYTES", 100)
    answer = desk.get("/operacion/finanzas/archivo")
    assert answer.data == whole
    assert answer.content_length == len(whole)
    assert desk.head("/operacion/finanzas/archivo").status_code == 200  # and leaves no file open
    with market.above() as work:
        entries = work.session.scalar(select(func.count()).select_from(LedgerEntry))
        batches = list(entries_for_file(work, TransactionFilter()))
    assert sum(len(rows) for rows in batches) == entries == whole.count(b"\r\n") - 1
    assert {len(rows) for rows in batches[:-1]} == {2}


def test_what_was_told_before_its_charge_was_known_is_judged_again(
    market: Cast, worker: Worker, desk: FlaskClient
) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    with market.above() as work:
        attempt = make.attempt_of(work, placed.purchase_id)
        told = Told(
            "evt_early", EventKind.CHARGE_SUCCEEDED, "charge.succeeded", "ch_early", attempt_key(attempt.id),
            attempt.amount_minor, attempt.currency,
        )  # fmt: skip
        keep_event(work, "stripe", told)
        event = work.session.scalars(select(ProviderEvent).where(ProviderEvent.event_id == "evt_early")).one()
        event.verdict, event.judged_at = "no_charge", work.now
        event_id = event.id
    assert "Juzgar de nuevo" in desk.get("/operacion/finanzas").text
    desk.post(f"/operacion/finanzas/avisos/{event_id}/juzgar")
    worker.drain()
    with market.above() as work:
        assert work.session.get_one(ProviderEvent, event_id).verdict == "taken"
        assert work.session.get_one(Purchase, placed.purchase_id).state == "paid"
    assert "Juzgar de nuevo" not in desk.get("/operacion/finanzas").text


@pytest.mark.parametrize("verdict", ["twice", "left", "refund_failed", "disputed", "taken"])
def test_what_moved_something_is_not_judged_away(market: Cast, code: str, verdict: str) -> None:
    with market.above() as work:
        event = work.session.scalars(select(ProviderEvent).order_by(ProviderEvent.id).limit(1)).one()
        event.verdict, event_id = verdict, event.id
    with at_the_desk(market.sergio) as work:
        assert judge_again(work, event_id).value == verdict
    with market.above() as work:
        assert work.session.get_one(ProviderEvent, event_id).verdict == verdict


def test_everything_is_compared_when_somebody_asks(market: Cast, worker: Worker, code: str, desk: FlaskClient) -> None:
    assert "Todavía no se compara" in desk.get("/operacion/finanzas").text
    desk.post("/operacion/finanzas/comparar")
    worker.drain()
    assert "Todo coincide." in desk.get("/operacion/finanzas").text


def test_a_try_that_was_declined_before_it_was_paid_is_told_in_words_and_apart(
    app: Flask, market: Cast, worker: Worker
) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    with market.above() as work:
        session = make.attempt_of(work, placed.purchase_id).provider_ref or ""
    with get_twin().store.change() as shelf:
        acts.pay_by_card(shelf, session, "4000000000000002")
    with market.above("webhook") as work:
        hear_twin(work)
    worker.drain()
    sergio = client_of(app, market.sergio)
    at = f"/operacion/finanzas/compra/{placed.code}"
    said = " ".join(sergio.get(at).text.split())
    assert "Esperando el pago. El último rechazo: el banco no la aceptó, sin decir por qué" in said
    make.pay(market, placed)
    worker.drain()
    said = " ".join(sergio.get(at).text.split())
    assert "Pagado. Antes se rechazó una vez: el banco no la aceptó, sin decir por qué" in said
    assert "Pagado · generic_decline" not in said


@pytest.mark.parametrize("code", sorted(_WHY))
def test_each_decline_of_a_bank_has_words_for_staff(app: Flask, code: str) -> None:
    with app.test_request_context():
        said = declined_label(code)
    assert said
    assert "_" not in said
