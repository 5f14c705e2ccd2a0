"""Forgetting uploads that no row names (forms that were refused, pictures taken off), and packing pictures. Outside of any
transaction.
"""

from __future__ import annotations

from datetime import timedelta

import structlog

from marketplace.kernel import clock, queue
from marketplace.kernel.jobs import Finish
from marketplace.kernel.module import files_in_use
from marketplace.kernel.site import site
from marketplace.kernel.uploads import PUBLIC, Uploads, list_unpacked, pack, sweep
from marketplace.kernel.work import Work, unit_of_work
from marketplace.platform.upkeep.events import PackingDue, SweepDue
from tenants.scope import PlatformScope

log = structlog.get_logger()
# A form kept open, a transaction tried again: nothing younger than this is an orphan.
_GRACE = timedelta(hours=24)
_PACKED_AT_ONCE = 50  # a few seconds: a job is no longer than its lease


_JOBS_KEPT = timedelta(days=14)


def forget_done_jobs(work: Work) -> None:
    """Forget the jobs that were done a while ago. By the clock."""
    queue.forget_done(work, work.now - _JOBS_KEPT)


def ask_for_sweeps(work: Work) -> None:
    """Ask for each folder to be looked through. By the clock."""
    for folder in files_in_use():
        work.tell(SweepDue(folder))


def ask_for_packing(work: Work) -> None:
    """Ask for the pictures that came lately, or were kept before there was AVIF, to be packed. By the clock."""
    work.tell(PackingDue())


def pack_pictures(_fact: PackingDue, _key: str) -> Finish:
    """Pack some of the public pictures that are not packed, and ask for the rest. A second attempt finds less."""
    store, packed, left = site().uploads.public, 0, False
    for key in list_unpacked(store, PUBLIC, now=clock.now()):
        if packed == _PACKED_AT_ONCE:
            left = True
            break
        try:
            pack(store, key)
            packed += 1
        except (
            OSError,
            ValueError,
        ) as error:  # gone meanwhile, or what no decoder reads: the others are not kept waiting
            log.warning("uploads.unpacked", key=key, error=repr(error))

    def finish(work: Work) -> None:
        if left:
            work.tell(PackingDue())

    return finish


def sweep_folder(fact: SweepDue, key: str) -> Finish:
    """Forget what nobody names in a folder. A second attempt finds less."""
    before = clock.now() - _GRACE
    with unit_of_work(PlatformScope("uploads"), read_only=True) as work:
        in_use = frozenset(files_in_use()[fact.folder](work))
    uploads: Uploads = site().uploads
    count = sweep(uploads.public if fact.folder == PUBLIC else uploads.private, fact.folder, in_use, before=before)
    log.info("uploads.swept", folder=fact.folder, files=count)

    def finish(work: Work) -> None:
        work.audit("upkeep.sweep", f"folder:{fact.folder}", files=count)

    return finish
