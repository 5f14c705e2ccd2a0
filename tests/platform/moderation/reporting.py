"""What tests of reports, measures and appeals need: reports by the dozen, and somebody else of the staff."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.platform.moderation import measures, reports, things
from marketplace.platform.moderation.models import ReportCase
from marketplace.platform.moderation.reporting import ReportReason
from marketplace.platform.moderation.reports import Reporter, Said
from marketplace.platform.moderation.rules import MeasureKind
from tenants.scope import PlatformScope
from tests.cast import Cast

NORA = Actor("Nora", UUID("01a00000-0000-7000-8000-000000000001"), "moderator", STAFF_GRANTED["moderator"])
WHY = measures.Reasons("misleading", "Dice 100 g y pesa 50.", "Corrige el peso.")
DANGEROUS = measures.Reasons("counterfeit", "La marca no es suya.", "Quita la marca.")


def as_nora() -> AbstractContextManager[Work]:
    """Somebody of the staff who decided nothing yet."""
    return unit_of_work(PlatformScope("staff"), NORA)


def report(
    market: Cast, number: int, email: str = "laura@example.com", reason: ReportReason = ReportReason.MISLEADING
) -> tuple[str, str, UUID]:
    """Report a listing by an address alone; gives code and secret of the report, and its case."""
    with market.above("report") as work:
        said = Said(reason, "Pesa la mitad.", "De mi abuela" if reason is ReportReason.RIGHTS else "")
        made, _joined = reports.report(work, things.find_listing(work, number), said, Reporter(email, "es_MX"))
        return made.code, reports.report_token(work, made), made.case_id


def cases(market: Cast) -> list[ReportCase]:
    with market.above() as work:
        return list(work.session.scalars(select(ReportCase).order_by(ReportCase.submitted_at)))


def limit(market: Cast, number: int, *, why: measures.Reasons = DANGEROUS) -> UUID:
    """Sergio keeps a listing out of searches, from today."""
    with market.as_sergio() as work:
        thing = things.find_listing(work, number)
        return measures.decide_measure(
            work, thing, MeasureKind.LIMIT, why, begins_on=mexican_day(work.now), ends_on=None
        )


def pause(market: Cast, slug: str = "hilos-alpaca", *, days: int = 5) -> UUID:
    """Sergio pauses a shop, from today."""
    with market.as_sergio() as work:
        today = mexican_day(work.now)
        last = today + timedelta(days=days)
        return measures.decide_measure(
            work, things.find_shop(work, slug), MeasureKind.PAUSE, DANGEROUS, begins_on=today, ends_on=last
        )


def tick(market: Cast) -> None:
    with market.above("clock") as work:
        measures.carry_out_measures(work)


def days_from_now(days: int) -> object:
    """A clock that is so many days ahead."""
    moment = clock.now() + timedelta(days=days)
    return lambda: moment
