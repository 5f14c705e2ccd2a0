"""Verbs of the comparison that a person keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.window.compare import rules
from marketplace.window.compare.models import Compared
from marketplace.window.compare.queries import tray_of


@verb(needs=PROOF)
def keep_tray(work: Work, account_id: UUID, numbers: Sequence[int]) -> None:
    """Make these listings a person's comparison, in this order. Notes stay with their listings, or go with them."""
    kept = {row.number: row for row in tray_of(work, account_id)}
    for number, row in kept.items():
        if number not in numbers:
            work.session.delete(row)
    for position, number in enumerate(numbers):
        if number in kept:
            kept[number].position = position
        else:
            work.session.add(Compared(account_id=account_id, number=number, position=position, note=""))


@verb(needs=PROOF)
def write_note(work: Work, account_id: UUID, number: int, note: str) -> None:
    """Write beside a listing in a person's comparison; nothing happens where it is not in it."""
    row = work.session.get(Compared, (account_id, number))
    if row is not None:
        row.note = note[: rules.LONGEST_NOTE]


@verb(needs=PROOF)
def join_tray(
    work: Work, account_id: UUID, numbers: Sequence[int], notes: Mapping[int, str], *, most: int
) -> list[int]:
    """Join what a browser compared with what its person had kept; gives what is compared from here on."""
    kept = {row.number: row.note for row in tray_of(work, account_id)}
    joined = rules.join_trays(numbers, list(kept), most)
    keep_tray(work, account_id, joined)
    work.session.flush()
    for number, note in notes.items():
        write_note(work, account_id, number, note)
    return joined
