"""Pure decisions about files of categories: their columns, the order of their rows, and their states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from marketplace.kernel.text import fold, slugify
from marketplace.window.category_files import errors

MOST_ROWS = 2_000
MOST_BYTES = 2 * 1024 * 1024
# The columns of a file, in the order in which one is written. A new category has no code yet.
COLUMNS = (
    "codigo", "nombre", "nombre_en", "direccion", "esta_en", "lugar", "datos", "iva", "articulo", "clave_sat", "retirada",
)  # fmt: skip


class CategoryFileState(StrEnum):
    """How far a file is."""

    BROUGHT = "brought"  # a job looks at what it would do
    LOOKED_AT = "looked_at"  # somebody reads that
    APPLYING = "applying"
    DONE = "done"
    DROPPED = "dropped"


NEXT: Mapping[CategoryFileState, frozenset[CategoryFileState]] = {
    CategoryFileState.BROUGHT: frozenset({CategoryFileState.LOOKED_AT, CategoryFileState.DROPPED}),
    CategoryFileState.LOOKED_AT: frozenset({CategoryFileState.APPLYING, CategoryFileState.DROPPED}),
    CategoryFileState.APPLYING: frozenset({CategoryFileState.DONE}),
    CategoryFileState.DONE: frozenset(),
    CategoryFileState.DROPPED: frozenset(),
}


class RowKind(StrEnum):
    """What a row does."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class CategoryFileLine:
    """A row of a file: its number in the spreadsheet, the code it names (none: it is new), and what each column says."""

    number: int
    code: str
    cells: Mapping[str, str]


def read_lines(columns: Iterable[str], rows: Iterable[tuple[int, list[str]]]) -> list[CategoryFileLine]:
    """Read the rows of a table, those above others first. Raises NotCategories, TooManyCategories, CategoryTwice."""
    places = {fold(name).replace(" ", "_"): place for place, name in enumerate(columns)}
    missing = [name for name in COLUMNS if name not in places]
    if missing:
        raise errors.NotCategories(columns=", ".join(missing))
    lines: list[CategoryFileLine] = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        said = {name: cells[places[name]].strip() if places[name] < len(cells) else "" for name in COLUMNS}
        line = CategoryFileLine(number, said["codigo"], said)
        if line.code and (first := seen.setdefault(line.code, number)) != number:
            raise errors.CategoryTwice(code=line.code, first=first, again=number)
        lines.append(line)
        if len(lines) > MOST_ROWS:
            raise errors.TooManyCategories(most=f"{MOST_ROWS:,}")
    return _parents_first(lines)


def _parents_first(lines: list[CategoryFileLine]) -> list[CategoryFileLine]:
    """Put each row behind the one of what stands above it, where the file has that too."""
    by_name = {name: line for line in lines for name in _names(line) if name}
    ordered: dict[int, CategoryFileLine] = {}
    for line in lines:
        chain: dict[int, CategoryFileLine] = {}
        step: CategoryFileLine | None = line
        while step is not None and step.number not in chain and step.number not in ordered:
            chain[step.number] = step
            step = by_name.get(step.cells["esta_en"])
        ordered |= {number: chain[number] for number in reversed(chain)}
    return list(ordered.values())


def _names(line: CategoryFileLine) -> tuple[str, str]:
    return line.code, line.cells["direccion"] or slugify(line.cells["nombre"])
