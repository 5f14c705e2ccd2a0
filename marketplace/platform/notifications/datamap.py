"""What is kept in the tables of notifications: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, cells, gone, none

_ID, _CON, _TXT, _TRC, _SEC = DataKind.IDENTITY, DataKind.CONTACT, DataKind.CONTENT, DataKind.TRACES, DataKind.SECRET

KEEPS: dict[str, Table] = {
    "notification": Table(
        For.TALK,
        Keep.YEAR,
        cells(
            none("id key kind account_id tenant_id locale channel created_at"),
            gone(_CON, "email"),
            gone(_ID, "name"),
            gone(_TXT, "data"),
            gone(_TRC, "read_at"),
            gone(_SEC, "path stop_path"),  # they may open doors
        ),
        person="account_id",
        address="email",
        made="created_at",
        goes=True,
        mentions="data",
        title=_l("Avisos que te dimos"),
    ),
    "mail": Table(
        For.TALK,
        Keep.YEAR,
        cells(
            none("id key state created_at sent_at"),
            gone(_CON, "to"),
            gone(_TXT, "subject"),
            gone(_TRC, "said"),
            gone(_SEC, "text html stop_url"),  # links of mail open doors
        ),
        address="to",
        made="created_at",
        goes=True,
        mentions="subject text",
        title=_l("Copias de los correos que te mandamos"),
    ),
}
