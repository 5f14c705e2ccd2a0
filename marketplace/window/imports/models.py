"""Tables of imports: each file that a shop brought, and each that it had written."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.made_files import FILE_NEXT, FileState, MadeFile, TableFormat
from marketplace.kernel.states import states_only
from marketplace.window.imports.rules import (
    NEXT,
    BroughtAs,
    Origin,
    RunState,
)
from tenants.ownership import TenantOwned


class ImportRun(TenantOwned):
    """A file of products that a shop brought: what its columns are, how far it is, and what came of it."""

    __tablename__ = "import_run"
    __table_args__ = (
        states_only(RunState, NEXT),
        states_only(BroughtAs, column="format"),
        states_only(Origin, column="origin"),
        Index("uq_import_run_applying", "tenant_id", unique=True, postgresql_where=text("state = 'applying'")),
        Index("ix_import_run_asked", "tenant_id", "asked_at"),
    )

    name: Mapped[str]  # of the file, as its shop calls it
    format: Mapped[str]  # rules.BroughtAs
    origin: Mapped[str]  # rules.Origin
    key: Mapped[str]  # in the private store
    size: Mapped[int]  # bytes
    columns: Mapped[list[Any]]  # as the file names them
    mapping: Mapped[dict[str, Any]]  # a column's place -> what it is
    categories: Mapped[dict[str, Any]]  # what the file calls a category -> ours; "": of rows that say none
    unknown: Mapped[list[Any]] = mapped_column(default=list)  # what it calls categories, and nobody has said ours for
    state: Mapped[str]  # rules.RunState
    trouble: Mapped[dict[str, Any] | None]  # the refusal that ended it: code, details
    whole: Mapped[int] = mapped_column(default=0)  # products in the file
    done: Mapped[int] = mapped_column(default=0)  # of those, looked at or carried out
    created: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    far: Mapped[int] = mapped_column(default=0)  # prices that change by more than 40 %
    problems: Mapped[list[Any]] = mapped_column(default=list)  # the first of them: row, column, code, details
    error_key: Mapped[str | None]  # the rows that were not taken, with why, in the private store
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[UUID]
    locale: Mapped[str]  # of who asked
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class PicturesToFetch(TenantOwned):
    """Addresses of pictures that a file named for a product, until they are fetched."""

    __tablename__ = "pictures_to_fetch"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "run_id"], ["import_run.tenant_id", "import_run.id"]),
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.id"], ondelete="CASCADE"),
        Index("ix_pictures_to_fetch_run", "tenant_id", "run_id"),
    )

    run_id: Mapped[UUID]
    product_id: Mapped[UUID]
    urls: Mapped[list[Any]]


class ProductsFile(TenantOwned, MadeFile):
    """A shop's products written into a file by a job, which opens for some days."""

    __tablename__ = "products_file"
    __table_args__ = (
        states_only(FileState, FILE_NEXT),
        states_only(TableFormat, column="format"),
        Index(
            "uq_products_file_making", "tenant_id", "format", unique=True,
            postgresql_where=text("state IN ('asked', 'making')"),
        ),
    )  # fmt: skip

    format: Mapped[str]  # TableFormat
    asked_by: Mapped[str]
