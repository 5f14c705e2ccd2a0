"""Verbs on copies: a person asks for what is kept of them, an owner for what is kept of their shop."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.kernel import made_files
from marketplace.kernel.ids import new_id
from marketplace.kernel.made_files import FileState
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.people.sellers import own_shop
from marketplace.platform.privacy import errors
from marketplace.platform.privacy.events import ExportAsked
from marketplace.platform.privacy.models import DataExport


def exports_of(work: Work, account_id: UUID) -> Sequence[DataExport]:
    """List the copies a person asked for, newest first."""
    return work.session.scalars(
        select(DataExport)
        .where(DataExport.account_id == account_id)
        .order_by(DataExport.asked_at.desc(), DataExport.id)
        .limit(20)
    ).all()


@verb(needs=PROOF)
def ask_export(work: Work, account_id: UUID) -> UUID:
    """Ask for a copy of what is kept of a person (LFPDPPP art. 22). Raises AlreadyMaking."""
    return _ask(work, account_id, None, "")


@verb(needs=May.OWN_SHOP)
def ask_shop_export(work: Work) -> UUID:
    """Ask for a copy of what is kept of one's own shop; it opens on the owner's own page. Raises AlreadyMaking."""
    assert work.actor.account_id is not None  # owners are people
    return _ask(work, work.actor.account_id, work.tenant_id, own_shop(work).name)


def _ask(work: Work, account_id: UUID, tenant_id: UUID | None, about: str) -> UUID:
    export = DataExport(
        id=new_id(), account_id=account_id, tenant_id=tenant_id, about=about, state=FileState.ASKED, asked_at=work.now
    )
    try:
        with work.attempt():
            work.session.add(export)
            work.session.flush()
    except IntegrityError as error:
        raise errors.AlreadyMaking from error
    work.audit("privacy.export", f"export:{export.id}", tenant_id=tenant_id)
    work.tell(ExportAsked(export.id))
    return export.id


def note_progress(work: Work, export_id: UUID, *, done: int, whole: int) -> None:
    """Note how many tables are written."""
    made_files.note_progress(work, DataExport, export_id, done=done, whole=whole)


def finish_export(work: Work, export_id: UUID, *, key: str, size: int) -> DataExport:
    """Note that a copy is ready, and until when it opens."""
    export = work.session.lock_row(DataExport, export_id)
    made_files.finish_file(work, export, key=key, size=size)
    export.ready_at = work.now
    work.audit("privacy.export_ready", f"export:{export_id}", tenant_id=export.tenant_id, bytes=size)
    return export


@verb(needs=PROOF)
def open_export(work: Work, account_id: UUID, export_id: UUID) -> str:
    """Give the file of one's own copy, and note that it was fetched. Raises ExportNotReady."""
    export = work.session.scalar(
        select(DataExport).where(DataExport.id == export_id, DataExport.account_id == account_id)
    )
    key = made_files.key_of_file(work, export)
    if export is None or key is None:
        raise errors.ExportNotReady
    work.audit("privacy.export_fetched", f"export:{export_id}", tenant_id=export.tenant_id)
    return key


def expire_exports(work: Work) -> None:
    """By the clock: copies whose time is over open no more, and their files are swept."""
    made_files.expire_files(work, DataExport)
