"""What is kept in the tables of compare: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, cells, gone, none

_TXT, _TRC = DataKind.CONTENT, DataKind.TRACES

KEEPS: dict[str, Table] = {
    "compared": Table(
        For.BUY,
        Keep.ACCOUNT,
        cells(none("account_id position"), gone(_TRC, "number"), gone(_TXT, "note")),
        person="account_id",
        goes=True,
        title=_l("Lo que comparas, con tus notas"),
    ),
}
