"""A shop's statement of a span of days: what it had, what moved, what it has; by order, and entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from marketplace.kernel.calendar import morning_of, night_of
from marketplace.kernel.moments import in_mexico
from marketplace.kernel.work import Work
from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.ledger.rules import OTHER_SIDE, OWN, WITHIN_OWN, EntryKind, LedgerAccount

_IN_ORDER = [kind.value for kind in EntryKind]  # as people read them
_OWN = tuple(account.value for account in OWN)


@dataclass(frozen=True)
class Statement:
    """What a shop had at the beginning, what each kind of movement came to, and what it has at the end, in centavos.

    Plus is the shop's. Opening and movements are closing; money that only becomes available, or goes on its way to the
    bank, moves nothing of it: it leaves when it is there.
    """

    first: date
    last: date
    opening_minor: int
    by_kind: Mapping[str, int]
    available_minor: int  # of the closing, what can be paid out
    on_way_minor: int  # of the closing, what is on its way to the bank
    orders: int
    lines: int

    @property
    def movements_minor(self) -> int:
        """What all movements of the span come to."""
        return sum(self.by_kind.values())

    @property
    def closing_minor(self) -> int:
        """What the shop has at the end."""
        return self.opening_minor + self.movements_minor

    @property
    def pending_minor(self) -> int:
        """Of the closing, what waits."""
        return self.closing_minor - self.available_minor - self.on_way_minor

    @property
    def take_bp(self) -> int | None:
        """What selling cost of what was sold and not given back, in basis points; None where nothing was sold.

        What was put right by hand, and what the market paid for its own failures, is no cost of selling.
        """
        sold = self.by_kind.get("sale", 0) + self.by_kind.get("refund", 0)
        cost = -sum(amount for kind, amount in self.by_kind.items() if kind in OTHER_SIDE)
        return round(cost * 10_000 / sold) if sold > 0 else None


@dataclass(frozen=True)
class OrderMoney:
    """What moved of one order within a span, in centavos: plus is the shop's."""

    order_id: UUID | None
    at: datetime  # of its first movement in the span
    by_kind: Mapping[str, int]

    @property
    def total_minor(self) -> int:
        """All of it together."""
        return sum(self.by_kind.values())


def _own(work: Work) -> ColumnElement[bool]:
    return (LedgerEntry.tenant_id == work.tenant_id) & LedgerEntry.account.in_(_OWN)


def _within(work: Work, first: date, last: date) -> ColumnElement[bool]:
    """What moves of the shop in a span: all but what only goes from one of its own accounts to another."""
    return (
        _own(work)
        & LedgerEntry.kind.not_in(WITHIN_OWN)
        & (LedgerEntry.at >= morning_of(first))
        & (LedgerEntry.at < night_of(last))
    )


def statement(work: Work, first: date, last: date) -> Statement:
    """Sum what a shop had, got and gave from a day of Mexico City to another, both included."""
    before = _sum(work, _own(work) & (LedgerEntry.at < morning_of(first)))
    rows = work.session.execute(
        select(LedgerEntry.kind, -func.sum(LedgerEntry.amount_minor))
        .where(_within(work, first, last))
        .group_by(LedgerEntry.kind)
    )
    counts = select(func.count(LedgerEntry.order_id.distinct()), func.count()).where(_within(work, first, last))
    return Statement(
        first,
        last,
        before,
        _in_order({kind: int(amount) for kind, amount in rows}),
        _sum(work, _in_account(work, LedgerAccount.SELLER_AVAILABLE) & (LedgerEntry.at < night_of(last))),
        _sum(work, _in_account(work, LedgerAccount.SELLER_ON_WAY) & (LedgerEntry.at < night_of(last))),
        *work.session.execute(counts).one(),
    )


def _in_account(work: Work, account: LedgerAccount) -> ColumnElement[bool]:
    return (LedgerEntry.tenant_id == work.tenant_id) & (LedgerEntry.account == account.value)


