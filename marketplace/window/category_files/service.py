"""Verbs on files of categories: one is brought, what it would do is looked at, and it is applied, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.goods.catalog import NotYetSeen, find_category_code, read_category, save_category
from marketplace.kernel.errors import Refusal
from marketplace.kernel.permissions import STAFF_GRANTED, StaffMay
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Actor, Work
from marketplace.people.accounts.models import Account
from marketplace.window.category_files import errors
from marketplace.window.category_files.events import CategoryFileBrought, CategoryFileWentOn
from marketplace.window.category_files.models import CategoryFile
from marketplace.window.category_files.reading import read_category_line
from marketplace.window.category_files.rules import (
    NEXT,
    CategoryFileState,
    RowKind,
    read_lines,
)
from marketplace.window.imports import read_sheet

_AT_ONCE = 50  # rows, while whoever else changes the tree waits


@verb(needs=StaffMay.EDIT_TAXONOMY)
def bring_category_file(work: Work, data: bytes) -> UUID:
    """Take a file in (CSV or XLSX); a job looks at what it would do. Gives its id.

    Raises what `read_sheet` and `read_lines` do.
    """
    sheet = read_sheet(data)
    lines = read_lines(sheet.columns, ((row.number, row.cells) for row in sheet.rows))
    assert work.actor.account_id is not None  # staff are people
    brought = CategoryFile(
        lines=[asdict(line) for line in lines], at=work.now, by=work.actor.name, by_id=work.actor.account_id
    )
    work.session.add(brought)
    work.session.flush()
    work.audit("category_files.bring", f"category_file:{brought.id}", lines=len(lines))
    work.tell(CategoryFileBrought(brought.id))
    return brought.id


def get_file(work: Work, file_id: UUID, *, lock: bool = False) -> CategoryFile:
    """Load a file. Raises NoSuchCategoryFile."""
    found = work.session.find(select(CategoryFile).where(CategoryFile.id == file_id), lock=lock)
    if found is None:
        raise errors.NoSuchCategoryFile
    return found


@verb(needs=StaffMay.EDIT_TAXONOMY)
def apply_category_file(work: Work, file_id: UUID) -> None:
    """Have done what a file was seen to do; its refused rows are left out.

    Raises NoSuchCategoryFile, CategoryFileMoved, NothingToApply.
    """
    brought = get_file(work, file_id, lock=True)
    if not any(one["kind"] in (RowKind.NEW, RowKind.CHANGED) for one in brought.found):
        raise errors.NothingToApply
    transition(brought, CategoryFileState.APPLYING, NEXT, otherwise=errors.CategoryFileMoved())
    work.audit("category_files.apply", f"category_file:{file_id}")
    work.tell(CategoryFileWentOn(file_id))


@verb(needs=StaffMay.EDIT_TAXONOMY)
def drop_category_file(work: Work, file_id: UUID) -> None:
    """Leave a file that was not applied. Raises NoSuchCategoryFile, CategoryFileMoved."""
    brought = get_file(work, file_id, lock=True)
    transition(brought, CategoryFileState.DROPPED, NEXT, otherwise=errors.CategoryFileMoved())
    brought.finished_at = work.now


class _Undo(Exception):
    """Ends an attempt that only looked."""


def look_at_file(work: Work, fact: CategoryFileBrought) -> None:
    """Note what each row of a file would do: all are done in their order, and undone."""
    brought = get_file(work, fact.file_id, lock=True)
    if brought.state != CategoryFileState.BROUGHT:
        return
    found: list[dict[str, Any]] = []
    try:
        with work.attempt():
            staff = _as_staff(work, brought)
            found += [_do(staff, line, None) for line in brought.lines]
            raise _Undo
    except _Undo:
        brought = get_file(work, fact.file_id, lock=True)
        brought.found = found
        transition(brought, CategoryFileState.LOOKED_AT, NEXT)


def carry_on_file(work: Work, fact: CategoryFileWentOn) -> None:
    """Apply the next rows of a file, as whoever brought it and with what they may do now; the rest is the next job's."""
    brought = get_file(work, fact.file_id, lock=True)
    staff = _as_staff(work, brought)
    found = list(brought.found)
    for place in range(brought.done, min(brought.done + _AT_ONCE, len(brought.lines))):
        if found[place]["kind"] != RowKind.REFUSED:
            found[place] = _do(staff, brought.lines[place], found[place])
        brought.done = place + 1
    brought.found = found
    if brought.done < len(brought.lines):
        work.tell(fact)
    else:
        transition(brought, CategoryFileState.DONE, NEXT)
        brought.finished_at = work.now


def _as_staff(work: Work, brought: CategoryFile) -> Work:
    """The same work, done by whoever brought a file with what their role grants now."""
    account = work.session.get(Account, brought.by_id)
    granted = STAFF_GRANTED.get((account and account.staff_role) or "", frozenset())
    return replace(work, actor=Actor(brought.by, brought.by_id, may=frozenset(granted)))


def _do(work: Work, line: Mapping[str, Any], seen: Mapping[str, Any] | None) -> dict[str, Any]:
    """Do what a row says, and give what that was. `seen` is what it was seen to do; None: it is only being looked at."""
    cells = line["cells"]
    said: dict[str, Any] = {"kind": RowKind.NEW, "name": cells["nombre"]}
    try:
        with work.attempt():
            data = read_category_line(cells, _code_above(work, cells["esta_en"]))
            version = 0
            if line["code"]:
                now, version = read_category(work, line["code"])
                said["kind"] = RowKind.SAME if now == data else RowKind.CHANGED
            if said["kind"] == RowKind.SAME:
                return said
            if seen is not None:
                save_category(work, line["code"] or None, data, version=seen["version"], sure=seen.get("sure", ""))
                return {**seen, "kind": said["kind"]}
            said["version"] = version
            _save_unseen(work, line["code"] or None, data, said)
    except Refusal as refusal:
        return {
            "kind": RowKind.REFUSED,
            "name": cells["nombre"],
            "fault": {"code": refusal.code, "details": refusal.details},
        }
    return said


def _save_unseen(work: Work, code: str | None, data: Any, said: dict[str, Any]) -> None:
    """Save a category, and note in `said` what that does to products."""
    try:
        with work.attempt():
            save_category(work, code, data, version=said["version"])
    except NotYetSeen as refusal:
        said |= {"sure": refusal.details["sure"], "effects": refusal.details["effects"]}
        save_category(work, code, data, version=said["version"], sure=said["sure"])


def _code_above(work: Work, written: str) -> str | None:
    """Find the category that a row names as the one above it, by code or address. Raises BadCell."""
    if not written:
        return None
    found = find_category_code(work, written)
    if found is None:
        raise errors.BadCell(column="esta_en", why="catalog.no_such_category")
    return found
