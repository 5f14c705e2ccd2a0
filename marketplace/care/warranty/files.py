"""Which uploads a claim names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import select

from marketplace.care.warranty.models import Claim
from marketplace.kernel.work import Work


def photos_in_use(work: Work) -> Iterator[str]:
    """Give the keys of the photos of what broke."""
    yield from chain.from_iterable(work.session.scalars(select(Claim.photos)))
