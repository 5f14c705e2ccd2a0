"""What is kept in the tables of payouts: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _MON, _SEC = DataKind.IDENTITY, DataKind.MONEY, DataKind.SECRET

KEEPS: dict[str, Table] = {
    "money_hold": Table(
        For.PAY, Keep.TAX,
        cells(none("tenant_id id buyer_id order_id cause since ended_at"), is_(_MON, "amount_minor", why=Why.TAX)),
        person="buyer_id", title=_l("Dinero de tus pedidos en espera"),
    ),
    "shop_hold": Table(
        For.PAY, Keep.BOOKS,
        cells(none("tenant_id id cause first_day last_day freed_at"), is_(_MON, "amount_minor", why=Why.TAX)),
        title=_l("Dinero detenido por una decisión"),
    ),
    "payout_plan": Table(For.PAY, Keep.SHOP, cells(none("tenant_id id every weekday least_minor version"))),
    "payout_account": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("tenant_id id state code tries_left given_at starts_at file_id sent_at arrived_at proven_at"),
            none("ended_at ended_for road asked"), is_(_MON, "clabe recipient", why=Why.TAX), is_(_ID, "holder", why=Why.TAX),
            is_(_ID, "given_by", why=Why.RECORD), is_(_SEC, "check_minor", why=Why.PROOF),
        ), title=_l("Cuentas a las que te depositamos"),
    ),
    "payout": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("tenant_id id code state account_id road transaction_id orders since due_on made_at asked_at sent_at"),
            none("file_id settled_at failure"), is_(_MON, "amount_minor kept_minor currency clabe recipient", why=Why.TAX),
            is_(_ID, "holder", why=Why.TAX),
        ), title=_l("Depósitos a tu tienda"),
    ),
    "refund_transfer": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("id refund_id owner_id code state given_at file_id sent_at settled_at failure"),
            is_(_MON, "amount_minor clabe", why=Why.TAX), is_(_ID, "holder", why=Why.TAX),
        ), person="owner_id", title=_l("Cuentas a las que te devolvimos dinero"),
    ),
    "payout_file": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("id number made_at made_by_id lines"), is_(_MON, "total_minor", why=Why.TAX),
            is_(_ID, "made_by", why=Why.RECORD),
        ), title=_l("Archivos de depósitos para el banco"),
    ),
}  # fmt: skip
