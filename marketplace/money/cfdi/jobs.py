"""What happens to tax papers by the clock, and what is asked of whoever stamps between two units of work."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from marketplace.kernel.calendar import MEXICO, mexican_day, month_before, month_of, morning_of, night_of
from marketplace.kernel.jobs import Finish
from marketplace.kernel.work import Work, unit_of_work
from marketplace.money.cfdi import service
from marketplace.money.cfdi.errors import PacRefused
from marketplace.money.cfdi.events import PaperDrawn, TaxMonthOver
from marketplace.money.cfdi.figures import TOLD
from marketplace.money.cfdi.gateways import CancelMotive, Pac, get_pac
from marketplace.money.cfdi.models import TaxPaper
from marketplace.money.cfdi.rules import Lack, PaperState
from marketplace.money.ledger.models import LedgerEntry
from tenants.scope import PlatformScope

# Of Mexico City: what was begun before midnight is written by then. The law gives five days (LISR art. 113-C II).
DRAWN_FROM_HOUR = 4
_TRY_AGAIN = timedelta(hours=1)
_ASKING = timedelta(minutes=2)  # longer than whoever stamps is waited for: until then another job may be at it
_AT_ONCE = 200


def call_tax_months(work: Work) -> None:
    """By the clock: tell of each shop of which something moved in the month before, and which has no papers of it."""
    today = mexican_day(work.now)
    if today.day == 1 and work.now.astimezone(MEXICO).hour < DRAWN_FROM_HOUR:
        return
    month = month_before(today)
    first, last = month_of(month)
    drawn = exists().where(TaxPaper.tenant_id == LedgerEntry.tenant_id, TaxPaper.month == month)
    moved = (
        select(LedgerEntry.tenant_id)
        .where(
            LedgerEntry.at >= morning_of(first),
            LedgerEntry.at < night_of(last),
            LedgerEntry.kind.in_([kind.value for kind in TOLD]),
            LedgerEntry.tenant_id.is_not(None),
            ~drawn,
        )
        .distinct()
    )
    for tenant_id in work.session.scalars(moved).all():
        assert tenant_id is not None
        work.tell(TaxMonthOver(tenant_id, month))


def draw_papers(work: Work, fact: TaxMonthOver) -> None:
    """Draw up the papers of a shop's month. Again makes nothing."""
    service.draw_month(work, fact.tenant_id, fact.month)


def stamp_paper(fact: PaperDrawn, key: str) -> Finish:
    """Seal a paper and have it stamped, or look what became of that; stamped once, however often it is asked."""
    row = (fact.tenant_id, fact.paper_id)
    pac = get_pac()
    with unit_of_work(PlatformScope("cfdi")) as work:
        paper = work.session.lock_row(TaxPaper, row)
        service.seal_paper(work, paper)
        if pac is None:
            return _nothing
        if paper.state == PaperState.STAMPED:
            replaced, uuid = paper.replaces_id, paper.uuid or ""
        elif paper.asked_at is not None and paper.asked_at > work.now - _ASKING:
            return _nothing  # the clock looks again, should nobody hear of it
        elif paper.state in (PaperState.SIGNED, PaperState.STAMPING):
            replaced, uuid = None, ""
            asked, xml, before = service.ask_stamp(work, paper)
        else:
            return _nothing
    if uuid:
        return _cancel_replaced(pac, fact.tenant_id, replaced, uuid)
    try:
        stamped = (pac.find(asked) if before else None) or pac.stamp(asked, xml)
    except PacRefused as refusal:
        why = str(refusal.details["why"])
        return lambda work: service.note_refused(work, *row, why)

    def finish(work: Work) -> None:
        service.note_stamped(work, *row, stamped, is_test=pac.is_test)
        if work.session.get_one(TaxPaper, row).replaces_id:
            work.tell(PaperDrawn(*row))

    return finish


def stamp_now(tenant_id: UUID, paper_id: UUID) -> None:
    """Do at once what a job would do about a paper."""
    finish = stamp_paper(PaperDrawn(tenant_id, paper_id), f"paper:{paper_id}")
    with unit_of_work(PlatformScope("cfdi")) as work:
        finish(work)


def _nothing(work: Work) -> None:
    """It waits, or nothing is left to do."""


def _cancel_replaced(pac: Pac, tenant_id: UUID, replaced_id: UUID | None, by: str) -> Finish:
    """What a stamped paper replaces is cancelled once, by its number."""
    if replaced_id is None:
        return _nothing
    with unit_of_work(PlatformScope("cfdi"), read_only=True) as work:
        replaced = work.session.get_one(TaxPaper, (tenant_id, replaced_id))
        uuid, is_over = replaced.uuid, replaced.state == PaperState.CANCELLED
    if uuid is None or is_over:
        return _nothing
    pac.cancel(uuid, CancelMotive.REPLACED, by)
    return lambda work: service.note_cancelled(work, tenant_id, replaced_id)


def try_again(work: Work) -> None:
    """By the clock: bring further what lacked something, what nobody stamped, and what was asked for and not heard of."""
    replaced = aliased(TaxPaper)
    left = exists().where(
        replaced.tenant_id == TaxPaper.tenant_id,
        replaced.id == TaxPaper.replaces_id,
        replaced.state == PaperState.STAMPED,
    )
    lacking = (TaxPaper.state == PaperState.DRAFTED) & (TaxPaper.lack.is_(None) | (TaxPaper.lack != Lack.MORE_BACK))
    open_ = or_(
        lacking,
        TaxPaper.state.in_([PaperState.SIGNED, PaperState.STAMPING] if get_pac() else []),
        (TaxPaper.state == PaperState.STAMPED) & TaxPaper.replaces_id.is_not(None) & left,
    )
    waiting = select(TaxPaper).where(open_, TaxPaper.tried_at < work.now - _TRY_AGAIN).order_by(TaxPaper.tried_at)
    for paper in work.session.lock(waiting.limit(_AT_ONCE), skip_taken=True):
        paper.tried_at = work.now
        work.tell(PaperDrawn(paper.tenant_id, paper.id))
