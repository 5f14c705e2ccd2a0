"""Which files of statements are in use."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.platform.desk.models import StatementFile


def statements_in_use(work: Work) -> Iterator[str]:
    """Give the keys of the files that may still be fetched."""
    yield from (key for key in work.session.scalars(select(StatementFile.key)) if key)
