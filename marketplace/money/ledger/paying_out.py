"""A shop's money on its way to its bank: what is available of each order, and what the books write of a deposit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from marketplace.kernel.work import Work
from marketplace.money.ledger import rules
from marketplace.money.ledger.models import LedgerBalance, LedgerEntry, LedgerTransaction
from marketplace.money.ledger.service import post

_T = rules.TransactionKind
_AVAILABLE = rules.LedgerAccount.SELLER_AVAILABLE


def lock_available(work: Work, tenant_id: UUID) -> None:
    """Let nothing be written of what a shop has available until the work is over, but by this work."""
    work.session.lock(
        select(LedgerBalance).where(LedgerBalance.tenant_id == tenant_id, LedgerBalance.account == _AVAILABLE.value)
    )


def available_by_order(
    work: Work, tenant_id: UUID, *, since: datetime | None = None, also: Collection[UUID] = ()
) -> dict[UUID | None, int]:
    """Say what a shop has available of each order, in centavos; minus is what an order owes.

    Of orders of which nothing was written since a moment only those in `also` are looked at.
    """
    own = (LedgerEntry.tenant_id == tenant_id) & (LedgerEntry.account == _AVAILABLE.value)
    query = select(LedgerEntry.order_id, -func.sum(LedgerEntry.amount_minor)).where(own)
    if since is not None:
        moved = select(LedgerEntry.order_id).where(own, LedgerEntry.at >= since)
        query = query.where(
            or_(LedgerEntry.order_id.in_(moved), LedgerEntry.order_id.in_(list(also)), LedgerEntry.order_id.is_(None))
        )
    rows = work.session.execute(query.group_by(LedgerEntry.order_id).having(func.sum(LedgerEntry.amount_minor) != 0))
    return {order_id: int(amount) for order_id, amount in rows}


def orders_paid_out(work: Work, transaction_id: UUID) -> dict[UUID | None, int]:
    """Say what each order gave to a deposit, in centavos, by its transaction; minus where it owed."""
    rows = work.session.execute(
        select(LedgerEntry.order_id, LedgerEntry.amount_minor)
        .where(LedgerEntry.transaction_id == transaction_id, LedgerEntry.account == _AVAILABLE.value)
        .order_by(LedgerEntry.id)
    )
    return {order_id: int(amount) for order_id, amount in rows}


def _post(work: Work, kind: rules.TransactionKind, cause: str, tenant_id: UUID, entries: list[rules.Entry]) -> bool:
    return post(work, kind=kind, cause=cause, tenant_id=tenant_id, order_id=None, entries=entries)


def record_payout(work: Work, *, tenant_id: UUID, payout_id: UUID, by_order: Mapping[UUID | None, int]) -> UUID:
    """Write that what orders gave is on its way to the shop's bank; gives the transaction. Once for each payout.

    The caller holds `lock_available`.
    """
    cause = f"payout:{payout_id}"
    _post(work, _T.PAYOUT, cause, tenant_id, rules.payout(by_order))
    return work.session.scalars(
        select(LedgerTransaction.id).where(LedgerTransaction.kind == _T.PAYOUT.value, LedgerTransaction.cause == cause)
    ).one()


def record_payout_paid(work: Work, *, tenant_id: UUID, payout_id: UUID, amount_minor: int) -> None:
    """Write that a deposit arrived, in centavos. Once for each payout."""
    _post(work, _T.PAYOUT_PAID, f"payout:{payout_id}", tenant_id, rules.payout_paid(amount_minor))


def record_payout_failed(
    work: Work, *, tenant_id: UUID, payout_id: UUID, by_order: Mapping[UUID | None, int], arrived: bool
) -> None:
    """Write that a deposit did not arrive, or came back after it had (`arrived`): exact reversals. Once for each payout."""
    cause = f"payout:{payout_id}"
    if arrived:
        _post(work, _T.PAYOUT_RETURNED, cause, tenant_id, rules.payout_returned(sum(by_order.values())))
    _post(work, _T.PAYOUT_FAILED, cause, tenant_id, rules.payout_failed(by_order))


def record_account_check(work: Work, *, tenant_id: UUID, account_id: UUID, amount_minor: int, arrived: bool) -> None:
    """Write that centavos went to prove a bank account, or that they came back. Once for each account."""
    cause = f"account:{account_id}"
    if arrived:
        _post(work, _T.ACCOUNT_CHECK, cause, tenant_id, rules.account_check(amount_minor))
    else:
        _post(work, _T.ACCOUNT_CHECK_FAILED, cause, tenant_id, rules.account_check_failed(amount_minor))
