"""Writing a copy: a ZIP with each table as JSON and as CSV, and the pictures and papers. Row by row, never all at once."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import ColumnElement, select

from marketplace.goods.catalog.models import Media
from marketplace.kernel.datamap import DataKind, Table
from marketplace.kernel.storage import BlobStore
from marketplace.kernel.text import plain_cell
from marketplace.kernel.uploads import SIZES, Uploads
from marketplace.kernel.work import Work
from marketplace.people.sellers.models import Shop
from marketplace.platform.privacy.kept import kept_tables
from marketplace.platform.privacy.subjects import model_of, rows_of, subject_of
from tenants.ownership import PublicShelf, SharedWithBuyer, ShopReadable, TenantOwned

_BATCH = 500


@dataclass(frozen=True)
class ExportPart:
    """One table of a copy, and which of its rows. Secrets are not among the columns."""

    name: str
    columns: tuple[str, ...]
    rows: ColumnElement[bool]


def _part(name: str, table: Table, rows: ColumnElement[bool]) -> ExportPart:
    return ExportPart(
        name, tuple(column for column, cell in table.cells.items() if cell.kind is not DataKind.SECRET), rows
    )


def parts_of_person(work: Work, account_id: UUID) -> list[ExportPart]:
    """What a copy of a person's data holds."""
    subject = subject_of(work, account_id)
    found = ((name, table, rows_of(name, table, subject)) for name, table in kept_tables().items() if table.exported)
    return [_part(name, table, rows) for name, table, rows in found if rows is not None]


def parts_of_shop(tenant_id: UUID) -> list[ExportPart]:
    """What a copy of a shop's data holds: what is its own, what it shares with buyers, what is written about it."""
    kinds = (TenantOwned, PublicShelf, SharedWithBuyer, ShopReadable)
    return [
        _part(name, table, model_of(name).tenant_id == tenant_id)
        for name, table in kept_tables().items()
        if table.exported and issubclass(model_of(name), kinds)
    ]


def _rows(work: Work, part: ExportPart) -> Iterator[dict[str, Any]]:
    model = model_of(part.name)
    columns = [getattr(model, name) for name in part.columns]
    for row in work.session.execute(select(*columns).where(part.rows).execution_options(yield_per=_BATCH)):
        yield {name: _plain(value) for name, value in zip(part.columns, row, strict=True)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def for_sheet(value: Any) -> Any:
    """Give a value as a cell of a spreadsheet: text that would run as a formula gets a quote before it."""
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    return plain_cell(value) if isinstance(value, str) else value


def write_part(work: Work, archive: ZipFile, part: ExportPart) -> None:
    """Write one table, twice: JSON goes straight into the archive, CSV by way of a file."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as sheet:
        lines = csv.writer(sheet)
        lines.writerow(part.columns)
        with archive.open(f"json/{part.name}.json", "w") as target, io.TextIOWrapper(target, "utf-8") as text:
            text.write("[")
            for number, row in enumerate(_rows(work, part)):
                text.write(("," if number else "") + "\n" + json.dumps(row, ensure_ascii=False))
                lines.writerow(for_sheet(value) for value in row.values())
            text.write("\n]\n")
        sheet.seek(0)
        _copy(sheet, archive, f"csv/{part.name}.csv")


def _copy(sheet: TextIO, archive: ZipFile, name: str) -> None:
    with archive.open(name, "w") as target:
        while piece := sheet.read(64 * 1024):
            target.write(piece.encode())


def files_of_person(work: Work, parts: list[ExportPart]) -> Iterator[str]:
    """The private files that a person's rows name; of a picture, its largest."""
    for part in parts:
        column = kept_tables()[part.name].files
        if column and column in part.columns:
            for named in work.session.scalars(select(getattr(model_of(part.name), column)).where(part.rows)):
                yield from [named] if isinstance(named, str) else (f"{key}-{max(SIZES)}.webp" for key in named)


def files_of_shop(work: Work, tenant_id: UUID) -> Iterator[str]:
    """The public pictures of a shop, the largest of each."""
    for query in (
        select(Media.key).where(Media.tenant_id == tenant_id),
        select(Shop.picture_key).where(Shop.tenant_id == tenant_id, Shop.picture_key.is_not(None)),
        select(Shop.cover_key).where(Shop.tenant_id == tenant_id, Shop.cover_key.is_not(None)),
    ):
        yield from (f"{key}-{max(SIZES)}.webp" for key in work.session.scalars(query))


def write_files(archive: ZipFile, store: BlobStore, keys: Iterator[str]) -> None:
    """Put files of a store into the archive; one that is gone is left out."""
    for key in dict.fromkeys(keys):
        try:
            pieces = store.chunks(key)
        except FileNotFoundError:
            continue
        with archive.open(f"archivos/{key}", "w") as target:
            for piece in pieces:
                target.write(piece)


def open_archive(path: Path) -> ZipFile:
    """Begin a copy."""
    return ZipFile(path, "w", ZIP_DEFLATED)


def stores(uploads: Uploads, tenant_id: UUID | None) -> BlobStore:
    """Where the files of a copy are: a shop's pictures are public, a person's files are private."""
    return uploads.private if tenant_id is None else uploads.public
