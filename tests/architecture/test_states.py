"""States go on by their tables alone: no code sets one by itself, and the database knows which there are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import CheckConstraint, text, update
from sqlalchemy.exc import IntegrityError

import marketplace.modules  # noqa: F401 - every table there is
from marketplace.kernel import queue
from marketplace.kernel.jobs import JOB_NEXT, JobState
from marketplace.kernel.states import ForbiddenStep, leading_to, transition
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.rules import NEXT, OrderState
from marketplace.worker import Worker
from tenants.ownership import Base
from tenants.wall import PLAIN_STATEMENTS
from tests import make
from tests.architecture.pages import ROOT
from tests.cast import Cast


@dataclass(frozen=True)
class Vocabulary:
    """The words of one column, and for a state what follows on each."""

    table: str
    column: str
    words: type[StrEnum]
    following: Mapping[Any, frozenset[Any]] | None
    still_written: tuple[str, ...] = ()


def _vocabularies() -> Iterator[Vocabulary]:
    for table in Base.metadata.sorted_tables:
        for one in table.constraints:
            if isinstance(one, CheckConstraint) and "words" in one.info:
                said = one.info
                yield Vocabulary(table.name, said["column"], said["words"], said["following"], said["still_written"])


_ALL = sorted(_vocabularies(), key=lambda one: (one.table, one.column))
_STATES = [one for one in _ALL if one.following is not None]
_COLUMNS = {one.column for one in _STATES}
# Columns of these names that hold no state: the names of places.
_PLACES = {("shop", "state"), ("postal_code", "state"), ("saved_address", "state")}


def _name(one: Vocabulary) -> str:
    return f"{one.table}.{one.column}"


def test_every_state_there_is_says_what_follows_on_it() -> None:
    """A new aggregate is walked below by what its table says of itself; one that says nothing is found here."""
    columns = {(table.name, name) for table in Base.metadata.sorted_tables for name in ("state", "status")
               if name in table.columns}  # fmt: skip
    assert columns - _PLACES == {(one.table, one.column) for one in _STATES} - {("account", "kind")}


@pytest.mark.parametrize("one", _STATES, ids=_name)
def test_each_step_of_its_table_is_taken_and_no_other(one: Vocabulary) -> None:
    assert one.following is not None
    assert set(one.following) == set(one.words), "each state says what follows, if only nothing"
    for before in one.words:
        for after in one.words:
            row = SimpleNamespace(**{one.column: before.value})
            if after in one.following[before]:
                transition(row, after, one.following, column=one.column)
                assert getattr(row, one.column) == after
            else:
                with pytest.raises(ForbiddenStep):
                    transition(row, after, one.following, column=one.column)
                assert getattr(row, one.column) == before
    for after in one.words:
        assert set(leading_to(after, one.following)) == {b for b in one.words if after in one.following[b]}


@pytest.mark.parametrize("one", _ALL, ids=_name)
def test_the_database_knows_the_words_of_its_enum_and_no_others(market: Cast, one: Vocabulary) -> None:
    with market.above() as work:
        found = work.session.execute(
            text(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name AND convalidated "
                "AND conrelid = cast(:of AS regclass)"
            ),
            {"name": f"ck_{one.table}_{one.column}", "of": f'"{one.table}"'},
            execution_options={"wall": "plain"},
        ).scalar_one()
    assert set(re.findall(r"'([\w.]+)'", found)) == {*(word.value for word in one.words), *one.still_written}


def test_a_state_that_is_none_does_not_enter(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(IntegrityError), market.above() as work:
        work.session.execute(update(Order).values(state="somewhere"))


def test_a_step_that_its_table_does_not_know_is_refused() -> None:
    row = SimpleNamespace(state="expired")
    with pytest.raises(ForbiddenStep):
        transition(row, OrderState.PACKED, NEXT)
    assert row.state == "expired"
    transition(row, OrderState.PAID, NEXT)
    transition(row, OrderState.CANCELLED, NEXT)
    assert row.state == "cancelled"


def _is_state(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in _COLUMNS and isinstance(node.ctx, ast.Store)


def _sets_a_state(code: str) -> bool:
    """Whether a file sets a state past `transition`: by assigning, by `setattr`, or in bulk without `leading_to`."""
    tree = ast.parse(code)
    targets: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets += [one for target in node.targets for one in ast.walk(target) if isinstance(one, ast.expr)]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign | ast.For):
            targets += [one for one in ast.walk(node.target) if isinstance(one, ast.expr)]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
            if isinstance(node.args[1], ast.Constant) and node.args[1].value in _COLUMNS:
                return True
        elif isinstance(node, ast.FunctionDef) and _updates_in_bulk(node) and "leading_to" not in ast.dump(node):
            return True
    return any(_is_state(one) for one in targets)


def _names_a_state(argument: ast.expr) -> bool:
    """Whether what is given to `values` names a column of states, as a key or as an attribute of its table."""
    keys = {node.value for node in ast.walk(argument) if isinstance(node, ast.Constant)}
    keys |= {node.attr for node in ast.walk(argument) if isinstance(node, ast.Attribute)}
    return bool(keys & _COLUMNS)


def _updates_in_bulk(function: ast.FunctionDef) -> bool:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    updates = any(isinstance(call.func, ast.Name) and call.func.id == "update" for call in calls)
    return updates and any(
        isinstance(call.func, ast.Attribute) and call.func.attr == "values"
        and (any(one.arg in _COLUMNS for one in call.keywords) or any(_names_a_state(one) for one in call.args))
        for call in calls
    )  # fmt: skip


def test_no_module_sets_a_state_by_itself() -> None:
    files = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in ROOT.glob("marketplace/**/*.py")}
    assert {name for name, code in files.items() if _sets_a_state(code)} == set()


@pytest.mark.parametrize(
    "code",
    [
        "a.state = 1",
        "a.state, b = 1, 2",
        "for a.status in b: pass",
        "setattr(a, 'state', 1)",
        "a.kind: str = 'erased'",
        "def f(w):\n    w.execute(update(A).where(A.id == 1).values(state='x'))",
        "def f(w):\n    w.execute(update(A).where(A.id == 1).values({'status': 'x'}))",
    ],
)
def test_the_reader_sees_every_way_of_setting_one(code: str) -> None:
    assert _sets_a_state(code)


def test_a_statement_that_takes_many_from_where_their_table_leads_is_none_of_them() -> None:
    said = "def f(w):\n    w.execute(update(A).where(A.state.in_(leading_to(x, NEXT))).values(state=x))"
    assert not _sets_a_state(said)


# Plain statements that set a state. What they may do is held below.
_PLAIN = re.compile(r"\bUPDATE\s+\"?(\w+)\"?\s+SET\b(.*?)(?:\bWHERE\b|$)", re.DOTALL)


def _plain_steps() -> Iterator[tuple[str, str]]:
    for statement, _why in PLAIN_STATEMENTS:
        for table, sets in _PLAIN.findall(str(statement)):
            if re.search(rf"\b({'|'.join(sorted(_COLUMNS))})\s*=", sets):
                yield table, str(statement)


def test_plain_statements_set_states_of_jobs_and_holds_alone(app: Flask) -> None:
    steps = list(_plain_steps())
    assert {table for table, _ in steps} == {
        "job",  # the queue: many workers at once, by the database's clock
        "reservation",  # several shops' stock in one statement
    }
    for table, statement in steps:
        if table == "reservation":
            # Both ends come from the enum: what may be closed is `leading_to`.
            assert "SET state = :state" in statement
            assert "AND state = ANY(:before)" in statement


def _words(found: list[str]) -> set[JobState]:
    return {JobState(word) for word in found}


def test_the_queue_takes_no_step_that_jobs_do_not_know(app: Flask) -> None:
    steps = [statement for table, statement in _plain_steps() if table == "job"]
    taken = set()
    for statement in steps:
        sets, _, where = statement.partition("WHERE")
        to = _words(re.findall(r"(?:state = |THEN |ELSE )'([a-z]+)'", sets))
        before = _words(re.findall(r"state = '([a-z]+)'", where))
        assert to, statement
        assert before, statement
        taken |= {(one, after) for one in before for after in to}
    assert taken == {(before, after) for before, following in JOB_NEXT.items() for after in following}
    assert "'waiting'" in str(queue._ENTER), "and each begins by waiting"


def test_indexes_speak_of_states_that_there_are() -> None:
    known = {(one.table, one.column): {word.value for word in one.words} for one in _ALL}
    spoken = 0
    for table in Base.metadata.sorted_tables:
        for index in table.indexes:
            where = str(index.dialect_options["postgresql"].get("where"))
            for column, words in re.findall(r"(\w+) (?:=|IN) (\([^)]*\)|'\w+')", where):
                assert set(re.findall(r"'(\w+)'", words)) <= known[table.name, column], index.name
                spoken += 1
    assert spoken > 10
