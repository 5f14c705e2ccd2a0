"""What the market decided, counted for everybody: by month, by rule, by kind of measure, with appeals and how long it took.

No shop, person or product is named, and nothing here leads to one (after DSA art. 15, 24). Written from the rows, by Mexico
City's months.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, literal, select, union_all

from marketplace.kernel.calendar import mexican_day, month_before, morning_of
from marketplace.kernel.work import Work
from marketplace.platform.moderation.models import (
    ClosingAppeal,
    DecisionAppeal,
    LiveMeasure,
    ModerationCase,
    ReportCase,
    ShopClosing,
)
from marketplace.platform.moderation.reporting import ReportCaseState
from marketplace.platform.moderation.rules import TAKE_DOWN, CaseState, ClosingState

MONTHS = 12
DECLINE, CLOSING = "decline", "closing"
_ZONE = "America/Mexico_City"


@dataclass(frozen=True)
class Month:
    """What was decided in a month, by its first day."""

    first: date
    decided: int  # against a listing or a shop
    approved: int
    reports: int  # things that people reported, decided
    acted: int  # of those, where something was done
    appeals: int  # answered
    reversed: int  # of those, that were right


@dataclass(frozen=True)
class Figures:
    """What the public page says, of the last twelve months, this one included. Times are medians in hours."""

    months: list[Month]
    by_rule: list[tuple[str, int, int]]  # rule or ground, decisions, of those taken back
    by_kind: list[tuple[str, int, int]]
    flagged: int  # decisions where an automatic check pointed at something; a person decided each
    listing_hours: float | None
    report_hours: float | None
    appeal_hours: float | None

    @property
    def decided(self) -> int:
        """How many decisions there were against a listing or a shop."""
        return sum(one.decided for one in self.months)


def figures(work: Work) -> Figures:
    """Count it all. Above the walls."""
    firsts = [mexican_day(work.now).replace(day=1)]
    while len(firsts) < MONTHS:
        firsts.append(month_before(firsts[-1]))
    since = morning_of(firsts[-1])
    rows = work.session.execute(_decisions(since)).all()
    decided = _add((row.month.date(), row.many) for row in rows)
    others = _count_others(work, since)
    return Figures(
        months=[Month(first, decided[first], *(count[first] for count in others)) for first in firsts],
        by_rule=_most_first((row.rule, row.many, row.back) for row in rows),
        by_kind=_most_first((row.kind, row.many, row.back) for row in rows),
        flagged=sum(row.many for row in rows if row.flagged),
        listing_hours=_hours(
            work, ModerationCase.submitted_at, ModerationCase.decided_at, since, ~ModerationCase.taken_down
        ),
        report_hours=_hours(work, ReportCase.submitted_at, ReportCase.decided_at, since),
        appeal_hours=_hours_of_appeals(work, since),
    )


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
        _month(LiveMeasure.decided_at),
        LiveMeasure.kind,
        LiveMeasure.rule,
        LiveMeasure.reversed_at.is_not(None),
        func.jsonb_array_length(func.coalesce(LiveMeasure.evidence["flags"], cast("[]", ModerationCase.flags.type)))
        > 0,
    ).where(LiveMeasure.decided_at >= since)
    closings = select(
        _month(ShopClosing.decided_at),
        cast(literal(CLOSING), Text),
        ShopClosing.ground,
        ShopClosing.state == ClosingState.WITHDRAWN,
        literal(False),
    ).where(ShopClosing.decided_at >= since)
    every = union_all(cases, measures, closings).subquery()
    return select(every, func.count().label("many")).group_by(*every.c)


def _add(counted: Iterable[tuple[Any, int]]) -> Counter[Any]:
    total: Counter[Any] = Counter()
    for what, count in counted:
        total[what] += count
    return total


def _most_first(counted: Iterable[tuple[str, int, bool]]) -> list[tuple[str, int, int]]:
    """Give each code with how often, and how often that was taken back."""
    rows = list(counted)
    every, back = (
        _add((code, many) for code, many, _back in rows),
        _add((code, many) for code, many, back in rows if back),
    )
    return sorted(((code, many, back[code]) for code, many in every.items()), key=lambda one: (-one[1], one[0]))


def _count_others(work: Work, since: datetime) -> list[Counter[Any]]:
    """Count by month what was approved, reports that were decided and where something was done, appeals and those upheld."""
    approved = (ModerationCase.state == CaseState.APPROVED, ModerationCase.decided_at >= since)
    acted = (ReportCase.decided_at >= since, ReportCase.state == ReportCaseState.ACTED)
    both = (DecisionAppeal, ClosingAppeal)
    return [
        _add(_by_month(work, ModerationCase.decided_at, approved)),
        _add(_by_month(work, ReportCase.decided_at, (ReportCase.decided_at >= since,))),
        _add(_by_month(work, ReportCase.decided_at, acted)),
        _add(one for table in both for one in _by_month(work, table.answered_at, (table.answered_at >= since,))),
        _add(
            one
            for table in both
            for one in _by_month(work, table.answered_at, (table.answered_at >= since, table.upheld.is_(True)))
        ),
    ]


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
