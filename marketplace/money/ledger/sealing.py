"""Each day of the books that is over is sealed: its Merkle root is published, and each shop can prove its entries from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.calendar import mexican_day, morning_of, night_of
from marketplace.kernel.work import Work, unit_of_work
from marketplace.money.ledger.merkle import MerkleTree
from marketplace.money.ledger.models import LedgerEntry, SealedDay
from tenants.scope import PlatformScope

# What began before midnight has ended by then: no transaction may last so long (tenants/db.py).
SETTLED_AFTER = timedelta(hours=1)

_LINE = (
    LedgerEntry.id,
    LedgerEntry.transaction_id,
    LedgerEntry.at,
    LedgerEntry.account,
    LedgerEntry.tenant_id,
    LedgerEntry.order_id,
    LedgerEntry.kind,
    LedgerEntry.amount_minor,
    LedgerEntry.currency,
)


def line_of(entry: Any) -> str:
    """Write an entry as the line that is hashed. Times are UTC, amounts centavos; what is missing is a dash."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    cells = (
        entry.id, entry.transaction_id, at, entry.account, entry.tenant_id or "-", entry.order_id or "-",
        entry.kind, entry.amount_minor, entry.currency,
    )  # fmt: skip
    return "|".join(map(str, cells))


def _by_day(work: Work, first: date, last: date) -> Iterator[tuple[date, Sequence[Any]]]:
    """Give the entries of each day from the first to the last, in the order in which they are hashed."""
    rows = work.session.execute(
        select(*_LINE)
        .where(LedgerEntry.at >= morning_of(first), LedgerEntry.at < night_of(last))
        .order_by(LedgerEntry.at, LedgerEntry.id)
        .execution_options(yield_per=5000)
    )
    found = groupby(rows, lambda row: mexican_day(row.at))
    at, entries = next(found, (None, iter(())))
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        if at == day:
            yield day, list(entries)
            at, entries = next(found, (None, iter(())))
        else:
            yield day, []


def _root_of(entries: Sequence[Any]) -> str:
    return MerkleTree([line_of(entry) for entry in entries]).root


def seal_days(work: Work) -> None:
    """By the clock: seal each day that is over, from the first with an entry on, days without any too."""
    sealed = work.session.scalars(select(SealedDay).order_by(SealedDay.day.desc()).limit(1)).one_or_none()
    begun = work.session.scalar(select(func.min(LedgerEntry.at))) if sealed is None else None
    if sealed is None and begun is None:
        return
    first = sealed.day + timedelta(days=1) if sealed else mexican_day(begun or work.now)
    last = mexican_day(work.now - SETTLED_AFTER) - timedelta(days=1)
    chain = sealed.chain if sealed else ""
    for day, entries in _by_day(work, first, last) if first <= last else ():
        root = _root_of(entries)
        chain = chained(chain, root)
        work.session.add(SealedDay(day=day, entries=len(entries), root=root, chain=chain, sealed_at=work.now))


def chained(before: str, root: str) -> str:
    """Join a day's root to the chain of those before it."""
    return sha256((before + root).encode()).hexdigest()


def broken_days(work: Work) -> list[date]:
    """List the sealed days whose root, or whose place in the chain, is not what their entries give now."""
    sealed = {row.day: row for row in work.session.scalars(select(SealedDay).order_by(SealedDay.day))}
    if not sealed:
        return []
    broken, chain = [], ""
    for day, entries in _by_day(work, min(sealed), max(sealed)):
        root = _root_of(entries)
        chain = chained(chain, root)
        kept = sealed.get(day)
        if kept is None or (kept.root, kept.chain, kept.entries) != (root, chain, len(entries)):
            broken.append(day)
            chain = kept.chain if kept else chain
    return broken


@dataclass(frozen=True)
class ProvenEntry:
    """A line of the books with its way to the root, and what it is of."""

    line: str
    path: Sequence[tuple[str, str]]
    order_id: UUID | None
    kind: str


@dataclass(frozen=True)
class Proof:
    """A shop's entries of a sealed day, from which its published root can be made."""

    day: date
    root: str
    entries: Sequence[ProvenEntry]


def prove_day(work: Work, day: date) -> Proof | None:
    """Prove the entries of a day of the shop this work stands in; None where the day is not sealed.

    It reads everybody's entries, above the walls, and gives of others' nothing but hashes.
    """
    sealed = work.session.get(SealedDay, day)
    if sealed is None:
        return None
    with unit_of_work(PlatformScope("proof"), read_only=True) as above:
        ((_day, entries),) = _by_day(above, day, day)
    lines = [line_of(entry) for entry in entries]
    tree = MerkleTree(lines)
    own = [
        ProvenEntry(lines[place], tree.path(place), entry.order_id, entry.kind)
        for place, entry in enumerate(entries)
        if entry.tenant_id == work.tenant_id
    ]
    return Proof(day, sealed.root, own)
