"""What tests of holding a shop's money need: Sergio asks, Diego decides, Nora, who took no part, answers appeals."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from marketplace.platform.moderation import appeals, holding
from marketplace.platform.moderation.measures import Reasons
from marketplace.platform.moderation.models import DecisionAppeal, HoldRequest, LiveMeasure
from marketplace.platform.moderation.rules import Appealed
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tests.cast import Cast, Person
from tests.platform.adjustments.asking import at_the_desk

SLOW = Reasons("undelivered", "Seis pedidos de noviembre no se mueven.", "Muestra la guía de cada uno.")
GRAVE = Reasons("fraud", "Doce pedidos llevan la misma guía.", "Muestra la guía de cada uno.")


def ask(
    market: Cast, why: Reasons = SLOW, *, by: Person | None = None, amount_minor: int | None = 500_00, days: int = 10,
    slug: str = "hilos-alpaca",
) -> UUID:  # fmt: skip
    """Sergio asks that up to 500 pesos of Hilos Alpaca be held for ten days."""
    with at_the_desk(by or market.sergio) as work:
        return holding.ask_hold(work, slug, why, amount_minor=amount_minor, days=days)


def approve(market: Cast, request_id: UUID, by: Person | None = None) -> UUID:
    """Diego decides that it is held; gives the measure."""
    with at_the_desk(by or market.diego) as work:
        return holding.approve_hold(work, request_id)


def held(market: Cast, why: Reasons = GRAVE, *, amount_minor: int | None = 500_00, days: int = 10) -> UUID:
    """Money that is held, on the gravest grounds from today; gives the measure."""
    return approve(market, ask(market, why, amount_minor=amount_minor, days=days))


def lift(market: Cast, measure_id: UUID, by: Person | None = None, why: str = "Ya mostró las guías.") -> None:
    """Sergio frees it."""
    with at_the_desk(by or market.sergio) as work:
        holding.lift_hold(work, measure_id, why=why)


def appeal(market: Cast, measure_id: UUID) -> UUID:
    """Alicia says that it is wrong; gives the appeal."""
    with market.as_alicia() as work:
        appeals.appeal_decision(work, Appealed.MEASURE, measure_id, body="Cada pedido tiene su guía.")
    with market.above() as work:
        return work.session.scalars(select(DecisionAppeal.id)).one()


def measure(market: Cast, measure_id: UUID) -> LiveMeasure:
    with market.above() as work:
        return work.session.get_one(LiveMeasure, measure_id)


def request(market: Cast, request_id: UUID) -> HoldRequest:
    with market.above() as work:
        return work.session.get_one(HoldRequest, request_id)


def letters(market: Cast, worker: Worker) -> list[Mail]:
    """What Hilos Alpaca is written about decisions."""
    worker.drain()
    with market.above() as work:
        about = Mail.key.like("measure_%") | Mail.key.like("decision_%")
        return list(
            work.session.scalars(
                select(Mail).where(Mail.to == "hilos-alpaca@example.mx", about).order_by(Mail.created_at, Mail.id)
            )
        )
