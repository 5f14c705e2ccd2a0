"""What is kept in the table of views: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, cells, gone, none

KEEPS: dict[str, Table] = {
    "product_view": Table(
        For.SELL, Keep.SHOP,
        cells(none("tenant_id id account_id made_at"), gone(DataKind.TRACES, "name asked")),
        person="account_id", goes=True, title=_l("Vistas de productos que guardaste"),
    ),
}  # fmt: skip
