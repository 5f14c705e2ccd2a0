"""What is kept in the tables of watching: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, cells, gone, none

_TRC = DataKind.TRACES

KEEPS: dict[str, Table] = {
    "price_watch": Table(
        For.BUY, Keep.ACCOUNT,
        cells(
            none("id account_id made_at paused removed_at told_at told_minor title"), gone(_TRC, "number below_minor"),
        ),
        person="account_id", goes=True, title=_l("Precios que sigues"),
    ),
    "saved_search": Table(
        For.BUY, Keep.ACCOUNT,
        cells(
            none("id account_id made_at paused removed_at told_at newest fresh"), gone(_TRC, "words address place"),
        ),
        person="account_id", goes=True, title=_l("Búsquedas que sigues"),
    ),
    "viewed": Table(
        For.BUY, Keep.YEAR, cells(none("account_id"), gone(_TRC, "number at")), person="account_id", goes=True,
        title=_l("Lo que viste hace poco"),
    ),
    "watcher": Table(
        For.BUY, Keep.ACCOUNT, cells(none("account_id lettered_on"), gone(_TRC, "letters keeps_viewed")),
        person="account_id", goes=True, title=_l("Correos de lo que sigues"),
    ),
}  # fmt: skip
