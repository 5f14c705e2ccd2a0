"""What staff of the demo market put right by hand: an adjustment, a credit that its shop appealed, and one that waits."""

from __future__ import annotations

from uuid import UUID

from marketplace.demo.story import Story, at
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.platform.adjustments import (
    AdjustmentKind,
    Reason,
    appeal_adjustment,
    approve_adjustment,
    ask_adjustment,
)


def tell(story: Story) -> None:
    """Fidel asks, Sergio decides, and Irma may answer the appeal; what Sergio asked for waits for either of them."""
    fee = "La comisión de tres tapetes se calculó como la de otra categoría; revisamos cada renglón con Alicia."
    _put_right(story, 9, "hilos-alpaca", AdjustmentKind.ADJUSTMENT, 84_60, Reason.FEE_WRONG, fee)
    outage = "El martes el sitio no dejó empacar durante dos horas y dos pedidos salieron un día después."
    credit = _put_right(story, 5, "cocina-clara", AdjustmentKind.CREDIT, 150_00, Reason.OUTAGE, outage)
    body = "Fueron cuatro pedidos, no dos. Los códigos están en nuestros mensajes."
    story.as_shop("cocina-clara", 4, lambda work: appeal_adjustment(work, credit, body=body))
    twice = "Cobramos dos veces el seguro de un envío que se reexpidió; falta confirmar la segunda guía."
    with at(story.ago(0.6)), unit_of_work(*story.staff()) as work:
        ask_adjustment(
            work, "ferreteria-abedul", kind=AdjustmentKind.ADJUSTMENT, amount_minor=61_00, reason=Reason.PAID_TWICE,
            facts=twice,
        )  # fmt: skip
    story.settle(0)


def _put_right(
    story: Story, days: float, slug: str, kind: AdjustmentKind, amount_minor: int, reason: Reason, facts: str
) -> UUID:
    finance = Actor("Fidel Ochoa", story.people["fidel"], "finance", STAFF_GRANTED["finance"])
    with at(story.ago(days)), unit_of_work(story.staff()[0], finance) as work:
        asked = ask_adjustment(work, slug, kind=kind, amount_minor=amount_minor, reason=reason, facts=facts)
    with at(story.ago(days - 0.2)), unit_of_work(*story.staff()) as work:
        approve_adjustment(work, asked)
    story.settle(days - 0.2)
    return asked
