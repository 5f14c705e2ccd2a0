"""What tests of personal data need: a life in the market, and what one may ask about it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from flask import Flask
from sqlalchemy import create_engine, select, text

from marketplace.care.messaging.service import write_message
from marketplace.care.returns.models import ReturnCase
from marketplace.care.returns.service import decide_return, receive_return
from marketplace.kernel.settings import Settings
from marketplace.kernel.visitor import Visitor
from marketplace.platform.privacy import erasure, exports, requests
from marketplace.platform.privacy.events import ErasureDue
from marketplace.platform.privacy.jobs import erase
from marketplace.platform.privacy.models import DataExport
from marketplace.platform.privacy.rules import Right
from marketplace.trade.orders.models import OrderLine
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast, Person
from tests.installation import uploads_of
from tests.web.asking import enter, picture

WHY = "Te mandamos una copia de todo lo que guardamos."


def ask(market: Cast) -> str:
    with market.above("privacy request") as work:
        return requests.ask(
            work,
            kind=Right.ACCESS,
            name="Carla Méndez",
            email=market.carla.email,
            body="Quiero saber qué guardan.",
            locale="es_MX",
            visitor=Visitor(),
            account_id=market.carla.id,
        ).code


def answer(market: Cast, code: str, *, granted: bool = True, reason: str = WHY) -> None:
    with market.as_sergio() as work:
        requests.answer(work, code, granted=granted, reason=reason)


def extend(market: Cast, code: str) -> None:
    with market.as_sergio() as work:
        requests.extend(work, code, reason="Los datos están en dos sistemas y hay que juntarlos.")


def ask_export(market: Cast, account_id: UUID) -> UUID:
    with market.above("own account") as work:
        return exports.ask_export(work, account_id)


MONTH = timedelta(days=30)


def leave(market: Cast, who: Person) -> UUID:
    with market.above("own account") as work:
        return erasure.ask_erasure(work, who.id, blocked_for=MONTH).id


def go_on(market: Cast) -> None:
    with market.above("worker") as work:
        erasure.go_on(work)


def live(app: Flask, market: Cast, worker: Worker) -> None:
    """Carla buys, writes, sends something back with a photo, gets a copy of her data; all of it is finished."""
    code = make.delivered_order(market, worker, [make.line(make.goods(market))])
    with market.as_carla() as work:
        write_message(work, code, side="buyer", body="Soy Carla, ¿tienen la hebra azul?")
    with market.as_alicia() as work:
        write_message(work, code, side="shop", body="Hola Carla: sí, y me acordé de ti.")
    client = app.test_client()
    enter(client, market.carla)
    with market.above() as work:
        line_id = work.session.scalars(select(OrderLine.id)).one()
    form = {"reason": "damaged", "note": "taza despostillada", f"line-{line_id}": "1", "photos": picture()}
    assert client.post(f"/pedidos/{code}/devolver", data=form).status_code == 302
    with market.above() as work:
        returned = work.session.scalars(select(ReturnCase.code)).one()
    with market.as_alicia() as work:
        decide_return(work, returned, approve=True, message="Claro que sí, Carla.")
    with market.as_alicia() as work:
        receive_return(work, returned)
    ask_export(market, market.carla.id)
    worker.drain()


def found_in_database(settings: Settings, marks: tuple[str, ...]) -> set[str]:
    """Every text, name, address and structure of every table that holds a mark, as table.column."""
    owner, found = create_engine(settings.owner_database_url), set()
    with owner.connect() as connection:
        columns = connection.execute(
            text(
                "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
                "AND data_type IN ('character varying', 'text', 'jsonb') AND table_name <> 'postal_code'"
            )
        ).all()
        for table, column in columns:
            for mark in marks:
                asked = text(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE :mark')
                if connection.scalar(asked, {"mark": f"%{mark}%"}):
                    found.add(f"{table}.{column}")
    owner.dispose()
    return found


def leave_for_good(market: Cast, who: Person, later: Callable[[timedelta], None]) -> None:
    erasure_id = leave(market, who)
    later(timedelta(days=14, minutes=1))
    go_on(market)
    later(timedelta(days=44, minutes=2))
    go_on(market)
    with market.above("worker") as work:
        erase(ErasureDue(erasure_id), "key")(work)


def row(market: Cast, export_id: UUID) -> DataExport:
    with market.above() as work:
        return work.session.get_one(DataExport, export_id)


def archive(app: Flask, market: Cast, export_id: UUID) -> ZipFile:
    key = row(market, export_id).key
    assert key is not None
    return ZipFile(io.BytesIO(uploads_of(app).private.get(key)))


def table(copy: ZipFile, name: str) -> list[dict[str, Any]]:
    """A table of a copy, which must say the same as JSON and as CSV."""
    rows: list[dict[str, Any]] = json.loads(copy.read(f"json/{name}.json"))
    sheet = list(csv.DictReader(io.StringIO(copy.read(f"csv/{name}.csv").decode())))
    assert [line.get("id") for line in sheet] == [one.get("id") for one in rows]
    return rows
