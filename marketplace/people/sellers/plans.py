"""Which plan a shop is in at a moment. Staff decide it (`platform/tariffs`); what each plan pays is the tariff's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, select

from marketplace.kernel.work import Work
from marketplace.people.sellers.models import PlanDecision
from marketplace.people.sellers.rules import ShopPlan


def plan_at(tenant_id: Any, moment: Any) -> ScalarSelect[str]:
    """The plan of a shop at a moment, as a column of a larger question; NULL where nothing was decided."""
    begun = select(PlanDecision.plan).where(PlanDecision.tenant_id == tenant_id, PlanDecision.valid_from <= moment)
    return begun.order_by(PlanDecision.number.desc()).limit(1).scalar_subquery()


def plans_at(work: Work, moment: datetime) -> dict[UUID, ShopPlan]:
    """Say at a moment the plan of each shop, within the scope, about which anything was decided by then."""
    begun = select(PlanDecision.tenant_id, PlanDecision.plan).where(PlanDecision.valid_from <= moment)
    rows = work.session.execute(begun.order_by(PlanDecision.number))
    return {tenant_id: ShopPlan(plan) for tenant_id, plan in rows if tenant_id is not None}


def decisions_on_plan(work: Work, tenant_id: UUID) -> Sequence[PlanDecision]:
    """List what was decided about the plan of a shop, the latest first."""
    of_shop = select(PlanDecision).where(PlanDecision.tenant_id == tenant_id)
    return work.session.scalars(of_shop.order_by(PlanDecision.number.desc())).all()


def plan_in_force(decisions: Sequence[PlanDecision], moment: datetime) -> PlanDecision | None:
    """Find the decision that holds at a moment, of a shop's, the latest first; None: it is in the base plan."""
    return next((one for one in decisions if one.valid_from <= moment), None)


def plans_coming(decisions: Sequence[PlanDecision], now: datetime) -> list[PlanDecision]:
    """List the decisions of a shop, the latest first, that will hold one day, in the order of their days."""
    ahead = [one for one in decisions if one.valid_from > now and plan_in_force(decisions, one.valid_from) is one]
    return sorted(ahead, key=lambda one: one.valid_from)


def write_plan(
    work: Work, tenant_id: UUID, plan: ShopPlan, *, valid_from: datetime, takes_more: bool, reason: str, number: int
) -> PlanDecision:
    """Write down that a shop is in a plan from a moment on. Whether it may be is decided where tariffs are known."""
    decided = PlanDecision(
        tenant_id=tenant_id,
        number=number,
        plan=plan,
        valid_from=valid_from,
        takes_more=takes_more,
        reason=reason,
        decided_at=work.now,
        decided_by=work.actor.name,
        decided_by_id=work.actor.account_id,
    )
    work.session.add(decided)
    work.session.flush()
    return decided
