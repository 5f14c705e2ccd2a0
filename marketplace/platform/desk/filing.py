"""Verbs on files of statements: asking for one, fetching it, and the end of its time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.kernel import made_files
from marketplace.kernel.ids import new_id
from marketplace.kernel.made_files import FileState, TableFormat
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.platform.desk import errors
from marketplace.platform.desk.events import StatementFileAsked
from marketplace.platform.desk.models import StatementFile


@verb(needs=May.VIEW_MONEY)
def ask_file(work: Work, first: date, last: date, *, kind: TableFormat, locale: str) -> UUID:
    """Ask for a statement as a file, which a job writes in a language. Raises FileUnderWay."""
    asked = StatementFile(
        tenant_id=work.tenant_id, id=new_id(), first=first, last=last, format=kind, locale=locale,
        state=FileState.ASKED, done=0, whole=0, asked_at=work.now, asked_by=work.actor.name,
    )  # fmt: skip
    try:
        with work.attempt():
            work.session.add(asked)
            work.session.flush()
    except IntegrityError as error:
        raise errors.FileUnderWay from error
    work.audit("desk.ask_file", f"statement:{asked.id}", month=first.isoformat(), format=kind.value)
    work.tell(StatementFileAsked(work.tenant_id, asked.id))
    return asked.id


@verb(needs=May.VIEW_MONEY)
def open_file(work: Work, file_id: UUID) -> str:
    """Give the key of a file of one's own shop, and note that it was fetched. Raises NoSuchFile, FileNotReady."""
    found = work.session.get(StatementFile, (work.tenant_id, file_id))
    if found is None:
        raise errors.NoSuchFile
    key = made_files.key_of_file(work, found)
    if key is None:
        raise errors.FileNotReady
    work.audit("desk.fetch_file", f"statement:{file_id}", month=found.first.isoformat(), format=found.format)
    return key


def files_of(work: Work) -> Sequence[StatementFile]:
    """List the latest files of the shop this work stands in, those that are being made too."""
    return work.session.scalars(
        select(StatementFile)
        .where(StatementFile.tenant_id == work.tenant_id, StatementFile.state != FileState.EXPIRED)
        .order_by(StatementFile.asked_at.desc(), StatementFile.id)
        .limit(10)
    ).all()


def note_lines(work: Work, file_id: UUID, *, done: int, whole: int) -> None:
    """Note how many lines are written."""
    made_files.note_progress(work, StatementFile, file_id, done=done, whole=whole)


def finish_file(work: Work, tenant_id: UUID, file_id: UUID, *, key: str, size: int) -> None:
    """Note that a file is there, and until when it opens."""
    made = work.session.lock_row(StatementFile, (tenant_id, file_id))
    made_files.finish_file(work, made, key=key, size=size)
    made.done, made.ready_at = made.whole, work.now


def expire_files(work: Work) -> None:
    """By the clock: files whose time is over open no more, and are swept."""
    made_files.expire_files(work, StatementFile)
