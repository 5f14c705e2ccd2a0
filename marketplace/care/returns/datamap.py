"""What is kept in the tables of returns: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _MON, _TXT = DataKind.IDENTITY, DataKind.MONEY, DataKind.CONTENT

KEEPS: dict[str, Table] = {
    "return_case": Table(
        For.BUY,
        Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id code state reason paid_by requested_at answer_by decided_at"),
            none("received_at refunded_at"),
            is_(_TXT, "note", Act.TEXT),
            is_(_TXT, "photos", Act.FILES),
            is_(_MON, "refund_minor shipping_minor wrap_minor", why=Why.TAX),
            is_(_ID, "decided_by", why=Why.RECORD),
            is_(_TXT, "decision_note", Act.SCRUB),
        ),
        person="buyer_id",
        files="photos",
        title=_l("Tus devoluciones"),
    ),
    "return_line": Table(
        For.BUY,
        Keep.TAX,
        cells(
            none("tenant_id id buyer_id return_id order_line_id quantity restocked"),
            is_(_MON, "refund_minor", why=Why.TAX),
        ),
        person="buyer_id",
        title=_l("Lo que devolviste"),
    ),
}
