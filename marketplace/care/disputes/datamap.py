"""What is kept in the tables of disputes: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _TXT = DataKind.IDENTITY, DataKind.CONTENT

KEEPS: dict[str, Table] = {
    "dispute": Table(
        For.BUY,
        Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id code about about_id state opened_at answer_by answer answered_at"),
            none("escalated_at refunds decided_at ended_at"),
            is_(_TXT, "said escalation", Act.TEXT),
            is_(_TXT, "answer_note reason", Act.SCRUB),
            is_(_ID, "answered_by decided_by", why=Why.RECORD),
        ),
        person="buyer_id",
        title=_l("Aclaraciones de pedidos"),
    ),
}
