"""Verbs on the books. Every change is one transaction that sums to zero, written once for each cause."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.money.ledger import rules
from marketplace.money.ledger.models import LedgerEntry, LedgerTransaction


def post(
    work: Work,
    *,
    kind: rules.TransactionKind,
    cause: str,
    entries: list[rules.Entry],
    tenant_id: UUID | None = None,
    order_id: UUID | None = None,
) -> bool:
    """Write a transaction into the ledger. False when this kind was already written for this cause.

    Raises WrongEntries for what the books may not hold.
    """
    rules.check(kind, entries)
    transaction_id = new_id()
    noted = work.session.execute(
        insert(LedgerTransaction)
        .values(id=transaction_id, kind=kind.value, cause=cause, at=work.now)
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


def reverse(work: Work, kind: rules.TransactionKind, cause: str) -> bool:
    """Take a transaction back entry by entry, under the cause that it had. False when it was taken back before.

    Raises LookupError where there is nothing to take back, or what may not be.
    """
    rows = work.session.scalars(
        select(LedgerEntry)
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .where(LedgerTransaction.kind == kind.value, LedgerTransaction.cause == cause)
        .order_by(LedgerEntry.id)
    ).all()
    if not rows:
        raise LookupError(f"no {kind} for {cause}")
    entries = [
        rules.Entry(rules.LedgerAccount(row.account), row.kind, row.amount_minor, row.tenant_id is not None)
        for row in rows
    ]
    return post(
        work,
        kind=rules.BACK[kind],
        cause=cause,
        tenant_id=next((row.tenant_id for row in rows if row.tenant_id), None),
        order_id=rows[0].order_id,
        entries=rules.backwards(entries),
    )


def record_sale(work: Work, *, tenant_id: UUID, order_id: UUID, total_minor: int, fees: Mapping[str, int]) -> None:
    """Write a paid order into the ledger. Amounts in centavos; `fees` by kind, plus is taken from the shop."""
    post(
        work,
        kind=rules.TransactionKind.SALE,
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
            kind=rules.TransactionKind.RELEASE,
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
    return post(
        work, kind=rules.TransactionKind.REVERSAL, cause=cause, tenant_id=tenant_id, order_id=order_id, entries=entries
    )


def record_refund(work: Work, *, tenant_id: UUID, order_id: UUID, cause: str, amount_minor: int) -> bool:
    """Write down that money left for the buyer, in centavos. False when it was written for this cause before."""
    entries = rules.refunded(amount_minor)
    return post(
        work, kind=rules.TransactionKind.REFUND, cause=cause, tenant_id=tenant_id, order_id=order_id, entries=entries
    )


def _was_released(work: Work, order_id: UUID) -> bool:
    return (
        work.session.scalar(
            select(LedgerTransaction.id).where(
                LedgerTransaction.kind == rules.TransactionKind.RELEASE.value,
                LedgerTransaction.cause == f"order:{order_id}",
            )
        )
        is not None
    )


def record_adjustment(work: Work, *, tenant_id: UUID, order_id: UUID | None, cause: str, amount_minor: int) -> bool:
    """Put what a shop has available right by hand, in centavos: plus is given. False when it was for this cause before."""
    return post(
        work,
        kind=rules.TransactionKind.ADJUSTMENT,
        cause=cause,
        tenant_id=tenant_id,
        order_id=order_id,
        entries=rules.adjustment(amount_minor),
    )


def record_credit(work: Work, *, tenant_id: UUID, order_id: UUID | None, cause: str, amount_minor: int) -> bool:
    """Pay a shop for what the market failed in, in centavos. False when it was for this cause before."""
    return post(
        work,
        kind=rules.TransactionKind.CREDIT,
        cause=cause,
        tenant_id=tenant_id,
        order_id=order_id,
        entries=rules.credit(amount_minor),
    )


def record_claim(work: Work, *, order_id: UUID, cause: str, amount_minor: int) -> bool:
    """Owe a buyer, from the market's own, what no shop owes. False when it was for this cause before."""
    return post(
        work, kind=rules.TransactionKind.CLAIM, cause=cause, order_id=order_id, entries=rules.claim(amount_minor)
    )


def record_dispute(work: Work, *, cause: str, amount_minor: int) -> bool:
    """A bank took money back for a charge. `reverse` says that it gave it back. False when it was for this cause before."""
    return post(work, kind=rules.TransactionKind.DISPUTE, cause=cause, entries=rules.dispute(amount_minor))


def record_dispute_lost(
    work: Work, *, tenant_id: UUID, order_id: UUID, cause: str, amount_minor: int, shop_minor: int, owed_minor: int = 0
) -> bool:
    """A bank keeps what it took for an order: `owed_minor` of it was owed to the buyer, its shop bears `shop_minor`, the market
    the rest.

    False when it was for this cause before.
    """
    entries = rules.dispute_lost(amount_minor, shop_minor, owed_minor, released=_was_released(work, order_id))
    kind = rules.TransactionKind.DISPUTE_LOST
    return post(work, kind=kind, cause=cause, tenant_id=tenant_id, order_id=order_id, entries=entries)


def lost_to_bank(work: Work, order_id: UUID) -> int:
    """Say how much of an order a bank kept that was not owed to its buyer, in centavos: they have it, and are owed it no more."""
    borne = select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0)).where(
        LedgerEntry.order_id == order_id,
        LedgerEntry.kind == rules.EntryKind.DISPUTE.value,
        LedgerEntry.account.in_([rules.LedgerAccount.LOSSES.value, *(one.value for one in rules.SHOP_ACCOUNTS)]),
    )
    return int(work.session.scalar(borne) or 0)


def record_dispute_fee(work: Work, *, cause: str, amount_minor: int) -> bool:
    """A bank asks money for a chargeback. `reverse` says that it gave it back. False when it was for this cause before."""
    return post(work, kind=rules.TransactionKind.DISPUTE_FEE, cause=cause, entries=rules.dispute_fee(amount_minor))


def record_processing_cost(work: Work, *, cause: str, fee_minor: int, iva_minor: int) -> bool:
    """What a provider really took for a charge, with the IVA on it. False when it was for this cause before."""
    kind = rules.TransactionKind.PROCESSING_COST
    return post(work, kind=kind, cause=cause, entries=rules.processing_cost(fee_minor, iva_minor))
