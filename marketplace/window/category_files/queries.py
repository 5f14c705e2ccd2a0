"""Questions about files of categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from marketplace.kernel.work import Work
from marketplace.window.category_files.models import CategoryFile


def files(work: Work, *, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    """List the files that were brought, the newest first: id, state, rows, done, at, by."""
    total = work.session.scalar(select(func.count()).select_from(CategoryFile)) or 0
    rows = work.session.execute(
        select(
            CategoryFile.id,
            CategoryFile.state,
            func.jsonb_array_length(CategoryFile.lines).label("rows"),
            CategoryFile.done,
            CategoryFile.at,
            CategoryFile.by,
        )
        .order_by(CategoryFile.at.desc(), CategoryFile.id)
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total
