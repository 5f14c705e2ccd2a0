"""Questions about imports and files of products."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.made_files import FileState
from marketplace.kernel.work import Work
from marketplace.window.imports.errors import NoSuchImport
from marketplace.window.imports.models import ImportRun, PicturesToFetch, ProductsFile
from marketplace.window.imports.rules import RunState


def get_run(work: Work, run_id: UUID, *, lock: bool = False) -> ImportRun:
    """Load an import of the shop this work stands in. Raises NoSuchImport."""
    query = select(ImportRun).where(ImportRun.tenant_id == work.tenant_id, ImportRun.id == run_id)
    run = work.session.find(query, lock=lock)
    if run is None:
        raise NoSuchImport
    return run


def runs(work: Work, *, offset: int, limit: int) -> tuple[Sequence[ImportRun], int]:
    """List the shop's imports, latest first, with how many there are."""
    own = ImportRun.tenant_id == work.tenant_id
    total = work.session.scalar(select(func.count()).select_from(ImportRun).where(own)) or 0
    query = select(ImportRun).where(own).order_by(ImportRun.asked_at.desc(), ImportRun.id).offset(offset).limit(limit)
    return work.session.scalars(query).all(), total


def said_before(work: Work, columns: Sequence[str]) -> ImportRun | None:
    """Find what the shop said last of a file with the same columns, and had carried out."""
    query = select(ImportRun).where(
        ImportRun.tenant_id == work.tenant_id, ImportRun.columns == list(columns), ImportRun.state == RunState.DONE
    )
    return work.session.scalar(query.order_by(ImportRun.asked_at.desc()).limit(1))


def count_left(work: Work, run_id: UUID) -> int:
    """Count the products whose pictures a file named and nobody fetched yet."""
    own = (PicturesToFetch.tenant_id == work.tenant_id) & (PicturesToFetch.run_id == run_id)
    return work.session.scalar(select(func.count()).select_from(PicturesToFetch).where(own)) or 0


def files(work: Work) -> Sequence[ProductsFile]:
    """List the latest files of the shop's products, those that are being made too."""
    query = select(ProductsFile).where(
        ProductsFile.tenant_id == work.tenant_id, ProductsFile.state != FileState.EXPIRED
    )
    return work.session.scalars(query.order_by(ProductsFile.asked_at.desc(), ProductsFile.id).limit(4)).all()
