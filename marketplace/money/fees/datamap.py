"""What is kept in the tables of fees: what for, how long, and what erasing does to it."""

from __future__ import annotations

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_MON = DataKind.MONEY

KEEPS: dict[str, Table] = {
    "fee_line": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("tenant_id id buyer_id order_id order_line_id kind rule_id version source reverses_id cause at"),
            is_(_MON, "base_minor rate_bp fixed_minor amount_minor", why=Why.TAX),
        ),
        person="buyer_id",
    ),
    "fee_schedule": Table(
        For.PAY, Keep.ALWAYS, cells(none("version published_at effective_from summary summary_en")),
    ),
    "fee_rule": Table(
        For.PAY, Keep.ALWAYS,
        cells(none("id version kind category seller rate_bp fixed_minor cap_minor source text text_en")),
    ),
}  # fmt: skip
