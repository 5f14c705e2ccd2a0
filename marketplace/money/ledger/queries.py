"""Questions about the books: what a shop is owed, its movements, the trial balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.work import Work
from marketplace.money.ledger.models import LedgerEntry, LedgerTransaction
from marketplace.money.ledger.rules import LedgerAccount


@dataclass(frozen=True)
class Balance:
    """What a shop is owed, in centavos: until delivery (`pending`) and ready to be paid out (`available`)."""

    pending_minor: int
    available_minor: int


def balance(work: Work) -> Balance:
    """Say what the shop this work stands in is owed."""
    rows = work.session.execute(
        select(LedgerEntry.account, func.sum(LedgerEntry.amount_minor))
        .where(LedgerEntry.tenant_id == work.tenant_id)
        .group_by(LedgerEntry.account)
    )
    sums: dict[str, int] = {account: int(amount) for account, amount in rows}
    return Balance(-sums.get(LedgerAccount.SELLER_PENDING, 0), -sums.get(LedgerAccount.SELLER_AVAILABLE, 0))


@dataclass(frozen=True)
class Movement:
    """A line of a shop's money, as the shop reads it: plus arrives, minus leaves."""

    at: datetime
    kind: str
    account: str
    order_id: UUID | None
    amount_minor: int


def movements(work: Work, *, offset: int = 0, limit: int = 50) -> tuple[list[Movement], int]:
    """List a shop's money, latest first. Money that only becomes available is one line, not two."""
    query = select(LedgerEntry).where(
        LedgerEntry.tenant_id == work.tenant_id,
        ~((LedgerEntry.kind == "release") & (LedgerEntry.account == LedgerAccount.SELLER_PENDING)),
    )
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = work.session.scalars(
        query.order_by(LedgerEntry.at.desc(), LedgerEntry.id.desc()).offset(offset).limit(limit)
    )
    return [Movement(row.at, row.kind, row.account, row.order_id, -row.amount_minor) for row in rows], total


def trial_balance(work: Work) -> list[tuple[str, int]]:
    """Sum the ledger by account; all of it together is zero."""
    rows = work.session.execute(
        select(LedgerEntry.account, func.sum(LedgerEntry.amount_minor))
        .group_by(LedgerEntry.account)
        .order_by(LedgerEntry.account)
    )
    return [(account, int(amount)) for account, amount in rows]


def unbalanced(work: Work) -> int:
    """Count transactions that do not sum to zero. There are none; the database refuses them."""
    sums = (
        select(LedgerEntry.transaction_id)
        .group_by(LedgerEntry.transaction_id)
        .having(func.sum(LedgerEntry.amount_minor) != 0)
    )
    return work.session.scalar(select(func.count()).select_from(sums.subquery())) or 0


def transactions(work: Work, *, offset: int = 0, limit: int = 30) -> tuple[Sequence[Any], int]:
    """List ledger transactions, latest first, with how much they moved and the order they are about."""
    total = work.session.scalar(select(func.count()).select_from(LedgerTransaction)) or 0
    rows = work.session.execute(
        select(
            LedgerTransaction.at,
            LedgerTransaction.kind,
            LedgerTransaction.cause,
            func.sum(LedgerEntry.amount_minor).filter(LedgerEntry.amount_minor > 0).label("moved_minor"),
            func.sum(LedgerEntry.amount_minor).label("sum_minor"),
            func.array_agg(LedgerEntry.order_id.distinct()).label("orders"),
        )
        .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .group_by(LedgerTransaction.id)
        .order_by(LedgerTransaction.at.desc(), LedgerTransaction.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total


def sold(work: Work, order_id: UUID) -> int:
    """What was paid for an order, in centavos, by the books."""
    amounts = select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0)).where(
        LedgerEntry.order_id == order_id,
        LedgerEntry.kind == "sale",
        LedgerEntry.account == LedgerAccount.PROVIDER.value,
    )
    return int(work.session.scalar(amounts) or 0)
