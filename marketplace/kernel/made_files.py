"""Files that a job writes for somebody: asked for, in the making while a page shows how far they are, open for some days, over.

Each is a row of a table of its own module, which says who may ask for it and where it is fetched; this is the life they share.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import leading_to, transition
from marketplace.kernel.work import Work

FILE_LASTS = timedelta(days=7)


class TableFormat(StrEnum):
    """As what a table is written for spreadsheets."""

    CSV = "csv"
    XLSX = "xlsx"


class FileState(StrEnum):
    """How far a file is."""

    ASKED = "asked"
    MAKING = "making"
    READY = "ready"
    EXPIRED = "expired"


FILE_NEXT: Mapping[FileState, frozenset[FileState]] = {
    FileState.ASKED: frozenset({FileState.MAKING}),
    FileState.MAKING: frozenset({FileState.MAKING, FileState.READY}),
    FileState.READY: frozenset({FileState.EXPIRED}),
    FileState.EXPIRED: frozenset(),
}


class MadeFile:
    """A file that a job writes into the private store."""

    state: Mapped[str]  # FileState
    done: Mapped[int] = mapped_column(default=0)  # parts written so far, of `whole`
    whole: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    key: Mapped[str | None]  # in the private store
    size: Mapped[int | None]


def note_progress(work: Work, table: Any, file_id: UUID, *, done: int, whole: int) -> None:
    """Note how many parts of a file of a table are written."""
    work.session.execute(
        update(table)
        .where(table.id == file_id, table.state.in_(leading_to(FileState.MAKING, FILE_NEXT)))
        .values(state=FileState.MAKING, done=done, whole=whole)
    )


def finish_file(work: Work, made: MadeFile, *, key: str, size: int) -> None:
    """Note that a file, whose row is locked, is there, and until when it opens. `size` in bytes."""
    if made.state == FileState.ASKED:  # nothing was to be written into it
        transition(made, FileState.MAKING, FILE_NEXT)
    transition(made, FileState.READY, FILE_NEXT)
    made.key, made.size = key, size
    made.expires_at = work.now + FILE_LASTS


def key_of_file(work: Work, made: MadeFile | None) -> str | None:
    """Give the key under which a file opens; None where it is not ready, or its time is over."""
    opens = made is not None and made.expires_at is not None and made.expires_at > work.now
    return made.key if made is not None and opens else None


def expire_files(work: Work, table: Any) -> None:
    """Files of a table whose time is over open no more, and are swept."""
    work.session.execute(
        update(table)
        .where(table.state.in_(leading_to(FileState.EXPIRED, FILE_NEXT)), table.expires_at <= work.now)
        .values(state=FileState.EXPIRED, key=None)
    )
