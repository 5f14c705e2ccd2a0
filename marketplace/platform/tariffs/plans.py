"""Verbs on the plans of shops: staff decide one with a reason and with notice, a shop asks, and somebody else answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.calendar import mexican_day, morning_of
from marketplace.kernel.ids import new_id
from marketplace.kernel.impartial import check_not_own
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money.fees import (
    differences_of_plans,
    drafting,
    earliest_day,
    find_announced,
    first_open_day,
    quiet_seasons,
    schedule_in_force,
)
from marketplace.people.sellers import (
    ShopPlan,
    decisions_on_plan,
    get_shop,
    plan_in_force,
    plans_coming,
    write_plan,
)
from marketplace.people.sellers.models import PlanDecision, Shop
from marketplace.platform.tariffs import errors
from marketplace.platform.tariffs.events import PlanDecided, PlanRequestAnswered
from marketplace.platform.tariffs.models import PlanRequest

SHORTEST_REASON = 10


@verb(needs=StaffMay.SET_FEES)
def set_shop_plan(
    work: Work, slug: str, plan: ShopPlan, *, reason: str, starts_on: date | None = None, seen: int = 0
) -> PlanDecision:
    """Decide that a shop is in a plan, with the reason; it is told. Orders that were placed keep what they were placed with.

    Where the shop may pay more by it, than now or than what was to come, it begins with the notice of a tariff that takes
    more, and in no season; else it may begin at once. `starts_on` None: as soon as may be. `seen` is the number of the last
    decision that was seen. Raises NoSuchShop, OwnCase, PlanReasonMissing, PlanStands, PlanDecidedMeanwhile, DayOver, TooSoon,
    InSeason, SeasonsUnknown.
    """
    shop = get_shop(work, slug)
    check_not_own(work, shop.tenant_id)
    if len(reason) < SHORTEST_REASON:
        raise errors.PlanReasonMissing(least=SHORTEST_REASON)
    work.session.lock_row(Shop, (shop.tenant_id, shop.tenant_id))
    decisions = decisions_on_plan(work, shop.tenant_id)
    number = decisions[0].number if decisions else 0
    if number != seen:
        raise errors.PlanDecidedMeanwhile
    held = plans_held(decisions, work.now)
    if held == {plan}:
        raise errors.PlanStands
    more = takes_more(work, held, plan)
    decided = write_plan(
        work,
        shop.tenant_id,
        plan,
        valid_from=_begins(work, starts_on, more=more),
        takes_more=more,
        reason=reason,
        number=number + 1,
    )
    work.audit(
        "tariffs.plan",
        f"plan:{decided.id}",
        tenant_id=shop.tenant_id,
        plan=plan.value,
        reason=reason,
        valid_from=decided.valid_from.isoformat(),
        takes_more=more,
    )
    work.tell(PlanDecided(decided.id, shop.tenant_id))
    return decided


def plans_held(decisions: Sequence[PlanDecision], now: datetime) -> set[ShopPlan]:
    """The plan that a shop is in, and those that it was told it will be in."""
    current = plan_in_force(decisions, now)
    return {
        ShopPlan(current.plan) if current else ShopPlan.BASE,
        *(ShopPlan(one.plan) for one in plans_coming(decisions, now)),
    }


def takes_more(work: Work, held: set[ShopPlan], plan: ShopPlan) -> bool:
    """Whether a shop may pay more in a plan than in one of others, by the tariff in force or by the announced one."""
    announced = find_announced(work)
    schedules = [schedule_in_force(work), *([announced.schedule] if announced else [])]
    return any(
        one.is_more for schedule in schedules for was in held for one in differences_of_plans(schedule, was, plan)
    )


def _begins(work: Work, starts_on: date | None, *, more: bool) -> datetime:
    if not more:
        today = mexican_day(work.now)
        if starts_on is not None and starts_on < today:
            raise errors.DayOver
        return work.now if starts_on is None or starts_on == today else morning_of(starts_on)
    if starts_on is None:
        starts_on = first_open_day(quiet_seasons(work), earliest_day(work.now, more=True))
    drafting.check_day(work, starts_on, more=True)
    return morning_of(starts_on)


@verb(needs=May.OWN_SHOP)
def ask_for_plan(work: Work, *, body: str) -> None:
    """Ask for another plan, or say that what was decided is wrong. Somebody who did not decide it answers.

    One waits at a time. Raises PlanRequestWaits.
    """
    work.session.lock_row(Shop, (work.tenant_id, work.tenant_id))
    if work.session.scalar(select(PlanRequest.id).where(PlanRequest.answer.is_(None))) is not None:
        raise errors.PlanRequestWaits
    decisions = decisions_on_plan(work, work.tenant_id)
    asked = PlanRequest(
        id=new_id(),
        tenant_id=work.tenant_id,
        body=body,
        against_id=decisions[0].decided_by_id if decisions else None,
        written_at=work.now,
        written_by=work.actor.name,
    )
    work.session.add(asked)
    work.session.flush()
    work.audit("tariffs.ask_plan", f"plan_request:{asked.id}")


@verb(needs=StaffMay.SET_FEES)
def answer_plan_request(work: Work, request_id: UUID, *, answer: str) -> None:
    """Answer what a shop asked about its plan, with reasons; the plan is decided apart (`set_shop_plan`).

    Raises NoSuchPlanRequest, OwnCase, OwnPlanDecision to who decided what it is against, PlanAnswerMissing.
    """
    asked = work.session.find(select(PlanRequest).where(PlanRequest.id == request_id), lock=True)
    if asked is None or asked.answer is not None:
        raise errors.NoSuchPlanRequest
    check_not_own(work, asked.tenant_id)
    if asked.against_id is not None and asked.against_id == work.actor.account_id:
        raise errors.OwnPlanDecision
    if not answer:
        raise errors.PlanAnswerMissing
    asked.answer, asked.answered_at = answer, work.now
    asked.answered_by, asked.answered_by_id = work.actor.name, work.actor.account_id
    work.session.flush()
    work.audit("tariffs.answer_plan", f"plan_request:{asked.id}", tenant_id=asked.tenant_id)
    work.tell(PlanRequestAnswered(asked.id, asked.tenant_id))
