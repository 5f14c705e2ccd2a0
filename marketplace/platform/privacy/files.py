"""Which uploads a copy of somebody's data names."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.platform.privacy.models import DataExport


def exports_in_use(work: Work) -> Iterator[str]:
    """Give the keys of the copies that may still be fetched."""
    yield from (key for key in work.session.scalars(select(DataExport.key)) if key)
