"""Filters as masks over candidates: one for each filter in use, so that counts can leave one out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from marketplace.goods.catalog import BY_FORM
from marketplace.kernel.reading import key_of_name
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.gateways.segments import Ids, Mask
from marketplace.window.search.gateways.view import View
from marketplace.window.search.gateways.whoosh_index import CONDITIONS
from marketplace.window.search.rules import SearchQuery


def tests_of(view: View, query: SearchQuery, ids: Ids, facts: RankingFacts) -> dict[str, Mask]:
    """One test for each filter in use, over the candidates."""
    return {**_of_columns(view, query, ids), **_of_facts(view, query, ids, facts), **_of_attributes(view, query, ids)}


def _of_columns(view: View, query: SearchQuery, ids: Ids) -> dict[str, Mask]:
    column, tests = view.columns, {}
    if query.category is not None:
        tests["category"] = np.logical_or.reduce(
            [column[level][ids] == query.category for level in ("leaf", "middle", "top")]
        )
    if query.brands:
        tests["brand"] = _any_of(column["brand"][ids], *_keys(view.names["brand"], query.brands))
    for name, names, wanted in (
        ("shop", view.names["shop"], query.shops),
        ("condition", CONDITIONS, query.conditions),
    ):
        if wanted:
            tests[name] = _any_of(column[name][ids], names, wanted)
    if query.price_from is not None or query.price_to is not None:
        tests["price"] = _between(column["price"][ids], query.price_from, query.price_to)
    for name, least in (("warranty", query.warranty_months), ("returns", query.return_days)):
        if least is not None:
            tests[name] = column[name][ids] >= least
    if query.in_stock:
        tests["in_stock"] = column["available"][ids] > 0
    if query.free_shipping:
        tests["free_shipping"] = column["free"][ids] > 0
    if query.among:
        tests["among"] = np.isin(column["listing"][ids], query.among)
    return tests


def _of_facts(view: View, query: SearchQuery, ids: Ids, facts: RankingFacts) -> dict[str, Mask]:
    tests: dict[str, Mask] = {}
    if query.landed_to is not None:
        tests["landed"] = facts.landed(view, ids) <= query.landed_to
    if query.arrives_by is not None:
        # What cannot be bought promises no day.
        there = view.columns["available"][ids] > 0
        tests["arrives"] = (facts.arrives(view, ids) <= query.arrives_by.toordinal()) & there
    return tests


def _of_attributes(view: View, query: SearchQuery, ids: Ids) -> dict[str, Mask]:
    tests: dict[str, Mask] = {}
    for code, wanted in query.choices:
        if code in BY_FORM:
            tests[code] = np.logical_or.reduce([view.having_mask(code, value)[ids] for value in wanted])
            continue
        values, which = view.values_of(code)
        tests[code] = _any_of(which[ids], values, wanted)
    for code, low, high in query.ranges:
        values, which = view.values_of(code)
        numbers = np.array([_number(value) for value in values] + [np.nan])  # the last one: not said
        tests[code] = _between(numbers[which[ids]], low, high)
    return tests


def _keys(names: Sequence[str], wanted: Sequence[str]) -> tuple[list[str], list[str]]:
    """What all writings of a brand share: asking for one of them finds those of all."""
    return [key_of_name(name) for name in names], [key_of_name(name) for name in wanted]


def _any_of(numbers: Any, names: Sequence[str], wanted: Sequence[str]) -> Mask:
    chosen = [names.index(name) for name in wanted if name in names]
    if len(chosen) == 1:
        return np.asarray(numbers == chosen[0])
    return np.isin(numbers, chosen or [-2])


def _between(numbers: Any, low: float | None, high: float | None) -> Mask:
    return np.asarray(
        (numbers >= (low if low is not None else -np.inf)) & (numbers <= (high if high is not None else np.inf))
    )


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return float("nan")
