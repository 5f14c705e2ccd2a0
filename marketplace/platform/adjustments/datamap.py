"""What is kept in the tables of adjustments: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _TXT, _MON = DataKind.IDENTITY, DataKind.CONTENT, DataKind.MONEY

KEEPS: dict[str, Table] = {
    "adjustment": Table(
        For.PAY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id shop_name shop_slug kind state reason order_id order_code asked_at asked_by_id decided_at"),
            none("decided_by_id reversed_at"),
            is_(_MON, "amount_minor", why=Why.TAX), is_(_TXT, "facts answer", why=Why.RECORD),
            is_(_ID, "asked_by decided_by", why=Why.RECORD),
        ), title=_l("Ajustes a tu dinero"),
    ),
    "adjustment_appeal": Table(
        For.PAY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id adjustment_id written_at upheld answered_at"), is_(_TXT, "body answer", why=Why.RECORD),
            is_(_ID, "written_by answered_by", why=Why.RECORD),
        ), title=_l("Apelaciones de ajustes"),
    ),
}  # fmt: skip
