"""What is kept in the tables of inventory: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_ID = DataKind.IDENTITY

KEEPS: dict[str, Table] = {
    "movement": Table(
        For.SELL, Keep.BOOKS,
        cells(none("tenant_id id variant_id location_id at kind delta on_hand_after subject"), is_(_ID, "by", why=Why.RECORD)),
        title=_l("Movimientos de existencias"),
    ),
    "location": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id opened_at"))),
    "stock": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id variant_id location_id product_id on_hand reserved"))),
    "reservation": Table(
        For.BUY, Keep.SHOP, cells(none("tenant_id id purchase_id variant_id location_id quantity state expires_at")),
    ),
}  # fmt: skip
