"""What is kept in the tables of messaging: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, cells, is_, none

_ID, _TXT = DataKind.IDENTITY, DataKind.CONTENT

KEEPS: dict[str, Table] = {
    "thread": Table(
        For.TALK,
        Keep.FIVE_YEARS,
        cells(
            none("tenant_id id buyer_id order_id order_code number title shop_name last_at turn reply_by unread_shop"),
            none("unread_buyer"),
            is_(_ID, "buyer_name", Act.NAME),
            is_(_TXT, "last_body", Act.TEXT),
        ),
        person="buyer_id",
        title=_l("Tus conversaciones"),
    ),
    "message": Table(
        For.TALK,
        Keep.FIVE_YEARS,
        cells(
            none("tenant_id id buyer_id thread_id at side author_role needs_answer"),
            is_(_ID, "author", Act.SCRUB),
            is_(_TXT, "body", Act.TEXT),
        ),
        person="buyer_id",
        theirs="side",
        title=_l("Mensajes"),
    ),
}
