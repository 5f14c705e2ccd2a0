"""The tax papers of the demo market: of the last months that are over, as its shops got them on the second of the next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from marketplace.demo.story import at
from marketplace.kernel import clock
from marketplace.kernel.calendar import MEXICO, mexican_day, month_before, month_of
from marketplace.kernel.work import unit_of_work
from marketplace.money.cfdi import draw_month, stamp_now
from tenants.scope import PlatformScope

_MONTHS = 3
_DAY, _HOUR = 2, time(5, 30)


def tell(shops: Iterable[UUID]) -> None:
    """Draw up and stamp the papers of all shops, the earliest month first: what is given back names what was charged."""
    every = list(shops)
    for month in _months_over(mexican_day(clock.now())):
        day = month_of(month)[1] + timedelta(days=_DAY)
        with at(min(datetime.combine(day, _HOUR, MEXICO).astimezone(UTC), clock.now())):
            for tenant_id in every:
                with unit_of_work(PlatformScope("demo")) as work:
                    drawn = draw_month(work, tenant_id, month)
                for paper_id in drawn:
                    stamp_now(tenant_id, paper_id)


def _months_over(today: date) -> list[date]:
    months = [month_before(today)]
    while len(months) < _MONTHS:
        months.append(month_before(months[-1]))
    return months[::-1]
