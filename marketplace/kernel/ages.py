"""How long things are kept: the moments before which what is kept for a time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace.kernel.calendar import MEXICO


@dataclass(frozen=True)
class Ages:
    """The moments before which what is kept for a time is over. `taxed`: what tax law asks for no longer."""

    now: datetime
    week: datetime
    year: datetime
    five_years: datetime
    taxed: datetime


def ages_at(now: datetime) -> Ages:
    """Count back from a moment.

    CFF art. 30: five years from when the year's return is due, which is April of the next one for people. So what is of
    one year is over with April of the sixth after it.
    """
    here = now.astimezone(MEXICO)
    first_kept = here.year - 5 if here.month > _RETURN_DUE else here.year - 6
    return Ages(
        now=now,
        week=now - timedelta(days=7),
        year=now - timedelta(days=365),
        five_years=now - timedelta(days=5 * 365 + 2),
        taxed=datetime(first_kept, 1, 1, tzinfo=MEXICO),
    )


_RETURN_DUE = 4  # the month
