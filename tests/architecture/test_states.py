"""States go on by their tables alone: no code sets one by itself, and the database knows which there are."""

from __future__ import annotations

import ast
from dataclasses import dataclass

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from marketplace.kernel.states import ForbiddenStep, transition
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.rules import NEXT, State
from marketplace.worker import Worker
from tests import make
from tests.architecture.pages import ROOT
from tests.cast import Cast

_MODULES = ("trade/orders", "money/payments", "care/returns", "care/warranty", "care/disputes")


def _sets_a_state(code: str) -> bool:
    targets: list[ast.expr] = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Assign):
            targets += [one for target in node.targets for one in ast.walk(target) if isinstance(one, ast.expr)]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets.append(node.target)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
            return True
    return any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets)


def test_no_module_sets_a_state_by_itself() -> None:
    files = [path for name in _MODULES for path in (ROOT / "marketplace" / name).rglob("*.py")]
    assert [path.as_posix() for path in files if _sets_a_state(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "code", ["a.state = 1", "a.state, b = 1, 2", "for a in b:\n    a.state = 1", "setattr(a, 'state', 1)"]
)
def test_the_reader_sees_every_way_of_setting_one(code: str) -> None:
    assert _sets_a_state(code)


@dataclass
class Row:
    state: str


def test_a_step_that_its_table_does_not_know_is_refused() -> None:
    row = Row("expired")
    with pytest.raises(ForbiddenStep):
        transition(row, State.PACKED, NEXT)
    assert row.state == "expired"
    transition(row, State.PAID, NEXT)
    transition(row, State.CANCELLED, NEXT)
    assert row.state == "cancelled"


@pytest.mark.parametrize(
    "table", ["purchase", "order", "charge", "payment_attempt", "refund", "return_case", "claim", "dispute"]
)
def test_the_database_knows_the_states(market: Cast, table: str) -> None:
    with market.above() as work:
        found = work.session.execute(
            text(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name AND conrelid = cast(:of AS regclass)"
            ),
            {"name": f"ck_{table}_state", "of": f'"{table}"'},
            execution_options={"wall": "plain"},
        ).scalars()
        assert len(list(found)) == 1


def test_a_state_that_is_none_does_not_enter(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(IntegrityError), market.above() as work:
        work.session.execute(update(Order).values(state="somewhere"))
