"""What is kept in the tables of recalls: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

KEEPS: dict[str, Table] = {
    "recall": Table(
        For.SAFETY,
        Keep.TAX,
        cells(
            none("tenant_id id code product_id variants number title lot bought_from bought_until wrong what_to_do"),
            none("offers ground how_to_fix decided_by decided_by_id looked_at state started_at closed_at closing"),
            is_(DataKind.IDENTITY, "shop_name shop_slug", why=Why.SHOP),
            is_(DataKind.CONTACT, "contact", why=Why.SHOP),
        ),
        title=_l("Retiros"),
    ),
    "recall_notice": Table(
        For.SAFETY,
        Keep.TAX,
        cells(
            none("tenant_id id buyer_id recall_id order_id pieces written_at reminded_at answer answered_at"),
            none("return_code"),
        ),
        person="buyer_id",
        title=_l("Retiros de lo que compraste"),
    ),
}
