"""Which uploads a return names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import select

from marketplace.care.returns.models import ReturnCase
from marketplace.kernel.work import Work


def photos_in_use(work: Work) -> Iterator[str]:
    """Give the keys of the photos of what comes back."""
    yield from chain.from_iterable(work.session.scalars(select(ReturnCase.photos)))
