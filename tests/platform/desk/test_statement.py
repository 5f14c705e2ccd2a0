"""A month's statement: opening and movements are closing, by kind, by order and line by line; page and files say the same."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import timedelta
from itertools import accumulate
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader

from marketplace.kernel.calendar import mexican_day
from marketplace.money.ledger import balance, entries_of, moved_by_day, orders_of, statement
from marketplace.web import formatting
from marketplace.worker import Worker
from tests import make
from tests.care.asking import ask, finish
from tests.cast import Cast
from tests.platform.adjustments.asking import made
from tests.web.asking import client_of


def month(work: Any) -> tuple[Any, Any]:
    """From the first day of this month until today."""
    today = mexican_day(work.now)
    return today.replace(day=1), today


@pytest.fixture
def codes(market: Cast, worker: Worker) -> list[str]:
    """Two orders that arrived, of one of which a piece went back; the neighbour sold one too."""
    goods = make.goods(market, price_minor=20_000)
    found = [make.delivered_order(market, worker, [make.line(goods, 2)]) for _time in range(2)]
    finish(market, worker, ask(market, found[0], 1))
    make.paid_order(market, worker, [make.line(make.goods(market, shop=market.abedul))])
    return found


def test_opening_and_movements_are_closing_and_closing_is_the_balance(market: Cast, codes: list[str]) -> None:
    with market.as_alicia() as work:
        told = statement(work, *month(work))
        owed = balance(work)
    assert told.opening_minor == 0
    assert told.by_kind["sale"] > 0
    assert told.by_kind["refund"] == -20_000
    assert told.closing_minor == told.movements_minor == owed.pending_minor + owed.available_minor
    assert (told.available_minor, told.pending_minor) == (owed.available_minor, owed.pending_minor)
    assert "release" not in told.by_kind


def test_what_becomes_available_moves_nothing(market: Cast, codes: list[str]) -> None:
    with market.as_alicia() as work:
        before = statement(work, *month(work))
    make.release(market)
    with market.as_alicia() as work:
        after = statement(work, *month(work))
    assert (after.closing_minor, after.by_kind) == (before.closing_minor, before.by_kind)
    assert (before.available_minor, after.available_minor) == (0, after.closing_minor)
    assert after.pending_minor == 0


def test_the_next_span_begins_where_the_last_one_ended(market: Cast, codes: list[str]) -> None:
    with market.as_alicia() as work:
        first, last = month(work)
        told = statement(work, first, last)
        tomorrow = statement(work, last + timedelta(days=1), last + timedelta(days=30))
        before = statement(work, first - timedelta(days=60), first - timedelta(days=1))
    assert (tomorrow.opening_minor, tomorrow.by_kind) == (told.closing_minor, {})
    assert (before.opening_minor, before.closing_minor, before.take_bp) == (0, 0, None)


def test_the_take_is_what_selling_cost_of_what_was_kept(market: Cast, codes: list[str]) -> None:
    with market.as_alicia() as work:
        told = statement(work, *month(work))
    kept = told.by_kind["sale"] + told.by_kind["refund"]
    assert told.take_bp == round((kept - told.closing_minor) * 10_000 / kept)
    assert 0 < told.take_bp < 10_000


def test_orders_and_entries_come_to_the_same_and_pages_leave_none_out(market: Cast, codes: list[str]) -> None:
    with market.as_alicia() as work:
        span = month(work)
        told = statement(work, *span)
        whole = orders_of(work, *span)
        (one,) = orders_of(work, *span, limit=1)
        (other,) = orders_of(work, *span, limit=1, after=(one.at, one.order_id))  # type: ignore[arg-type]
        assert orders_of(work, *span, after=(other.at, other.order_id)) == []  # type: ignore[arg-type]
        (only,) = orders_of(work, *span, only=other.order_id)
        assert sum(row.amount_minor for row in entries_of(work, *span)) == told.movements_minor
    assert [one, other] == whole
    assert only == other
    assert told.orders == 2
    assert sum(order.total_minor for order in whole) == told.movements_minor


def test_the_neighbour_has_their_own(market: Cast, codes: list[str]) -> None:
    with market.as_bruno() as work:
        told = statement(work, *month(work))
        assert told.orders == 1
        assert told.closing_minor == balance(work).pending_minor


def test_the_page_and_each_file_say_the_same_numbers(app: Flask, market: Cast, codes: list[str]) -> None:
    alicia = client_of(app, market.alicia)
    with market.as_alicia() as work:
        told = statement(work, *month(work))
    closing = f"{told.closing_minor / 100:,.2f}"
    page = alicia.get("/vender/hilos-alpaca/dinero/estado").text
    assert f"${closing}" in page
    assert all(code in page for code in codes)
    sheet = alicia.get("/vender/hilos-alpaca/dinero/estado/archivo?formato=csv")
    rows = list(csv.reader(io.StringIO(sheet.get_data().decode("utf-8-sig"))))
    assert rows[-1][-1] == closing.replace(",", "")
    amounts = [round(float(row[3]) * 100) for row in rows[2:-1]]
    assert sum(amounts) == told.movements_minor
    assert rows[-2][-1] == rows[-1][-1]  # the running balance ends where the statement does
    assert 'filename="hilos-alpaca-' in sheet.headers["Content-Disposition"]
    book = alicia.get("/vender/hilos-alpaca/dinero/estado/archivo?formato=xlsx").get_data()
    cells = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml").decode()
    assert f"<v>{told.closing_minor / 100:g}</v>" in cells
    paper = PdfReader(io.BytesIO(alicia.get("/vender/hilos-alpaca/dinero/estado/archivo?formato=pdf").get_data()))
    text = "".join(page.extract_text() for page in paper.pages)
    assert f"${closing}" in text
    assert all(code in text for code in codes)


def test_an_order_is_found_by_its_code_and_another_shops_is_not(
    app: Flask, market: Cast, worker: Worker, codes: list[str]
) -> None:
    alicia, bruno = client_of(app, market.alicia), client_of(app, market.bruno)
    page = alicia.get(f"/vender/hilos-alpaca/dinero/estado?pedido={codes[1].lower()}").text
    assert codes[1] in page
    assert codes[0] not in page
    assert "nada se movió" in bruno.get(f"/vender/ferreteria-abedul/dinero/estado?pedido={codes[1]}").text


@pytest.mark.parametrize(
    "asked", ["mes=2026-13", "mes=ayer", "despues=x", "despues=2026-01-01~x", "mes=", "pedido=%00"]
)
def test_an_address_that_says_nothing_shows_this_month(app: Flask, market: Cast, asked: str) -> None:
    alicia = client_of(app, market.alicia)
    assert alicia.get(f"/vender/hilos-alpaca/dinero/estado?{asked}").status_code == 200


def test_a_month_without_anything_and_a_kind_of_file_that_there_is_not(app: Flask, market: Cast) -> None:
    alicia = client_of(app, market.alicia)
    assert "no se movió dinero" in alicia.get("/vender/hilos-alpaca/dinero/estado?mes=2020-01").text
    assert alicia.get("/vender/hilos-alpaca/dinero/estado/archivo?formato=pdf&mes=2020-01").status_code == 200
    assert alicia.get("/vender/hilos-alpaca/dinero/estado/archivo?formato=exe").status_code == 404


def test_the_page_says_line_by_line_what_the_balance_is_after_each_and_ends_at_the_closing(
    app: Flask, market: Cast, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(market)
    monkeypatch.setattr("marketplace.platform.desk.web.statements._ON_PAGE", 7)
    alicia, address = client_of(app, market.alicia), "/vender/hilos-alpaca/dinero/estado?ver=renglones"
    seen: list[tuple[str, ...]] = []
    while address:
        text = alicia.get(address).text
        table = text.partition("Saldo</th>")[2].partition("</table>")[0]
        seen += re.findall(r'<td data-label="(?:Importe|Saldo)" class="num">([^<]+)</td>', table)
        address = text.partition('rel="next"')[2].partition('href="')[2].partition('"')[0].replace("&amp;", "&")
    amounts, balances = [pesos(one) for one in seen[::2]], [pesos(one) for one in seen[1::2]]
    assert len(amounts) > 14
    assert balances == list(accumulate(amounts))
    with market.as_alicia() as work:
        assert balances[-1] == statement(work, *month(work)).closing_minor


def pesos(said: Any) -> int:
    """Centavos of an amount as a page writes it."""
    return int(said.strip().replace("−", "-").replace("$", "").replace(",", "").replace(".", ""))


def test_what_is_of_no_order_stands_before_the_orders_and_leads_to_its_reason(
    app: Flask, market: Cast, codes: list[str]
) -> None:
    alicia = client_of(app, market.alicia)
    assert "De ningún pedido" not in alicia.get("/vender/hilos-alpaca/dinero/estado").text
    with market.as_alicia() as work:
        cost = statement(work, *month(work)).take_bp
    made(market, amount_minor=-31_00)
    page = alicia.get("/vender/hilos-alpaca/dinero/estado").text
    assert "De ningún pedido" in page
    assert "−$31.00" in page
    assert "/dinero/ajustes" in page
    with market.as_alicia() as work:
        told = statement(work, *month(work))
        assert told.by_kind["adjustment"] == -31_00
        assert told.take_bp == cost, "what was put right by hand is no cost of selling"


def test_each_day_is_a_bar_and_a_row_and_they_come_to_what_moved(app: Flask, market: Cast, codes: list[str]) -> None:
    with market.as_alicia() as work:
        days = moved_by_day(work, *month(work))
        told = statement(work, *month(work))
    assert len(days) == (told.last - told.first).days + 1
    assert sum(amount for _day, amount in days) == told.movements_minor
    page = client_of(app, market.alicia).get("/vender/hilos-alpaca/dinero/estado").text
    assert page.count("<rect") == len(days)
    assert f"Tu mejor día fue el {page_day(told.last)}" in page


def page_day(day: Any) -> str:
    """A day as pages write it."""
    with force_locale("es_MX"):
        return formatting.day(day)


def test_a_month_is_read_beside_the_one_that_was_chosen(app: Flask, market: Cast, codes: list[str]) -> None:
    alicia = client_of(app, market.alicia)
    page = alicia.get("/vender/hilos-alpaca/dinero/estado?contra=2025-02").text
    assert "febrero de 2025" in page.partition("Concepto</th>")[2].partition("</thead>")[0]
    for senseless in ("x", "2099-01", "2025-13", ""):
        assert alicia.get(f"/vender/hilos-alpaca/dinero/estado?contra={senseless}").status_code == 200


@pytest.mark.parametrize("key", ["x", "2026-01-01~", "~", "2026-01-01T00:00:00~00000000-0000-0000-0000-000000000000"])
def test_a_place_that_is_none_shows_the_first_page(app: Flask, market: Cast, codes: list[str], key: str) -> None:
    for view in ("", "&ver=renglones"):
        answer = client_of(app, market.alicia).get(f"/vender/hilos-alpaca/dinero/estado?despues={key}{view}")
        assert answer.status_code == 200
        assert codes[0] in answer.text


@pytest.mark.parametrize("page", ["", "/estado", "/ajustes", "/retenciones"])
def test_every_page_of_money_stands_under_money(app: Flask, market: Cast, codes: list[str], page: str) -> None:
    text = client_of(app, market.alicia).get(f"/vender/hilos-alpaca/dinero{page}").text
    current = re.findall(r'<a href="([^"]+)" aria-current="page">\s*([^<]+?)\s*</a>', text)
    assert [name for address, name in current if address == "/vender/hilos-alpaca/dinero"] == ["Dinero"]
