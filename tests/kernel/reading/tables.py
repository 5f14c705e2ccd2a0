"""How the tables of writings are checked: each writing means something, or is asked again by the name of its refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from marketplace.kernel.reading import Unreadable

LEAST = 40  # writings a table holds


def check(read: Callable[..., Any], typed: str, meaning: object, *more: Any) -> None:
    """Read a writing: it means `meaning`, or is refused so."""
    if isinstance(meaning, type) and issubclass(meaning, Unreadable):
        with pytest.raises(Unreadable) as refused:
            read(typed, *more)
        assert type(refused.value) is meaning
    else:
        assert read(typed, *more) == meaning


def rows(table: Mapping[Any, object]) -> Any:
    """Give a table to a test, row by row."""
    assert len(table) >= LEAST, f"{len(table)} writings; {LEAST} are the least"
    return pytest.mark.parametrize(("typed", "meaning"), list(table.items()), ids=[repr(typed) for typed in table])
