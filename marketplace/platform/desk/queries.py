"""Questions for the first page: how much waits, and where."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.jobs import Job, JobState
from marketplace.kernel.module import StaffTodo, Todo, staff_todos, todos
from marketplace.kernel.moments import in_mexico
from marketplace.kernel.quarantine import is_released
from marketplace.kernel.work import Work
from marketplace.money.taxes import Ending, rates_ending
from marketplace.trade.orders import NET, SOLD
from marketplace.trade.orders.models import Order

_DAYS_SHOWN = 14


def waiting(work: Work) -> list[tuple[Todo, int]]:
    """Count what waits for who works here, and their shop, in one statement."""
    every = todos(work.actor.may)
    if not every:
        return []
    row = work.session.execute(select(*(todo.count(work) for todo in every))).one()
    return list(zip(every, row, strict=True))


@dataclass(frozen=True)
class DaySold:
    """What was sold on a day and what is left of it to the shop, in centavos, less what went back."""

    day: date
    total_minor: int
    net_minor: int


def sold_by_day(work: Work) -> list[DaySold]:
    """Sum the last two weeks' paid orders by day of Mexico City, empty days included; what goes back counts on its sale's day."""
    day = func.date_trunc("day", in_mexico(Order.placed_at))
    since = work.now - timedelta(days=_DAYS_SHOWN)
    rows = work.session.execute(
        select(day.label("day"), func.sum(Order.total_minor - Order.refunded_minor), func.sum(NET))
        .where(Order.tenant_id == work.tenant_id, Order.placed_at > since, Order.state.in_(SOLD))
        .group_by("day")
    )
    sold = {row[0].date(): (int(row[1]), int(row[2])) for row in rows}
    today = mexican_day(work.now)
    days = [today - timedelta(days=n) for n in reversed(range(_DAYS_SHOWN))]
    return [DaySold(one, *sold.get(one, (0, 0))) for one in days]


@dataclass(frozen=True)
class MarketAsItIs:
    """What all of the staff should know of the market: laws that end, and whether this is a copy."""

    rates_ending: Sequence[Ending]
    is_copy: bool  # of a database: nothing is settled or sent


def market_as_it_is(work: Work) -> MarketAsItIs:
    """Look at what no one of the staff has to do, and all should know."""
    return MarketAsItIs(rates_ending(work), not is_released(work))


def waiting_for_staff(work: Work, held: Collection[str]) -> list[tuple[StaffTodo, int, int]]:
    """Count what waits for somebody of the staff who holds some permissions: how much, and how much of it is late."""
    found = [(todo, *todo.count(work)) for todo in staff_todos(held)]
    return [(todo, count, late) for todo, count, late in found if count or not todo.urgent]


def dead_jobs(work: Work) -> Sequence[Job]:
    """List jobs that were laid aside after eight attempts."""
    return work.session.scalars(
        select(Job).where(Job.state == JobState.DEAD).order_by(Job.run_at.desc()).limit(100)
    ).all()
