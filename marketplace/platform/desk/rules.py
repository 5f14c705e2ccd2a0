"""How far a file of a statement is, from how many lines on it is made by a job, and for how long it opens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

MOST_AT_ONCE = 5_000  # lines; a page must not keep its reader waiting for more
FILE_LASTS = timedelta(days=7)
FILE_FOLDER = "statements"  # of the private store


class FileFormat(StrEnum):
    """As what a statement is written. Paper is for months that somebody reads."""

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
