"""What is kept in the tables of customer groups: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, cells, gone, none

KEEPS: dict[str, Table] = {
    "customer_group": Table(
        For.SELL, Keep.SHOP, cells(none("tenant_id id name note is_on made_at")), title=_l("Grupos de clientes")
    ),
    "group_member": Table(
        For.BUY, Keep.ACCOUNT,
        cells(none("tenant_id id buyer_id group_id accepted_at"), gone(DataKind.CONTACT, "email")),
        person="buyer_id", goes=True, title=_l("Tus grupos en tiendas"),
    ),
    "group_invitation": Table(
        For.SELL, Keep.YEAR,
        cells(
            none("tenant_id id group_id invited_at expires_at"),
            gone(DataKind.CONTACT, "email"), gone(DataKind.SECRET, "token_hash"),
        ),
        address="email", made="invited_at", goes=True, title=_l("Invitaciones a grupos de tiendas"),
    ),
    "group_price": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id group_id product_id variant_id price_minor"))),
}  # fmt: skip
