"""Writing down what was paid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from marketplace.kernel.ids import new_id
from marketplace.kernel.work import Work
from marketplace.trade.pricing.models import AmountLine
from marketplace.trade.pricing.rules import Amount
from tenants.rows import NewRows


def freeze_amounts(
    work: Work, rows: NewRows, order: Mapping[str, UUID], amounts: Iterable[Amount], lines: Mapping[UUID, UUID]
) -> None:
    """Write down, for good, what an order costs its buyer.

    `order` names shop, buyer and order; `lines` says which order line each line of goods became.
    """
    for amount in amounts:
        rows.add(
            AmountLine,
            **order,
            id=new_id(),
            order_line_id=lines[amount.of] if amount.of else None,
            kind=amount.kind.value,
            amount_minor=amount.amount_minor,
            base_minor=amount.base_minor,
            rate_bp=amount.rate_bp,
            source=amount.source,
            borne_by=amount.borne_by.value if amount.borne_by else None,
        )
