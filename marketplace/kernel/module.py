"""What a module tells the house of itself, once, in its `module.py`; and the house that was put together of them.

Nothing else in a module is looked for: what is not named here does not open, is not said, done, shown or kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from marketplace.kernel import jobs
from marketplace.kernel.ages import Ages
from marketplace.kernel.datamap import Table
from marketplace.kernel.jobs import ClockJob, Reaction
from marketplace.kernel.permissions import May, StaffMay

if TYPE_CHECKING:
    from marketplace.kernel.work import Work

# The keys of the files of one folder that rows name.
FilesInUse = Callable[["Work"], Iterator[str]]


@dataclass(frozen=True)
class NavLink:
    """A link at the side of a workplace: a shop's, or staff's. `place` orders the side; who lacks the permission sees none."""

    place: int
    label: Any  # a lazy translation
    endpoint: str
    permission: May | StaffMay
    pages: tuple[
        str, ...
    ] = ()  # further endpoints that stand under it, where they are not in its room or not its first


def count_own(work: Work, table: Any, condition: ColumnElement[bool]) -> ScalarSelect[int]:
    """Count rows of the shop that a work stands in, as a part of a larger statement."""
    return select(func.count()).select_from(table).where(table.tenant_id == work.tenant_id, condition).scalar_subquery()


@dataclass(frozen=True)
class Todo:
    """What a shop must do today, said on its first page where any waits. `count` is a subquery over the shop's own rows."""

    place: int
    count: Callable[[Work], Any]
    say: Callable[[int], str]  # how so many are called, in the reader's language
    endpoint: str  # of the list that holds what was counted, and nothing else
    permission: May  # what that list asks for
    arguments: Mapping[str, Any]
    urgent: bool = False


@dataclass(frozen=True)
class StaffTodo:
    """What waits for those of the staff who may do it. `count` looks above the walls: how many wait, and how many late.

    What is `urgent` is no daily work: it is said only where there is any.
    """

    place: int
    count: Callable[[Work], tuple[int, int]]
    say: Callable[[int], str]
    endpoint: str
    permission: StaffMay
    anchor: str | None = None
    urgent: bool = False


@dataclass(frozen=True)
class FirstStep:
    """A step of a new shop on its way to its first sale. `done` finds a row of the shop that a work stands in."""

    place: int
    label: Any  # a lazy translation, as of all that follow
    missing: Any  # what is still to do
    done: Callable[[Work], ScalarSelect[Any]]
    endpoint: str  # where that is done
    permission: May  # what it asks for there


