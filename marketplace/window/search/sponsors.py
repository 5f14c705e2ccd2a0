"""Places beside the results that somebody paid for. They are labelled, few, and move no result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select

from marketplace.goods.catalog.models import Listing
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import Work
from marketplace.window.search.errors import AlreadySponsored, DaysTurned, NoSuchGoods, NoSuchSponsorship, TooLong
from marketplace.window.search.models import Sponsorship
from tenants.wall import shelf_sql

MOST_DAYS = 366
_NOW = shelf_sql(
    """
    SELECT number, paid_by FROM sponsorship
    WHERE stopped_at IS NULL AND starts_on <= :today AND ends_on >= :today
    ORDER BY number, starts_on DESC
    """
)


@dataclass(frozen=True)
class Sponsored:
    """A sponsorship as staff see it; the title is None when the listing is not on the shelf."""

    id: UUID
    number: int
    title: str | None
    paid_by: str
    starts_on: date
    ends_on: date
    is_over: bool
    added_by: str


def places(shown: int, share_percent: int) -> int:
    """How many paid places may stand beside so many results: the operator's share of them, rounded down."""
    return shown * share_percent // 100


def payers(work: Work) -> dict[int, str]:
    """Give the listings that are sponsored today, by number, with who pays."""
    return {row.number: row.paid_by for row in work.session.read_shelf(_NOW, today=mexican_day(work.now))}


def sponsorships(work: Work, *, offset: int, limit: int) -> Sequence[Sponsored]:
    """List sponsorships, those that end last first."""
    today = mexican_day(work.now)
    rows = work.session.execute(
        select(
            Sponsorship.id,
            Sponsorship.number,
            Listing.title,
            Sponsorship.paid_by,
            Sponsorship.starts_on,
            Sponsorship.ends_on,
            Sponsorship.stopped_at,
            Sponsorship.added_by,
        )
        .outerjoin(Listing, Listing.number == Sponsorship.number)
        .order_by(Sponsorship.stopped_at.is_not(None), Sponsorship.ends_on.desc(), Sponsorship.id)
        .offset(offset)
        .limit(limit)
    )
    return [
        Sponsored(
            row.id,
            row.number,
            row.title,
            row.paid_by,
            row.starts_on,
            row.ends_on,
            row.stopped_at is not None or row.ends_on < today,
            row.added_by,
        )
        for row in rows
    ]


def count(work: Work) -> int:
    """Count every sponsorship there was."""
    return work.session.scalar(select(func.count()).select_from(Sponsorship)) or 0


def sponsor(work: Work, number: int, *, paid_by: str, starts_on: date, ends_on: date) -> UUID:
    """Note that somebody paid for a listing to be shown on some days, both included; gives the sponsorship.

    Raises NoSuchGoods, DaysTurned (the last day before the first, or gone by), TooLong, and AlreadySponsored for days
    on which it is.
    """
    title = work.session.scalar(select(Listing.title).where(Listing.number == number))
    if title is None:
        raise NoSuchGoods
    if ends_on < starts_on or ends_on < mexican_day(work.now):
        raise DaysTurned
    if ends_on - starts_on >= timedelta(days=MOST_DAYS):
        raise TooLong(most=MOST_DAYS)
    other = work.session.scalar(
        select(Sponsorship.ends_on).where(
            Sponsorship.number == number,
            Sponsorship.stopped_at.is_(None),
            Sponsorship.starts_on <= ends_on,
            Sponsorship.ends_on >= starts_on,
        )
    )
    if other is not None:
        raise AlreadySponsored
    made = Sponsorship(
        number=number,
        paid_by=paid_by,
        starts_on=starts_on,
        ends_on=ends_on,
        added_at=work.now,
        added_by=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    work.audit("search.sponsor", f"listing:{number}", paid_by=paid_by, ends_on=ends_on.isoformat())
    return made.id


def stop(work: Work, sponsorship_id: UUID) -> None:
    """End a sponsorship now; ended already, nothing changes. Raises NoSuchSponsorship."""
    found = work.session.get(Sponsorship, sponsorship_id)
    if found is None:
        raise NoSuchSponsorship
    if found.stopped_at is None:
        found.stopped_at = work.now
        work.audit("search.stop_sponsorship", f"listing:{found.number}", paid_by=found.paid_by)
