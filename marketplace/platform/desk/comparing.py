"""Everything that tells of money is compared with everything else: what does not agree is written down and shown to staff.

Only what was written in one transaction is compared, so that what is under way is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import String, case, cast, func, literal, select

from marketplace.kernel.jobs import WAITS_OUTSIDE
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money import payouts
from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger import OTHER_SIDE, OWN, LedgerAccount, TransactionKind, broken_days, queries
from marketplace.money.ledger.models import BooksCheck, LedgerEntry, LedgerTransaction
from marketplace.money.payments import ChargeState, RefundState, RefundWay
from marketplace.money.payments.models import Charge, Refund
from marketplace.money.payouts.models import Payout
from marketplace.platform.adjustments import AdjustmentState
from marketplace.platform.adjustments.models import Adjustment
from marketplace.platform.desk.events import ComparisonAsked
from marketplace.trade.orders import PurchaseState
from marketplace.trade.orders.models import Order, Purchase


class Disagreement(StrEnum):
    """What does not agree with what."""

    SUM = "sum"  # a transaction of the books does not sum to zero
    BALANCE = "balance"  # a shop's balance is not what its entries come to
    SEAL = "seal"  # a day's entries do not give the root that was published
    FEES = "fees"  # the lines of an order's fees are not what the books took of it
    REFUNDED = "refunded"  # what an order gave back is not what the books gave back
    CHARGE = "charge"  # what a provider took for a purchase is not what the books have of its orders
    UNSETTLED = "unsettled"  # a provider took money for a purchase a day ago, and the purchase does not know it
    REFUND = "refund"  # what a provider gave back is not what the books say left
    ON_WAY = "on_way"  # what the books have on its way to a shop is not what its deposits are
    PAYOUT = "payout"  # what a deposit is, or became, is not what the books say of it
    ADJUSTED = "adjusted"  # what two people put right is not what the books have of it


@dataclass(frozen=True)
class Mismatch:
    """Two amounts that should be one, in centavos; `about` says whose: a code, a day, a shop and its account."""

    kind: Disagreement
    about: str
    one_minor: int
    other_minor: int


def differences(work: Work) -> Iterator[Mismatch]:
    """Compare the books with themselves, with fees and orders, and with what providers did. Reads everything; changes nothing."""
    for transaction_id, amount in queries.unbalanced_transactions(work):
        yield Mismatch(Disagreement.SUM, str(transaction_id), amount, 0)
    for tenant_id, account, kept, said in queries.wrong_balances(work):
        yield Mismatch(Disagreement.BALANCE, f"{tenant_id} {account}", kept, said)
    for day in broken_days(work):
        yield Mismatch(Disagreement.SEAL, day.isoformat(), 0, 0)
    yield from _fees(work)
    yield from _refunded(work)
    yield from _charges(work)
    yield from _unsettled(work)
    yield from _refunds(work)
    yield from _on_way(work)
    yield from _payouts(work)
    yield from _adjusted(work)


_SHOPS = tuple(account.value for account in OWN)


_BY_HAND = [
    kind.value
    for kind in (
        TransactionKind.ADJUSTMENT,
        TransactionKind.ADJUSTMENT_BACK,
        TransactionKind.CREDIT,
        TransactionKind.CREDIT_BACK,
    )
]


def _fees(work: Work) -> Iterator[Mismatch]:
    lines = (
        select(FeeLine.order_id, func.sum(FeeLine.amount_minor).label("amount")).group_by(FeeLine.order_id).subquery()
    )
    booked = _of_orders(LedgerEntry.kind.in_(list(OTHER_SIDE)), LedgerEntry.account.in_(_SHOPS))
    sold = select(LedgerEntry.order_id).where(LedgerEntry.kind == "sale").distinct().subquery()
    said, kept = func.coalesce(lines.c.amount, 0), func.coalesce(booked.c.amount, 0)
    rows = work.session.execute(
        select(Order.code, said, kept)
        .join(sold, sold.c.order_id == Order.id)
        .outerjoin(lines, lines.c.order_id == Order.id)
        .outerjoin(booked, booked.c.order_id == Order.id)
        .where(said != kept)
    )
    yield from _told(Disagreement.FEES, rows)


def _refunded(work: Work) -> Iterator[Mismatch]:
    booked = _of_orders(LedgerEntry.kind == "refund", LedgerEntry.account.in_(_SHOPS))
    kept = func.coalesce(booked.c.amount, 0)
    rows = work.session.execute(
        select(Order.code, Order.refunded_minor, kept)
        .outerjoin(booked, booked.c.order_id == Order.id)
        .where(Order.refunded_minor != kept)
    )
    yield from _told(Disagreement.REFUNDED, rows)


def _charges(work: Work) -> Iterator[Mismatch]:
    sold = _of_orders(LedgerEntry.kind == "sale", LedgerEntry.account == LedgerAccount.PROVIDER.value)
    of_purchase = (
        select(Order.purchase_id, func.sum(sold.c.amount).label("amount"))
        .join(sold, sold.c.order_id == Order.id)
        .group_by(Order.purchase_id)
        .subquery()
    )
    rows = work.session.execute(
        select(Charge.reference, Charge.amount_minor, of_purchase.c.amount)
        .join(of_purchase, of_purchase.c.purchase_id == Charge.purchase_id)
        .where(Charge.amount_minor != of_purchase.c.amount)
    )
    yield from _told(Disagreement.CHARGE, rows)


def _unsettled(work: Work) -> Iterator[Mismatch]:
    """What was taken and is not sold: the job that settles it asked the provider for as long as jobs wait, and gave up."""
    rows = work.session.execute(
        select(Charge.reference, Charge.amount_minor, literal(0))
        .join(Purchase, Purchase.id == Charge.purchase_id)
        .where(
            Charge.state == ChargeState.SUCCEEDED,
            Charge.succeeded_at < work.now - WAITS_OUTSIDE,
            Purchase.state != PurchaseState.PAID,
        )
    )
    yield from _told(Disagreement.UNSETTLED, rows)


def _refunds(work: Work) -> Iterator[Mismatch]:
    gone = _of_orders(LedgerEntry.kind == "refund", LedgerEntry.account == LedgerAccount.PROVIDER.value)
    given = (
        select(Refund.order_id, func.sum(Refund.amount_minor).label("amount"))
        .where(Refund.state == RefundState.SUCCEEDED, Refund.way != RefundWay.CHARGEBACK)
        .group_by(Refund.order_id)
        .subquery()
    )
    one, other = func.coalesce(given.c.amount, 0), func.coalesce(-gone.c.amount, 0)
    rows = work.session.execute(
        select(Order.code, one, other)
        .outerjoin(given, given.c.order_id == Order.id)
        .outerjoin(gone, gone.c.order_id == Order.id)
        .where(one != other)
    )
    yield from _told(Disagreement.REFUND, rows)


def _on_way(work: Work) -> Iterator[Mismatch]:
    kept = {
        tenant_id: -int(amount)
        for tenant_id, amount in work.session.execute(
            select(LedgerEntry.tenant_id, func.sum(LedgerEntry.amount_minor))
            .where(LedgerEntry.account == LedgerAccount.SELLER_ON_WAY.value)
            .group_by(LedgerEntry.tenant_id)
        )
    }
    said = payouts.queries.on_way(work)
    for tenant_id in sorted({*kept, *said}, key=str):
        one, other = said.get(tenant_id, 0) if tenant_id else 0, kept.get(tenant_id, 0)
        if one != other:
            yield Mismatch(Disagreement.ON_WAY, str(tenant_id), one, other)


def _payouts(work: Work) -> Iterator[Mismatch]:
    """What left by each deposit: all of it where it arrived and stayed there, else nothing; and it is what its orders gave."""
    left = (
        select(LedgerTransaction.cause, -func.sum(LedgerEntry.amount_minor).label("amount"))
        .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(
            LedgerTransaction.kind.in_(("payout_paid", "payout_returned")),
            LedgerEntry.account == LedgerAccount.PROVIDER.value,
        )
        .group_by(LedgerTransaction.cause)
        .subquery()
    )
    paid = case((Payout.state == payouts.PayoutState.PAID, Payout.amount_minor), else_=0)
    other = func.coalesce(left.c[1], 0)
    rows = work.session.execute(
        select(Payout.code, paid, other)
        .outerjoin(left, left.c.cause == func.concat("payout:", cast(Payout.id, String)))
        .where(paid != other)
    )
    yield from _told(Disagreement.PAYOUT, rows)
    gave = (
        select(LedgerEntry.transaction_id, func.sum(LedgerEntry.amount_minor).label("amount"))
        .where(LedgerEntry.kind == "payout", LedgerEntry.account == LedgerAccount.SELLER_AVAILABLE.value)
        .group_by(LedgerEntry.transaction_id)
        .subquery()
    )
    given = func.coalesce(gave.c.amount, 0)
    rows = work.session.execute(
        select(Payout.code, Payout.amount_minor, given)
        .outerjoin(gave, gave.c.transaction_id == Payout.transaction_id)
        .where(Payout.amount_minor != given)
    )
    yield from _told(Disagreement.PAYOUT, rows)


def _adjusted(work: Work) -> Iterator[Mismatch]:
    given = (
        select(Adjustment.id, Adjustment.amount_minor).where(Adjustment.state == AdjustmentState.APPROVED).subquery()
    )
    booked = (
        select(LedgerTransaction.cause, -func.sum(LedgerEntry.amount_minor).label("amount"))
        .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(LedgerTransaction.kind.in_(_BY_HAND), LedgerEntry.account.in_(_SHOPS))
        .group_by(LedgerTransaction.cause)
        .subquery()
    )
    cause = func.concat("adjustment:", given.c.id)
    one, other = func.coalesce(given.c.amount_minor, 0), func.coalesce(booked.c[1], 0)
    rows = work.session.execute(
        select(case((given.c.id.is_(None), booked.c.cause), else_=cause), one, other)
        .select_from(given)
        .join(booked, booked.c.cause == cause, full=True)
        .where(one != other)
    )
    yield from _told(Disagreement.ADJUSTED, rows)


def _of_orders(*conditions: Any) -> Any:
    """Sum entries by order, where they fit."""
    return (
        select(LedgerEntry.order_id, func.sum(LedgerEntry.amount_minor).label("amount"))
        .where(*conditions)
        .group_by(LedgerEntry.order_id)
        .subquery()
    )


def _told(kind: Disagreement, rows: Any) -> Iterator[Mismatch]:
    for about, one, other in rows:
        yield Mismatch(kind, about, int(one), int(other))


@verb(needs=StaffMay.ADJUST)
def ask_comparison(work: Work) -> None:
    """Have everything compared by a job, now and not only at night."""
    assert work.actor.account_id is not None  # staff are people
    work.audit("finance.compare", "finance:books")
    work.tell(ComparisonAsked(work.actor.account_id))


def compare_asked(work: Work, fact: ComparisonAsked) -> None:
    """Compare everything, since somebody asked."""
    check_books(work)


def check_books(work: Work) -> None:
    """By the clock, and by hand: compare everything, and write down what was found."""
    found = [asdict(one) for one in differences(work)]
    entries = work.session.scalar(select(func.count()).select_from(LedgerEntry)) or 0
    work.session.add(BooksCheck(at=work.now, entries=entries, differences=found))
