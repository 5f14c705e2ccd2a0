"""Which uploads a case names."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.platform.moderation.models import ModerationCase


def pictures_in_use(work: Work) -> Iterator[str]:
    """Give the keys of the pictures that were submitted for review."""
    yield from (key for keys in work.session.scalars(select(ModerationCase.snapshot["pictures"])) for key in keys or ())
