"""About tariffs to come: what is announced, what it would have cost, and what was taken back."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.kernel.work import Work
from marketplace.money.fees.models import FeeSchedule
from marketplace.people.sellers.models import PlanDecision, Shop
from marketplace.platform.notifications.recipients import to_shop
from marketplace.platform.notifications.service import notify
from marketplace.platform.tariffs.events import PlanDecided, PlanRequestAnswered, ShopToHearOfWithdrawal, TariffWeighed
from marketplace.platform.tariffs.models import FeeEstimate, PlanRequest

_AboutTariff = TariffWeighed | ShopToHearOfWithdrawal | PlanDecided | PlanRequestAnswered


def _path(work: Work, fact: _AboutTariff) -> str:
    return f"/vender/{work.session.get_one(Shop, (fact.tenant_id, fact.tenant_id)).slug}/tarifas"


def tell_announced(work: Work, fact: TariffWeighed) -> None:
    """A shop learns what is announced, and what its last ninety days would have cost by it."""
    tariff = work.session.get_one(FeeSchedule, fact.version)
    of_shop = (FeeEstimate.version == fact.version) & (FeeEstimate.tenant_id == fact.tenant_id)
    estimate = work.session.scalars(select(FeeEstimate).where(of_shop)).one()
    data = {
        "starts_at": tariff.effective_from, "summary": tariff.summary, "summary_en": tariff.summary_en,
        "orders": estimate.orders, "was": estimate.was_minor, "would": estimate.would_minor,
    }  # fmt: skip
    about = f"{fact.version}:{fact.tenant_id}"
    notify(work, "tariff_announced", to_shop(work, fact.tenant_id), about, data, _path(work, fact))


def tell_withdrawn(work: Work, fact: ShopToHearOfWithdrawal) -> None:
    """A shop that heard of a tariff learns that it was taken back, and why."""
    tariff = work.session.get_one(FeeSchedule, fact.version)
    data = {"starts_at": tariff.effective_from, "reason": tariff.withdrawn_reason or ""}
    about = f"{fact.version}:{fact.tenant_id}"
    notify(work, "tariff_withdrawn", to_shop(work, fact.tenant_id), about, data, _path(work, fact))


def tell_plan_decided(work: Work, fact: PlanDecided) -> None:
    """A shop learns which plan it is in, from when on, why, by whom, and how to say that it is not right."""
    decided = work.session.get_one(PlanDecision, fact.decision_id)
    data = {
        "plan": decided.plan, "starts_at": decided.valid_from, "more": decided.takes_more, "reason": decided.reason,
        "who": decided.decided_by,
    }  # fmt: skip
    notify(work, "shop_plan_decided", to_shop(work, fact.tenant_id), decided.id, data, _path(work, fact))


def tell_plan_answered(work: Work, fact: PlanRequestAnswered) -> None:
    """A shop learns what it is answered about its plan."""
    asked = work.session.get_one(PlanRequest, (fact.tenant_id, fact.request_id))
    data = {"answer": asked.answer or "", "who": asked.answered_by}
    notify(work, "shop_plan_answered", to_shop(work, fact.tenant_id), asked.id, data, _path(work, fact))