def any_own(work: Work, table: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Find a row of the shop that a work stands in, any or none (NULL), as a part of a larger statement."""
    return select(table.id).where(table.tenant_id == work.tenant_id, *conditions).limit(1).scalar_subquery()


class ActivityKind(StrEnum):
    """What the activity of a shop is filtered by."""

    TEAM = "team"
    PRODUCTS = "products"
    ORDERS = "orders"
    MONEY = "money"
    SHOP = "shop"


@dataclass(frozen=True)
class Lead:
    """Where a shop looks at a thing that its record names: an endpoint, and of what its address is made.

    `parts` gives for each part of the address the detail that fills it, or "id" for what stands in the subject.
    """

    endpoint: str
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Activity:
    """How a shop reads what was done in it: of each audit verb a sentence, or what makes one of its details.

    `leads` says by verb, or by kind of subject ("order"), where it is looked at: the first whose details are there.
    """

    kind: ActivityKind
    said: Mapping[str, Any]  # a sentence names details as %(name)s
    leads: Mapping[str, tuple[Lead, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Module:
    """A module. The rooms are Flask's blueprints, which the kernel does not know."""

    name: str
    rooms: tuple[Any, ...] = ()
    api: tuple[Any, ...] = ()  # rooms that describe themselves at /api/v1/openapi.json
    words: Mapping[str, Any] = field(default_factory=dict)  # a refusal's code -> its sentence
    labels: Mapping[str, Callable[..., Any]] = field(
        default_factory=dict
    )  # a name in pages and mail -> what says a code
    activity: tuple[Activity, ...] = ()  # what it writes down of a shop, as that shop reads it
    events_said: Mapping[str, Any] = field(default_factory=dict)  # a kind of order event -> its sentence
    reactions: tuple[Reaction, ...] = ()  # what it does about facts
    clock: tuple[ClockJob, ...] = ()  # what it does by the clock
    nav: tuple[NavLink, ...] = ()
    todos: tuple[Todo, ...] = ()
    staff_todos: tuple[StaffTodo, ...] = ()
    steps: tuple[FirstStep, ...] = ()  # of a new shop, to its first sale
    files: Mapping[str, FilesInUse] = field(default_factory=dict)  # folder -> which of its files are in use
    keeps: Mapping[str, Table] = field(default_factory=dict)  # table -> what is kept in it, and for how long
    # Of tables whose rows go by age, which are over.
    over: Callable[[Ages], Mapping[str, ColumnElement[bool]]] | None = None
    private: tuple[str, ...] = ()  # beginnings of addresses that are no crawler's business
    shown: tuple[str, ...] = ()  # endpoints of pages that stand in the sitemap


_house: list[Module] = []


def build_house(modules: Iterable[Module]) -> None:
    """Say which modules there are, from the ground up, and connect what they do about facts and by the clock.

    Building anew replaces. Raises ValueError when a name stands twice.
    """
    every = list(modules)
    names = Counter(chain.from_iterable(_names_of(module) for module in every))
    if twice := [name for name, count in names.items() if count > 1]:
        raise ValueError(f"said by two modules: {', '.join(twice)}")
    _house[:] = every
    jobs.connect(
        chain.from_iterable(module.reactions for module in every), chain.from_iterable(module.clock for module in every)
    )


def _names_of(module: Module) -> Iterator[str]:
    yield f"module {module.name}"
    yield from (f"reaction {one.name}" for one in module.reactions)
    yield from (f"clock job {one.name}" for one in module.clock)
    yield from (f"table {name}" for name in module.keeps)
    yield from (f"label {name}" for name in module.labels)
    yield from (f"order event {kind}" for kind in module.events_said)
    yield from (f"verb {verb}" for one in module.activity for verb in one.said)


def house() -> tuple[Module, ...]:
    """The modules there are, from the ground up."""
    return tuple(_house)


def links(of: type[May] | type[StaffMay]) -> list[NavLink]:
    """The links at the side of a shop's workplace, or of staff's, in their order."""
    found = (link for module in _house for link in module.nav if isinstance(link.permission, of))
    return sorted(found, key=lambda link: link.place)


def todos(held: Collection[str]) -> list[Todo]:
    """What may wait for a member of a shop who holds some permissions, the most pressing first."""
    every = chain.from_iterable(module.todos for module in _house)
    return sorted((todo for todo in every if todo.permission in held), key=lambda todo: todo.place)


def staff_todos(held: Collection[str]) -> list[StaffTodo]:
    """What may wait for somebody of the staff who holds some permissions, the most pressing first."""
    every = chain.from_iterable(module.staff_todos for module in _house)
    return sorted((todo for todo in every if todo.permission in held), key=lambda todo: todo.place)


def steps_taken(work: Work) -> list[tuple[FirstStep, bool]]:
    """Say which steps to its first sale the shop that a work stands in has taken, in their order and by one statement."""
    every = sorted(chain.from_iterable(module.steps for module in _house), key=lambda step: step.place)
    row = work.session.execute(select(*(step.done(work).label(f"at_{step.place}") for step in every))).one()
    return [(step, found is not None) for step, found in zip(every, row, strict=True)]


def labels() -> dict[str, Callable[[Any], str]]:
    """How the codes of every module are said, in the reader's language, by the names that templates of mail know."""
    return {name: say for module in _house for name, say in module.labels.items()}


def over(ages: Ages) -> dict[str, ColumnElement[bool]]:
    """Say of each table whose rows go by age which of them are over."""
    return {name: which for module in _house if module.over for name, which in module.over(ages).items()}


def activity() -> Iterator[Activity]:
    """How every module's verbs are said to the shop they were done in."""
    return chain.from_iterable(module.activity for module in _house)


def events_said() -> dict[str, Any]:
    """How every kind of order event is said."""
    return {kind: sentence for module in _house for kind, sentence in module.events_said.items()}


def files_in_use() -> dict[str, FilesInUse]:
    """Of each folder of uploads, how to find what rows name in it. What no module speaks for is never swept."""
    asked: dict[str, list[FilesInUse]] = {}
    for module in _house:
        for folder, find in module.files.items():
            asked.setdefault(folder, []).append(find)
    return {folder: _all_of(found) for folder, found in asked.items()}


def _all_of(found: list[FilesInUse]) -> FilesInUse:
    return lambda work: chain.from_iterable(find(work) for find in found)
