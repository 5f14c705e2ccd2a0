"""What is kept in the tables of the ledger: what for, how long, and what erasing does to it."""

from __future__ import annotations

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_MON = DataKind.MONEY

KEEPS: dict[str, Table] = {
    "ledger_transaction": Table(For.PAY, Keep.BOOKS, cells(none("id kind cause at"))),
    "ledger_entry": Table(
        For.PAY, Keep.BOOKS,
        cells(none("tenant_id id transaction_id at account order_id kind"),
               is_(_MON, "amount_minor currency", why=Why.TAX)),
    ),
    "ledger_balance": Table(
        For.PAY, Keep.ALWAYS, cells(none("tenant_id id account"), is_(_MON, "amount_minor", why=Why.TAX)),
    ),
    "sealed_day": Table(For.PAY, Keep.ALWAYS, cells(none("day entries root chain sealed_at"))),
    "books_check": Table(For.PAY, Keep.ALWAYS, cells(none("id at entries differences"))),
}  # fmt: skip
