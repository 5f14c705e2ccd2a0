"""Taking a case to decide it: for half an hour nobody else of the staff may, so that two do not decide the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Mapped

from marketplace.kernel.errors import HeldByColleague
from marketplace.kernel.work import Work

HELD_FOR = timedelta(minutes=30)


class Claimable:
    """A case that somebody takes before they decide it."""

    claimed_by: Mapped[str | None]
    claimed_by_id: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]


def holder(case: Claimable, now: datetime) -> UUID | None:
    """Say whose a case is at this moment; None when nobody took it, or their time is over."""
    return case.claimed_by_id if case.claimed_until is not None and case.claimed_until > now else None


def check_not_held(work: Work, case: Claimable) -> None:
    """Refuse when a colleague has taken the case; raises HeldByColleague."""
    if holder(case, work.now) not in (None, work.actor.account_id):
        assert case.claimed_until is not None  # a held case says until when
        minutes = max(1, round((case.claimed_until - work.now).total_seconds() / 60))
        raise HeldByColleague(who=case.claimed_by, minutes=minutes)


def take(work: Work, case: Claimable) -> None:
    """Take a case for half an hour; taking it again begins anew. The caller holds its row. Raises HeldByColleague."""
    check_not_held(work, case)
    case.claimed_by, case.claimed_by_id = work.actor.name, work.actor.account_id
    case.claimed_until = work.now + HELD_FOR


def let_go(case: Claimable) -> None:
    """Give a case back."""
    case.claimed_by = case.claimed_by_id = case.claimed_until = None
