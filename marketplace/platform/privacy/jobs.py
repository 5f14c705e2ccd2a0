"""Making copies and erasing: what touches files, outside of any transaction. A large shop's copy takes minutes."""

from __future__ import annotations

import json
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.ids import new_token
from marketplace.kernel.jobs import Finish
from marketplace.kernel.site import site
from marketplace.kernel.storage import BlobStore
from marketplace.kernel.uploads import Uploads
from marketplace.kernel.work import Work, unit_of_work
from marketplace.people import accounts
from marketplace.people.accounts import AccountKind
from marketplace.people.accounts.models import Account
from marketplace.platform.privacy import erasure, exports, notifying, writing
from marketplace.platform.privacy.events import ErasureDue, ExportAsked
from marketplace.platform.privacy.models import DataExport, Erasure
from marketplace.platform.privacy.rules import EXPORT_FOLDER
from tenants.scope import PlatformScope
from tenants.service import leave_all

_TOMBSTONES = "tombstones"


def make_export(fact: ExportAsked, key: str) -> Finish:
    """Write a copy into the private store; a file of an attempt that failed is swept. Ready, its person is told."""
    uploads: Uploads = site().uploads
    name = f"{EXPORT_FOLDER}/{new_token()}.zip"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.zip"
        _write(fact.export_id, uploads, path)
        uploads.private.put_file(name, path)
        size = path.stat().st_size

    def finish(work: Work) -> None:
        notifying.tell_export_ready(work, exports.finish_export(work, fact.export_id, key=name, size=size))

    return finish


def _write(export_id: UUID, uploads: Uploads, path: Path) -> None:
    with unit_of_work(PlatformScope("export"), read_only=True) as work, writing.open_archive(path) as archive:
        export = work.session.get_one(DataExport, export_id)
        shop = export.tenant_id
        parts = writing.parts_of_shop(shop) if shop else writing.parts_of_person(work, export.account_id)
        for number, part in enumerate(parts):
            with unit_of_work(PlatformScope("export")) as beside:  # the page shows how far it is
                exports.note_progress(beside, export_id, done=number, whole=len(parts))
            writing.write_part(work, archive, part)
        keys = writing.files_of_shop(work, shop) if shop else writing.files_of_person(work, parts)
        writing.write_files(archive, writing.stores(uploads, shop), keys)


def erase(fact: ErasureDue, key: str) -> Finish:
    """Erase a blocked account. Its tombstone stands in the private store first, where no restored database undoes it."""
    with unit_of_work(PlatformScope("erasure"), read_only=True) as work:
        found = work.session.get_one(Erasure, fact.erasure_id)
    stone = {"account": str(found.account_id), "until": found.block_at.isoformat()}
    _store().put(f"{_TOMBSTONES}/{found.account_id}.json", json.dumps(stone).encode())

    def finish(work: Work) -> None:
        erasure.finish_erasure(work, fact.erasure_id)

    return finish


def _store() -> BlobStore:
    uploads: Uploads = site().uploads
    return uploads.private


def reapply() -> int:
    """Erase again whom a restored backup brought back; gives how many. For operators, after each restore."""
    keys = list(_store().kept_before(_TOMBSTONES, clock.now() + timedelta(days=1)))
    stones = [json.loads(_store().get(key)) for key in keys]
    until = {UUID(one["account"]): datetime.fromisoformat(one["until"]) for one in stones}
    with unit_of_work(PlatformScope("erasure")) as work:
        there = select(Account.account_id).where(Account.account_id.in_(until), Account.kind != AccountKind.ERASED)
        back = work.session.scalars(there.order_by(Account.account_id)).all()
        for account_id in back:
            worked_in = leave_all(work.session, account_id)
            accounts.block_account(work, account_id)
            erasure.erase_account(work, account_id, worked_in=worked_in, until=until[account_id])
    return len(back)
