"""Questions about payouts: a shop's deposits and account, and what waits for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.work import Work
from marketplace.money.payouts.errors import NoSuchPayout
from marketplace.money.payouts.gateways import BankFile
from marketplace.money.payouts.models import Payout, PayoutAccount, PayoutFile, RefundTransfer
from marketplace.money.payouts.rules import ON_WAY, OPEN, AccountState, PayoutState
from marketplace.people.sellers.models import Shop


def payouts_of(work: Work, *, limit: int = 30, before: datetime | None = None) -> Sequence[Payout]:
    """List the shop's deposits, the latest first, of before a moment on."""
    query = select(Payout).where(Payout.tenant_id == work.tenant_id)
    if before is not None:
        query = query.where(Payout.made_at < before)
    return work.session.scalars(query.order_by(Payout.made_at.desc()).limit(limit)).all()


def get_payout(work: Work, code: str) -> Payout:
    """Load a deposit of the shop by its code; raises NoSuchPayout."""
    found = work.session.scalar(select(Payout).where(Payout.tenant_id == work.tenant_id, Payout.code == code))
    if found is None:
        raise NoSuchPayout
    return found


@dataclass(frozen=True)
class AccountsView:
    """The bank accounts of a shop: the one it is paid to, the one that waits, and how the last one ended."""

    in_use: PayoutAccount | None
    open: PayoutAccount | None
    last_over: PayoutAccount | None


def accounts_of(work: Work) -> AccountsView:
    """Look at the bank accounts of the shop."""
    rows = work.session.scalars(
        select(PayoutAccount)
        .where(PayoutAccount.tenant_id == work.tenant_id)
        .order_by(PayoutAccount.given_at.desc(), PayoutAccount.id.desc())
        .limit(20)
    ).all()
    return AccountsView(
        next((one for one in rows if one.state == AccountState.IN_USE), None),
        next((one for one in rows if one.state in OPEN), None),
        next((one for one in rows if one.state == AccountState.OVER), None),
    )


# The accounts whose centavos wait for a file.
_UNSENT = (
    (PayoutAccount.state == AccountState.UNPROVEN)
    & (PayoutAccount.road == BankFile.name)
    & PayoutAccount.file_id.is_(None)
)


@dataclass(frozen=True)
class Waiting:
    """What staff have to send: a deposit of a shop, money back to a buyer, or centavos that prove a shop's account."""

    what: str  # "deposit", "refund" or "check"
    to: str
    clabe: str
    amount_minor: int
    since: datetime
    owner_id: UUID  # the shop, or the buyer


def waiting(work: Work, *, limit: int = 500) -> list[Waiting]:
    """List what waits for the next file, deposits first."""
    refunds = (
        select(
            RefundTransfer.holder, RefundTransfer.clabe, RefundTransfer.amount_minor, RefundTransfer.given_at,
            RefundTransfer.owner_id,
        )
        .where(RefundTransfer.state == PayoutState.DUE)
        .order_by(RefundTransfer.given_at, RefundTransfer.id)
    )  # fmt: skip
    due = (
        select(Shop.name, Payout.clabe, Payout.amount_minor, Payout.made_at, Payout.tenant_id)
        .join(Shop, Shop.tenant_id == Payout.tenant_id)
        .where(Payout.state == PayoutState.DUE, Payout.road == BankFile.name)
        .order_by(Payout.made_at, Payout.id)
    )
    checks = (
        select(
            Shop.name,
            PayoutAccount.clabe,
            func.coalesce(PayoutAccount.check_minor, 0),
            PayoutAccount.given_at,
            PayoutAccount.tenant_id,
        )
        .join(Shop, Shop.tenant_id == PayoutAccount.tenant_id)
        .where(_UNSENT)
        .order_by(PayoutAccount.given_at, PayoutAccount.id)
    )
    return [
        Waiting(what, *row)
        for what, query in (("deposit", due), ("refund", refunds), ("check", checks))
        for row in work.session.execute(query.limit(limit))
    ]


def count_waiting(work: Work) -> int:
    """Count the transfers that wait for a file."""
    due = select(func.count()).where(Payout.state == PayoutState.DUE, Payout.road == BankFile.name)
    refunds = select(func.count()).where(RefundTransfer.state == PayoutState.DUE)
    checks = select(func.count()).select_from(PayoutAccount).where(_UNSENT)
    return sum(work.session.scalar(query) or 0 for query in (due, refunds, checks))


def files(work: Work, *, offset: int = 0, limit: int = 30) -> tuple[Sequence[Any], int]:
    """List the files for the bank, the latest first, with how many of their deposits and refunds nobody has answered yet."""
    total = work.session.scalar(select(func.count()).select_from(PayoutFile)) or 0
    open_ = [
        select(func.count())
        .where(table.file_id == PayoutFile.id, table.state == PayoutState.SENT)
        .correlate(PayoutFile)
        .scalar_subquery()
        for table in (Payout, RefundTransfer)
    ]
    rows = work.session.execute(
        select(PayoutFile, (open_[0] + open_[1]).label("unanswered"))
        .order_by(PayoutFile.made_at.desc(), PayoutFile.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total


def names_of(work: Work, tenant_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Give the names of shops."""
    rows = work.session.execute(select(Shop.tenant_id, Shop.name).where(Shop.tenant_id.in_(tenant_ids)))
    return {row[0]: row[1] for row in rows}


def on_way(work: Work) -> dict[UUID, int]:
    """Say how much is on its way to each shop by its deposits, in centavos. Above the walls."""
    rows = work.session.execute(
        select(Payout.tenant_id, func.sum(Payout.amount_minor))
        .where(Payout.state.in_(ON_WAY))
        .group_by(Payout.tenant_id)
    )
    return {row[0]: int(row[1]) for row in rows}
