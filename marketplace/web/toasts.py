"""What was done, said in a line that does not get in the way: with where to look at it, and a form that undoes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from flask import session

_KEY = "told"  # it travels in the session, as messages do: said once, on the next page


class Undo(NamedTuple):
    """The form that takes an act back: where it is sent, and what it says."""

    address: str
    fields: list[tuple[str, str]]


class Toast(NamedTuple):
    """What was done; a link's words and address where there is something to see; how it is undone."""

    text: str
    link: tuple[str, str] | None = None
    undo: Undo | None = None
    in_tray: bool = False  # where the comparison stays in sight, its own bar says it


def tell_done(
    text: str,
    *,
    link: tuple[str, str] | None = None,
    undo_at: str = "",
    fields: Iterable[tuple[str, object]] = (),
    in_tray: bool = False,
) -> None:
    """Say on the next page what was done. `undo_at` takes a form with these fields that takes it back.

    `in_tray` is for what the bar of the comparison shows anyway: where that is in sight, it undoes it, and no second bar stands.
    """
    undo = (undo_at, [(name, str(value)) for name, value in fields]) if undo_at else None
    session[_KEY] = (text, link, undo, in_tray)


def take_toast() -> Toast | None:
    """Give what this page should say was done; it is said once."""
    kept = session.pop(_KEY, None)
    if kept is None:
        return None
    text, link, undo, in_tray = kept
    return Toast(text, tuple(link) if link else None, Undo(*undo) if undo else None, in_tray)
