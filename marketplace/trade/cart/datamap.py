"""What is kept in the tables of the cart: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, cells, gone, none

KEEPS: dict[str, Table] = {
    "cart_row": Table(
        For.BUY,
        Keep.YEAR,
        cells(none("account_id variant_id"), gone(DataKind.TRACES, "number quantity seen_minor added_at changed_at")),
        person="account_id",
        goes=True,
        title=_l("Tu carrito"),
    ),
    "cart_choice": Table(
        For.BUY,
        Keep.YEAR,
        cells(
            none("account_id shop_id"),
            gone(DataKind.TRACES, "speed wrapped prices_hidden changed_at"),
            gone(DataKind.CONTENT, "message"),
        ),
        person="account_id",
        goes=True,
        title=_l("Cómo quieres que te llegue tu carrito"),
    ),
}
