"""Verbs on the books. Every change is one transaction that sums to zero, written once for each cause."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.money.ledger import rules
from marketplace.money.ledger.models import LedgerEntry, LedgerTransaction


def post(
    work: Work, *, kind: str, cause: str, tenant_id: UUID, order_id: UUID | None, entries: list[rules.Entry]
) -> bool:
    """Write a transaction into the ledger. False when this kind was already written for this cause."""
    transaction_id = new_id()
    noted = work.session.execute(
        insert(LedgerTransaction)
        .values(id=transaction_id, kind=kind, cause=cause, at=work.now)
        .on_conflict_do_nothing()
        .returning(LedgerTransaction.id),
        execution_options={"wall": "plain"},
    )
    if noted.first() is None:
        return False
    work.session.add_all(
        LedgerEntry(
            transaction_id=transaction_id,
            at=work.now,
            account=entry.account.value,
            tenant_id=tenant_id if entry.shop else None,
            order_id=entry.order_id or order_id,
            kind=entry.kind,
            amount_minor=entry.amount_minor,
        )
        for entry in entries
    )
    work.session.flush()
    return True


def record_sale(work: Work, *, tenant_id: UUID, order_id: UUID, total_minor: int, fees: Mapping[str, int]) -> None:
    """Write a paid order into the ledger. Amounts in centavos; `fees` by kind, plus is taken from the shop."""
    post(
        work,
        kind="sale",
        cause=f"order:{order_id}",
        tenant_id=tenant_id,
        order_id=order_id,
        entries=rules.sale(total_minor, fees),
    )


def release_net(work: Work, *, tenant_id: UUID, order_id: UUID) -> None:
    """Make what an order left pending for its shop available, once its hold is over.

    The caller holds the order's lock, as every refund of it does: what goes back meanwhile is seen.
    """
    net = -_owed(work, tenant_id, order_id, rules.LedgerAccount.SELLER_PENDING)
    if net:
        post(
            work,
            kind="release",
            cause=f"order:{order_id}",
            tenant_id=tenant_id,
            order_id=order_id,
            entries=rules.release(net),
        )


def _owed(work: Work, tenant_id: UUID, order_id: UUID, account: rules.LedgerAccount) -> int:
    amounts = work.session.scalars(
        select(LedgerEntry.amount_minor).where(
            LedgerEntry.tenant_id == tenant_id,
            LedgerEntry.order_id == order_id,
            LedgerEntry.account == account.value,
        )
    )
    return sum(amounts)


def record_reversal(
    work: Work, *, tenant_id: UUID, order_id: UUID, cause: str, refund_minor: int, fees: Mapping[str, int]
) -> bool:
    """Write down that a buyer is owed money back, and that the shop gets fees back (`fees` by kind, negative).

    False when it was written for this cause before. It is taken of what the shop has pending, or of what is available
    once the order was released.
    """
    entries = rules.reversal(refund_minor, fees, released=_was_released(work, order_id))
    return post(work, kind="reversal", cause=cause, tenant_id=tenant_id, order_id=order_id, entries=entries)


def record_refund(work: Work, *, tenant_id: UUID, order_id: UUID, cause: str, amount_minor: int) -> bool:
    """Write down that money left for the buyer, in centavos. False when it was written for this cause before."""
    entries = rules.refunded(amount_minor)
    return post(work, kind="refund", cause=cause, tenant_id=tenant_id, order_id=order_id, entries=entries)


def _was_released(work: Work, order_id: UUID) -> bool:
    return (
        work.session.scalar(
            select(LedgerTransaction.id).where(
                LedgerTransaction.kind == "release", LedgerTransaction.cause == f"order:{order_id}"
            )
        )
        is not None
    )
