"""What is kept in the tables of payments: what for, how long, and what erasing does to it."""

from __future__ import annotations

from marketplace.kernel.datamap import For, Keep, Kind, Table, Why, cells, is_, none

_MON = Kind.MONEY

KEEPS: dict[str, Table] = {
    "charge": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("id purchase_id reference provider provider_ref state created_at succeeded_at last_failure"),
            is_(_MON, "amount_minor currency", why=Why.TAX),
        ),
    ),
    "refund": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("id charge_id tenant_id order_id cause state provider_ref created_at succeeded_at"),
            is_(_MON, "amount_minor", why=Why.TAX),
        ),
        exported=False,
    ),
    "provider_event": Table(For.PAY, Keep.FIVE_YEARS,
        cells(
            none("id provider event_id kind received_at provider_ref verdict"),
            is_(_MON, "amount_minor currency", why=Why.TAX),
        ),
    ),
}  # fmt: skip
