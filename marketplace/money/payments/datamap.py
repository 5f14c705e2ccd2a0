"""What is kept in the tables of payments: what for, how long, and what erasing does to it."""

from __future__ import annotations

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_MON = DataKind.MONEY

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
    "ledger_transaction": Table(For.PAY, Keep.BOOKS, cells(none("id kind cause at"))),
    "ledger_entry": Table(
        For.PAY, Keep.BOOKS,
        cells(none("tenant_id id transaction_id at account order_id kind"),
               is_(_MON, "amount_minor currency", why=Why.TAX)),
    ),
    "provider_event": Table(For.PAY, Keep.FIVE_YEARS,
        cells(
            none("id provider event_id kind received_at provider_ref verdict"),
            is_(_MON, "amount_minor currency", why=Why.TAX),
        ),
    ),
}  # fmt: skip
