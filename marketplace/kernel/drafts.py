"""What staff write together before somebody else of them announces it: a draft of the tariff, of the rules of the market.

Each module keeps its own in a table of its own, says when one may be announced, and what becomes of it then. Who wrote any part
of it does not announce it; a draft that somebody saved since one saw it is not written over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.errors import Refusal
from marketplace.kernel.work import Work
from tenants.ownership import PlatformOwned

OPEN = "open"  # the state of every draft that is neither announced nor thrown away


class SharedDraft(PlatformOwned):
    """The columns of a draft."""

    __abstract__ = True

    state: Mapped[str] = mapped_column(default=OPEN)
    summary: Mapped[str] = mapped_column(default="")
    summary_en: Mapped[str] = mapped_column(default="")
    starts_on: Mapped[date | None]
    rules: Mapped[list[Any]] = mapped_column(JSONB)
    revision: Mapped[int] = mapped_column(default=1)
    writers: Mapped[list[Any]] = mapped_column(JSONB)  # account ids
    written_by: Mapped[str]  # the last one's name
    written_at: Mapped[datetime]
    version: Mapped[int | None]  # what it was announced as

    def is_written_by(self, account_id: UUID | None) -> bool:
        """Whether somebody wrote any part of it."""
        return str(account_id) in self.writers


Draft = TypeVar("Draft", bound=SharedDraft)


def begin_draft(work: Work, draft: Draft) -> Draft:
    """Keep a new draft that nobody has written anything of yet."""
    draft.writers, draft.written_by, draft.written_at = [], work.actor.name, work.now
    work.session.add(draft)
    work.session.flush()
    return draft


def lock_draft(
    work: Work, kind: type[Draft], draft_id: UUID, seen_revision: int, *, missing: Refusal, changed: Refusal
) -> Draft:
    """Lock an open draft as it was seen. Raises `missing`, or `changed` where it was saved since or is open no more."""
    draft = work.session.find(select(kind).where(kind.id == draft_id), lock=True)
    if draft is None:
        raise missing
    if draft.state != OPEN or draft.revision != seen_revision:
        raise changed
    return draft


def write_draft(
    work: Work,
    draft: SharedDraft,
    rules: Sequence[Mapping[str, Any]],
    *,
    summary: str,
    summary_en: str,
    starts_on: date | None,
) -> None:
    """Write what a locked draft says, and who wrote it."""
    draft.rules = [dict(row) for row in rules]
    draft.summary, draft.summary_en, draft.starts_on = summary, summary_en, starts_on
    draft.revision += 1
    draft.writers = sorted({*draft.writers, str(work.actor.account_id)})
    draft.written_by, draft.written_at = work.actor.name, work.now
    work.session.flush()


def open_drafts(work: Work, kind: type[Draft]) -> Sequence[Draft]:
    """List the drafts that are neither announced nor thrown away, the latest written first."""
    query = select(kind).where(kind.state == OPEN).order_by(kind.written_at.desc(), kind.id)
    return work.session.scalars(query).all()


def find_open_draft(work: Work, kind: type[Draft], draft_id: UUID) -> Draft | None:
    """Find a draft that is neither announced nor thrown away."""
    return work.session.scalar(select(kind).where(kind.id == draft_id, kind.state == OPEN))
