"""What was sold, and withheld from shops for the SAT, by month and by shop: as the books have it, what went back left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from marketplace.kernel.calendar import morning_of, night_of
from marketplace.kernel.moments import in_mexico
from marketplace.kernel.work import Work
from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.ledger.rules import SHOP_ACCOUNTS, EntryKind

_OWN = [account.value for account in SHOP_ACCOUNTS]
_IVA_ON_FEES = (EntryKind.COMMISSION_IVA, EntryKind.PROCESSING_IVA, EntryKind.INSTALMENTS_IVA)
_TOLD = (EntryKind.SALE, EntryKind.REFUND, EntryKind.ISR_WITHHELD, EntryKind.IVA_WITHHELD, *_IVA_ON_FEES)


@dataclass(frozen=True)
class Withheld:
    """What a shop sold in a span, with IVA, what of it went back, and what was withheld of it, in centavos, all plus."""

    sold_minor: int
    refunded_minor: int
    isr_minor: int
    iva_minor: int
    iva_on_fees_minor: int  # that the market charged the shop, which is the shop's to credit

    @property
    def operations_minor(self) -> int:
        """What was sold and stayed sold."""
        return self.sold_minor - self.refunded_minor


def _sums(rows: Mapping[str, int]) -> Withheld:
    """From the shop's side: what came has a plus, what was taken a minus."""
    return Withheld(
        rows.get(EntryKind.SALE, 0),
        -rows.get(EntryKind.REFUND, 0),
        -rows.get(EntryKind.ISR_WITHHELD, 0),
        -rows.get(EntryKind.IVA_WITHHELD, 0),
        -sum(rows.get(kind, 0) for kind in _IVA_ON_FEES),
    )


def _told() -> ColumnElement[bool]:
    return LedgerEntry.kind.in_([kind.value for kind in _TOLD]) & LedgerEntry.account.in_(_OWN)


def withheld_by_month(work: Work) -> dict[date, Withheld]:
    """Sum each month of Mexico City of the shop this work stands in, the latest first; the key is its first day."""
    month = func.date_trunc("month", in_mexico(LedgerEntry.at)).label("month")
    rows = work.session.execute(
        select(month, LedgerEntry.kind, -func.sum(LedgerEntry.amount_minor))
        .where(LedgerEntry.tenant_id == work.tenant_id, _told())
        .group_by(month, LedgerEntry.kind)
        .order_by(month.desc())
    )
    return {key.date(): one for key, one in _grouped(rows).items()}


def withheld_of_shops(work: Work, first: date, last: date) -> dict[UUID, Withheld]:
    """Sum a span of days of Mexico City of every shop that sold, or gave back, in it. Above the walls."""
    rows = work.session.execute(
        select(LedgerEntry.tenant_id, LedgerEntry.kind, -func.sum(LedgerEntry.amount_minor))
        .where(LedgerEntry.at >= morning_of(first), LedgerEntry.at < night_of(last), _told())
        .group_by(LedgerEntry.tenant_id, LedgerEntry.kind)
    )
    return _grouped(rows)


def _grouped(rows: Any) -> dict[Any, Withheld]:
    found: dict[Any, dict[str, int]] = {}
    for key, kind, amount in rows:
        found.setdefault(key, {})[kind] = int(amount)
    return {key: _sums(of_it) for key, of_it in found.items()}
