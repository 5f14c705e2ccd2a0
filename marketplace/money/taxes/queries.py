"""Questions about legal rates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from marketplace.goods.catalog import Goods
from marketplace.kernel.work import Work
from marketplace.money.taxes.models import LegalRate
from marketplace.money.taxes.rules import Ending, Law, Levy, Place, Rate, TaxStanding, endings, law_at

WARNED_AHEAD = timedelta(days=45)
_KEPT_SECONDS = 60
_known: list[tuple[datetime, Sequence[Rate]]] = []


def published_rates(work: Work) -> Sequence[Rate]:
    """Every legal rate ever published; looked up again each minute, so that one published late holds soon."""
    if not _known or not 0 <= (work.now - _known[0][0]).total_seconds() < _KEPT_SECONDS:
        rows = work.session.scalars(select(LegalRate).order_by(LegalRate.levy, LegalRate.id))
        _known[:] = [(work.now, tuple(_rate(row) for row in rows))]
    return _known[0][1]


def forget_known_rates() -> None:
    """Read the rates anew the next time, rather than within a minute."""
    _known.clear()


def _rate(row: LegalRate) -> Rate:
    return Rate(
        row.id,
        Levy(row.levy),
        Goods(row.goods) if row.goods else None,
        Place(row.place) if row.place else None,
        TaxStanding(row.standing) if row.standing else None,
        row.rate_bp,
        row.valid_from,
        row.valid_until,
        row.article,
        row.published,
        row.text,
        row.text_en,
    )


def law_in_force(work: Work) -> Law:
    """The legal rates in force now. Asking it for one that is not there raises NoRateInForce."""
    return law_at(published_rates(work), work.now)


def rates_ending(work: Work) -> list[Ending]:
    """List the rates that end within 45 days, or have ended, with none that follows."""
    return endings(published_rates(work), work.now, WARNED_AHEAD)
