"""Tables of the desk: first steps that were put away, and files of statements that are made by a job."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped

from marketplace.kernel.made_files import FILE_NEXT, FileState, MadeFile, TableFormat
from marketplace.kernel.states import states_only
from tenants.ownership import TenantOwned


class FirstSteps(TenantOwned):
    """That a shop put the list of its first steps away. One row a shop that did; `id` is the shop's own."""

    __tablename__ = "first_steps"

    put_away_at: Mapped[datetime]


class StatementFile(TenantOwned, MadeFile):
    """A shop's statement of a span of days as a file, which opens for some days."""

    __tablename__ = "statement_file"
    __table_args__ = (
        states_only(FileState, FILE_NEXT),
        states_only(TableFormat, column="format"),
        Index(
            "uq_statement_file_making",
            "tenant_id",
            "first",
            "format",
            unique=True,
            postgresql_where=text("state IN ('asked', 'making')"),
        ),
        Index("ix_statement_file_expires", "expires_at", postgresql_where=text("state = 'ready'")),
    )

    first: Mapped[date]
    last: Mapped[date]
    format: Mapped[str]  # TableFormat
    locale: Mapped[str]  # of who asked
    asked_by: Mapped[str]
    ready_at: Mapped[datetime | None]
