"""What is kept in the tables of warranty: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _TXT = DataKind.IDENTITY, DataKind.CONTENT

KEEPS: dict[str, Table] = {
    "claim": Table(
        For.BUY,
        Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id order_line_id code state opened_at answer_by covered_until remedy"),
            none("answered_at closed_at quantity"),
            is_(_TXT, "problem", Act.TEXT),
            is_(_TXT, "photos", Act.FILES),
            is_(_TXT, "answer", Act.SCRUB),
            is_(_ID, "answered_by", why=Why.RECORD),
        ),
        person="buyer_id",
        files="photos",
        title=_l("Tus garantías"),
    ),
}
