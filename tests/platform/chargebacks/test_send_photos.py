"""With the answer to a bank go the pictures of what was sold and of what came back of it, in one PDF."""

from __future__ import annotations

import io

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
    assert staff.post(path, data={"uncategorized_text": "Llegó."}).status_code == 302
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
