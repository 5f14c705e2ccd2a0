"""Who is told what: one letter for each fact, to the right person, in their language, with a link that works."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast


def letters(market: Cast) -> dict[str, Mail]:
    with market.above() as work:
        return {mail.key.split(":")[0]: mail for mail in work.session.scalars(select(Mail))}


def test_a_paid_purchase_is_told_to_both_sides(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    sent = letters(market)
    assert sent["purchase_paid"].to == "carla@example.mx"
    assert sent["order_new"].to == "hilos-alpaca@example.mx"
    assert {mail.state for mail in sent.values()} == {"sent"}


def test_running_the_jobs_again_writes_nothing_twice(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    worker.drain()
    with market.above() as work:
        keys = work.session.scalars(select(Mail.key)).all()
        assert len(keys) == len(set(keys))


def test_the_mailbox_shows_what_would_have_left(browser_client: FlaskClient, market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    page = browser_client.get("/buzon").text
    assert "quedó pagada" in page
    link = re.search(r'href="(/buzon/[0-9a-f-]{36})"', page)
    assert link is not None
    assert browser_client.get(link[1]).status_code == 200


def test_a_parcel_names_who_packed_it(market: Cast, worker: Worker) -> None:
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    assert "Pía Cuatecontzi" in letters(market)["order_shipped"].text


def test_an_html_letter_escapes_what_people_write(market: Cast, worker: Worker) -> None:
    from marketplace.care.messaging.service import write_message

    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_carla() as work:
        write_message(work, code, side="buyer", body="<script>alert(1)</script>")
    worker.drain()
    assert "<script>" not in letters(market)["message"].html
