"""Making copies, outside of any transaction that writes: a large shop takes minutes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from flask import current_app

from marketplace.kernel.ids import new_token
from marketplace.kernel.jobs import Finish
from marketplace.kernel.uploads import Uploads
from marketplace.kernel.work import Work, unit_of_work
from marketplace.privacy import exports, letters, writing
from marketplace.privacy.events import ExportAsked
from marketplace.privacy.models import DataExport
from marketplace.privacy.rules import EXPORT_FOLDER
from tenants.scope import PlatformScope


def make_export(fact: ExportAsked, key: str) -> Finish:
    """Write a copy into the private store; a file of an attempt that failed is swept. Ready, its person gets a letter."""
    uploads: Uploads = current_app.extensions["uploads"]
    name = f"{EXPORT_FOLDER}/{new_token()}.zip"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copy.zip"
        _write(fact.export_id, uploads, path)
        uploads.private.put_file(name, path)
        size = path.stat().st_size

    def finish(work: Work) -> None:
        letters.tell_export_ready(work, exports.finish_export(work, fact.export_id, key=name, size=size))

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
