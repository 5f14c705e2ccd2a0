"""SPEI by hand: a file for the bank's page, and the bank's answer read back. docs/operations.md has the columns."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from marketplace.kernel.work import outside_any_transaction
from marketplace.money.payouts.errors import UnreadableConfirmation
from marketplace.money.payouts.gateways.told import TransferAsked, TransferKind, TransferTold

_COLUMNS = ("clabe", "nombre", "importe", "referencia", "concepto")
_ANSWER = ("referencia", "resultado", "motivo")
_RESULTS = {
    "pagado": TransferKind.PAID,
    "rechazado": TransferKind.FAILED,
    "devuelto": TransferKind.RETURNED,
}
_LONGEST_NAME = 40  # characters that SPEI carries
_MOST_LINES = 20_000


class BankFile:
    """Staff take the money to the bank: it waits for their file, and their word is the bank's."""

    name = "bank_file"

    def send(self, asked: TransferAsked) -> TransferTold:
        """It waits for the next file."""
        outside_any_transaction(self.name)
        return TransferTold(TransferKind.WAITING)

    def find(self, key: str) -> TransferTold | None:
        """Nobody can be asked: the bank's answer comes as a file."""
        outside_any_transaction(self.name)
        return None


def write_file(transfers: Iterable[TransferAsked]) -> bytes:
    """Write a file for the bank: capitals without accents, amounts in pesos, no sign that a spreadsheet would reckon with."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(_COLUMNS)
    for one in transfers:
        amount = f"{one.amount_minor // 100}.{one.amount_minor % 100:02d}"
        sheet.writerow([one.clabe, _plain(one.holder), amount, one.reference, f"TIANGUIS {one.reference}"])
    return text.getvalue().encode("ascii")


def _plain(name: str) -> str:
    """A name as SPEI carries it."""
    letters = unicodedata.normalize("NFKD", name.replace("&", " Y ")).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^A-Za-z0-9 ]", " ", letters).upper().split())[:_LONGEST_NAME]


@dataclass(frozen=True)
class AnswerLine:
    """A line of the bank's answer: of which transfer, what became of it (None: a word we do not know), and why."""

    reference: str
    result: str
    told: TransferTold | None


def read_answer(text: str) -> list[AnswerLine]:
    """Read the bank's answer: `referencia,resultado,motivo`, with commas, semicolons or tabs. Raises UnreadableConfirmation."""
    rows = [row for row in _rows(text.lstrip("\ufeff")) if any(cell.strip() for cell in row)]
    if not rows or len(rows) > _MOST_LINES:
        raise UnreadableConfirmation
    heads = [cell.strip().lower() for cell in rows[0]]
    if heads[:2] != list(_ANSWER[:2]):
        raise UnreadableConfirmation
    return [_line(row) for row in rows[1:]]


def _rows(text: str) -> Iterator[list[str]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableConfirmation from error


def _line(row: list[str]) -> AnswerLine:
    reference, result, failure = (*(cell.strip() for cell in row[:3]), "", "", "")[:3]
    kind = _RESULTS.get(result.lower())
    told = TransferTold(kind, failure[:200] if kind is not TransferKind.PAID else "") if kind else None
    return AnswerLine(reference.upper()[:40], result[:40], told)
