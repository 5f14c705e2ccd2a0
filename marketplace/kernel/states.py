"""Going from one state to the next: the only place where a row's state is set, so that no table of states is passed by."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import CheckConstraint

State = TypeVar("State", bound=StrEnum)


class ForbiddenStep(Exception):
    """The table of states does not lead from here to there: a mistake in the program, never in what somebody typed."""


def may_step(row: Any, to: State, following: Mapping[State, frozenset[State]]) -> bool:
    """Say whether the table of states leads from where a row stands to another state."""
    return to in following[type(to)(row.state)]


def transition(
    row: Any, to: State, following: Mapping[State, frozenset[State]], *, otherwise: Exception | None = None
) -> None:
    """Take a locked row to its next state. Raises `otherwise` (or ForbiddenStep) where its table does not lead there."""
    if not may_step(row, to, following):
        raise otherwise or ForbiddenStep(f"{type(row).__name__} from {row.state} to {to}")
    row.state = to


def states_only(
    states: type[StrEnum], *, column: str = "state", still_written: tuple[str, ...] = ()
) -> CheckConstraint:
    """Make the constraint that holds a column to the states there are, and to what the release before still writes."""
    listed = ", ".join(f"'{state}'" for state in (*states, *still_written))
    return CheckConstraint(f"{column} IN ({listed})", name=column)
