"""What a shop's papers of a month come to: out of the books (amounts) and the frozen lines of fees (what bore which IVA).

All amounts are centavos and plus. They equal what the statement and the page of what was withheld say of the same month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.calendar import mexican_day, month_of, morning_of, night_of
from marketplace.kernel.moments import in_mexico
from marketplace.kernel.money import BASIS
from marketplace.kernel.work import Work
from marketplace.money.cfdi.rules import Service
from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger import OTHER_SIDE, OWN, EntryKind, LedgerAccount
from marketplace.money.ledger.models import LedgerEntry

_OWN = [account.value for account in OWN]
CHARGED: Mapping[EntryKind, EntryKind] = {  # what the market charges, each with the IVA on it
    EntryKind(kind.removesuffix("_iva")): EntryKind(kind)
    for kind, side in OTHER_SIDE.items()
    if side is LedgerAccount.IVA_PAYABLE
}
TOLD = (
    *CHARGED, *CHARGED.values(), EntryKind.SALE, EntryKind.REFUND, EntryKind.ISR_WITHHELD, EntryKind.IVA_WITHHELD,
)  # fmt: skip
_RATES = (1600, 800)  # that prices may hold: the general one, and the border's (LIVA art. 1; decree of 31-12-2018)


@dataclass(frozen=True)
class DayOfFees:
    """What the market charged on a day, or gave back, of one kind; of orders that were sold in the month `sold`."""

    kind: EntryKind
    on: date
    sold: date
    net_minor: int
    iva_minor: int


@dataclass(frozen=True)
class TaxMonth:
    """A month of a shop, as its papers say it."""

    charged: tuple[DayOfFees, ...]
    back: tuple[DayOfFees, ...]  # of what was charged in earlier months
    services: tuple[Service, ...]
    operations_minor: int  # sold and stayed sold, with IVA
    isr_minor: int
    iva_withheld_minor: int

    @property
    def net_minor(self) -> int:
        """What was sold and stayed sold, without IVA."""
        return self.operations_minor - self.iva_minor

    @property
    def iva_minor(self) -> int:
        """The IVA in what was sold and stayed sold."""
        return sum(one.iva_minor for one in self.services)


_Sums = dict[str, int]


def tax_month(work: Work, tenant_id: UUID, month: date) -> TaxMonth:
    """Gather a month of a shop, by its first day. Above the walls."""
    first, last = month_of(month)
    days = _by_order_and_day(work, tenant_id, first, last)
    sold: dict[UUID | None, date] = dict(_sold_at(work, tenant_id, first, last))
    fees = list(_fees(days, sold, month))
    by_order: dict[UUID | None, _Sums] = defaultdict(lambda: defaultdict(int))
    for (order, _day), sums in days.items():
        for kind, amount in sums.items():
            by_order[order][kind] += amount
    frozen: Mapping[UUID | None, Sequence[Any]] = _frozen(work, tenant_id, first, last)
    services = [
        one
        for order, sums in by_order.items()
        for one in _services(sums, frozen.get(order, ()), sold.get(order, first))
    ]
    return TaxMonth(
        charged=_summed(one for one in fees if one.net_minor + one.iva_minor > 0),
        back=_summed(
            replace(one, net_minor=-one.net_minor, iva_minor=-one.iva_minor)
            for one in fees
            if one.net_minor + one.iva_minor < 0
        ),
        services=tuple(settle(services)),
        operations_minor=_all(by_order, EntryKind.SALE) + _all(by_order, EntryKind.REFUND),
        isr_minor=-_all(by_order, EntryKind.ISR_WITHHELD),
        iva_withheld_minor=-_all(by_order, EntryKind.IVA_WITHHELD),
    )


def _all(by_order: Mapping[Any, _Sums], kind: EntryKind) -> int:
    return sum(sums.get(kind, 0) for sums in by_order.values())


def _within(tenant_id: UUID, first: date, last: date) -> Any:
    return (
        (LedgerEntry.tenant_id == tenant_id)
        & LedgerEntry.account.in_(_OWN)
        & LedgerEntry.kind.in_([kind.value for kind in TOLD])
        & (LedgerEntry.at >= morning_of(first))
        & (LedgerEntry.at < night_of(last))
    )


def _by_order_and_day(work: Work, tenant_id: UUID, first: date, last: date) -> dict[tuple[UUID | None, date], _Sums]:
    """From the shop's side: plus came, minus was taken."""
    day = func.date_trunc("day", in_mexico(LedgerEntry.at)).label("day")
    rows = work.session.execute(
        select(LedgerEntry.order_id, day, LedgerEntry.kind, -func.sum(LedgerEntry.amount_minor))
        .where(_within(tenant_id, first, last))
        .group_by(LedgerEntry.order_id, day, LedgerEntry.kind)
        .order_by(day, LedgerEntry.order_id)
    )
    found: dict[tuple[UUID | None, date], _Sums] = defaultdict(dict)
    for order, on, kind, amount in rows:
        found[order, on.date()][kind] = int(amount)
    return found


def _sold_at(work: Work, tenant_id: UUID, first: date, last: date) -> Iterable[tuple[UUID | None, date]]:
    """On which day each order was sold of which something moved in a span."""
    moved = select(LedgerEntry.order_id).where(_within(tenant_id, first, last)).distinct()
    rows = work.session.execute(
        select(LedgerEntry.order_id, func.min(LedgerEntry.at))
        .where(
            LedgerEntry.tenant_id == tenant_id,
            LedgerEntry.account.in_(_OWN),
            LedgerEntry.kind == EntryKind.SALE.value,
            LedgerEntry.order_id.in_(moved),
        )
        .group_by(LedgerEntry.order_id)
    )
    for order, at in rows:
        assert isinstance(at, datetime)
        yield order, mexican_day(at)


