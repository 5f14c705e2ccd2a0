"""A category as a row of a file: how it is written, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.goods.catalog import CategoryData, Goods
from marketplace.kernel.errors import Refusal
from marketplace.kernel.reading import read_line, read_sat_key, read_whole
from marketplace.kernel.text import fold, slugify
from marketplace.window.category_files import errors

MARK = "*"  # behind the code of what is required
_NEEDED = ("nombre", "nombre_en")
_LETTERS = {"nombre": 60, "nombre_en": 60, "direccion": 60, "articulo": 80}
_LAST_PLACE = 9_999
_YES, _NO = ("si", "yes", "x", "1"), ("", "no", "0")


def read_category_line(cells: Mapping[str, str], parent: str | None) -> CategoryData:
    """Read what a row says of a category that stands below `parent`. Raises BadCell, which names the column and why."""
    for name in _NEEDED:
        if not cells[name]:
            raise errors.BadCell(column=name, why="category_files.needed")
    text = {
        name: _read(name, cells, lambda typed, most=most: read_line(typed, most=most))
        for name, most in _LETTERS.items()
    }
    return CategoryData(
        es=text["nombre"],
        en=text["nombre_en"],
        slug=text["direccion"] or slugify(text["nombre"]),
        parent=parent,
        position=_read("lugar", cells, lambda typed: read_whole(typed, most=_LAST_PLACE) if typed else 0),
        attributes=tuple(
            (code.removesuffix(MARK).strip(), code.endswith(MARK))
            for code in (part.strip() for part in cells["datos"].split(","))
            if code
        ),
        goods=_read("iva", cells, _goods),
        article=text["articulo"],
        sat_key=_read("clave_sat", cells, lambda typed: read_sat_key(typed) if typed else None),
        retired=_read("retirada", cells, _is_yes),
    )


def _read(name: str, cells: Mapping[str, str], reader: Any) -> Any:
    try:
        return reader(cells[name])
    except Refusal as refusal:
        raise errors.BadCell(column=name, why=refusal.code, details=refusal.details) from refusal


def _goods(typed: str) -> str | None:
    if typed and typed not in set(Goods):
        raise errors.NotGoods(kinds=", ".join(Goods))
    return typed or None


def _is_yes(typed: str) -> bool:
    if fold(typed) not in (*_YES, *_NO):
        raise errors.NotYesOrNo
    return fold(typed) in _YES


def write_category_line(code: str, data: CategoryData) -> list[str]:
    """Write a category as a row of a file, which reads back the same."""
    attributes = ", ".join(one + (MARK if required else "") for one, required in data.attributes)
    return [
        code, data.es, data.en, data.slug, data.parent or "", str(data.position), attributes, data.goods or "", data.article,
        data.sat_key or "", "sí" if data.retired else "no",
    ]  # fmt: skip
