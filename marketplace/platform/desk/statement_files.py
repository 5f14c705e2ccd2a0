"""A statement as a file: the same numbers as on the page, for a spreadsheet (CSV, XLSX) and for paper (PDF)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import xlsxwriter
from flask_babel import force_locale
from flask_babel import gettext as _

from marketplace.kernel.calendar import MEXICO
from marketplace.kernel.module import labels
from marketplace.kernel.uploads import TABLES
from marketplace.money.ledger import Statement
from marketplace.web.formatting import money
from marketplace.web.printing import latin, new_paper, write_sums


@dataclass(frozen=True)
class StatementRow:
    """A line of a statement as it is written: what, of which order, when in Mexico City, how much, and what there is then."""

    at: datetime
    code: str
    what: str
    amount_minor: int
    balance_minor: int


def rows_of(opening_minor: int, entries: Iterable[Any], codes: Mapping[UUID, str]) -> Iterator[StatementRow]:
    """Write entries as rows, each with the balance after it. Amounts in centavos; plus is the shop's."""
    balance, say = opening_minor, labels()["movement"]
    for entry in entries:
        balance += entry.amount_minor
        at = entry.at.astimezone(MEXICO).replace(tzinfo=None)
        yield StatementRow(at, codes.get(entry.order_id, ""), say(entry.kind), entry.amount_minor, balance)


def _heads() -> tuple[str, ...]:
    return _("Fecha"), _("Pedido"), _("Concepto"), _("Importe"), _("Saldo")


def _pesos(minor: int) -> str:
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"


def write_csv(told: Statement, shop: str, rows: Iterable[StatementRow]) -> bytes:
    """Write a statement for spreadsheets, in UTF-8 with the mark by which Excel knows it. Amounts in pesos."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(_heads())
    sheet.writerow([told.first.isoformat(), "", _("Saldo inicial"), "", _pesos(told.opening_minor)])
    for row in rows:
        when = row.at.isoformat(sep=" ", timespec="seconds")
        sheet.writerow([when, row.code, row.what, _pesos(row.amount_minor), _pesos(row.balance_minor)])
    sheet.writerow([told.last.isoformat(), "", _("Saldo final"), "", _pesos(told.closing_minor)])
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(told: Statement, shop: str, rows: Iterable[StatementRow]) -> bytes:
    """Write a statement as a workbook of one sheet. Amounts are numbers, in pesos."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": True})
    sheet = book.add_worksheet(f"{told.first:%Y-%m}")
    bold, pesos = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    when = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 2, 28)
    sheet.set_column(3, 4, 14)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, _heads(), bold)
    sheet.write(1, 2, _("Saldo inicial"), bold)
    sheet.write_number(1, 4, told.opening_minor / 100, pesos)
    line = 1
    for line, row in enumerate(rows, start=2):
        sheet.write_datetime(line, 0, row.at, when)
        sheet.write_string(line, 1, row.code)
        sheet.write_string(line, 2, row.what)
        sheet.write_number(line, 3, row.amount_minor / 100, pesos)
        sheet.write_number(line, 4, row.balance_minor / 100, pesos)
    sheet.write(line + 1, 2, _("Saldo final"), bold)
    sheet.write_number(line + 1, 4, told.closing_minor / 100, pesos)
    book.close()
    return file.getvalue()


_WIDTHS = (34, 34, 62, 30, 30)


def write_pdf(told: Statement, shop: str, rows: Iterable[StatementRow]) -> bytes:
    """Write a statement for paper, letter size: the sums of each kind first, then every line."""
    paper = new_paper(
        _("Estado de cuenta de %(shop)s", shop=shop), f"{told.first.isoformat()} - {told.last.isoformat()}"
    )
    sums = [(_("Saldo inicial"), told.opening_minor)]
    sums += [(labels()["movement"](kind), amount) for kind, amount in told.by_kind.items()]
    sums.append((_("Saldo final"), told.closing_minor))
    write_sums(paper, ((name, money(minor)) for name, minor in sums))
    paper.ln(4)
    paper.set_font("Helvetica", size=8)
    with paper.table(
        col_widths=_WIDTHS, text_align=("LEFT", "LEFT", "LEFT", "RIGHT", "RIGHT"), line_height=4.5
    ) as table:
        table.row([latin(head) for head in _heads()])
        for row in rows:
            when = row.at.isoformat(sep=" ", timespec="minutes")
            cells = (when, row.code, row.what, money(row.amount_minor), money(row.balance_minor))
            table.row([latin(cell) for cell in cells])
    return bytes(paper.output())


WRITERS: Mapping[str, tuple[Callable[[Statement, str, Iterable[StatementRow]], bytes], str]] = {
    "csv": (write_csv, TABLES["csv"]),
    "xlsx": (write_xlsx, TABLES["xlsx"]),
    "pdf": (write_pdf, "application/pdf"),
}


def write_in(locale: str, kind: str, told: Statement, shop: str, rows: Iterable[StatementRow]) -> bytes:
    """Write a statement as one of WRITERS, in a language that nobody looks at a page in."""
    with force_locale(locale):
        return WRITERS[kind][0](told, shop, rows)
