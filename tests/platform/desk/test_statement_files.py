"""A month of many lines becomes a file by a job: asked for, watched, fetched by who may see money, and swept in a week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.made_files import TableFormat
from marketplace.platform.desk import errors, filing
from marketplace.platform.desk.files import statements_in_use
from marketplace.platform.desk.models import StatementFile
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.installation import uploads_of
from tests.web.asking import client_of

PAGE = "/vender/hilos-alpaca/dinero/estado"


@pytest.fixture(autouse=True)
def every_month_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a month of a few lines had thousands."""
    monkeypatch.setattr("marketplace.platform.desk.web.statements.MOST_AT_ONCE", 3)
    monkeypatch.setattr("marketplace.platform.desk.jobs._SAID_EVERY", 4)


@pytest.fixture
def alicia(app: Flask, market: Cast, worker: Worker) -> FlaskClient:
    """Her browser; she sold once, the neighbour too."""
    make.paid_order(market, worker, [make.line(make.goods(market))])
    make.paid_order(market, worker, [make.line(make.goods(market, shop=market.abedul))])
    return client_of(app, market.alicia)


def ask(market: Cast, kind: TableFormat = TableFormat.CSV, *, locale: str = "es_MX") -> None:
    with market.as_alicia() as work:
        today = mexican_day(work.now)
        filing.ask_file(work, today.replace(day=1), today, kind=kind, locale=locale)


def files(market: Cast) -> list[StatementFile]:
    with market.above() as work:
        return list(work.session.scalars(select(StatementFile).order_by(StatementFile.id)))


def test_it_is_asked_for_made_and_fetched_and_holds_what_the_page_says(
    market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    assert alicia.get(f"{PAGE}/archivo?formato=csv").status_code == 302, "not while somebody waits"
    page = alicia.get(PAGE).text
    assert "Preparar CSV" in page
    assert "Descargar CSV" not in page
    alicia.post(f"{PAGE}/archivos", data={"formato": "csv", "mes": ""})
    assert "<progress" in alicia.get(PAGE).text
    worker.drain()
    (made,) = files(market)
    assert (made.state, made.done, made.asked_by) == ("ready", made.whole, market.alicia.name)
    assert made.whole > 5
    assert "<progress" not in alicia.get(PAGE).text
    to = alicia.post(f"{PAGE}/archivos/{made.id}")
    assert to.status_code == 303
    fetched = alicia.get(to.location)
    assert "attachment" in fetched.headers["Content-Disposition"]
    lines = fetched.data.decode("utf-8-sig").splitlines()
    assert len(lines) == made.whole + 3
    assert "Saldo final" in lines[-1]


def test_a_workbook_is_made_as_well_and_each_in_its_readers_language(
    app: Flask, market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    ask(market, TableFormat.XLSX)
    ask(market, locale="en")
    worker.drain()
    book, sheet = sorted(files(market), key=lambda one: one.format, reverse=True)
    store = uploads_of(app).private
    assert book.key
    assert sheet.key
    assert store.get(book.key).startswith(b"PK")
    assert b"Closing balance" in store.get(sheet.key)


def test_the_same_file_is_made_once_at_a_time(market: Cast, worker: Worker, alicia: FlaskClient) -> None:
    ask(market)
    with pytest.raises(errors.FileUnderWay):
        ask(market)
    assert "ya se está preparando" in alicia.post(
        f"{PAGE}/archivos", data={"formato": "csv", "mes": ""}, follow_redirects=True
    ).text  # fmt: skip
    worker.drain()
    ask(market)
    assert len(files(market)) == 2


def test_neither_the_neighbour_nor_who_sees_no_money_fetches_it(
    app: Flask, market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    ask(market)
    worker.drain()
    (made,) = files(market)
    with pytest.raises(errors.NoSuchFile), market.as_bruno() as work:
        filing.open_file(work, made.id)
    with pytest.raises(NotAllowed), market.as_pia() as work:
        filing.open_file(work, made.id)
    with pytest.raises(NotAllowed), market.as_pia() as work:
        filing.ask_file(work, made.first, made.last, kind=TableFormat.CSV, locale="es_MX")
    with market.as_bruno() as work:
        assert filing.files_of(work) == []
    for senseless in ({}, {"formato": "exe", "mes": "x"}):
        assert alicia.post(f"{PAGE}/archivos", data=senseless).status_code == 302
    assert len(files(market)) == 1


def test_after_a_week_it_opens_no_more_and_nothing_keeps_its_file(
    market: Cast, worker: Worker, alicia: FlaskClient
) -> None:
    ask(market)
    with pytest.raises(errors.FileNotReady), market.as_alicia() as work:
        filing.open_file(work, files(market)[0].id)
    worker.drain()
    (made,) = files(market)
    with market.above("clock") as work:
        assert list(statements_in_use(work)) == [made.key]
        filing.expire_files(work)
        assert files(market)[0].state == "ready"
    with market.above("clock") as work:
        work.now += timedelta(days=8)
        filing.expire_files(work)
    with market.above() as work:
        assert list(statements_in_use(work)) == []
    with pytest.raises(errors.FileNotReady), market.as_alicia() as work:
        filing.open_file(work, made.id)
