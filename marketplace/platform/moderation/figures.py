"""What the market decided, counted for everybody: by month, by rule, by kind of measure, with appeals and how long it took.

No shop, person or product is named, and nothing here leads to one (after DSA art. 15, 24). Written from the rows, by Mexico
City's months.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, literal, select, union_all

from marketplace.kernel.calendar import mexican_day, month_before, morning_of
from marketplace.kernel.work import Work
from marketplace.platform.moderation.models import (
    ClosingAppeal,
    DecisionAppeal,
    Measure,
    ModerationCase,
    ReportCase,
    ShopClosing,
)
from marketplace.platform.moderation.reporting import ReportCaseState
from marketplace.platform.moderation.rules import TAKE_DOWN, CaseState, ClosingState

MONTHS = 12
DECLINE, CLOSING = "decline", "closing"
_ZONE = "America/Mexico_City"


@dataclass
class Month:
    """What was decided in a month, by its first day."""

    first: date
    decided: int = 0  # against a listing or a shop
    approved: int = 0
    reports: int = 0  # things that people reported, decided
    acted: int = 0  # of those, where something was done
    appeals: int = 0  # answered
    reversed: int = 0  # of those, that were right


@dataclass
class Figures:
    """What the public page says, of the last twelve months, this one included. Times are medians in hours."""

    months: list[Month]
    by_rule: list[tuple[str, int, int]] = field(default_factory=list)  # rule or ground, decisions, of those taken back
    by_kind: list[tuple[str, int, int]] = field(default_factory=list)
    flagged: int = 0  # decisions where an automatic check pointed at something; a person decided each
    listing_hours: float | None = None
    report_hours: float | None = None
    appeal_hours: float | None = None

    @property
    def decided(self) -> int:
        """How many decisions there were against a listing or a shop."""
        return sum(one.decided for one in self.months)


def figures(work: Work) -> Figures:
    """Count it all. Above the walls."""
    months = [mexican_day(work.now).replace(day=1)]
    while len(months) < MONTHS:
        months.append(month_before(months[-1]))
    since = morning_of(months[-1])
    found = Figures([Month(first) for first in months])
    by_first = {month.first: month for month in found.months}
    _count_decisions(work, since, found, by_first)
    _count_others(work, since, by_first)
    found.listing_hours = _hours(
        work, ModerationCase.submitted_at, ModerationCase.decided_at, since, ~ModerationCase.taken_down
    )
    found.report_hours = _hours(work, ReportCase.submitted_at, ReportCase.decided_at, since)
    found.appeal_hours = _hours_of_appeals(work, since)
    return found


def _month(moment: Any) -> ColumnElement[Any]:
    return func.date_trunc(
        literal("month", literal_execute=True), func.timezone(literal(_ZONE, literal_execute=True), moment)
    )


def _decisions(since: datetime) -> Select[Any]:
    """Every decision against a listing or a shop: month, kind, rule, whether it was taken back, whether a check pointed there."""
    flagged = (
        func.jsonb_array_length(func.coalesce(ModerationCase.evidence["flags"], cast("[]", ModerationCase.flags.type)))
        > 0
    )
    cases = select(
        _month(ModerationCase.decided_at).label("month"),
        case((ModerationCase.taken_down, TAKE_DOWN), else_=DECLINE).label("kind"),
        ModerationCase.rule.label("rule"),
        ModerationCase.reversed_at.is_not(None).label("back"),
        flagged.label("flagged"),
    ).where(ModerationCase.state == CaseState.DECLINED, ModerationCase.decided_at >= since)
    measures = select(
        _month(Measure.decided_at),
        Measure.kind,
        Measure.rule,
        Measure.reversed_at.is_not(None),
        func.jsonb_array_length(func.coalesce(Measure.evidence["flags"], cast("[]", ModerationCase.flags.type))) > 0,
    ).where(Measure.decided_at >= since)
    closings = select(
        _month(ShopClosing.decided_at),
        cast(literal(CLOSING), Text),
        ShopClosing.ground,
        ShopClosing.state == ClosingState.WITHDRAWN,
        literal(False),
    ).where(ShopClosing.decided_at >= since)
    every = union_all(cases, measures, closings).subquery()
    return select(every, func.count().label("many")).group_by(*every.c)


def _count_decisions(work: Work, since: datetime, found: Figures, by_first: dict[date, Month]) -> None:
    rules: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in work.session.execute(_decisions(since)):
        by_first[row.month.date()].decided += row.many
        found.flagged += row.many if row.flagged else 0
        for counts, code in ((rules, row.rule), (kinds, row.kind)):
            counts[code][0] += row.many
            counts[code][1] += row.many if row.back else 0
    found.by_rule, found.by_kind = _most_first(rules), _most_first(kinds)


def _most_first(counts: dict[str, list[int]]) -> list[tuple[str, int, int]]:
    return sorted(((code, one[0], one[1]) for code, one in counts.items()), key=lambda one: (-one[1], one[0]))


def _count_others(work: Work, since: datetime, by_first: dict[date, Month]) -> None:
    approved = (ModerationCase.state == CaseState.APPROVED, ModerationCase.decided_at >= since)
    for month, count in _by_month(work, ModerationCase.decided_at, approved):
        by_first[month].approved = count
    for month, count in _by_month(work, ReportCase.decided_at, (ReportCase.decided_at >= since,)):
        by_first[month].reports = count
    acted = (ReportCase.decided_at >= since, ReportCase.state == ReportCaseState.ACTED)
    for month, count in _by_month(work, ReportCase.decided_at, acted):
        by_first[month].acted = count
    for table in (DecisionAppeal, ClosingAppeal):
        for month, count in _by_month(work, table.answered_at, (table.answered_at >= since,)):
            by_first[month].appeals += count
        for month, count in _by_month(work, table.answered_at, (table.answered_at >= since, table.upheld.is_(True))):
            by_first[month].reversed += count


def _by_month(work: Work, moment: Any, which: Sequence[ColumnElement[bool]]) -> list[tuple[date, int]]:
    month = _month(moment)
    rows = work.session.execute(select(month, func.count()).where(*which).group_by(month))
    return [(row[0].date(), int(row[1])) for row in rows]


def _hours(work: Work, asked: Any, decided: Any, since: datetime, *which: ColumnElement[bool]) -> float | None:
    took = func.extract("epoch", decided - asked)
    middle = func.percentile_cont(0.5).within_group(took)
    seconds = work.session.scalar(select(middle).where(decided >= since, *which))
    return None if seconds is None else float(seconds) / 3600


def _hours_of_appeals(work: Work, since: datetime) -> float | None:
    took = [
        (answered - written).total_seconds() / 3600
        for table in (DecisionAppeal, ClosingAppeal)
        for written, answered in work.session.execute(
            select(table.written_at, table.answered_at).where(table.answered_at >= since)
        )
        if answered is not None
    ]
    return median(took) if took else None
