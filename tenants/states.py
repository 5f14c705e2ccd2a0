"""Closed vocabularies: the constraint that holds a column to the words there are, and for states what follows on each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint


def states_only(
    words: type[StrEnum],
    following: Mapping[Any, frozenset[Any]] | None = None,
    *,
    column: str = "state",
    still_written: tuple[str, ...] = (),
) -> CheckConstraint:
    """Make the constraint that holds a column to the words of an enum.

    `following` says of a state which may come next: with it a table's states are known to whoever reads the metadata
    (`constraint.info`), and a test walks every step of them. `still_written` is what the release before still writes.
    """
    listed = ", ".join(f"'{word}'" for word in (*words, *still_written))
    return CheckConstraint(
        f"{column} IN ({listed})",
        name=column,
        info={"words": words, "following": following, "column": column, "still_written": still_written},
    )
