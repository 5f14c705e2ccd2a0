"""Questions about moderation."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from marketplace.kernel.work import Work
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.moderation.rules import CASE_DECIDED, CaseState


def cases(work: Work, *, is_open: bool, offset: int = 0, limit: int = 30) -> tuple[Sequence[ModerationCase], int]:
    """List cases: open ones by their clock, decided ones latest first; with how many there are."""
    state = ModerationCase.state == CaseState.OPEN if is_open else ModerationCase.state.in_(CASE_DECIDED)
    query = select(ModerationCase).where(state)
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    order = ModerationCase.decide_by.asc() if is_open else ModerationCase.decided_at.desc()
    return work.session.scalars(query.order_by(order).offset(offset).limit(limit)).all(), total


def count_open(work: Work) -> tuple[int, int]:
    """Count the listings that wait for staff, and those of them that are late."""
    late = func.count().filter(ModerationCase.decide_by < work.now)
    row = work.session.execute(select(func.count(), late).where(ModerationCase.state == CaseState.OPEN)).one()
    return int(row[0]), int(row[1])
