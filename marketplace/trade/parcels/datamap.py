"""What is kept in the tables of parcels: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _TXT, _TRC = DataKind.IDENTITY, DataKind.CONTENT, DataKind.TRACES

KEEPS: dict[str, Table] = {
    "parcel": Table(
        For.BUY,
        Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id packed_at carrier shipped_at promise_from promise_to delivered_at"),
            is_(_ID, "packed_by", why=Why.RECORD),
            is_(_TXT, "note", Act.SCRUB),
            is_(_TRC, "tracking", Act.EMPTY),
        ),
        person="buyer_id",
        title=_l("Tus paquetes"),
    ),
}
