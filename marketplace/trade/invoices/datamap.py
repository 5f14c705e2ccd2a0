"""What is kept in the tables of invoices: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, gone, is_, none

_ID, _ADR, _MON, _TXT = DataKind.IDENTITY, DataKind.ADDRESS, DataKind.MONEY, DataKind.CONTENT

KEEPS: dict[str, Table] = {
    # What was asked for and never issued goes with its person; what was issued, and what is owed of it, is a tax paper
    # (CFF art. 30): only that has an amount.
    "invoice_request": Table(
        For.BUY,
        Keep.TAX,
        cells(
            none("tenant_id id buyer_id order_id code kind state corrects_id asked_at round answer_by told_late_at"),
            none("answered_at reason seal_sha256"),
            is_(_ID, "name", why=Why.TAX),
            is_(_MON, "rfc regime use amount_minor uuid", why=Why.TAX),
            is_(_ADR, "postal_code", why=Why.TAX),
            is_(_TXT, "xml pdf_key", why=Why.TAX),
            is_(_ID, "answered_by", why=Why.RECORD),
        ),
        person="buyer_id",
        goes=True,
        stays_with="amount_minor",
        title=_l("Las facturas que pediste"),
    ),
    "saved_tax_data": Table(
        For.BUY,
        Keep.ACCOUNT,
        cells(
            none("account_id saved_at"),
            gone(_ID, "name"),
            gone(_MON, "rfc regime use"),
            gone(_ADR, "postal_code"),
        ),
        person="account_id",
        goes=True,
        title=_l("Tus datos fiscales"),
    ),
    "global_invoice": Table(
        For.SELL,
        Keep.TAX,
        cells(none("tenant_id id month made_at orders"), is_(_MON, "base_minor tax_minor total_minor", why=Why.TAX)),
        title=_l("La factura global de cada mes"),
    ),
    "global_invoice_line": Table(
        For.SELL,
        Keep.TAX,
        cells(none("tenant_id id global_id order_id code iva_bp"), is_(_MON, "base_minor tax_minor", why=Why.TAX)),
        title=_l("Los pedidos de cada factura global"),
    ),
}
