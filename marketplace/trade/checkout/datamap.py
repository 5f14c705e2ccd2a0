"""What is kept in the table of saved addresses: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, cells, gone, none

KEEPS: dict[str, Table] = {
    "saved_address": Table(
        For.BUY,
        Keep.ACCOUNT,
        cells(
            none("account_id id number saved_at used_at"),
            gone(DataKind.IDENTITY, "label name"),
            gone(DataKind.CONTACT, "phone"),
            gone(DataKind.ADDRESS, "postal_code state municipality settlement street exterior interior between"),
            gone(DataKind.ADDRESS, "references"),
        ),
        person="account_id",
        goes=True,
        title=_l("Tus direcciones"),
    ),
}
