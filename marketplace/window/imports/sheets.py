"""Files as tables: which letters they are written in, what parts their cells, and what may not be opened at all.

Nothing of a workbook is run: formulas are read as the value that was last saved with them.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import PurePosixPath

import python_calamine

from marketplace.kernel.reading import Unreadable, read_number
from marketplace.window.imports import errors
from marketplace.window.imports.rules import (
    MOST_COLUMNS,
    MOST_LETTERS,
    MOST_PACKED_FILES,
    MOST_ROWS,
    MOST_UNPACKED_MB,
    BroughtAs,
)

_DELIMITERS = ",;\t"
_AT_ONCE = 64 * 1024
_WORKBOOK = PurePosixPath("xl") / "workbook.xml"
_HEAD_LINES = 12  # some markets write explanations above their columns


@dataclass(frozen=True)
class SheetRow:
    """A line of a file that says something: its number as a spreadsheet counts, and the text of each cell."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """A file as a table. `rows` can be gone through once; it raises TooManyRows beyond what is taken."""

    columns: list[str]
    rows: Iterator[SheetRow]


def format_of(data: bytes) -> BroughtAs:
    """Tell a workbook and a packed folder from plain text, by what is in them.

    Raises OldWorkbook for what Excel wrote before 2007, NotASheet for what is packed and broken, TooLargeInside.
    """
    if data.startswith(b"PK\x03\x04"):
        is_workbook = any(PurePosixPath(one.filename) == _WORKBOOK for one in packed_files(data))
        return BroughtAs.XLSX if is_workbook else BroughtAs.ZIP
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise errors.OldWorkbook
    return BroughtAs.CSV


def read_sheet(data: bytes) -> Sheet:
    """Read a file of products. Raises NotASheet, OldWorkbook, TooLargeInside, TooManyColumns, NoRows."""
    kind = format_of(data)
    if kind is BroughtAs.ZIP:
        raise errors.NotASheet
    lines = _of_workbook(data) if kind is BroughtAs.XLSX else _of_text(data)
    return _with_head(_numbered(lines))


def _numbered(lines: Iterator[list[str]]) -> Iterator[SheetRow]:
    said = 0
    for number, cells in enumerate(lines, start=1):
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise errors.TooManyColumns(most=MOST_COLUMNS)
        if any(cells):
            said += 1
            if said > MOST_ROWS + 1:
                raise errors.TooManyRows(most=f"{MOST_ROWS:,}")
            yield SheetRow(number, cells[:MOST_COLUMNS])


def _with_head(rows: Iterator[SheetRow]) -> Sheet:
    """Find the line that names the columns: the first with the most cells among the first few."""
    first = list(islice(rows, _HEAD_LINES))
    if not first:
        raise errors.NoRows
    head = max(first, key=lambda row: (_filled(row), -row.number))
    head = next((row for row in first if _names(row) and _filled(row) * 2 > _filled(head)), head)
    columns = [cell.strip()[:120] for cell in head.cells]
    while columns and not columns[-1]:
        columns.pop()
    rest = [row for row in first if row.number > head.number]
    return Sheet(columns, chain(rest, rows))


def _filled(row: SheetRow) -> int:
    return sum(1 for cell in row.cells if cell)


def _names(row: SheetRow) -> bool:
    """Whether a line looks like one that names columns: texts, none of them twice."""
    said = [cell for cell in row.cells if cell]
    return len(said) == len(set(said)) and not any(_is_number(cell) for cell in said)


def _is_number(cell: str) -> bool:
    try:
        read_number(cell)
    except Unreadable:
        return False
    return True


def _encoding_of(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, else what Excel writes in Spanish (cp1252). Raises NotASheet."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return encoding
    if b"\0" in data:
        raise errors.NotASheet
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _AT_ONCE):
            decoder.decode(data[start : start + _AT_ONCE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _of_text(data: bytes) -> Iterator[list[str]]:
    encoding = _encoding_of(data)
    head = data[:_AT_ONCE].decode(encoding, "replace")
    if head[:64].lstrip().lower().startswith(("<!doctype", "<html", "%pdf", "{\\rtf")):
        raise errors.NotASheet
    text = io.TextIOWrapper(
        io.BytesIO(data), encoding, errors="replace" if encoding == "cp1252" else "strict", newline=""
    )
    reader = csv.reader(text, delimiter=_delimiter(head))
    try:
        for line in reader:
            yield [_checked(cell) for cell in line]
    except (csv.Error, UnicodeDecodeError) as error:
        raise errors.NotASheet from error


def _delimiter(text: str) -> str:
    """What parts the cells: of comma, semicolon and tab the one that is in the first lines most often outside quotes."""
    head, quoted = text[:20_000], False
    counts = dict.fromkeys(_DELIMITERS, 0)
    for letter in head.split("\n", 1)[0] or head:
        quoted ^= letter == '"'
        if not quoted and letter in counts:
            counts[letter] += 1
    return max(_DELIMITERS, key=lambda one: (counts[one], -_DELIMITERS.index(one)))


def _of_workbook(data: bytes) -> Iterator[list[str]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [book.get_sheet_by_name(one.name) for one in book.sheets_metadata if _is_table(one)]
        sheet = max(sheets, key=lambda one: one.total_height * min(one.total_width, MOST_COLUMNS))
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise errors.NotASheet from error
    if sheet.total_width > MOST_COLUMNS * 50:
        raise errors.TooManyColumns(most=MOST_COLUMNS)
    merged = sheet.merged_cell_ranges or []
    if any(last[0] > first[0] for first, last in merged if last[0] >= _HEAD_LINES):
        raise errors.MergedCells(row=next(first[0] + 1 for first, last in merged if last[0] >= _HEAD_LINES))
    start = sheet.start or (0, 0)
    before = [""] * start[1]
    yield from ([] for _line in range(start[0]))
    for line in sheet.iter_rows():
        yield before + [_text_of(cell) for cell in line]


def _is_table(one: python_calamine.SheetMetadata) -> bool:
    return (
        one.typ == python_calamine.SheetTypeEnum.WorkSheet and one.visible == python_calamine.SheetVisibleEnum.Visible
    )


def packed_files(data: bytes) -> list[zipfile.ZipInfo]:
    """List what a packed file holds, before any of it is opened. Raises NotASheet, TooLargeInside."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            files = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise errors.NotASheet from error
    if len(files) > MOST_PACKED_FILES or sum(one.file_size for one in files) > MOST_UNPACKED_MB * 1024 * 1024:
        raise errors.TooLargeInside(most=MOST_UNPACKED_MB)
    return files


def _text_of(cell: object) -> str:
    """Write a cell as a person reads it; a number that is whole has no point."""
    match cell:
        case str():
            return _checked(cell)
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer() and abs(cell) < 10**15:
            return str(int(cell))
        case float():
            return f"{cell:.10g}"
        case datetime() | date():
            return cell.isoformat()
        case None:
            return ""
        case _:
            return str(cell)


_GUARDED = ("'=", "'+", "'-", "'@")  # as files are written here: see `kernel.text.plain_cell`


def _checked(cell: str) -> str:
    if len(cell) > MOST_LETTERS:
        raise errors.CellTooLong(most=f"{MOST_LETTERS:,}")
    text = cell.strip()
    return text[1:] if text.startswith(_GUARDED) else text
