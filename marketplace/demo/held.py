"""A shop of the demo market whose money was held for parcels that did not move, and freed when its appeal was right."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.demo.story import Story, at
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.platform.moderation import Appealed, appeals, holding, measures
from marketplace.platform.moderation.models import DecisionAppeal
from tenants.scope import PlatformScope

_SHOP = "bajio-electronica"
_UP_TO_MINOR = 4_000_00


def tell(story: Story) -> None:
    """Fidel asks and Irma decides; a Friday passes, the shop appeals, and Sonia, who took no part, says that it is right."""
    why = measures.Reasons(
        "undelivered",
        "Siete pedidos de dos semanas tienen guía y la paquetería no los ha recogido.",
        "Muestra que ya se recogieron, o devuelve el dinero a quien los compró.",
    )
    with at(story.ago(27)), unit_of_work(story.staff()[0], _staff(story, "fidel", "Fidel Ochoa", "finance")) as work:
        asked = holding.ask_hold(work, _SHOP, why, amount_minor=_UP_TO_MINOR, days=30)
    with at(story.ago(26.8)), unit_of_work(story.staff()[0], _staff(story, "irma", "Irma Solís", "finance")) as work:
        held = holding.approve_hold(work, asked)
    story.settle(26.8)
    with at(story.ago(25)), unit_of_work(PlatformScope("clock")) as work:
        measures.carry_out_measures(work)
    body = "La paquetería cerró su sucursal seis días por inundación. Aquí está su aviso; todo salió el lunes."
    story.as_shop(_SHOP, 20, lambda work: appeals.appeal_decision(work, Appealed.MEASURE, held, body=body))
    with at(story.ago(15)), unit_of_work(story.staff()[0], _staff(story, "sonia", "Sonia Ríos", "moderator")) as work:
        said = work.session.scalars(select(DecisionAppeal.id).where(DecisionAppeal.against_id == held)).one()
        answer = "El aviso es de la paquetería y los siete pedidos ya se movieron. El dinero queda libre."
        appeals.answer_decision_appeal(work, said, upheld=True, answer=answer)
    story.settle(15)


def _staff(story: Story, person: str, name: str, role: str) -> Actor:
    return Actor(name, story.people[person], role, STAFF_GRANTED[role])