def _in_order(by_kind: Mapping[str, int]) -> dict[str, int]:
    return {kind: by_kind[kind] for kind in sorted(by_kind, key=_IN_ORDER.index)}


def _sum(work: Work, condition: ColumnElement[bool]) -> int:
    total = select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0)).where(condition)
    return -int(work.session.scalar(total) or 0)


StatementKey = tuple[datetime, UUID]


def orders_of(
    work: Work, first: date, last: date, *, limit: int = 50, after: StatementKey | None = None, only: UUID | None = None
) -> list[OrderMoney]:
    """List what moved by order, the earliest first, from after a key on (its time and its order). `only`: one order's."""
    at = func.min(LedgerEntry.at).label("at")
    query = (
        select(LedgerEntry.order_id, at)
        .where(_within(work, first, last), LedgerEntry.order_id.is_not(None))
        .group_by(LedgerEntry.order_id)
        .order_by(at, LedgerEntry.order_id)
        .limit(limit)
    )
    if only is not None:
        query = query.where(LedgerEntry.order_id == only)
    if after is not None:
        query = query.having(tuple_(at, LedgerEntry.order_id) > tuple_(*after))
    begun = {row.order_id: row.at for row in work.session.execute(query)}
    sums: dict[UUID | None, dict[str, int]] = {order_id: {} for order_id in begun}
    rows = work.session.execute(
        select(LedgerEntry.order_id, LedgerEntry.kind, -func.sum(LedgerEntry.amount_minor))
        .where(_within(work, first, last), LedgerEntry.order_id.in_(begun))
        .group_by(LedgerEntry.order_id, LedgerEntry.kind)
    )
    for order_id, kind, amount in rows:
        sums[order_id][kind] = int(amount)
    return [OrderMoney(order_id, begun[order_id], _in_order(by_kind)) for order_id, by_kind in sums.items()]


def lines_of(
    work: Work, told: Statement, *, limit: int = 50, after: StatementKey | None = None
) -> tuple[int, list[Any]]:
    """Give the movements of a statement from after a key on (time and id), and what the shop had just before the first."""
    query = _entries(work, told.first, told.last)
    had = told.opening_minor
    if after is not None:
        place = tuple_(LedgerEntry.at, LedgerEntry.id)
        query = query.where(place > tuple_(*after))
        had += _sum(work, _within(work, told.first, told.last) & (place <= tuple_(*after)))
    return had, list(work.session.execute(query.limit(limit)))


def loose_lines(work: Work, first: date, last: date, *, limit: int = 100) -> list[Any]:
    """Give the movements of a span that are of no order, the earliest first."""
    query = _entries(work, first, last).where(LedgerEntry.order_id.is_(None))
    return list(work.session.execute(query.limit(limit)))


def moved_by_day(work: Work, first: date, last: date) -> list[tuple[date, int]]:
    """Sum what moved of the shop on each day of a span, days on which nothing did too. Plus is the shop's, in centavos."""
    day = func.date_trunc("day", in_mexico(LedgerEntry.at)).label("day")
    rows = work.session.execute(
        select(day, -func.sum(LedgerEntry.amount_minor)).where(_within(work, first, last)).group_by(day)
    )
    moved = {row[0].date(): int(row[1]) for row in rows}
    return [(one, moved.get(one, 0)) for one in (first + timedelta(days=n) for n in range((last - first).days + 1))]


def entries_of(work: Work, first: date, last: date) -> Iterator[Any]:
    """Give every movement of a span, the earliest first: id, at, kind, order_id, account, amount_minor (plus is the shop's)."""
    yield from work.session.execute(_entries(work, first, last).execution_options(yield_per=2000))


def _entries(work: Work, first: date, last: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            LedgerEntry.id,
            LedgerEntry.at,
            LedgerEntry.kind,
            LedgerEntry.order_id,
            LedgerEntry.account,
            (-LedgerEntry.amount_minor).label("amount_minor"),
        )
        .where(_within(work, first, last))
        .order_by(LedgerEntry.at, LedgerEntry.id)
    )
