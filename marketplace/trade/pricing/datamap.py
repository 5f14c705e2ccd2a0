"""What is kept in the tables of prices: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

KEEPS: dict[str, Table] = {
    "amount_line": Table(
        For.BUY,
        Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id order_line_id kind source borne_by"),
            is_(DataKind.MONEY, "amount_minor base_minor rate_bp", why=Why.TAX),
        ),
        person="buyer_id",
        title=_l("Lo que pagaste, renglón por renglón"),
    ),
}
