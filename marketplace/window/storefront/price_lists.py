"""Lists of prices as files: what a shop uploads to be simulated, read with an error for each cell, and the answer.

Nothing of them is kept: they carry what goods cost the shop.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.goods.catalog import CATEGORIES
from marketplace.kernel.reading import Unreadable, read_line, read_money
from marketplace.kernel.text import plain_cell
from marketplace.money.fees import PLANS
from marketplace.window.storefront.errors import BadPriceList
from marketplace.window.storefront.simulating import PriceAsked, PriceSimulated

COLUMNS = ("clave", "categoria", "precio", "costo", "meses")
MOST_ROWS = 5_000
MOST_BYTES = 1_000_000
_DEAREST_MINOR = 500_000_000
_LONGEST_KEY = 60
_ANSWERS = (
    "te_quedan",
    "ganas",
    "punto_de_equilibrio",
    "comision",
    "regla",
    "plan",
    "cobro",
    "retenciones",
    "apoyo_envio",
    "meses_calculados",
    "meses_desde",
)
# The kinds of fees that stand in one column: commission, what taking the payment costs, what the law takes.
_TOGETHER = (
    ("commission", "commission_iva"),
    ("processing", "processing_iva", "instalments", "instalments_iva"),
    ("isr_withheld", "iva_withheld"),
)


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with a cell: its row as a spreadsheet counts it (1 is the heads), its column, and why."""

    row: int
    column: str
    why: str  # "missing", "unknown", "months" or the code of what could not be read


@dataclass(frozen=True)
class ListedPrice:
    """A row of a list: what the shop calls it, and what is asked."""

    key: str
    asked: PriceAsked


def read_price_list(content: bytes) -> list[ListedPrice]:
    """Read a list: a table of commas, semicolons or tabs with the heads `clave, categoria, precio, costo, meses`.

    Raises BadPriceList: `problem` is "none", "file", "heads" or "rows", or there are `problems` by row and column.
    """
    if not content:
        raise BadPriceList(problem="none")
    if len(content) > MOST_BYTES:
        raise BadPriceList(problem="rows", most=MOST_ROWS)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # as Excel in Mexico writes it
    if "\0" in text:
        raise BadPriceList(problem="file")
    heads, *rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text))) or [[]]
    named = [head.strip().casefold() for head in heads]
    if not {"categoria", "precio"} <= set(named):
        raise BadPriceList(problem="heads")
    filled = [(number, row) for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    if not filled or len(filled) > MOST_ROWS:
        raise BadPriceList(problem="rows", most=MOST_ROWS)
    problems: list[CellProblem] = []
    found = [_read_row(number, dict(zip(named, row, strict=False)), problems) for number, row in filled]
    if problems:
        raise BadPriceList(problem="cells", problems=problems)
    return found


def _delimiter(text: str) -> str:
    heads = text.split("\n", 1)[0]
    return max(",;\t", key=heads.count)


def _read_row(number: int, row: dict[str, str], problems: list[CellProblem]) -> ListedPrice:
    category = row.get("categoria", "").strip()
    if category not in CATEGORIES:
        problems.append(CellProblem(number, "categoria", "unknown" if category else "missing"))
    price = _amount(number, "precio", row.get("precio", ""), problems)
    if price is None or price == 0:
        problems.append(CellProblem(number, "precio", "missing"))
    cost = _amount(number, "costo", row.get("costo", ""), problems)
    months = row.get("meses", "").strip()
    if months and months not in map(str, PLANS):
        problems.append(CellProblem(number, "meses", "months"))
        months = ""
    key = read_line(row.get("clave", ""))[:_LONGEST_KEY]
    return ListedPrice(key, PriceAsked(category, price or 0, cost, months=int(months) if months else None))


def _amount(number: int, column: str, typed: str, problems: list[CellProblem]) -> int | None:
    if not typed.strip():
        return None
    try:
        return read_money(typed, most_minor=_DEAREST_MINOR)
    except Unreadable as refusal:
        problems.append(CellProblem(number, column, refusal.code))
        return -1


def write_answers(listed: Sequence[ListedPrice], simulated: Sequence[PriceSimulated]) -> bytes:
    """Write what each price of a list leaves, in pesos, in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow([*COLUMNS, *_ANSWERS])
    for one, of in zip(listed, simulated, strict=True):
        asked = one.asked
        sheet.writerow(
            [
                plain_cell(one.key),
                asked.category,
                _pesos(asked.price_minor),
                _pesos(asked.cost_minor),
                asked.months or "",
                *_answers(of),
                # Months that were asked for and not reckoned: the payment is smaller than their plan takes.
                of.months or "",
                _pesos(of.months_from_minor),
            ]
        )
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _answers(of: PriceSimulated) -> list[str]:
    by_kind: dict[str, int] = {}
    for fee in of.fees:
        by_kind[fee.rule.kind.value] = by_kind.get(fee.rule.kind.value, 0) + fee.amount_minor
    rule = next(fee.rule for fee in of.fees if fee.rule.kind == "commission")
    commission, processing, withheld = (sum(by_kind.get(kind, 0) for kind in kinds) for kinds in _TOGETHER)
    return [
        _pesos(of.left_minor),
        _pesos(of.earned_minor),
        _pesos(of.even_minor),
        _pesos(commission),
        f"v{rule.version}.{rule.number}",
        of.sale.shop_plan,
        _pesos(processing),
        _pesos(withheld),
        _pesos(-by_kind.get("shipping_subsidy", 0)),
    ]


def _pesos(minor: int | None) -> str:
    if minor is None:
        return ""
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}"
