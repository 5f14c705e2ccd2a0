"""Questions about the books: what a shop is owed, its movements, the trial balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.work import Work
from marketplace.money.ledger.models import BooksCheck, LedgerBalance, LedgerEntry, LedgerTransaction, SealedDay
from marketplace.money.ledger.rules import OWN, LedgerAccount


@dataclass(frozen=True)
class Balance:
    """What a shop is owed, in centavos: until delivery (`pending`), after it (`available`), and on its way to its bank."""

    pending_minor: int
    available_minor: int
    on_way_minor: int = 0


def balance(work: Work) -> Balance:
    """Say what the shop this work stands in is owed."""
    rows = work.session.execute(
        select(LedgerBalance.account, LedgerBalance.amount_minor).where(LedgerBalance.tenant_id == work.tenant_id)
    )
    sums = {row.account: row.amount_minor for row in rows}
    return Balance(*(-sums.get(account, 0) for account in OWN))


@dataclass(frozen=True)
class Movement:
    """A line of a shop's money, as the shop reads it: plus arrives, minus leaves."""

    at: datetime
    kind: str
    account: str
    order_id: UUID | None
    amount_minor: int


def movements(work: Work, *, offset: int = 0, limit: int = 50) -> tuple[list[Movement], int]:
    """List a shop's money, latest first. Money that only becomes available, or goes on its way, is one line."""
    query = select(LedgerEntry).where(
        LedgerEntry.tenant_id == work.tenant_id,
        ~((LedgerEntry.kind == "release") & (LedgerEntry.account == LedgerAccount.SELLER_PENDING)),
        ~(LedgerEntry.kind.in_(("payout", "payout_failed")) & (LedgerEntry.account == LedgerAccount.SELLER_AVAILABLE)),
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


def unbalanced_transactions(work: Work) -> list[tuple[UUID, int]]:
    """List transactions that do not sum to zero, with their sum. There are none; the database refuses them."""
    rows = work.session.execute(
        select(LedgerEntry.transaction_id, func.sum(LedgerEntry.amount_minor))
        .group_by(LedgerEntry.transaction_id)
        .having(func.sum(LedgerEntry.amount_minor) != 0)
    )
    return [(transaction_id, int(amount)) for transaction_id, amount in rows]


def unbalanced(work: Work) -> int:
    """Count transactions that do not sum to zero."""
    return len(unbalanced_transactions(work))


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


def wrong_balances(work: Work) -> list[tuple[UUID, str, int, int]]:
    """List balances that are not what their entries come to: shop, account, what is kept, what the entries say."""
    said = (
        select(LedgerEntry.tenant_id, LedgerEntry.account, func.sum(LedgerEntry.amount_minor).label("amount"))
        .where(LedgerEntry.tenant_id.is_not(None))
        .group_by(LedgerEntry.tenant_id, LedgerEntry.account)
        .subquery()
    )
    same = (said.c.tenant_id == LedgerBalance.tenant_id) & (said.c.account == LedgerBalance.account)
    kept, entries = func.coalesce(LedgerBalance.amount_minor, 0), func.coalesce(said.c.amount, 0)
    rows = work.session.execute(
        select(
            func.coalesce(LedgerBalance.tenant_id, said.c.tenant_id),
            func.coalesce(LedgerBalance.account, said.c.account),
            kept,
            entries,
        )
        .select_from(LedgerBalance)
        .join(said, same, full=True)
        .where(kept != entries)
    )
    return [(tenant_id, account, int(one), int(other)) for tenant_id, account, one, other in rows]


def sealed_days(work: Work, *, offset: int = 0, limit: int = 60) -> tuple[list[SealedDay], int]:
    """List the days of the books that are sealed, latest first."""
    total = work.session.scalar(select(func.count()).select_from(SealedDay)) or 0
    rows = work.session.scalars(select(SealedDay).order_by(SealedDay.day.desc()).offset(offset).limit(limit))
    return list(rows), total


def latest_check(work: Work) -> BooksCheck | None:
    """The latest comparison of everything that tells of money; None before the first."""
    return work.session.scalars(select(BooksCheck).order_by(BooksCheck.at.desc()).limit(1)).one_or_none()
