"""Pure decisions of a comparison: which rows, which differ, which cell is best, and which column comes first for whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST_NOTE = 140


@dataclass(frozen=True)
class ComparedFact:
    """What one offer says in a row: the value to judge by (None: not said) and what is written."""

    value: Any
    text: str


@dataclass(frozen=True)
class Row:
    """A line of the comparison before it is judged. `better`: more, less, or None where nobody can say."""

    key: str
    label: str
    facts: Sequence[ComparedFact]
    better: str | None = None


@dataclass(frozen=True)
class ComparedCell:
    """What is shown of one offer in one row."""

    text: str
    best: bool


@dataclass(frozen=True)
class JudgedRow:
    """A line of the comparison as shown."""

    key: str
    label: str
    cells: Sequence[ComparedCell]
    differs: bool


def judge(rows: Sequence[Row]) -> list[JudgedRow]:
    """Mark the best of each row and put the rows that differ first, keeping their order otherwise.

    Nothing is best where all are equal, or where the row has no better end.
    """
    judged = [_judge(row) for row in rows]
    return [row for row in judged if row.differs] + [row for row in judged if not row.differs]


def _judge(row: Row) -> JudgedRow:
    said = [fact.value for fact in row.facts if fact.value is not None]
    differs = len({fact.text for fact in row.facts}) > 1
    unequal = len({str(fact.value) for fact in row.facts}) > 1
    pick: Callable[[Sequence[Any]], Any] | None = {"more": max, "less": min}.get(row.better or "")
    best = pick(said) if pick and unequal and said else None
    return JudgedRow(
        row.key,
        row.label,
        [ComparedCell(fact.text, best is not None and fact.value == best) for fact in row.facts],
        differs,
    )


# What units measure, and how many of the smallest of their kind each is.
_MEASURES: Mapping[str, tuple[str, int]] = {
    "ml": ("volume", 1), "l": ("volume", 1000), "mm": ("length", 1), "cm": ("length", 10), "m": ("length", 1000),
    "g": ("mass", 1), "kg": ("mass", 1000), "min": ("time", 1), "h": ("time", 60),
}  # fmt: skip


def measure_of(unit: str) -> str:
    """Say what a unit measures; units that nothing converts to measure themselves."""
    return _MEASURES.get(unit, (unit, 1))[0]


def in_one_unit(said: Sequence[tuple[float, str] | None]) -> tuple[list[float | None], str]:
    """Bring numbers of one measure to one unit: the largest in which none of them is below one. None is not said."""
    units = {unit for _, unit in filter(None, said)}
    smallest = min((value * _MEASURES.get(unit, (unit, 1))[1] for value, unit in filter(None, said)), default=0)
    fitting = [unit for unit in units if _MEASURES.get(unit, (unit, 1))[1] <= max(smallest, 1)]
    chosen = max(fitting or units, key=lambda unit: _MEASURES.get(unit, (unit, 1))[1], default="")
    size = _MEASURES.get(chosen, (chosen, 1))[1]
    return [None if one is None else one[0] * _MEASURES.get(one[1], (one[1], 1))[1] / size for one in said], chosen


class Criterion(StrEnum):
    """What may matter to somebody, by its name in the address."""

    PRICE = "precio"
    DELIVERY = "entrega"
    WARRANTY = "garantia"
    RETURNS = "devolucion"
    STANDING = "tienda"


MOST_WEIGHT = 3
_LESS_IS_BETTER = frozenset({Criterion.PRICE, Criterion.DELIVERY})


def read_weights(asked: Mapping[str, str]) -> dict[Criterion, int]:
    """Read how much each criterion matters, from 0 (not at all, left out) to 3; what makes no sense is left out."""
    typed = {criterion: asked.get(criterion, "") for criterion in Criterion}
    return {criterion: int(text) for criterion, text in typed.items() if text in ("1", "2", "3")}


@dataclass(frozen=True)
class Weighed:
    """A column with its points of a hundred: from which criteria they come, and in which it is the best or not."""

    column: int
    parts: Mapping[Criterion, int]
    best_in: Sequence[Criterion]
    behind_in: Sequence[Criterion]

    @property
    def points(self) -> int:
        """The sum of its parts."""
        return sum(self.parts.values())


def weigh(values: Mapping[Criterion, Sequence[float | None]], weights: Mapping[Criterion, int]) -> list[Weighed]:
    """Order columns by what matters to somebody, the one with most points first; equals keep their order.

    In each criterion the best of those compared gets all its points, the worst none, the others in proportion; what is not
    said gets none. A criterion's points are its weight's share of a hundred.
    """
    whole = sum(weights.values())
    shares = {criterion: _shares(values[criterion], less=criterion in _LESS_IS_BETTER) for criterion in weights}
    columns = range(max((len(column) for column in shares.values()), default=0))
    weighed = [
        Weighed(
            column,
            {
                criterion: round(100 * weight * shares[criterion][column] / whole)
                for criterion, weight in weights.items()
            },
            [f for f in weights if shares[f][column] == 1 and min(shares[f]) < 1],
            [f for f in weights if shares[f][column] < max(shares[f])],
        )
        for column in columns
    ]
    return sorted(weighed, key=lambda one: -one.points)


def _shares(values: Sequence[float | None], *, less: bool) -> list[float]:
    said = [value for value in values if value is not None]
    if not said:
        return [0.0 for _ in values]
    best, worst = (min(said), max(said)) if less else (max(said), min(said))
    if best == worst:
        return [0.0 if value is None else 1.0 for value in values]
    return [0.0 if value is None else (value - worst) / (best - worst) for value in values]


def join_trays(own: Sequence[int], kept: Sequence[int], most: int) -> list[int]:
    """Put what a browser compared before what its person had kept; what does not fit falls off the end."""
    return list(dict.fromkeys([*own, *kept]))[:most]
