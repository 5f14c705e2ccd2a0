"""Who is told what: a row once for each fact, to the right person, in their language; and the mail that carries it."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from marketplace.care.messaging.service import write_message
from marketplace.kernel.ids import new_id
from marketplace.kernel.jobs import Job
from marketplace.people.accounts.models import Account
from marketplace.platform.notifications import service
from marketplace.platform.notifications.events import NotificationWritten
from marketplace.platform.notifications.models import Mail, Notification
from marketplace.platform.notifications.reactions.orders import tell_paid
from marketplace.platform.notifications.recipients import Recipient
from marketplace.platform.notifications.render import render
from marketplace.platform.notifications.service import notify
from marketplace.trade.checkout.events import PurchasePaid
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tenants.models import Membership
from tests import make
from tests.cast import Cast
from tests.mail import mail_by_key
from tests.people.sellers.applying import invite

SOMEBODY = Recipient("noe@example.mx", "Noé Ruiz", "es_MX")


def sent(market: Cast) -> dict[str, Mail]:
    with market.above() as work:
        return mail_by_key(work)


def told(market: Cast, kind: str) -> Notification:
    with market.above() as work:
        return work.session.scalars(select(Notification).where(Notification.kind == kind)).one()


def speaks_english(market: Cast, *people: object) -> None:
    with market.above() as work:
        ids = [one.id for one in people]  # type: ignore[attr-defined]
        work.session.execute(update(Account).where(Account.account_id.in_(ids)).values(locale="en"))


def buy(market: Cast, worker: Worker) -> str:
    return make.paid_order(market, worker, [make.line(make.goods(market))])


def test_a_paid_purchase_is_told_to_both_sides(market: Cast, worker: Worker) -> None:
    buy(market, worker)
    mail = sent(market)
    assert mail["purchase_paid"].to == "carla@example.mx"
    assert mail["order_new"].to == "hilos-alpaca@example.mx"
    assert {one.state for one in mail.values()} == {"sent"}


def test_the_row_says_whom_it_is_for(market: Cast, worker: Worker) -> None:
    buy(market, worker)
    to_carla, to_shop = told(market, "purchase_paid"), told(market, "order_new")
    assert (to_carla.account_id, to_carla.tenant_id, to_carla.name) == (market.carla.id, None, market.carla.name)
    assert (to_shop.account_id, to_shop.tenant_id) == (None, market.alpaca.id)
    assert (to_carla.channel, to_carla.read_at) == ("mail", None)


def test_the_row_can_be_read_back_without_what_it_is_about(market: Cast, worker: Worker) -> None:
    buy(market, worker)
    with market.above() as work:
        row = work.session.scalars(select(Notification).where(Notification.kind == "order_new")).one()
        assert json.loads(json.dumps(row.data)) == row.data
        assert row.data["total"] == work.session.scalars(select(Order.total_minor)).one()
        work.session.expunge(row)
    row.locale = "en"  # with no unit of work open: nothing is loaded
    assert "New order" in render(row).subject
    assert f"${row.data['total'] / 100:,.2f}" in render(row).subject


def test_a_fact_that_is_told_twice_writes_once(market: Cast, worker: Worker) -> None:
    buy(market, worker)
    with market.above() as work:
        rows = work.session.scalar(select(func.count()).select_from(Notification))
        purchase_id = work.session.scalars(select(Order.purchase_id)).one()
        tell_paid(work, PurchasePaid(purchase_id))
        assert work.facts == []
    worker.drain()
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Notification)) == rows
        assert work.session.scalar(select(func.count()).select_from(Mail)) == rows


def test_a_row_that_is_told_twice_is_one_mail(market: Cast, worker: Worker) -> None:
    buy(market, worker)
    before = len(sent(market))
    with market.above() as work:
        for row_id in work.session.scalars(select(Notification.id)):
            work.tell(NotificationWritten(row_id))
    worker.drain()
    assert len(sent(market)) == before


def test_a_shop_whose_owner_reads_english_is_written_in_english(market: Cast, worker: Worker) -> None:
    speaks_english(market, market.alicia)
    buy(market, worker)
    mail = sent(market)
    assert mail["order_new"].subject.startswith("New order")
    assert "Your shop's turn: ship it before" in mail["order_new"].text
    assert mail["purchase_paid"].subject.endswith("quedó pagada")  # the buyer's is the purchase's


def test_a_shop_is_written_in_the_language_of_whose_address_it_is(market: Cast, worker: Worker) -> None:
    speaks_english(market, market.pia)
    with market.above() as work:
        at_the_shop = update(Account).where(Account.account_id == market.pia.id)
        work.session.execute(at_the_shop.values(email="Hilos-Alpaca@example.mx"))
    buy(market, worker)
    assert told(market, "order_new").locale == "en"


def test_a_shop_without_people_is_written_in_spanish(market: Cast, worker: Worker) -> None:
    speaks_english(market, market.alicia)
    placed = make.place(market, [make.line(make.goods(market))])
    make.pay(market, placed)
    with market.above() as work:
        work.session.execute(delete(Membership))
    worker.drain()
    assert told(market, "order_new").locale == "es_MX"


def test_who_is_invited_reads_their_own_language_and_no_name(market: Cast, worker: Worker) -> None:
    speaks_english(market, market.diego)
    invite(market)
    invite(market, "nueva@example.mx")
    worker.drain()
    with market.above() as work:
        texts = {mail.to: mail.text for mail in work.session.scalars(select(Mail))}
    assert texts["diego@example.mx"].startswith("Hello:")
    assert texts["nueva@example.mx"].startswith("Hola:")


def test_what_cannot_be_said_now_is_said_later(market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_row: Notification) -> None:
        raise RuntimeError("a template was shipped broken")

    with monkeypatch.context() as patch:
        patch.setattr(service, "render", broken)
        buy(market, worker)
    assert sent(market) == {}
    assert told(market, "purchase_paid").email == market.carla.email
    with market.above() as work:
        work.session.execute(update(Job).where(Job.name == "write_mail").values(run_at=func.now()))
    worker.drain()
    assert {mail.state for mail in sent(market).values()} == {"sent"}
    assert sent(market).keys() >= {"purchase_paid", "order_new"}


def test_a_kind_of_a_later_release_is_a_plain_sentence(market: Cast, worker: Worker) -> None:
    with market.above() as work:
        row = Notification(
            id=new_id(),
            key="kind_of_tomorrow:1",
            kind="kind_of_tomorrow",
            data={"shop": "Hilos"},
            path="/pedidos",
            stop_path="",
            email="noe@example.mx",
            name="Noé Ruiz",
            locale="es_MX",
            channel="mail",
            created_at=work.now,
        )
        work.session.add(row)
        work.tell(NotificationWritten(row.id))
    worker.drain()
    mail = sent(market)["kind_of_tomorrow"]
    assert (mail.subject, mail.state) == ("Tienes un aviso de Tianguis", "sent")
    assert "http://127.0.0.1:8000/pedidos" in mail.text


def test_a_kind_without_words_is_not_written(market: Cast) -> None:
    with pytest.raises(LookupError, match="order_shiped"), market.above() as work:
        notify(work, "order_shiped", SOMEBODY, new_id(), {})
    with market.above() as work:
        assert work.session.scalars(select(Notification)).all() == []


def test_the_mailbox_shows_what_would_have_left(browser_client: FlaskClient, market: Cast, worker: Worker) -> None:
    buy(market, worker)
    page = browser_client.get("/buzon").text
    assert "quedó pagada" in page
    link = re.search(r'href="(/buzon/[0-9a-f-]{36})"', page)
    assert link is not None
    assert browser_client.get(link[1]).status_code == 200


def test_a_parcel_names_who_packed_it(market: Cast, worker: Worker) -> None:
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    assert "Pía Cuatecontzi" in sent(market)["order_shipped"].text


def test_what_people_write_is_escaped_in_html_and_left_alone_in_text(market: Cast, worker: Worker) -> None:
    code = buy(market, worker)
    body = "<script>alert(1)</script> 100 % de alpaca & {{ code }} %(who)s"
    with market.as_carla() as work:
        write_message(work, code, side="buyer", body=body)
    worker.drain()
    mail = sent(market)["order_message"]
    assert "<script>" not in mail.html
    assert body in mail.text


def test_a_subject_is_one_line(app: Flask, market: Cast, worker: Worker) -> None:
    with market.above() as work:
        data = {"who": "Ana\r\nBcc: otra@example.mx", "code": "7K3M-92QF", "of": "", "body": "Hola"}
        notify(work, "order_message", SOMEBODY, new_id(), data)
    worker.drain()
    assert "\n" not in sent(market)["order_message"].subject
