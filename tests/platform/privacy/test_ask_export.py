"""A person's copy, and a shop's: everything of theirs, nothing of others, no secrets, for a week."""

from __future__ import annotations

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.care.messaging.service import write_message
from marketplace.care.returns.models import ReturnCase
from marketplace.goods.catalog.models import Product
from marketplace.kernel import clock
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.made_files import FileState
from marketplace.kernel.work import AuditLine
from marketplace.platform.notifications.models import Mail
from marketplace.platform.privacy import errors, exports, writing
from marketplace.platform.privacy.models import DataExport
from marketplace.platform.privacy.rules import EXPORT_FOLDER
from marketplace.platform.privacy.writing import for_sheet
from marketplace.platform.upkeep.events import SweepDue
from marketplace.platform.upkeep.jobs import sweep_folder
from marketplace.trade.orders.models import OrderLine
from marketplace.worker import Worker
from tenants.roles import Role
from tests import make
from tests.cast import Cast
from tests.installation import uploads_of
from tests.platform.privacy.asking import archive, ask_export, row, table
from tests.web.asking import enter, picture

pytestmark = pytest.mark.slow


def test_it_holds_what_is_theirs_with_their_pictures(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    client = app.test_client()
    enter(client, market.carla)
    with market.above() as work:
        line_id = work.session.scalars(select(OrderLine.id)).one()
    form = {"reason": "damaged", "note": "Llegó roto", f"line-{line_id}": "1", "photos": picture()}
    assert client.post(f"/pedidos/{code}/devolver", data=form).status_code == 302
    export_id = ask_export(market, market.carla.id)
    worker.drain()
    copy = archive(app, market, export_id)
    assert table(copy, "account")[0]["email"] == market.carla.email
    assert [one["code"] for one in table(copy, "order")] == [code]
    assert table(copy, "purchase")[0]["address"]["street"] == "Orizaba"
    assert [one["note"] for one in table(copy, "return_case")] == ["Llegó roto"]
    with market.above() as work:
        (photo,) = work.session.scalars(select(ReturnCase.photos)).one()
    assert f"archivos/{photo}-1600.webp" in copy.namelist()


def test_it_holds_nothing_of_others_and_no_secret(app: Flask, market: Cast, worker: Worker) -> None:
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    carla, diego = ask_export(market, market.carla.id), ask_export(market, market.diego.id)
    worker.drain()
    copy = archive(app, market, carla)
    whole = b"".join(copy.read(name) for name in copy.namelist())
    assert market.diego.email.encode() not in whole
    assert b"argon2" not in whole
    assert "password_hash" not in table(copy, "account")[0]
    assert "token_hash" not in copy.read("csv/user_session.csv").decode()
    assert table(archive(app, market, diego), "order") == []


def test_a_shops_copy_holds_its_tables_and_no_neighbours(app: Flask, market: Cast, worker: Worker) -> None:
    mine, other = make.goods(market), make.goods(market, shop=market.abedul, title="Martillo de uña")
    code = make.paid_order(market, worker, [make.line(mine)])
    with market.as_carla() as work:
        write_message(work, code, side="buyer", body="=cmd|' /C calc'!A1")
    with market.as_alicia() as work:
        export_id = exports.ask_shop_export(work)
    worker.drain()
    copy = archive(app, market, export_id)
    assert [one["id"] for one in table(copy, "product")] == [str(mine.product_id)]
    assert str(other.product_id) not in "".join(copy.read(name).decode("latin1") for name in copy.namelist())
    assert table(copy, "ledger_entry")
    assert {"variant", "stock", "movement", "order_line", "fee_line", "audit_line"} <= {
        name.split("/")[1].removesuffix(".json") for name in copy.namelist() if name.startswith("json/")
    }
    assert table(copy, "message")[0]["body"].startswith("=cmd")
    assert "'=cmd" in copy.read("csv/message.csv").decode()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_runs_as_a_formula(text: str) -> None:
    assert for_sheet(text) == f"'{text}"
    assert for_sheet(-5) == -5
    assert for_sheet("Estambre") == "Estambre"


def test_only_an_owner_takes_a_shops_copy(market: Cast) -> None:
    with pytest.raises(NotAllowed), market.as_member(market.alpaca, market.ada, Role.MANAGER) as work:
        exports.ask_shop_export(work)
    with market.above() as work:
        assert work.session.scalars(select(DataExport)).all() == []


def test_one_is_made_at_a_time(market: Cast) -> None:
    ask_export(market, market.carla.id)
    with pytest.raises(errors.AlreadyMaking):
        ask_export(market, market.carla.id)
    ask_export(market, market.diego.id)


def test_nobody_else_opens_it(app: Flask, market: Cast, worker: Worker) -> None:
    export_id = ask_export(market, market.carla.id)
    worker.drain()
    with market.above("own account") as work, pytest.raises(errors.ExportNotReady):
        exports.open_export(work, market.diego.id, export_id)


def test_it_is_asked_for_and_fetched_on_the_persons_page(
    app: Flask, market: Cast, worker: Worker, browser_client: FlaskClient
) -> None:
    enter(browser_client, market.carla)
    assert browser_client.post("/cuenta/datos/copia").status_code == 302
    assert "preparándose" in browser_client.get("/cuenta/datos").text
    worker.drain()
    with market.above() as work:
        export_id = work.session.scalars(select(DataExport.id)).one()
        assert (
            "Tu copia está lista"
            in work.session.scalars(select(Mail.subject).where(Mail.to == market.carla.email)).all()
        )
    answer = browser_client.post(f"/cuenta/datos/copia/{export_id}")
    assert answer.status_code == 303
    got = browser_client.get(answer.headers["Location"])
    assert got.headers["Content-Type"] == "application/zip"
    assert ZipFile(io.BytesIO(got.data)).testzip() is None
    stranger = app.test_client()
    enter(stranger, market.diego)
    assert stranger.get(answer.headers["Location"]).status_code == 404


def test_whoever_showed_themselves_long_ago_is_asked_again(
    market: Cast, browser_client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(browser_client, market.carla)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=20))
    answer = browser_client.post("/cuenta/datos/copia")
    assert answer.headers["Location"].startswith("/confirmar")
    with market.above() as work:
        assert work.session.scalars(select(DataExport)).all() == []


