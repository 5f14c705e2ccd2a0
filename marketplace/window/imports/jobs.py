"""Looking at a file and carrying it out, outside of any transaction of its own: each part is one, and says where it ended.

A worker that dies falls back by one part at most, since a part and its place are written together; what another worker went
on with is left to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.jobs import Finish
from marketplace.kernel.permissions import May, effective
from marketplace.kernel.site import site
from marketplace.kernel.uploads import Uploads
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.window.imports import service
from marketplace.window.imports.assembling import Columns, FileProduct, assemble, find_ends
from marketplace.window.imports.carrying_out import carry_out, problems_of, weigh
from marketplace.window.imports.errors import ImportMoved, NoSuchImport, UnreadableFile
from marketplace.window.imports.events import ImportToApply, ImportToCheck
from marketplace.window.imports.models import ImportRun
from marketplace.window.imports.picture_files import add_pictures, keep_pictures, match_pictures
from marketplace.window.imports.queries import get_run
from marketplace.window.imports.rules import FOLDER, IN_A_BATCH, BroughtAs, Origin, RunState
from marketplace.window.imports.sheets import read_sheet
from marketplace.window.imports.tally import Tally, add_part
from marketplace.window.imports.writing import write_problems
from tenants.models import Membership
from tenants.roles import Role
from tenants.scope import SellerScope


def check_import(fact: ImportToCheck, key: str) -> Finish:
    """Say what a file would do, product by product; nothing of the shop changes."""
    return _go_through(fact.tenant_id, fact.run_id, RunState.CHECKING)


def apply_import(fact: ImportToApply, key: str) -> Finish:
    """Do what a file says, as who asked for it, and go on where a worker that died had come to."""
    return _go_through(fact.tenant_id, fact.run_id, RunState.APPLYING)


def _go_through(tenant_id: UUID, run_id: UUID, state: RunState) -> Finish:
    with unit_of_work(SellerScope(tenant_id), read_only=True) as work:
        try:
            run = get_run(work, run_id)
        except NoSuchImport:
            return _nothing
        actor, seen = as_asked(work, run), run.state
    if seen != state or actor is None:
        return _nothing if actor else _cancel(tenant_id, run_id)
    data = _uploads().private.get(run.key)
    if run.format == BroughtAs.ZIP:
        return _go_through_pictures(run, state, data, actor)
    try:
        columns = Columns(run.columns, Origin(run.origin), run.mapping, run.categories)
        ends = find_ends(read_sheet(data).rows, columns)
        drafts = assemble(read_sheet(data).rows, columns, ends)
        failed = _by_parts(run, state, drafts, len(ends), actor)
    except UnreadableFile as refusal:
        return _finish(tenant_id, lambda work, why=refusal: service.end_unreadable(work, run_id, why))  # type: ignore[misc]
    except ImportMoved:
        return _nothing
    error_key = _keep_problems(data, failed, run.locale) if failed else None
    if state is RunState.CHECKING:
        unknown = list(columns.unknown)
        return _finish(tenant_id, lambda work: service.finish_check(work, run_id, error_key=error_key, unknown=unknown))
    return _finish(tenant_id, lambda work: service.finish_apply(work, run_id, error_key=error_key))


def _by_parts(
    run: ImportRun, state: RunState, drafts: Iterator[FileProduct], whole: int, actor: Actor
) -> list[FileProduct]:
    """Look at each part, or carry it out, from where the run had come to; gives what was not taken.

    Raises ImportMoved where the run ended meanwhile.
    """
    failed: list[FileProduct] = []
    for start in range(0, whole, IN_A_BATCH):
        part = list(islice(drafts, IN_A_BATCH))
        with unit_of_work(SellerScope(run.tenant_id), actor) as work:
            if start < run.done:  # by a worker that died: what was refused is refused again
                weigh(work, part)
            else:
                _do_part(work, run, state, part, start=start, whole=whole)
        failed += [draft for draft in part if draft.problems]
    return failed


def _do_part(
    work: Work, run: ImportRun, state: RunState, part: Sequence[FileProduct], *, start: int, whole: int
) -> None:
    here = service.note_progress(work, run.id, state=state, done=start, whole=whole)
    if here is None:
        raise ImportMoved
    if state is RunState.CHECKING:
        tally, _to_do = weigh(work, part)
    else:
        tally = carry_out(work, part, run_id=run.id, counted_at=run.asked_at)
    add_part(here, tally, problems_of(part))


def _go_through_pictures(run: ImportRun, state: RunState, data: bytes, actor: Actor) -> Finish:
    """Say which products the pictures of a folder are of, or put them there one by one; what is there already stays out."""
    tenant_id, run_id = run.tenant_id, run.id
    with unit_of_work(SellerScope(tenant_id), actor) as work:
        to_do, same, problems = match_pictures(work, data)
        here = service.note_progress(work, run_id, state=state, done=run.done, whole=len(to_do) + same + len(problems))
        if here is None:
            return _nothing
        if run.done == 0:
            changed = len(to_do) if state is RunState.CHECKING else 0
            add_part(here, Tally(changed=changed, same=same, failed=len(problems)), problems)
    if state is RunState.CHECKING:
        return _finish(tenant_id, lambda work: service.finish_check(work, run_id, error_key=None, unknown=()))
    for one in to_do:
        kept = list(keep_pictures(_uploads(), data, one))
        with unit_of_work(SellerScope(tenant_id), actor) as work:
            here = get_run(work, run_id, lock=True)
            if here.state != state:
                return _nothing
            added, problems = add_pictures(work, one, kept)
            add_part(here, Tally(changed=bool(added), failed=not added), problems)
    return _finish(tenant_id, lambda work: service.finish_apply(work, run_id, error_key=None))


def as_asked(work: Work, run: ImportRun) -> Actor | None:
    """Give who brought the file, with what they may do now; None where they work here no more, or may not change products."""
    seat = work.session.scalar(
        select(Membership).where(Membership.tenant_id == run.tenant_id, Membership.account_id == run.asked_by_id)
    )
    may = effective(Role(seat.role), seat.granted, seat.withheld) if seat else frozenset()
    if seat is None or May.EDIT_PRODUCTS not in may:
        return None
    return Actor(name=seat.name, account_id=seat.account_id, role=seat.role, may=frozenset(may))


def _keep_problems(data: bytes, failed: Sequence[FileProduct], locale: str) -> str:
    table = write_problems(read_sheet(data), failed, locale=locale)
    return _uploads().keep_table(table, folder=FOLDER, extension="csv", most_mb=100).key


def _finish(tenant_id: UUID, write: Finish) -> Finish:
    """Write within the shop's walls; a job's closing transaction stands above them and is left to say that it is done."""
    with unit_of_work(SellerScope(tenant_id)) as work:
        write(work)
    return _nothing


def _cancel(tenant_id: UUID, run_id: UUID) -> Finish:
    with unit_of_work(SellerScope(tenant_id)) as work:
        service.stop_orphaned(work, run_id)
    return _nothing


def _nothing(_work: Work) -> None:
    """All is written already."""


def _uploads() -> Uploads:
    found: Uploads = site().uploads
    return found
