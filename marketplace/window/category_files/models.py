"""The table of files of categories."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.window.category_files.rules import NEXT, CategoryFileState
from tenants.ownership import PlatformOwned


class CategoryFile(PlatformOwned):
    """A file of categories that staff brought: its rows as they were read, what each would do, and what each did."""

    __tablename__ = "category_file"
    __table_args__ = (states_only(CategoryFileState, NEXT), Index("ix_category_file_at", "at"))

    state: Mapped[str] = mapped_column(default=CategoryFileState.BROUGHT)
    lines: Mapped[list[Any]]  # {number, code, cells} of each row, in the order in which they are done
    # {kind, name, and where it has any: effects, sure, version, fault} of each row that was looked at, then done
    found: Mapped[list[Any]] = mapped_column(default=list)
    done: Mapped[int] = mapped_column(default=0)  # rows that were applied or refused
    at: Mapped[datetime]
    by: Mapped[str]
    by_id: Mapped[UUID]
    finished_at: Mapped[datetime | None]
