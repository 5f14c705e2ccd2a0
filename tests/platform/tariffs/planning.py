"""What Sergio decides about a shop's plan, and what is known of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.work import unit_of_work
from marketplace.people.sellers import ShopPlan, seller_profiles
from marketplace.people.sellers.models import PlanDecision
from marketplace.platform.tariffs import answer_plan_request, ask_for_plan, set_shop_plan
from marketplace.platform.tariffs.models import PlanRequest
from marketplace.platform.tariffs.queries import plan_of
from tenants.scope import PlatformScope
from tests.cast import Cast
from tests.platform.tariffs.announcing import FIDEL

WHY = "Tiñen y venden su propio estambre."


def decide(market: Cast, plan: ShopPlan, *, starts_on: date | None = None, slug: str = "") -> PlanDecision:
    """Sergio decides that a shop, Hilos Alpaca where nothing else is said, is in a plan."""
    slug = slug or market.alpaca.slug
    with market.as_sergio() as work:
        tenant_id = market.alpaca.id if slug == market.alpaca.slug else market.abedul.id
        seen = plan_of(work, tenant_id).number
        decided = set_shop_plan(work, slug, plan, reason=WHY, starts_on=starts_on, seen=seen)
        work.session.expunge(decided)
    return decided


def plans(market: Cast) -> tuple[ShopPlan, ShopPlan]:
    """The plans of Hilos Alpaca and of Ferretería Abedul now, as a sale sees them."""
    with market.above() as work:
        found = seller_profiles(work, [market.alpaca.id, market.abedul.id])
    return found[market.alpaca.id].shop_plan, found[market.abedul.id].shop_plan


def ask(market: Cast, body: str = "Somos una cooperativa de tejedoras.") -> UUID:
    """Alicia asks for another plan."""
    with market.as_alicia() as work:
        ask_for_plan(work, body=body)
        return work.session.scalars(select(PlanRequest.id).where(PlanRequest.answer.is_(None))).one()


def answer(request_id: UUID, said: str = "Lo revisamos y sí lo son.") -> None:
    """Fidel, who decided nothing yet, answers."""
    with unit_of_work(PlatformScope("staff"), FIDEL) as work:
        answer_plan_request(work, request_id, answer=said)


def answered(market: Cast) -> None:
    """Alicia asks and Fidel answers."""
    answer(ask(market))
