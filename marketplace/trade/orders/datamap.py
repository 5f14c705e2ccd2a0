"""What is kept in the tables of orders: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _CON, _ADR, _MON, _TXT, _TRC, _SEC = (
    DataKind.IDENTITY,
    DataKind.CONTACT,
    DataKind.ADDRESS,
    DataKind.MONEY,
    DataKind.CONTENT,
    DataKind.TRACES,
    DataKind.SECRET,
)
_TERMS = "warranty_months warranty_by return_days return_paid_by"

KEEPS: dict[str, Table] = {
    "purchase": Table(
        For.BUY, Keep.TAX,
        cells(
            none("account_id id code state locale created_at expires_at reminded_at paid_at link_expires_at cart_id"),
            none("pay_method pay_until decline months"),
            is_(_ID, "name", Act.NAME), is_(_CON, "email", Act.ADDRESS), is_(_CON, "phone", Act.EMPTY),
            is_(_ADR, "address", Act.PLACE), is_(_MON, "total_minor currency received_minor", why=Why.TAX),
            is_(_TRC, "source", Act.EMPTY),
            is_(_SEC, "idempotency_key link_hash", why=Why.PROOF),
        ),
        person="account_id", title=_l("Tus compras"),
    ),
    "order": Table(
        For.BUY, Keep.TAX,
        cells(
            none(
                "tenant_id id buyer_id purchase_id code state shop_slug shop_name fee_version promise_from promise_to "
                "ship_by placed_at packed_at shipped_at delivered_at cancelled_at resent_until arrival_told_at delivered_by "
                "held_until released_at prices_hidden express"
            ),
            is_(_ID, "buyer_name", Act.NAME), is_(_CON, "phone", Act.EMPTY), is_(_ADR, "ship_to", Act.PLACE),
            is_(_MON, "goods_minor shipping_minor total_minor fees_minor refunded_minor shipping_back_minor", why=Why.TAX),
            is_(_MON, "wrap_minor wrap_back_minor", why=Why.TAX), is_(_TXT, "gift_message", Act.EMPTY),
            is_(_MON, "currency", why=Why.TAX),
            is_(_ID, "arrival_told_by", why=Why.RECORD), is_(_ID, "cancelled_by", Act.SCRUB),
            is_(_TXT, "cancel_reason", Act.TEXT), none("cancel_code"),
        ),
        person="buyer_id", theirs="cancelled_by", title=_l("Tus pedidos"),
    ),
    "order_line": Table(
        For.BUY, Keep.TAX,
        cells(
            none(f"tenant_id id buyer_id order_id product_id variant_id number picture_key iva_article {_TERMS}"),
            none("going_back claimed returned"),
            is_(_TRC, "title variant_name sku category quantity", why=Why.TAX),
            is_(_MON, "unit_price_minor total_minor iva_bp", why=Why.TAX), is_(_TRC, "price_group", why=Why.TAX),
        ),
        person="buyer_id", title=_l("Lo que compraste"),
    ),
    "order_event": Table(
        For.BUY, Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id at kind"), is_(_ID, "by", Act.SCRUB), is_(_TXT, "note", Act.TEXT),
        ),
        person="buyer_id", theirs="by", title=_l("La historia de cada pedido"),
    ),
}  # fmt: skip
