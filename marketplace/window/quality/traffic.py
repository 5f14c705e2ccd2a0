"""Counting what is seen and opened, in a process's memory, and writing it down for all of it at once, beside the pages.

A process that is killed loses what it counted since it last wrote: half a minute. One that ends as it was told to, nothing.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import structlog
from sqlalchemy.exc import SQLAlchemyError

from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.site import site
from marketplace.kernel.work import Work, unit_of_work
from marketplace.web.shown import PageShown
from tenants.scope import PlatformScope
from tenants.wall import plain_sql

log = structlog.get_logger()
WRITE_SECONDS = 30.0
MOST_LATELY = 100_000  # of which a process remembers that somebody saw them this hour; beyond it begins anew
MOST_COUNTED = 50_000  # listings and days of which a process counts until it writes; what is more is not counted

Counts = Mapping[tuple[date, int], list[int]]  # day and number of a listing -> how often it was seen, and opened

# In the order of its keys, so that two processes wait for each other and never in a circle.
_ADD = plain_sql(
    """
    INSERT INTO listing_traffic (tenant_id, id, day, seen, opened)
    SELECT l.tenant_id, l.id, c.day, c.seen, c.opened
    FROM jsonb_to_recordset(cast(:counts AS jsonb)) AS c (number bigint, day date, seen bigint, opened bigint)
    JOIN listing l ON l.number = c.number
    ORDER BY l.tenant_id, l.id, c.day
    ON CONFLICT (tenant_id, id, day) DO UPDATE
    SET seen = listing_traffic.seen + excluded.seen, opened = listing_traffic.opened + excluded.opened
    """,
    why="many counts are added to what other processes counted, in one statement",
)


class Traffic:
    """What this process counted and has not written down."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[date, int], list[int]] = defaultdict(lambda: [0, 0])
        self._lately: set[int] = set()  # who saw or opened what, within this hour
        self._hour = 0

    def add(self, shown: PageShown, who: int) -> None:
        """Count what a page showed, today: of whoever looks each listing once an hour."""
        now = clock.now()
        day, hour = mexican_day(now), int(now.timestamp()) // 3600
        with self._lock:
            if hour != self._hour or len(self._lately) > MOST_LATELY:
                self._lately, self._hour = set(), hour
            for place, numbers in enumerate((shown.seen, shown.opened)):
                for number in numbers:
                    said = hash((who, number, place))
                    if said not in self._lately:
                        self._lately.add(said)
                        self._add((day, number), place, 1)

    def take(self) -> Counts:
        """Take everything that was counted."""
        with self._lock:
            taken, self._counts = self._counts, defaultdict(lambda: [0, 0])
        return taken

    def put_back(self, counts: Counts) -> None:
        """Count again what could not be written down."""
        with self._lock:
            for key, both in counts.items():
                for place, count in enumerate(both):
                    self._add(key, place, count)

    def _add(self, key: tuple[date, int], place: int, count: int) -> None:
        if key in self._counts or len(self._counts) < MOST_COUNTED:
            self._counts[key][place] += count


def write_traffic_down() -> None:
    """Write down what this process counted; where the database is away, later. Needs an app context, and no open work."""
    traffic = site().part(Traffic)
    counts = traffic.take()
    if not counts:
        return
    try:
        with unit_of_work(PlatformScope("traffic")) as work:
            add_traffic(work, counts)
    except SQLAlchemyError as away:
        traffic.put_back(counts)
        log.warning("traffic.kept_for_later", listings=len(counts), said=type(away).__name__)


def add_traffic(work: Work, counts: Counts) -> None:
    """Add counts to those of their days, above the walls; of listings that are gone, nothing."""
    rows = [
        {"number": number, "day": day.isoformat(), "seen": seen, "opened": opened}
        for (day, number), (seen, opened) in counts.items()
    ]
    work.session.execute(_ADD, {"counts": json.dumps(rows)})
