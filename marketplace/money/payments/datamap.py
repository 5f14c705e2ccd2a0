"""What is kept in the tables of payments: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_MON = DataKind.MONEY

KEEPS: dict[str, Table] = {
    "charge": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("id purchase_id reference state created_at succeeded_at paid_by instalments"),
            none("provider provider_ref last_failure"),
            is_(_MON, "amount_minor currency", why=Why.TAX),
        ),
    ),
    "payment_attempt": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("id charge_id number provider provider_ref page state failure created_at asked_at looked_at ended_at"),
            none("payment_ref method months pay_until voucher reminded_at"),
            is_(_MON, "amount_minor currency received_minor left_minor cost_minor cost_iva_minor", why=Why.TAX),
        ),
        exported=False,
    ),
    "refund": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("id charge_id tenant_id order_id cause state provider_ref failure created_at asked_at looked_at"),
            none("succeeded_at way times_stuck"),
            is_(_MON, "amount_minor", why=Why.TAX),
        ),
        exported=False,
    ),
    "chargeback": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("id charge_id provider ref state reason opened_at answer_by answered_at closed_at"),
            is_(_MON, "amount_minor currency fee_minor", why=Why.TAX),
            is_(DataKind.IDENTITY, "answered_by", why=Why.RECORD), is_(DataKind.CONTENT, "evidence photos", why=Why.RECORD),
        ),
        exported=False, title=_l("Contracargos"),
    ),
    "provider_event": Table(For.PAY, Keep.FIVE_YEARS,
        cells(
            none("id provider event_id kind said received_at provider_ref key failure charge_id verdict judged_at"),
            none("payment_ref method until voucher"),
            is_(_MON, "amount_minor currency", why=Why.TAX),
        ),
    ),
}  # fmt: skip
