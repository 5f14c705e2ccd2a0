"""What the forms of a product differ by: up to three axes, each with a name and values in their order.

A combination is its name: the values in the order of the axes, parted by commas (“Negro, 26”). So it is reviewed, discarded
and looked for as any name of a variant is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, TypedDict

from marketplace.goods.catalog import errors
from marketplace.goods.catalog.options import told
from marketplace.goods.catalog.taxonomy import ATTRIBUTES, BY_FORM, BY_NAME
from marketplace.kernel.text import fold

MOST_AXES = 3
MOST_LETTERS = 30  # of a name, and of a value
_APART = ", "


class Axis(TypedDict):
    """One axis, as it is kept."""

    name: str
    values: list[str]


def check_axes(axes: Sequence[Axis]) -> None:
    """Refuse axes of which no combinations can be made. Raises BadAxis, whose `axis` counts from one."""
    seen: set[str] = set()
    for number, axis in enumerate(axes, 1):
        name, values = axis["name"], [fold(value) for value in axis["values"]]
        if not name or not values or fold(name) in seen or len(set(values)) < len(values) or number > MOST_AXES:
            raise errors.BadAxis(axis=number)
        if any("," in word or len(word) > MOST_LETTERS for word in (name, *axis["values"])):
            raise errors.BadAxis(axis=number)
        seen.add(fold(name))


def combinations(axes: Sequence[Axis]) -> list[str]:
    """Name every combination of the values, in order; none where there are no axes."""
    return [_APART.join(values) for values in product(*(axis["values"] for axis in axes))] if axes else []


def count_combinations(axes: Sequence[Axis]) -> int:
    """Count the combinations without making them."""
    count = 1
    for axis in axes:
        count *= len(axis["values"])
    return count


def check_combinations(axes: Sequence[Axis], names: Sequence[str]) -> None:
    """Refuse names that are no combination of the axes, or twice the same. Raises NotACombination, SameCombination."""
    for position, name in enumerate(names if axes else ()):
        if _values_of(axes, name) is None:
            raise errors.NotACombination(name=name or "—")
        if name in names[:position]:
            raise errors.SameCombination(name=name)


def _values_of(axes: Sequence[Axis], name: str) -> tuple[str, ...] | None:
    values = tuple(name.split(_APART))
    fits = len(values) == len(axes) and all(value in axis["values"] for value, axis in zip(values, axes, strict=True))
    return values if fits else None


def governed(axis: str) -> str | None:
    """Give the code of the attribute that an axis is by its name, one by which people filter; None for a name of its own."""
    return next(
        (code for code in BY_FORM if fold(axis) in (fold(ATTRIBUTES[code].es), fold(ATTRIBUTES[code].en))), None
    )


def options_by(category: str, axes: Sequence[Axis], name: str) -> dict[str, str]:
    """Tell of a combination what people filter by: its colour and its size, where its values are ones that we know."""
    found: dict[str, str] = {}
    for axis, value in zip(axes, _values_of(axes, name) or (), strict=False):
        code = governed(axis["name"])
        known = dict(told(category, f"talla {value}" if code == "talla" else value))
        if code and code not in BY_NAME:
            values = ATTRIBUTES[code].values
            known = next(({code: one} for one in values if fold(value) in map(fold, values[one])), {})
        if code in known:
            found[code] = known[code]
    return found


@dataclass(frozen=True)
class AxisChoice:
    """A value to choose: of which variant it shows, whether that can be bought, and what else changes with it."""

    value: str
    sku: str
    chosen: bool
    there: bool
    fits: bool  # together with what is chosen on the other axes


def choose_by(
    axes: Sequence[Axis], variants: Sequence[Mapping[str, Any]], chosen: Mapping[str, Any]
) -> list[tuple[str, list[AxisChoice]]]:
    """Lay out variants by their axes around the chosen one; empty where some variant is no combination of them.

    A value that is not sold with the other values chosen leads to a variant that has it, one in stock where there is one.
    """
    by_values = {_values_of(axes, one["name"]): one for one in variants}
    now = _values_of(axes, chosen["name"])
    if not axes or now is None or None in by_values:
        return []
    found = []
    for place, axis in enumerate(axes):
        choices = []
        for value in axis["values"]:
            exact = by_values.get((*now[:place], value, *now[place + 1 :]))
            with_it = [one for values, one in by_values.items() if values and values[place] == value]
            leads = exact or max(with_it, key=lambda one: one["available"] > 0, default=None)
            if leads:
                there = leads["available"] > 0
                choices.append(AxisChoice(value, leads["sku"], value == now[place], there, exact is not None))
        found.append((axis["name"], choices))
    return found


def in_words(axis: str, value: str, language: str) -> str:
    """Write a value in its reader's language, where it is one that everybody names alike: Negro, Black."""
    known = ATTRIBUTES[code].values if (code := governed(axis)) else {}
    return next(
        (names[language == "en"] for names in known.values() if fold(value) in map(fold, names)),
        value,
    )


def axis_in_words(axis: str, language: str) -> str:
    """Write an axis's name in its reader's language, where it is one by which people filter."""
    code = governed(axis)
    return ATTRIBUTES[code].name(language) if code else axis
