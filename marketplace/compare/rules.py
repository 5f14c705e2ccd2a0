"""Pure decisions of a comparison: which rows, which differ, and which cell is best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fact:
    """What one offer says in a row: the value to judge by (None: not said) and what is written."""

    value: Any
    text: str


@dataclass(frozen=True)
class Row:
    """A line of the comparison before it is judged. `better`: more, less, or None where nobody can say."""

    key: str
    label: str
    facts: Sequence[Fact]
    better: str | None = None


@dataclass(frozen=True)
class Cell:
    """What is shown of one offer in one row."""

    text: str
    best: bool


@dataclass(frozen=True)
class JudgedRow:
    """A line of the comparison as shown."""

    key: str
    label: str
    cells: Sequence[Cell]
    differs: bool


def judge(rows: Sequence[Row]) -> list[JudgedRow]:
    """Mark the best of each row and put the rows that differ first, keeping their order otherwise.

    Nothing is best where all are equal, or where the row has no better end.
    """
    judged = [_judge(row) for row in rows]
    return [row for row in judged if row.differs] + [row for row in judged if not row.differs]


def _judge(row: Row) -> JudgedRow:
    said = [fact.value for fact in row.facts if fact.value is not None]
    differs = len({str(fact.value) for fact in row.facts}) > 1
    pick: Callable[[Sequence[Any]], Any] | None = {"more": max, "less": min}.get(row.better or "")
    best = pick(said) if pick and differs and said else None
    return JudgedRow(
        row.key,
        row.label,
        [Cell(fact.text, best is not None and fact.value == best) for fact in row.facts],
        differs,
    )
