"""What the shops of the demo market were paid: each Friday since they sell, one deposit that failed, one account that waits.

What a decision held of a shop on a Friday stayed behind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.demo.shops import DemoShop
from marketplace.kernel.calendar import MEXICO, mexican_day
from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.reading import Unreadable, read_clabe
from marketplace.kernel.work import Work
from marketplace.money.ledger import rules as books
from marketplace.money.ledger.models import LedgerEntry, LedgerTransaction
from marketplace.money.payouts import (
    AccountEnd,
    AccountState,
    PayoutState,
    Plan,
    held_on,
    keep_back,
    next_pay_day,
)
from marketplace.money.payouts.models import MoneyHold, Payout, PayoutAccount, PayoutFile, ShopHold
from marketplace.people.sellers import set_payout_clabe
from tenants.rows import NewRows

_PREPARED_BY = "Fidel Ochoa"
_BANKS = ("012", "072", "002", "014", "021", "127", "638", "044", "030", "058", "036", "646")
_FAILED = "ferreteria-abedul"  # one of its deposits did not arrive, five weeks ago
_FAILED_WEEKS = 5
_CHANGES = "hilos-alpaca"  # its owners have another account wait
_MADE, _SENT, _PAID = time(10, 4), time(12, 10), time(16, 45)


@dataclass(frozen=True)
class Stands:
    """What is available of a shop's orders changed at a moment, in centavos; plus is the shop's."""

    at: datetime
    order_id: UUID | None
    amount_minor: int


def tell(work: Work, chosen: Sequence[DemoShop], opened: Mapping[str, UUID]) -> None:
    """Pay all shops, each Friday until now. Above the walls, after all else was told."""
    rows, files = NewRows(), dict[date, UUID]()
    written, held, holds = _written(work), _held(work), _shop_holds(work)
    sums: Counter[date] = Counter()
    lines: Counter[date] = Counter()
    told = []
    for place, shop in enumerate(chosen):
        paid = _Paid(opened[shop.data.slug], shop.data.slug, shop.data.legal_name, place)
        days = list(_days(work, written[paid.tenant_id], held[paid.tenant_id], holds[paid.tenant_id]))
        if paid.slug == _FAILED:
            _fail_one(days)
        told.append((paid, days))
        for one in days:
            sums[one.day] += one.amount_minor
            lines[one.day] += 1
    for day in sorted(sums):
        files[day] = new_id()
        rows.add(
            PayoutFile, id=files[day], number=f"{day.isoformat()}-1", made_at=_at(day, _SENT), made_by=_PREPARED_BY,
            made_by_id=None, lines=lines[day], total_minor=sums[day],
        )  # fmt: skip
    for paid, days in told:
        _pay(work, rows, paid, days, files)
    rows.write(work.session)


@dataclass
class _Day:
    day: date
    by_order: dict[UUID | None, int]
    kept_minor: int
    fails: bool = False

    @property
    def amount_minor(self) -> int:
        return sum(self.by_order.values())


@dataclass(frozen=True)
class _Paid:
    tenant_id: UUID
    slug: str
    holder: str
    place: int


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, MEXICO).astimezone(UTC)


def _written(work: Work) -> defaultdict[UUID, list[Stands]]:
    found: defaultdict[UUID, list[Stands]] = defaultdict(list)
    rows = work.session.execute(
        select(LedgerEntry.tenant_id, LedgerEntry.at, LedgerEntry.order_id, -LedgerEntry.amount_minor)
        .where(LedgerEntry.account == books.LedgerAccount.SELLER_AVAILABLE.value)
        .order_by(LedgerEntry.at, LedgerEntry.id)
    )
    for tenant_id, at, order_id, amount in rows:
        if tenant_id is not None:
            found[tenant_id].append(Stands(at, order_id, amount))
    return found


def _held(work: Work) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in work.session.execute(
        select(MoneyHold.tenant_id, MoneyHold.order_id, MoneyHold.since, MoneyHold.ended_at)
    ):
        found[row.tenant_id].append(row)
    return found


def _shop_holds(work: Work) -> defaultdict[UUID, list[ShopHold]]:
    found: defaultdict[UUID, list[ShopHold]] = defaultdict(list)
    for hold in work.session.scalars(select(ShopHold)):
        if hold.tenant_id is not None:
            found[hold.tenant_id].append(hold)
    return found


def _days(work: Work, written: Sequence[Stands], held: Sequence[Any], holds: Sequence[ShopHold]) -> Iterator[_Day]:
    """Give each Friday's deposit until now: all that was available then and about which nothing was open."""
    there: Counter[UUID | None] = Counter()
    waiting = iter(written)
    coming = next(waiting, None)
    day = next_pay_day(Plan(), mexican_day(coming.at)) if coming else mexican_day(work.now)
    while _at(day, _PAID) < work.now:
        at = _at(day, _MADE)
        while coming is not None and coming.at < at:
            there[coming.order_id] += coming.amount_minor
            coming = next(waiting, None)
        open_ = {one.order_id for one in held if one.since < at and (one.ended_at is None or one.ended_at > at)}
        given = {order: amount for order, amount in there.items() if amount and order not in open_}
        in_force = [one for one in holds if one.freed_at is None or one.freed_at > at]
        given, kept = keep_back(given, held_on(in_force, day))
        if sum(given.values()) > 0:
            yield _Day(day, given, kept)
            there.subtract(given)
        day = next_pay_day(Plan(), day + timedelta(days=1))


