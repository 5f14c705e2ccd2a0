"""What tests of closing a shop need: the decision, the appeal and its answer."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.platform.moderation import closings
from tenants.scope import PlatformScope
from tests.cast import Cast


def in_days(days: int) -> date:
    return mexican_day(clock.now() + timedelta(days=days))


def decide(
    market: Cast, *, ground: str = "undelivered", effective_on: date | None = None, facts: str = "Tres."
) -> UUID:
    with market.as_sergio() as work:
        return closings.decide_closing(work, "hilos-alpaca", ground=ground, facts=facts, effective_on=effective_on)


def answer(market: Cast, closing_id: UUID, *, upheld: bool) -> None:
    """Diego answers for staff, since Sergio decided."""
    diego = Actor("Diego Uc", market.diego.id, "moderator", STAFF_GRANTED["moderator"])
    with unit_of_work(PlatformScope("staff"), diego) as work:
        closings.answer_appeal(work, closing_id, upheld=upheld, answer="Revisé los tres pedidos.")


def appeal(market: Cast, closing_id: UUID) -> None:
    with market.as_alicia() as work:
        closings.appeal_closing(work, closing_id, body="Sí se entregaron.")
