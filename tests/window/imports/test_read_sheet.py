"""Files as people's programmes write them, and those that are none, or would not end."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from marketplace.window.imports import errors
from marketplace.window.imports.mappings import guess, origin_of
from marketplace.window.imports.rules import MOST_COLUMNS, Field, Origin
from marketplace.window.imports.sheets import read_sheet


def workbook(rows: list[list[object]], *, merge: str = "", before: int = 0) -> bytes:
    """Write a workbook as a programme does, with explanations above the columns where asked."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    for line in range(before):
        sheet.write_string(line, 0, f"Explicación {line}")
    for number, row in enumerate(rows, start=before):
        sheet.write_row(number, 0, row)
    if merge:
        sheet.merge_range(merge, "dos renglones")
    book.close()
    return file.getvalue()


def told(data: bytes) -> tuple[list[str], list[list[str]]]:
    sheet = read_sheet(data)
    return sheet.columns, [row.cells for row in sheet.rows]


ROWS = [["A-1", "Jabón de ñame", "1249.5"], ["A-2", 'Dice "hola", y ya', "80"]]


@pytest.mark.parametrize(
    "data",
    [
        'SKU,Título,Precio\nA-1,Jabón de ñame,1249.5\nA-2,"Dice ""hola"", y ya",80\n'.encode(),
        'SKU;Título;Precio\r\nA-1;Jabón de ñame;1249.5\r\nA-2;"Dice ""hola"", y ya";80\r\n'.encode("utf-8-sig"),
        'SKU\tTítulo\tPrecio\nA-1\tJabón de ñame\t1249.5\nA-2\t"Dice ""hola"", y ya"\t80'.encode("cp1252"),
        'SKU\tTítulo\tPrecio\nA-1\tJabón de ñame\t1249.5\nA-2\t"Dice ""hola"", y ya"\t80'.encode("utf-16"),
        workbook([["SKU", "Título", "Precio"], ["A-1", "Jabón de ñame", 1249.5], ["A-2", 'Dice "hola", y ya', 80]]),
        workbook([["SKU", "Título", "Precio"], ["A-1", "Jabón de ñame", 1249.5], ["A-2", 'Dice "hola", y ya', 80.0]], before=3),
    ],
    ids=["commas", "semicolons, marked", "tabs of Windows", "utf-16", "workbook", "workbook with explanations"],
)  # fmt: skip
def test_the_same_table_is_read_however_it_was_written(data: bytes) -> None:
    assert told(data) == (["SKU", "Título", "Precio"], ROWS)


def test_no_row_is_lost_below_the_columns() -> None:
    _columns, rows = told(("SKU,Precio\n" + "".join(f"A-{n},{n}\n" for n in range(40))).encode())
    assert [row[0] for row in rows] == [f"A-{n}" for n in range(40)]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("/".join(("xl", "workbook.xml")), "<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (301 * 1024 * 1024))
    return file.getvalue()


def other_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("hola.txt", "hola")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", errors.NoRows),
        (b"\n\n , ,\n", errors.NoRows),
        (b"\x89PNG\r\n\x1a\n\0\0", errors.NotASheet),
        (b"<!DOCTYPE html><table>", errors.NotASheet),
        (b"PK\x03\x04 no zip", errors.NotASheet),
        (other_zip(), errors.NotASheet),
        (b"\xd0\xcf\x11\xe0 an .xls", errors.OldWorkbook),
        (("a," * (MOST_COLUMNS + 5) + "b\n").encode(), errors.TooManyColumns),
        (b"SKU,x\nA," + b"x" * 40_000 + b"\n", errors.CellTooLong),
        (workbook([["SKU", "Precio"], *[[f"A-{n}", n] for n in range(30)]], merge="A20:A22"), errors.MergedCells),
    ],
    ids=[
        "nothing", "blank lines", "a picture", "a page", "no zip", "another zip", "an old workbook", "too wide", "too long",
        "merged",
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_before_anything_is_kept(data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        list(read_sheet(data).rows)


def test_what_would_unfold_into_gigabytes_is_not_opened() -> None:
    with pytest.raises(errors.TooLargeInside):
        read_sheet(bomb())


@pytest.mark.parametrize(
    ("columns", "origin", "found"),
    [
        (
            ["Handle", "Title", "Vendor", "Option1 Value", "Variant SKU", "Variant Price", "Cost per item"],
            Origin.SHOPIFY,
            [Field.HANDLE, Field.TITLE, Field.BRAND, Field.OPTION_1, Field.SKU, Field.PRICE, Field.COST],
        ),
        (
            ["ID", "Tipo", "SKU", "Nombre", "Precio normal", "Superior", "Peso (kg)", "Valor(es) del atributo 1"],
            Origin.WOOCOMMERCE,
            [Field.HANDLE, Field.KIND, Field.SKU, Field.TITLE, Field.PRICE, Field.PARENT, Field.WEIGHT, Field.OPTION_1],
        ),
        (
            ["Identificador de URL", "Nombre", "Categorías", "Valor de propiedad 1", "Precio", "Profundidad (cm)", "SKU"],
            Origin.TIENDANUBE,
            [Field.HANDLE, Field.TITLE, Field.CATEGORY, Field.OPTION_1, Field.PRICE, Field.LENGTH, Field.SKU],
        ),
        (
            ["Número de publicación", "Título", "SKU", "Código universal de producto", "Precio", "Stock"],
            Origin.MERCADOLIBRE,
            [Field.HANDLE, Field.TITLE, Field.SKU, Field.GTIN, Field.PRICE, Field.STOCK],
        ),
    ],
)  # fmt: skip
def test_columns_of_other_markets_are_known_by_their_names(
    columns: list[str], origin: Origin, found: list[Field]
) -> None:
    assert origin_of(columns) is origin
    assert guess(columns) == {str(place): field.value for place, field in enumerate(found)}
