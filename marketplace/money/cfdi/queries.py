"""Questions about tax papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import undefer

from marketplace.kernel.work import Work
from marketplace.money.cfdi.errors import NoSuchPaper
from marketplace.money.cfdi.models import TaxPaper
from marketplace.money.cfdi.rules import Lack, PaperKind, PaperState
from marketplace.people.sellers.models import Shop

_ORDER = (TaxPaper.month.desc(), TaxPaper.kind, TaxPaper.correction.desc())


def papers_of(work: Work, *, before: date | None = None, limit: int = 200) -> Sequence[TaxPaper]:
    """List the papers of the shop this work stands in, the latest month first; `before`: of the months before one.

    Those of a month stand together: the last one's are all there, also beyond the limit.
    """
    own = TaxPaper.tenant_id == work.tenant_id
    if before is not None:
        own &= TaxPaper.month < before
    newest = select(TaxPaper.month).where(own).order_by(TaxPaper.month.desc()).limit(limit).subquery()
    since = select(func.min(newest.c.month)).scalar_subquery()
    return work.session.scalars(select(TaxPaper).where(own, TaxPaper.month >= since).order_by(*_ORDER)).all()


def get_paper(work: Work, paper_id: UUID) -> TaxPaper:
    """Load a paper of the shop this work stands in, with its XML; raises NoSuchPaper."""
    found = work.session.get(TaxPaper, (work.tenant_id, paper_id), options=[undefer(TaxPaper.xml)])
    if found is None:
        raise NoSuchPaper
    return found


def retentions_of(work: Work, year: int) -> dict[date, TaxPaper]:
    """Give the retention paper that stands of each month of a year, of the shop this work stands in."""
    rows = work.session.scalars(
        select(TaxPaper)
        .where(
            TaxPaper.tenant_id == work.tenant_id,
            TaxPaper.kind == PaperKind.RETENTION,
            TaxPaper.state == PaperState.STAMPED,
            TaxPaper.month >= date(year, 1, 1),
            TaxPaper.month <= date(year, 12, 1),
        )
        .order_by(TaxPaper.correction)
    )
    return {one.month: one for one in rows}


def papers_in(work: Work, month: date) -> list[tuple[TaxPaper, str]]:
    """List every shop's papers of a month with the shop's name, those that need somebody first. Above the walls."""
    rows = work.session.execute(
        select(TaxPaper, Shop.name)
        .join(Shop, Shop.tenant_id == TaxPaper.tenant_id)
        .where(TaxPaper.month == month)
        .order_by(NEEDS_SOMEBODY.desc(), Shop.name, TaxPaper.kind, TaxPaper.correction)
    )
    return [(row[0], row[1]) for row in rows]


# Nobody but people brings these further: what was refused, and what the market itself lacks.
NEEDS_SOMEBODY: ColumnElement[bool] = or_(
    TaxPaper.state == PaperState.REFUSED,
    and_(TaxPaper.state == PaperState.DRAFTED, func.coalesce(TaxPaper.lack, "").in_([Lack.EXTRA, Lack.SEAL])),
)


def count_stuck(work: Work) -> int:
    """Count the papers that only people bring further. Above the walls."""
    return work.session.scalar(select(func.count()).select_from(TaxPaper).where(NEEDS_SOMEBODY)) or 0


def month_of_paper(work: Work, paper_id: UUID) -> date:
    """Say of which month a paper of any shop is; raises NoSuchPaper. Above the walls."""
    month = work.session.scalar(select(TaxPaper.month).where(TaxPaper.id == paper_id))
    if month is None:
        raise NoSuchPaper
    return month
