"""What is kept in the tables of addresses: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _SEC = DataKind.IDENTITY, DataKind.SECRET

KEEPS: dict[str, Table] = {
    "old_address": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id path product_id added_at"))),
    "hostname": Table(
        For.SELL,
        Keep.SHOP,
        cells(
            none("tenant_id id name state added_at check_at checked_at verified_at missed problem"),
            is_(_ID, "added_by", why=Why.RECORD),
            is_(_SEC, "token", why=Why.SHOP),
        ),
        title=_l("Dominios de tu tienda"),
    ),
}
