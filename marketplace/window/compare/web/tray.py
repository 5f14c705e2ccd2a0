"""The comparison in this browser: in its signed cookie, and in the account of whoever is signed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import session

from marketplace.kernel.work import Work
from marketplace.web.audiences import person_id
from marketplace.web.pages import MOST_COMPARED, compare_numbers
from marketplace.window.compare import service
from marketplace.window.compare.queries import tray_of
from marketplace.window.compare.rules import LONGEST_NOTE


def read(work: Work) -> tuple[list[int], dict[int, str]]:
    """Give what is compared and the notes beside it. A person's is what the account says: another browser may have changed it."""
    person = person_id()
    if person is None:
        return compare_numbers(), {int(number): note for number, note in session.get("compare_notes", {}).items()}
    rows = tray_of(work, person)
    numbers = [row.number for row in rows]
    if numbers != compare_numbers():
        session["compare"] = numbers
    return numbers, {row.number: row.note for row in rows if row.note}


def keep(work: Work, numbers: Sequence[int]) -> None:
    """Compare these from here on."""
    session["compare"] = list(numbers)
    session.permanent = True
    person = person_id()
    if person is not None:
        service.keep_tray(work, person, numbers)
    elif "compare_notes" in session:
        session["compare_notes"] = {n: note for n, note in session["compare_notes"].items() if int(n) in numbers}


def note(work: Work, number: int, text: str) -> None:
    """Write a note beside a listing that is compared; an empty one is taken away."""
    person = person_id()
    if person is not None:
        service.write_note(work, person, number, text)
    elif number in compare_numbers():
        notes = {**session.get("compare_notes", {}), str(number): text[:LONGEST_NOTE]}
        session["compare_notes"] = {n: said for n, said in notes.items() if said}


def welcome_tray(work: Work, account_id: UUID, before: Mapping[str, Any]) -> None:
    """Join what a browser compared before its person signed in with what they had kept."""
    numbers = [int(number) for number in before.get("compare", [])]
    notes = {int(number): note for number, note in before.get("compare_notes", {}).items()}
    session["compare"] = service.join_tray(work, account_id, numbers, notes, most=MOST_COMPARED)
