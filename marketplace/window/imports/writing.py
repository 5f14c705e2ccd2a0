"""Files that a shop gets: its products, so that they come back in the same; an empty one to fill in; the rows to mend."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

from marketplace.goods.catalog import ATTRIBUTES, CATEGORIES, Condition
from marketplace.kernel.made_files import TableFormat
from marketplace.kernel.reading import write_gtin
from marketplace.kernel.text import plain_cell, slugify
from marketplace.people.sellers import ReturnPayer
from marketplace.window.imports.assembling import FileProduct
from marketplace.window.imports.rules import TO_MEND, Field
from marketplace.window.imports.sheets import Sheet
from marketplace.window.imports.web.words import say_problem_in

# Columns in their order, as they are named in every language: a file goes from hand to hand.
HEADS: Mapping[Field, str] = {
    Field.HANDLE: "Producto", Field.TITLE: "Título", Field.CATEGORY: "Categoría", Field.DESCRIPTION: "Descripción",
    Field.BRAND: "Marca", Field.MODEL: "Modelo", Field.CONDITION: "Condición", Field.GTIN: "Código de barras",
    Field.VARIANT: "Variante", Field.SKU: "SKU", Field.PRICE: "Precio", Field.COST: "Costo", Field.STOCK: "Existencias",
    Field.WEIGHT: "Peso (g)", Field.LENGTH: "Largo (cm)", Field.WIDTH: "Ancho (cm)", Field.HEIGHT: "Alto (cm)",
    Field.WARRANTY_MONTHS: "Meses de garantía", Field.WARRANTY_BY: "Quién atiende la garantía",
    Field.RETURN_DAYS: "Días para devolver", Field.RETURN_PAID_BY: "Quién paga el regreso",
    Field.SAT_KEY: "Clave SAT", Field.SAT_UNIT: "Unidad SAT", Field.PICTURES: "Fotos",
}  # fmt: skip
_CONDITIONS = {Condition.NEW: "Nuevo", Condition.USED: "Usado", Condition.REFURBISHED: "Reacondicionado"}
_PAYERS = {ReturnPayer.SELLER: "La tienda", ReturnPayer.BUYER: "Quien compra"}
_LINES_IN_TEMPLATE = 2_000


def head_of_attribute(code: str) -> str:
    """Name the column of an attribute, with the unit its numbers are in."""
    attribute = ATTRIBUTES[code]
    return f"Dato: {attribute.es} ({attribute.unit})" if attribute.unit else f"Dato: {attribute.es}"


def heads(attributes: Iterable[str]) -> list[str]:
    """Name all columns of a file of products, those of some attributes last."""
    return [*HEADS.values(), *(head_of_attribute(code) for code in attributes)]


def _pesos(minor: int | None) -> str:
    return "" if minor is None else f"{minor // 100}.{minor % 100:02d}"


def _written(code: str, value: Any) -> str:
    attribute = ATTRIBUTES[code]
    if value is None:
        return ""
    if attribute.kind == "boolean":
        return "Sí" if value else "No"
    return attribute.values[value][0] if attribute.kind == "choice" and value in attribute.values else f"{value:g}"


def row_of(product: Any, variant: Any, attributes: Sequence[str], *, is_first: bool) -> list[str]:
    """Write a variant as a row; what is said once of its product stands on the first of its rows."""
    of_product = {
        Field.TITLE: product.title, Field.CATEGORY: " › ".join(CATEGORIES[c].es for c in CATEGORIES[product.category].path),
        Field.DESCRIPTION: product.description, Field.BRAND: product.brand, Field.MODEL: product.model,
        Field.CONDITION: _CONDITIONS[Condition(product.condition)],
        Field.GTIN: write_gtin(product.gtin) if product.gtin else "",
        Field.WEIGHT: str(product.weight_grams or ""), Field.LENGTH: _centimetres(product.length_mm),
        Field.WIDTH: _centimetres(product.width_mm), Field.HEIGHT: _centimetres(product.height_mm),
        Field.WARRANTY_MONTHS: str(product.warranty_months), Field.WARRANTY_BY: product.warranty_by,
        Field.RETURN_DAYS: str(product.return_days), Field.RETURN_PAID_BY: _PAYERS[ReturnPayer(product.return_paid_by)],
        Field.SAT_KEY: product.sat_key or "", Field.SAT_UNIT: product.sat_unit or "",
    }  # fmt: skip
    said = {
        Field.HANDLE: f"{slugify(product.title, longest=40)}-{product.id.hex[-8:]}",
        Field.VARIANT: variant.name, Field.SKU: variant.sku, Field.PRICE: _pesos(variant.price_minor),
        Field.COST: _pesos(variant.cost_minor), Field.STOCK: str(variant.on_hand),
        **(of_product if is_first else {}),
    }  # fmt: skip
    facts = [_written(code, product.attributes.get(code)) if is_first else "" for code in attributes]
    return [plain_cell(cell) for cell in [*(said.get(field, "") for field in HEADS), *facts]]


def _centimetres(millimetres: int) -> str:
    return f"{millimetres / 10:g}" if millimetres else ""


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table for spreadsheets, in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(columns)
    table.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a table as a workbook of one sheet; every cell is a text, so that bar codes keep their zeros."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Productos")
    bold = book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column, bold)
    for line, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(line, place, cell)
    book.close()
    return file.getvalue()


WRITERS = {TableFormat.CSV: write_csv, TableFormat.XLSX: write_xlsx}


def write_template(category: str) -> bytes:
    """Write an empty workbook for the goods of a category: its attributes as columns, what they may say as lists."""
    attributes = CATEGORIES[category].attributes
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, bold = book.add_worksheet("Productos"), book.add_format({"bold": True})
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    columns = heads(attributes)
    sheet.set_column(0, len(columns) - 1, 18, text)
    sheet.write_row(0, 0, columns, bold)
    lists = {
        Field.CATEGORY: [" › ".join(CATEGORIES[one].es for one in CATEGORIES[category].path)],
        Field.CONDITION: list(_CONDITIONS.values()),
        Field.RETURN_PAID_BY: list(_PAYERS.values()),
    }
    places = {list(HEADS).index(field): words for field, words in lists.items()}
    places |= {len(HEADS) + n: words for n, code in enumerate(attributes) if (words := _allowed(code))}
    allowed = book.add_worksheet("Valores")
    for column, (place, words) in enumerate(places.items()):
        allowed.write_column(0, column, words)
        letter = xlsxwriter.utility.xl_col_to_name(column)
        source = f"=Valores!${letter}$1:${letter}${len(words)}"
        sheet.data_validation(1, place, _LINES_IN_TEMPLATE, place, {"validate": "list", "source": source})
    allowed.hide()
    book.close()
    return file.getvalue()


def _allowed(code: str) -> list[str]:
    attribute = ATTRIBUTES[code]
    if attribute.kind == "boolean":
        return ["Sí", "No"]
    return [names[0] for names in attribute.values.values()] if attribute.kind == "choice" else []


def write_problems(sheet: Sheet, failed: Iterable[FileProduct], *, locale: str) -> bytes:
    """Write the rows of products that were not taken, with what is wrong in them: mended, they can be sent again."""
    said: dict[int, list[str]] = {}
    for draft in failed:
        said |= {row: [] for row in draft.rows if row not in said}
        for one in draft.problems:
            where = f"{one.column}: " if one.column else ""
            said[one.row].append(f"{where}{say_problem_in(locale, one.code, one.details)}")
    return write_csv([*(plain_cell(one) for one in sheet.columns), TO_MEND], _rows_with(sheet, said))


def _rows_with(sheet: Sheet, said: Mapping[int, Sequence[str]]) -> Iterator[list[str]]:
    width = len(sheet.columns)
    for row in sheet.rows:
        if row.number in said:
            cells = [*row.cells, *[""] * width][:width]
            yield [*(plain_cell(cell) for cell in cells), " ".join(said[row.number])]
