"""What tests of adjustments need: Sergio asks, Ada's namesake of the staff decides, a third one answers appeals."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.money import ledger
from marketplace.platform.adjustments import service
from marketplace.platform.adjustments.models import Adjustment
from marketplace.platform.adjustments.rules import AdjustmentKind, Reason
from marketplace.platform.notifications.models import Mail
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests.cast import Cast, Person

FACTS = "Cobramos la comisión de otra categoría."


def at_the_desk(person: Person, role: str = "finance") -> AbstractContextManager[Work]:
    """Somebody as a member of the staff."""
    return unit_of_work(PlatformScope("staff"), Actor(person.name, person.id, role, STAFF_GRANTED[role]))


def ask(market: Cast, by: Person | None = None, **more: Any) -> UUID:
    """Sergio asks that Hilos Alpaca gets 120 pesos."""
    said = {
        "kind": AdjustmentKind.ADJUSTMENT, "amount_minor": 120_00, "reason": Reason.FEE_WRONG, "facts": FACTS, **more,
    }  # fmt: skip
    with at_the_desk(by or market.sergio) as work:
        return service.ask_adjustment(work, said.pop("slug", "hilos-alpaca"), **said)


def approve(market: Cast, adjustment_id: UUID, by: Person | None = None) -> None:
    """Diego decides that it is done."""
    with at_the_desk(by or market.diego) as work:
        service.approve_adjustment(work, adjustment_id)


def made(market: Cast, **more: Any) -> UUID:
    """An adjustment that moved money."""
    asked = ask(market, **more)
    approve(market, asked)
    return asked


def state(market: Cast, adjustment_id: UUID) -> str:
    """How far it is."""
    with market.above() as work:
        return work.session.get_one(Adjustment, adjustment_id).state


def available(market: Cast) -> int:
    """What Hilos Alpaca can be paid, in centavos."""
    with market.as_alicia() as work:
        return ledger.balance(work).available_minor


def letters(market: Cast, worker: Worker) -> list[str]:
    """What Hilos Alpaca is written about its money."""
    worker.drain()
    with market.above() as work:
        return list(work.session.scalars(
            select(Mail.text).where(Mail.to == "hilos-alpaca@example.mx", Mail.key.like("adjustment%")).order_by(Mail.id)
        ))  # fmt: skip
