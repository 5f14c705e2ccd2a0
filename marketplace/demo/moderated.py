"""What people of the demo market reported, and what staff decided of what was live: some of it appealed, and taken back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from marketplace.demo.story import Story, at
from marketplace.goods.catalog.models import Listing
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, unit_of_work
from marketplace.platform.moderation import (
    Appealed,
    MeasureKind,
    ReportReason,
    appeals,
    measures,
    reports,
    take_down_listing,
    things,
)
from tenants.scope import PlatformScope

_PEOPLE = ("renata@demo.tianguis.example", "ulises@demo.tianguis.example")


def tell(story: Story) -> None:
    """Two people report a charger and it waits; a puzzle is limited and its shop appeals; a taken down pan came back."""
    _came_back(story)
    _left_as_it_was(story)
    _limited(story)
    _warned(story)
    charger = _number(story, "bajio-electronica", "cargadores")
    _report(story, charger, _PEOPLE[0], ReportReason.COUNTERFEIT, "La caja dice otra marca que la foto.", days=0.8)
    _report(story, charger, _PEOPLE[1], ReportReason.MISLEADING, "Dice 65 W y el mío entrega 20.", days=0.4)
    story.settle(0)


def _number(story: Story, slug: str, category: str) -> int:
    """What a shop sells least of in a category: the story's other goods stay as they are."""
    of_shop = (Listing.tenant_id == story.shops[slug], Listing.category == category)
    with unit_of_work(story.staff()[0], read_only=True) as work:
        query = select(Listing.number).where(*of_shop).order_by(Listing.popularity, Listing.number.desc())
        return work.session.scalars(query.limit(1)).one()


def _sonia(story: Story) -> Actor:
    return Actor("Sonia Ríos", story.people["sonia"], "moderator", STAFF_GRANTED["moderator"])


def _report(story: Story, number: int, email: str, reason: ReportReason, body: str, *, days: float) -> UUID:
    with at(story.ago(days)), unit_of_work(PlatformScope("report")) as work:
        by = reports.Reporter(email, "es_MX")
        said = reports.Said(reason, body, "Taller Renata" if reason is ReportReason.RIGHTS else "")
        made, _joined = reports.report(work, things.find_listing(work, number), said, by)
        case_id = made.case_id
    story.settle(days)
    return case_id


def _answered(story: Story, *, days: float, answer: str) -> None:
    """Sonia, who decided none of it, says that an appeal is right."""
    with at(story.ago(days)), unit_of_work(story.staff()[0], _sonia(story)) as work:
        waiting, _closings = appeals.open_appeals(work)
        appeals.answer_decision_appeal(work, waiting[0].id, upheld=True, answer=answer)
    story.settle(days)


def _came_back(story: Story) -> None:
    number = _number(story, "cocina-clara", "ollas-sartenes")
    _report(story, number, _PEOPLE[0], ReportReason.RIGHTS, "Es un diseño de mi taller.", days=19)
    with at(story.ago(18)), unit_of_work(*story.staff()) as work:
        case_id = take_down_listing(
            work, number, rule="intellectual_property", facts="La foto es igual a la de un taller que la reclama.",
            how_to_fix="Usa fotos tuyas, o muestra el permiso.",
        )  # fmt: skip
    story.settle(18)
    body = "El taller nos la vende y nos dio las fotos. Aquí está su factura, con fecha de marzo."
    story.as_shop("cocina-clara", 17, lambda work: appeals.appeal_decision(work, Appealed.CASE, case_id, body=body))
    _answered(story, days=15, answer="La factura y el permiso son del taller. La publicación vuelve como estaba.")


def _left_as_it_was(story: Story) -> None:
    number = _number(story, "jardin-de-mayo", "macetas")
    case_id = _report(story, number, _PEOPLE[1], ReportReason.PICTURE, "La maceta se ve más grande.", days=9)
    with at(story.ago(8)), unit_of_work(story.staff()[0], _sonia(story)) as work:
        reports.dismiss_reports(work, case_id, answer="Las medidas están en la publicación y son las de la foto.")
    story.settle(8)


def _limited(story: Story) -> None:
    number = _number(story, "la-tarde-juega", "rompecabezas")
    _report(story, number, _PEOPLE[0], ReportReason.MISLEADING, "Dice 1,000 piezas y trae 500.", days=6)
    why = measures.Reasons(
        "misleading",
        "La descripción dice 1,000 piezas y la caja de la foto, 500.",
        "Corrige el número de piezas, o la foto.",
    )
    with at(story.ago(5)), unit_of_work(*story.staff()) as work:
        thing, tomorrow = things.find_listing(work, number), mexican_day(work.now) + timedelta(days=1)
        limited = measures.decide_measure(work, thing, MeasureKind.LIMIT, why, begins_on=tomorrow, ends_on=None)
    with at(story.ago(3.5)), unit_of_work(PlatformScope("clock")) as work:
        measures.carry_out_measures(work)
    story.settle(3.5)
    body = "La foto es de la edición anterior. La caja que enviamos trae 1,000; ya pedimos la foto nueva."
    story.as_shop("la-tarde-juega", 1, lambda work: appeals.appeal_decision(work, Appealed.MEASURE, limited, body=body))


def _warned(story: Story) -> None:
    why = measures.Reasons(
        "contact_outside",
        "En un mensaje se ofreció descuento por pagar con transferencia directa.",
        "Cobra siempre por Tianguis: así quien compra conserva su protección.",
    )
    with at(story.ago(4)), unit_of_work(story.staff()[0], _sonia(story)) as work:
        thing = things.find_shop(work, "piel-y-paso")
        measures.decide_measure(work, thing, MeasureKind.WARNING, why, begins_on=None, ends_on=None)
    story.settle(4)
