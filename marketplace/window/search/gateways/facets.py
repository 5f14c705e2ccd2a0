"""Counting what each filter would leave, under all the other filters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from marketplace.goods.catalog import ATTRIBUTES, BY_FORM, BY_NUMBER, SIZE
from marketplace.window.search.gateways.facts import NEVER, RankingFacts
from marketplace.window.search.gateways.segments import Ids, Mask
from marketplace.window.search.gateways.view import View
from marketplace.window.search.gateways.whoosh_index import CONDITIONS
from marketplace.window.search.rules import AT_LEAST, PRICE_STEPS, FacetCount, SearchQuery

_MOST_VALUES = 30
_MOST_DAYS = 5


def count(
    view: View, query: SearchQuery, ids: Ids, tests: dict[str, Mask], facts: RankingFacts
) -> dict[str, list[FacetCount]]:
    """Count each facet that is asked for under all the other filters, so that a count is what a click would give."""

    every = ids

    def left(but: str) -> Ids:
        keep: Mask | None = None
        for name, test in tests.items():
            if name != but:
                keep = test if keep is None else keep & test
        return every if keep is None else every[keep]

    found: dict[str, list[FacetCount]] = {}
    for name in query.facets:
        ids = left(name)
        if name == "arrives":  # what cannot be bought promises no day
            found[name] = _days(facts.arrives(view, ids[view.columns["available"][ids] > 0]))
        else:
            found[name] = _one(view, query, name, ids)
    return found


def _one(view: View, query: SearchQuery, name: str, ids: Ids) -> list[FacetCount]:
    match name:
        case "category":
            return _categories(view, query, ids)
        case "brand" | "shop":
            return _commonest(view.columns[name][ids], view.names[name])
        case "condition":
            return _commonest(view.columns["condition"][ids], CONDITIONS)
        case "price":
            steps = np.bincount(
                np.searchsorted(PRICE_STEPS, view.columns["price"][ids]), minlength=len(PRICE_STEPS) + 1
            )
            return [FacetCount(str(number), int(many)) for number, many in enumerate(steps) if many]
        case "in_stock":
            return [FacetCount("1", int(np.count_nonzero(view.columns["available"][ids])))]
        case "free_shipping":
            return [FacetCount("1", int(np.count_nonzero(view.columns["free"][ids])))]
        case "warranty" | "returns":
            return _at_least(view.columns[name][ids], AT_LEAST[name])
        case form if form in BY_FORM:
            return _of_forms(view, name, ids)
        case attribute:
            values, which = view.values_of(attribute)
            said = which[ids]
            said = said[said >= 0]
            return _ends(said, values) if ATTRIBUTES[attribute].kind == "number" else _commonest(said, values)


def _of_forms(view: View, attribute: str, ids: Ids) -> list[FacetCount]:
    """Count what goods can be had in: sizes in their order, colours the commonest first."""
    counts = {value: many for value, many in view.several_of(attribute, ids).items() if many}
    order = list(ATTRIBUTES[attribute].values)
    found = [FacetCount(value, counts[value]) for value in order if value in counts]
    return found if attribute == SIZE else sorted(found, key=_most)


def _at_least(numbers: Any, steps: Sequence[int]) -> list[FacetCount]:
    """Count how many have each step or more."""
    counts = [(step, int(np.count_nonzero(numbers >= step))) for step in steps]
    return [FacetCount(str(step), many) for step, many in counts if many]


def _ends(said: Any, values: Sequence[str]) -> list[FacetCount]:
    """Give the lowest and the highest number that is said, with how many say one."""
    there = sorted((values[n] for n in np.unique(said).tolist()), key=float)
    return [FacetCount(value, len(said)) for value in (there[0], there[-1])] if there else []


def _days(last: Any) -> list[FacetCount]:
    """Count what would be there by each of the first days on which something arrives."""
    days, counts = np.unique(last[last != NEVER], return_counts=True)
    by_then = zip(days.tolist()[:_MOST_DAYS], np.cumsum(counts).tolist(), strict=False)
    return [FacetCount(date.fromordinal(day).isoformat(), many) for day, many in by_then]


def _commonest(numbers: Any, names: Sequence[str]) -> list[FacetCount]:
    """Count by name, the commonest first; the long tail is left out."""
    counts = np.bincount(numbers, minlength=1)
    there = np.flatnonzero(counts)
    if len(there) > _MOST_VALUES:
        there = there[np.argpartition(-counts[there], _MOST_VALUES)[:_MOST_VALUES]]
    return sorted((FacetCount(names[n], int(counts[n])) for n in there.tolist()), key=_most)


def _categories(view: View, query: SearchQuery, ids: Ids) -> list[FacetCount]:
    """Count the categories one step below the chosen one; with none chosen, the highest ones that tell results apart."""
    chosen = BY_NUMBER.get(query.category or 0)
    if chosen is not None:
        if chosen.parent is None:
            ids = ids[view.columns["top"][ids] == chosen.number]
        return _by_level(view, ids, "leaf")
    found: list[FacetCount] = []
    for level in ("top", "middle", "leaf"):
        below = _by_level(view, ids, level)
        if sum(one.count for one in below) == len(ids):  # not everything has a middle one
            found = below
        if len(found) > 1:
            break
    return found


def _by_level(view: View, ids: Ids, level: str) -> list[FacetCount]:
    counts = np.bincount(view.columns[level][ids], minlength=1)
    there = [n for n in np.flatnonzero(counts).tolist() if n in BY_NUMBER]
    return sorted((FacetCount(BY_NUMBER[n].code, int(counts[n])) for n in there), key=_most)


def _most(one: FacetCount) -> tuple[int, str]:
    return -one.count, one.value