def test_after_a_week_it_opens_no_more_and_its_file_is_forgotten(
    app: Flask, market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_id = ask_export(market, market.carla.id)
    worker.drain()
    key = row(market, export_id).key
    later = clock.now() + timedelta(days=7, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with market.above("own account") as work, pytest.raises(errors.ExportNotReady):
        exports.open_export(work, market.carla.id, export_id)
    with market.above() as work:
        exports.expire_exports(work)
    sweep_folder(SweepDue(EXPORT_FOLDER), "key")
    assert row(market, export_id).state == FileState.EXPIRED
    with pytest.raises(FileNotFoundError):
        uploads_of(app).private.get(key)


def test_what_was_asked_and_fetched_is_written_down(market: Cast, worker: Worker) -> None:
    export_id = ask_export(market, market.carla.id)
    worker.drain()
    with market.above("own account") as work:
        exports.open_export(work, market.carla.id, export_id)
    with market.above() as work:
        verbs = work.session.scalars(
            select(AuditLine.verb).where(AuditLine.subject == f"export:{export_id}").order_by(AuditLine.at)
        ).all()
    assert verbs == ["privacy.export", "privacy.export_ready", "privacy.export_fetched"]


def test_tables_are_read_in_batches(market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_BATCH", 2)
    for number in range(5):
        make.draft(market, title=f"Madeja {number}")
    with market.as_alicia() as work:
        (part,) = [one for one in writing.parts_of_shop(market.alpaca.id) if one.name == "product"]
        assert len(list(writing._rows(work, part))) == work.session.query(Product).count()
