"""The plan of the house on one page: what each module tells of itself, and what comes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from flask import Flask

from marketplace.kernel.datamap import DataKind
from marketplace.kernel.module import Module, house
from marketplace.kernel.permissions import GRANTED, STAFF_GRANTED, May, StaffMay
from marketplace.web.access import sign_of


def write_plan(app: Flask) -> str:
    """Write which fact has which reactions, what runs by the clock, who may do what, which doors ask for it, what is kept."""
    return "\n".join([*_facts(), "", *_clock(), "", *_permissions(), "", *_doors(app), "", *_kept(), ""])


def _facts() -> Iterator[str]:
    yield "FACTS AND WHAT IS DONE ABOUT THEM"
    reactions = defaultdict(list)
    for module in house():
        for one in module.reactions:
            reactions[one.fact.__name__].append(f"{module.name}.{one.name} ({one.lane.name.lower()})")
    for fact in sorted(reactions):
        yield f"  {fact}: {', '.join(reactions[fact])}"


def _clock() -> Iterator[str]:
    yield "BY THE CLOCK"
    for module in house():
        for job in module.clock:
            yield f"  {module.name}.{job.name}: every {job.every} ({job.lane.name.lower()})"


def _permissions() -> Iterator[str]:
    yield "WHO MAY DO WHAT, BEFORE ANYBODY MIXES IT"
    granted = [(role.value, frozenset[str](held)) for role, held in GRANTED.items()]
    granted += [(f"staff {role}", frozenset[str](held)) for role, held in STAFF_GRANTED.items()]
    for may in (*May, *StaffMay):
        yield f"  {may}: {', '.join(role for role, held in granted if may in held)}"


def _doors(app: Flask) -> Iterator[str]:
    yield "DOORS, BY WHAT THEY ASK FOR"
    doors = defaultdict(list)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        sign = sign_of(app.view_functions[rule.endpoint])
        if sign is not None:
            methods = " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
            above = f" (above the walls: {sign.above})" if sign.above else ""
            doors[sign.permission or sign.who].append(f"{methods} {rule.rule}{above}{' (fresh)' if sign.fresh else ''}")
    for asked in sorted(doors):
        yield f"  {asked}"
        yield from (f"    {door}" for door in doors[asked])


def _kept() -> Iterator[str]:
    yield "WHAT IS KEPT OF PEOPLE"
    for module in house():
        yield from _kept_by(module)


def _kept_by(module: Module) -> Iterator[str]:
    for name, table in module.keeps.items():
        columns = [column for column, cell in table.cells.items() if cell.kind is not DataKind.NONE]
        if columns:
            yield f"  {module.name}.{name} ({table.use}, {table.keep}): {', '.join(columns)}"
