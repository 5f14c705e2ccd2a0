"""What is kept in the tables of notifications: what for, how long, and what erasing does to it."""

from __future__ import annotations

from marketplace.kernel.datamap import For, Keep, Kind, Table, cells, gone, none

_CON, _TXT, _TRC, _SEC = Kind.CONTACT, Kind.CONTENT, Kind.TRACES, Kind.SECRET

KEEPS: dict[str, Table] = {
    "mail": Table(
        For.TALK, Keep.YEAR,
        cells(none("id key state created_at sent_at"), gone(_CON, "to"), gone(_TXT, "subject"), gone(_TRC, "said"),
            gone(_SEC, "text html stop_url"),  # links of letters open doors
        ),
        address="to", made="created_at", goes=True, mentions="subject text",
    ),
}  # fmt: skip
