"""With the answer to a bank go the pictures of what was sold and of what came back of it, in one PDF."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader

from marketplace.care.returns import service as returns
from marketplace.kernel.uploads import Uploads
from marketplace.money.payments.events import EvidenceReady
from marketplace.money.payments.gateways import get_twin
from marketplace.platform.chargebacks import jobs
from marketplace.platform.chargebacks.evidence import draw_photos
from marketplace.trade.orders.models import OrderLine
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.installation import uploads_of
from tests.money.payments.disputing import chargeback, hear, take_back
from tests.platform.chargebacks.answering import send
from tests.web.asking import client_of, order_line


def keep(files: Uploads, *, folder: str | None, size: tuple[int, int] = (300, 200)) -> str:
    made = io.BytesIO()
    Image.new("RGB", size, "#A8481F").save(made, "JPEG")
    return files.keep_picture(made.getvalue(), private_folder=folder).key


def sent_files() -> list[int]:
    """How large the files are that the provider has."""
    with get_twin().store.change() as shelf:
        return [one["size"] for one in shelf.all("file")]


def test_the_buyers_photos_and_the_listings_go_as_one_file_once(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    files = uploads_of(app)
    photo, sold = keep(files, folder="private"), keep(files, folder=None, size=(200, 400))
    with market.above() as work:
        work.session.get_one(OrderLine, (order_line(market).tenant_id, order_line(market).id)).picture_key = sold
    with market.as_carla() as work:
        pieces = {order_line(market).id: 1}
        returns.request_return(work, code, quantities=pieces, reason="damaged", message="Roto", photos=[photo])
    worker.drain()
    one = take_back(market, worker)
    with market.above() as work:
        purchase_id = make.Charge.purchase_id
        (bought,) = work.session.scalars(make.select(purchase_id))
        assert draw_photos(work, bought) == [photo, sold]
    staff = client_of(app, market.sergio)
    path = f"/operacion/contracargos/{one.id}"
    assert staff.get(path).text.count("<img") == 2
    send(staff, path, {"uncategorized_text": "Llegó.", "photos": [photo, sold]})
    hear(market, worker)
    assert chargeback(market).photos == [photo, sold]
    with get_twin().store.change() as shelf:
        (dispute,) = shelf.all("dispute")
        assert shelf.find(dispute["evidence"]["uncategorized_file"])["purpose"] == "dispute_evidence"
    jobs.send_answer(EvidenceReady(one.id), "again")
    assert len(sent_files()) == 1
    paper = jobs._on_paper([photo, sold])
    assert paper is not None
    assert len(PdfReader(io.BytesIO(paper)).pages) == 2
    assert sent_files() == [len(paper)]


def test_a_picture_whose_time_was_over_is_left_out_and_without_any_no_file_goes(
    app: Flask, market: Cast, worker: Worker
) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with app.app_context():
        assert jobs._on_paper(["private/aa/nothing"]) is None
        assert jobs._on_paper([]) is None
    assert sent_files() == []


@pytest.fixture
def two_photos(app: Flask, market: Cast, worker: Worker) -> tuple[str, str]:
    """What came back of Carla's order, and what was sold: a chargeback of it is open."""
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    files = uploads_of(app)
    photo, sold = keep(files, folder="private"), keep(files, folder=None)
    with market.above() as work:
        work.session.get_one(OrderLine, (order_line(market).tenant_id, order_line(market).id)).picture_key = sold
    with market.as_carla() as work:
        pieces = {order_line(market).id: 1}
        returns.request_return(work, code, quantities=pieces, reason="damaged", message="Roto", photos=[photo])
    worker.drain()
    take_back(market, worker)
    return photo, sold


def path_of(market: Cast) -> str:
    return f"/operacion/contracargos/{chargeback(market).id}"


def test_one_click_sends_nothing_and_shows_exactly_what_would_go(
    app: Flask, market: Cast, two_photos: tuple[str, str]
) -> None:
    staff, (photo, sold) = client_of(app, market.sergio), two_photos
    page = staff.get(path_of(market)).text
    assert len(re.findall(r'<input type="checkbox"[^>]*name="photos"', page)) == 2
    shown = staff.post(path_of(market), data={"uncategorized_text": "Llegó el martes.", "photos": [sold]})
    assert shown.status_code == 200
    assert "Llegó el martes." in shown.text
    assert shown.text.count("<img") == 1
    assert photo not in shown.text
    assert (chargeback(market).state, chargeback(market).photos) == ("open", [])


def test_what_was_left_out_is_not_sent(app: Flask, market: Cast, two_photos: tuple[str, str]) -> None:
    staff, (_photo, sold) = client_of(app, market.sergio), two_photos
    send(staff, path_of(market), {"uncategorized_text": "Llegó.", "photos": [sold]})
    one = chargeback(market)
    assert (one.state, one.photos, one.evidence) == ("sending", [sold], {"uncategorized_text": "Llegó."})


def test_what_was_changed_since_it_was_shown_is_shown_again(
    app: Flask, market: Cast, two_photos: tuple[str, str]
) -> None:
    staff, path = client_of(app, market.sergio), path_of(market)
    shown = staff.post(path, data={"uncategorized_text": "Llegó."}).text
    sure = re.search(r'name="sure"[^>]*value="([^"]+)"', shown)
    assert sure is not None
    again = staff.post(path, data={"uncategorized_text": "No llegó.", "sure": sure[1]})
    assert again.status_code == 200
    assert "Esto es lo que lee el banco" in again.text
    back = staff.post(path, data={"uncategorized_text": "No llegó.", "sure": sure[1], "change": "1"})
    assert "Ver lo que se manda" in back.text
    assert "No llegó." in back.text
    assert chargeback(market).state == "open"


def test_a_picture_of_another_purchase_is_no_choice(app: Flask, market: Cast, two_photos: tuple[str, str]) -> None:
    strange = keep(uploads_of(app), folder="private")
    answer = client_of(app, market.sergio).post(path_of(market), data={"photos": [strange], "sure": "x"})
    assert answer.status_code == 422
    assert strange not in answer.text
    assert chargeback(market).state == "open"
