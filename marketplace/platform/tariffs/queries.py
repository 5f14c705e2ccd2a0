"""Questions about tariffs to come: what the shop knows of the one that is announced, and the drafts of staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select

from marketplace.kernel.work import Work
from marketplace.money.fees import DraftState, PublishedSchedule, find_announced
from marketplace.money.fees.models import FeeDraft, FeeSchedule
from marketplace.platform.tariffs.models import FeeAcceptance, FeeEstimate


@dataclass(frozen=True)
class Coming:
    """The announced version as a shop sees it."""

    tariff: PublishedSchedule
    estimate: FeeEstimate | None
    acceptance: FeeAcceptance | None


def find_coming(work: Work) -> Coming | None:
    """Find what the shop this work stands in is told about the announced version; None where none is."""
    announced = find_announced(work)
    if announced is None:
        return None
    estimate = select(FeeEstimate).where(
        FeeEstimate.version == announced.version, FeeEstimate.tenant_id == work.tenant_id
    )
    acceptance = select(FeeAcceptance).where(FeeAcceptance.version == announced.version)
    return Coming(announced, work.session.scalar(estimate), work.session.scalar(acceptance))


def count_unread(work: Work) -> Any:
    """How many announced versions the shop has said nothing to, as a part of a larger statement."""
    said = exists().where(FeeAcceptance.tenant_id == work.tenant_id, FeeAcceptance.version == FeeSchedule.version)
    return (
        select(func.count())
        .select_from(FeeSchedule)
        .where(FeeSchedule.effective_from > work.now, FeeSchedule.withdrawn_at.is_(None), ~said)
        .scalar_subquery()
    )


def open_drafts(work: Work) -> Sequence[FeeDraft]:
    """List the drafts that are neither published nor thrown away, the latest written first."""
    query = select(FeeDraft).where(FeeDraft.state == DraftState.OPEN).order_by(FeeDraft.written_at.desc(), FeeDraft.id)
    return work.session.scalars(query).all()


def find_open_draft(work: Work, draft_id: UUID) -> FeeDraft | None:
    """Find a draft that is neither published nor thrown away."""
    return work.session.scalar(select(FeeDraft).where(FeeDraft.id == draft_id, FeeDraft.state == DraftState.OPEN))


def accepted_by(work: Work, version: int) -> int:
    """Count the shops that accepted a version."""
    return work.session.scalar(select(func.count()).where(FeeAcceptance.version == version)) or 0
