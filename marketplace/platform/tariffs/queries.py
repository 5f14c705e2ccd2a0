"""Questions about tariffs to come: what the shop knows of the one that is announced, and the drafts of staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from marketplace.kernel.work import Work
from marketplace.money.fees import PublishedSchedule, find_announced
from marketplace.money.fees.models import FeeSchedule
from marketplace.people.sellers import ShopPlan, decisions_on_plan, plan_in_force, plans_coming
from marketplace.people.sellers.models import PlanDecision, Shop
from marketplace.platform.tariffs.models import FeeAcceptance, FeeEstimate, PlanRequest


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


def accepted_by(work: Work, version: int) -> int:
    """Count the shops that accepted a version."""
    return work.session.scalar(select(func.count()).where(FeeAcceptance.version == version)) or 0


@dataclass(frozen=True)
class PlanOfShop:
    """The plan of a shop: which one holds, by which decision (None: nothing was decided), what comes, and what it asked."""

    plan: ShopPlan
    held_by: PlanDecision | None
    coming: Sequence[PlanDecision]
    decisions: Sequence[PlanDecision]
    requests: Sequence[PlanRequest]

    @property
    def number(self) -> int:
        """The number of the latest decision; 0 where nothing was decided."""
        return self.decisions[0].number if self.decisions else 0

    @property
    def waiting(self) -> PlanRequest | None:
        """What the shop asked that nobody answered yet."""
        return next((one for one in self.requests if one.answer is None), None)


def plan_of(work: Work, tenant_id: UUID) -> PlanOfShop:
    """Say which plan a shop is in, since when, what comes and why."""
    decisions = decisions_on_plan(work, tenant_id)
    held_by = plan_in_force(decisions, work.now)
    requests = select(PlanRequest).where(PlanRequest.tenant_id == tenant_id).order_by(PlanRequest.written_at.desc())
    return PlanOfShop(
        ShopPlan(held_by.plan) if held_by else ShopPlan.BASE,
        held_by,
        plans_coming(decisions, work.now),
        decisions,
        work.session.scalars(requests.limit(_REQUESTS_SHOWN)).all(),
    )


def plans_of_shops(work: Work) -> Sequence[Any]:
    """List the shops about whose plan anything was decided, with the latest decision, and those that wait for an answer first."""
    later = aliased(PlanDecision)
    is_latest = ~exists().where(later.tenant_id == PlanDecision.tenant_id, later.number > PlanDecision.number)
    waits = exists().where(PlanRequest.tenant_id == Shop.tenant_id, PlanRequest.answer.is_(None))
    rows = (
        select(
            Shop.slug, Shop.name, PlanDecision.plan, PlanDecision.valid_from, PlanDecision.reason, waits.label("waits")
        )
        .outerjoin(PlanDecision, (PlanDecision.tenant_id == Shop.tenant_id) & is_latest)
        .where(waits | PlanDecision.id.is_not(None))
        .order_by(waits.desc(), Shop.name)
    )
    return work.session.execute(rows).all()


def count_plan_requests(work: Work) -> tuple[int, int]:
    """Count what shops asked about their plans that waits for an answer; none of it has a day."""
    waiting = select(func.count()).select_from(PlanRequest).where(PlanRequest.answer.is_(None))
    return work.session.scalar(waiting) or 0, 0


_REQUESTS_SHOWN = 20
