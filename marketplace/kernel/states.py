"""Going from one state to the next: the only place where a row's state is set, so that no table of states is passed by."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from tenants.states import states_only

State = TypeVar("State", bound=StrEnum)


class ForbiddenStep(Exception):
    """The table of states does not lead from here to there: a mistake in the program, never in what somebody typed."""


def may_step(row: Any, to: State, following: Mapping[State, frozenset[State]], *, column: str = "state") -> bool:
    """Say whether the table of states leads from where a row stands to another state."""
    return to in following[type(to)(getattr(row, column))]


def transition(
    row: Any,
    to: State,
    following: Mapping[State, frozenset[State]],
    *,
    otherwise: Exception | None = None,
    column: str = "state",
) -> None:
    """Take a locked row to its next state. Raises `otherwise` (or ForbiddenStep) where its table does not lead there."""
    if not may_step(row, to, following, column=column):
        raise otherwise or ForbiddenStep(f"{type(row).__name__} from {getattr(row, column)} to {to}")
    setattr(row, column, to.value)


def leading_to(to: State, following: Mapping[State, frozenset[State]]) -> list[State]:
    """List the states from which one may be reached: the condition of a statement that takes many rows there at once."""
    return [state for state, after in following.items() if to in after]


__all__ = ["ForbiddenStep", "leading_to", "may_step", "states_only", "transition"]
