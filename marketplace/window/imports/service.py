"""Verbs on imports: a file comes, its shop says what is in it, sees what it would do, and has it done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from marketplace.goods.catalog import is_leaf
from marketplace.kernel.errors import Refusal
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.window.imports import errors, mappings, queries
from marketplace.window.imports.events import ImportEnded, ImportToApply, ImportToCheck, PicturesLeft
from marketplace.window.imports.models import ImportRun
from marketplace.window.imports.rules import (
    MOST_CATEGORIES,
    NEXT,
    TO_MEND,
    UNDER_WAY,
    BroughtAs,
    RunState,
)


@dataclass(frozen=True)
class BroughtFile:
    """A file that is in the private store: what it is called, how large it is in bytes, and its columns (none of pictures)."""

    name: str
    format: BroughtAs
    key: str
    size: int
    columns: Sequence[str]


@verb(needs=May.EDIT_PRODUCTS)
def receive_file(work: Work, file: BroughtFile, *, locale: str) -> UUID:
    """Take a file of products in; what its columns are is guessed, from their names or from what was said of the same ones."""
    assert work.actor.account_id is not None  # a member of a shop
    columns = [one for one in file.columns if one != TO_MEND]  # it stands last
    first = (
        RunState.CHECKING if file.format is BroughtAs.ZIP else RunState.RECEIVED
    )  # of pictures there is nothing to say
    before = queries.said_before(work, columns)
    run = ImportRun(
        tenant_id=work.tenant_id, id=new_id(), name=file.name, format=file.format, key=file.key, size=file.size,
        origin=mappings.origin_of(columns), columns=columns,
        mapping=before.mapping if before else mappings.guess(columns),
        categories=before.categories if before else {},
        state=first, asked_at=work.now, asked_by=work.actor.name, asked_by_id=work.actor.account_id,
        locale=locale,
    )  # fmt: skip
    work.session.add(run)
    if first is RunState.CHECKING:
        work.tell(ImportToCheck(work.tenant_id, run.id))
    work.audit("imports.receive", f"import:{run.id}", name=file.name)
    return run.id


@verb(needs=May.EDIT_PRODUCTS)
def check_file(
    work: Work, run_id: UUID, *, mapping: Mapping[str, str], categories: Mapping[str, str], seen_version: int
) -> None:
    """Say what the columns of a file are and which of our categories its own are, and have it looked at.

    Nothing is changed by that. Raises NoSuchImport, ImportMoved, ColumnTwice, NothingToFindBy.
    """
    run = _seen(work, run_id, seen_version)
    mappings.check_mapping(mapping)
    known = {
        text: code for text, code in categories.items() if not text or text in run.unknown or text in run.categories
    }
    _move(run, RunState.CHECKING)
    run.mapping = dict(mapping)
    run.categories = {text: code for text, code in {**run.categories, **known}.items() if is_leaf(code)}
    run.trouble, run.problems, run.error_key = None, [], None
    run.done = run.whole = run.created = run.changed = run.same = run.failed = run.far = 0
    work.tell(ImportToCheck(work.tenant_id, run.id))


@verb(needs=May.EDIT_PRODUCTS)
def apply_file(work: Work, run_id: UUID, *, seen_version: int) -> None:
    """Have a file carried out that was looked at. Raises NoSuchImport, ImportMoved, NothingToDo, ImportUnderWay."""
    run = _seen(work, run_id, seen_version)
    if run.state == RunState.CHECKED and not run.created + run.changed:
        raise errors.NothingToDo
    _move(run, RunState.APPLYING)
    run.problems, run.error_key = [], None
    run.done = run.created = run.changed = run.same = run.failed = run.far = 0
    try:
        with work.attempt():
            work.session.flush()
    except IntegrityError as error:
        raise errors.ImportUnderWay from error
    work.audit("imports.apply", f"import:{run.id}", name=run.name)
    work.tell(ImportToApply(work.tenant_id, run.id))


@verb(needs=May.EDIT_PRODUCTS)
def cancel_import(work: Work, run_id: UUID) -> None:
    """Stop an import; what it carried out so far stays. Raises NoSuchImport, ImportMoved where it is over."""
    run = queries.get_run(work, run_id, lock=True)
    _move(run, RunState.CANCELLED)
    run.ended_at = work.now
    work.audit("imports.cancel", f"import:{run.id}", name=run.name)


@verb(needs=May.EDIT_PRODUCTS)
def open_rows_to_mend(work: Work, run_id: UUID) -> str | None:
    """Give the key of the rows that were not taken; None where none is left of them. Raises NoSuchImport."""
    return queries.get_run(work, run_id).error_key


def _seen(work: Work, run_id: UUID, version: int) -> ImportRun:
    run = queries.get_run(work, run_id, lock=True)
    if run.version != version:
        raise errors.ImportMoved
    return run


def _move(run: ImportRun, to: RunState) -> None:
    transition(run, to, NEXT, otherwise=errors.ImportMoved())
    run.version += 1


def note_progress(work: Work, run_id: UUID, *, state: RunState, done: int, whole: int) -> ImportRun | None:
    """Lock a run that goes on at a place, to note what the next part does; None where it was ended or somebody else went on."""
    run = queries.get_run(work, run_id, lock=True)
    if run.state != state or run.done != done:
        return None
    run.whole = whole
    return run


def finish_check(work: Work, run_id: UUID, *, error_key: str | None, unknown: Sequence[str]) -> None:
    """Note that a file was looked at to its end, and which of its categories nobody has said ours for."""
    run = queries.get_run(work, run_id, lock=True)
    if run.state == RunState.CHECKING:
        run.unknown, run.error_key = list(unknown)[:MOST_CATEGORIES], error_key
        _move(run, RunState.CHECKED)


def finish_apply(work: Work, run_id: UUID, *, error_key: str | None) -> None:
    """Note that a file was carried out to its end; who brought it is told."""
    run = queries.get_run(work, run_id, lock=True)
    if run.state == RunState.APPLYING:
        run.error_key, run.ended_at = error_key, work.now
        _move(run, RunState.DONE)
        work.audit(
            "imports.done",
            f"import:{run.id}",
            name=run.name,
            created=run.created,
            changed=run.changed,
            failed=run.failed,
        )
        work.tell(ImportEnded(run.tenant_id, run.id, run.asked_by_id))
        if queries.count_left(work, run_id):
            work.tell(PicturesLeft(run.tenant_id, run.id))


def end_unreadable(work: Work, run_id: UUID, refusal: Refusal) -> None:
    """Note that a file could not be read to its end, and why."""
    run = queries.get_run(work, run_id, lock=True)
    if run.state in UNDER_WAY:
        details: dict[str, Any] = {name: str(value) for name, value in refusal.details.items()}
        run.trouble, run.ended_at = {"code": refusal.code, "details": details}, work.now
        _move(run, RunState.UNREADABLE)


def stop_orphaned(work: Work, run_id: UUID) -> None:
    """End an import whose bringer may not change the shop's products any more."""
    run = queries.get_run(work, run_id, lock=True)
    if run.state in UNDER_WAY:
        run.ended_at = work.now
        _move(run, RunState.CANCELLED)
        work.audit("imports.cancel", f"import:{run.id}", name=run.name)