def _fees(days: Mapping[tuple[UUID | None, date], _Sums], sold: Mapping[Any, date], month: date) -> Iterable[DayOfFees]:
    """What was charged (plus) or given back: of an order sold in the month, all on the day it was sold; else as it moved."""
    found: dict[tuple[EntryKind, date, date], list[int]] = defaultdict(lambda: [0, 0])
    for (order, on), sums in days.items():
        sold_on = sold.get(order, on)
        of_month = sold_on.replace(day=1)
        for kind, on_it in CHARGED.items():
            amounts = found[kind, sold_on if of_month == month else on, of_month]
            amounts[0] -= sums.get(kind, 0)
            amounts[1] -= sums.get(on_it, 0)
    for (kind, on, of_month), (net, iva) in found.items():
        yield DayOfFees(kind, on, of_month, net, iva)


def _summed(fees: Iterable[DayOfFees]) -> tuple[DayOfFees, ...]:
    return tuple(sorted(fees, key=lambda one: (list(CHARGED).index(one.kind), one.on, one.sold)))


def _frozen(work: Work, tenant_id: UUID, first: date, last: date) -> dict[UUID | None, list[Any]]:
    """Of each order of which something moved: the frozen bases of what is withheld, by its lines."""
    moved = select(LedgerEntry.order_id).where(_within(tenant_id, first, last)).distinct()
    rows = work.session.execute(
        select(FeeLine.order_id, FeeLine.order_line_id, FeeLine.kind, FeeLine.base_minor, FeeLine.amount_minor).where(
            FeeLine.tenant_id == tenant_id,
            FeeLine.reverses_id.is_(None),
            FeeLine.kind.in_([EntryKind.ISR_WITHHELD.value, EntryKind.IVA_WITHHELD.value]),
            FeeLine.order_id.in_(moved),
        )
    )
    found: dict[UUID | None, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.order_id].append(row)
    return found


def _services(sums: _Sums, lines: Sequence[Any], on: date) -> Iterable[Service]:
    """What an order's movements of the month are, apart by what bore IVA and what bore none."""
    operations = sums.get(EntryKind.SALE, 0) + sums.get(EntryKind.REFUND, 0)
    fee = -sum(sums.get(kind, 0) for kind in CHARGED)
    bearing = {line.order_line_id: line for line in lines if line.kind == EntryKind.IVA_WITHHELD}
    iva_of_all = sum(line.base_minor for line in bearing.values())
    withheld_of_all = sum(line.amount_minor for line in bearing.values())
    income = {line.order_line_id: line.base_minor for line in lines if line.kind == EntryKind.ISR_WITHHELD}
    taxed_of_all = sum(income.get(key, 0) for key in bearing)
    iva = _part(iva_of_all, -sums.get(EntryKind.IVA_WITHHELD, 0), withheld_of_all)
    taxed = _part(taxed_of_all, iva, iva_of_all)
    if operations > 0:
        taxed = min(taxed, operations - iva)  # by a centavo of rounding
    rate = min(_RATES, key=lambda one: abs(iva_of_all * BASIS - taxed_of_all * one))
    free = operations - iva - taxed
    if taxed or iva:
        yield Service(on, taxed, iva, rate, fee)
    if free or (operations and not (taxed or iva)):
        yield Service(on, free, 0, 0, 0 if taxed or iva else fee)


def _part(whole: int, now: int, of: int) -> int:
    """The part of a whole that an amount is of another; rounded half away from zero."""
    if not of:
        return 0
    sign = -1 if whole * now * of < 0 else 1
    return sign * ((abs(whole * now) * 2 + abs(of)) // (2 * abs(of)))


def settle(services: Iterable[Service]) -> list[Service]:
    """Take what went back of earlier months off what was sold: the schema knows no minus.

    Off what bears the same IVA first, the latest first. What remains with a minus is more than was sold.
    """
    every = [one for one in services if one.net_minor or one.iva_minor or one.fee_minor]
    plus = [one for one in every if one.net_minor > 0]
    owed = [one for one in every if one.net_minor <= 0]
    for back in owed:
        rest = Service(back.on, -back.net_minor, -back.iva_minor, back.iva_rate_bp, -back.fee_minor)
        same = [n for n, one in enumerate(plus) if one.iva_rate_bp == rest.iva_rate_bp]
        for number in reversed([*(n for n in range(len(plus)) if n not in same), *same]):
            plus[number], rest = _less(plus[number], rest)
        if rest.net_minor or rest.iva_minor:
            plus.append(Service(rest.on, -rest.net_minor, -rest.iva_minor, rest.iva_rate_bp, -rest.fee_minor))
    return [one for one in plus if one.net_minor or one.iva_minor]


def _less(one: Service, off: Service) -> tuple[Service, Service]:
    """Take off as much as there is, of each amount; gives what is left of both."""
    net, iva, fee = (
        min(max(have, 0), max(want, 0))
        for have, want in (
            (one.net_minor, off.net_minor), (one.iva_minor, off.iva_minor), (one.fee_minor, off.fee_minor),
        )
    )  # fmt: skip
    return (
        replace(one, net_minor=one.net_minor - net, iva_minor=one.iva_minor - iva, fee_minor=one.fee_minor - fee),
        replace(off, net_minor=off.net_minor - net, iva_minor=off.iva_minor - iva, fee_minor=off.fee_minor - fee),
    )