def _fail_one(days: list[_Day]) -> None:
    """One deposit does not arrive; the next one takes what came back along."""
    if len(days) <= _FAILED_WEEKS:
        return
    failed, after = days[-_FAILED_WEEKS], days[1 - _FAILED_WEEKS]
    failed.fails = True
    for order, amount in failed.by_order.items():
        after.by_order[order] = after.by_order.get(order, 0) + amount


def _clabe(place: int, turn: int) -> str:
    """Make an account number that is right, and nobody's."""
    start = f"{_BANKS[(place + 5 * turn) % len(_BANKS)]}180{7_000_000 + 1009 * place + turn:011d}"
    for digit in "0123456789":
        try:
            return read_clabe(start + digit)
        except Unreadable:
            continue
    raise AssertionError("one digit of ten is right")


def _pay(work: Work, rows: NewRows, paid: _Paid, days: list[_Day], files: Mapping[date, UUID]) -> None:
    first = days[0].day if days else mexican_day(work.now)
    begun = _at(first - timedelta(days=9), time(11))
    failed = next((_settled(one) for one in days if one.fails), None)
    account, before = _account(rows, paid, 0, begun, bounced=failed), None
    for one in days:
        _write(rows, paid, one, account, files[one.day], before)
        if one.fails:
            account = _account(rows, paid, 1, _settled(one) + timedelta(hours=5))
        before = one.day
    set_payout_clabe(work, paid.tenant_id, account["clabe"])
    if paid.slug == _CHANGES:
        _account(rows, paid, 2, work.now - timedelta(hours=20), waits=True)


def _account(
    rows: NewRows, paid: _Paid, turn: int, given: datetime, *, bounced: datetime | None = None, waits: bool = False
) -> dict[str, Any]:
    """An account that was proven the day after it was given; one that came back, or one that still waits."""
    state = AccountState.OVER if bounced else AccountState.WAITING if waits else AccountState.IN_USE
    sent, centavos = given + timedelta(hours=2), 11 + paid.place + turn
    row = {
        "id": new_id(), "tenant_id": paid.tenant_id, "clabe": _clabe(paid.place, turn), "holder": paid.holder, "state": state,
        "code": new_code(), "check_minor": centavos, "tries_left": 3, "given_at": given, "given_by": paid.holder,
        "starts_at": given + timedelta(hours=48) if turn else given, "file_id": None, "sent_at": sent,
        "arrived_at": sent + timedelta(hours=3), "proven_at": sent + timedelta(hours=5), "ended_at": bounced,
        "ended_for": AccountEnd.BOUNCED if bounced else None,
    }  # fmt: skip
    rows.add(PayoutAccount, **row)
    _post(
        rows,
        paid.tenant_id,
        sent + timedelta(hours=3),
        "account_check",
        f"account:{row['id']}",
        books.account_check(centavos),
    )
    return row


def _settled(one: _Day) -> datetime:
    return _at(one.day + timedelta(days=1), time(9, 30)) if one.fails else _at(one.day, _PAID)


def _write(
    rows: NewRows, paid: _Paid, one: _Day, account: Mapping[str, Any], file_id: UUID, before: date | None
) -> None:
    made, settled = _at(one.day, _MADE), _settled(one)
    payout_id = new_id()
    cause = f"payout:{payout_id}"
    transaction_id = _post(rows, paid.tenant_id, made, "payout", cause, books.payout(one.by_order))
    rows.add(
        Payout, tenant_id=paid.tenant_id, id=payout_id, code=new_code(), amount_minor=one.amount_minor,
        kept_minor=one.kept_minor, currency="MXN",
        state=PayoutState.FAILED if one.fails else PayoutState.PAID, account_id=account["id"], clabe=account["clabe"],
        holder=paid.holder, road="bank_file", transaction_id=transaction_id, orders=len(one.by_order), since=before,
        due_on=one.day, made_at=made, asked_at=made, sent_at=_at(one.day, _SENT), file_id=file_id, settled_at=settled,
        failure="Cuenta cancelada" if one.fails else None,
    )  # fmt: skip
    if one.fails:
        _post(rows, paid.tenant_id, settled, "payout_failed", cause, books.payout_failed(one.by_order))
    else:
        _post(rows, paid.tenant_id, settled, "payout_paid", cause, books.payout_paid(one.amount_minor))


def _post(rows: NewRows, tenant_id: UUID, at: datetime, kind: str, cause: str, entries: Sequence[books.Entry]) -> UUID:
    transaction_id = new_id()
    rows.add(LedgerTransaction, id=transaction_id, kind=kind, cause=cause, at=at)
    for entry in entries:
        rows.add(
            LedgerEntry, transaction_id=transaction_id, at=at, account=entry.account.value, order_id=entry.order_id,
            tenant_id=tenant_id if entry.shop else None, kind=entry.kind, amount_minor=entry.amount_minor,
        )  # fmt: skip
    return transaction_id
