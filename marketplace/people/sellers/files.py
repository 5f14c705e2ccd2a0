"""Which uploads a shop or an application names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.people.sellers.models import ApplicationDocument, Shop


def pictures_in_use(work: Work) -> Iterator[str]:
    """Give the keys of the pictures that shops show."""
    for row in work.session.execute(select(Shop.picture_key, Shop.cover_key)):
        yield from (key for key in row if key)


def papers_in_use(work: Work) -> Iterator[str]:
    """Give the keys of what applicants brought."""
    # Of a picture, the row names the largest of its sizes; the sweep asks for what they share.
    yield from (re.sub(r"-\d+\.webp$", "", key) for key in work.session.scalars(select(ApplicationDocument.key)))
