"""Tables of the desk: files of statements that are made by a job."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.platform.desk.rules import FILE_NEXT, FileFormat, FileState
from tenants.ownership import TenantOwned


class StatementFile(TenantOwned):
    """A shop's statement of a span of days as a file, which opens for some days."""

    __tablename__ = "statement_file"
    __table_args__ = (
        states_only(FileState, FILE_NEXT),
        states_only(FileFormat, column="format"),
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
    format: Mapped[str]  # rules.FileFormat
    locale: Mapped[str]  # of who asked
    state: Mapped[str]  # rules.FileState
    done: Mapped[int] = mapped_column(default=0)  # lines written so far, of `whole`
    whole: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    key: Mapped[str | None]  # in the private store
    size: Mapped[int | None]
