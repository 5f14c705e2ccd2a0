"""What is kept in the tables of channels: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _SEC = DataKind.IDENTITY, DataKind.SECRET

KEEPS: dict[str, Table] = {
    "api_key": Table(
        For.SELL,
        Keep.SHOP,
        cells(
            none("tenant_id id name may created_at used_at revoked_at made_by"),
            is_(_ID, "created_by", why=Why.RECORD),
            is_(_SEC, "hash starts_with", why=Why.SHOP),
        ),
        title=_l("Llaves de la API de tu tienda"),
    ),
}
