"""What is kept of tax papers: what for, how long, and what erasing does to it (CFF art. 30: five years)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _MON = DataKind.IDENTITY, DataKind.MONEY

KEEPS: dict[str, Table] = {
    "tax_paper": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("tenant_id id kind month correction state lack folio drawn_at tried_at attempt sealed_at asked_at"),
            none("stamped_at uuid sha256 is_test refusal replaces_id cancelled_at"),
            is_(_MON, "net_minor iva_minor isr_withheld_minor iva_withheld_minor receiver_rfc xml", why=Why.TAX),
            is_(_ID, "receiver_name", why=Why.TAX),
        ), title=_l("Facturas y constancias que te damos"),
    ),
}  # fmt: skip
