"""Which files of imports are in use."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.window.imports.models import ImportRun, ProductsFile
from marketplace.window.imports.rules import RUN_LASTS


def files_in_use(work: Work) -> Iterator[str]:
    """Give the keys of what shops brought in the last month, with what was not taken of it, and of what they may still fetch."""
    lately = ImportRun.asked_at > work.now - RUN_LASTS
    for row in work.session.execute(select(ImportRun.key, ImportRun.error_key).where(lately)):
        yield from (key for key in row if key)
    yield from (key for key in work.session.scalars(select(ProductsFile.key)) if key)
