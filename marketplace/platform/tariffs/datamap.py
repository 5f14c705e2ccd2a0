"""What is kept in the tables of tariffs to come: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

KEEPS: dict[str, Table] = {
    "fee_estimate": Table(
        For.PAY, Keep.ALWAYS,
        cells(
            none("tenant_id id version first last orders"), is_(DataKind.MONEY, "was_minor would_minor", why=Why.RECORD)
        ), title=_l("Lo que una tarifa habría costado a una tienda"),
    ),
    "fee_acceptance": Table(
        For.PAY, Keep.ALWAYS,
        cells(
            none("tenant_id id version accepted_at account_id"), is_(DataKind.IDENTITY, "name", why=Why.RECORD)
        ), title=_l("Tarifas que una tienda aceptó"),
    ),
    "plan_request": Table(
        For.PAY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id against_id written_at answered_at answered_by_id"),
            is_(DataKind.IDENTITY, "written_by answered_by", why=Why.RECORD),
            is_(DataKind.CONTENT, "body answer", why=Why.RECORD),
        ), title=_l("Lo que una tienda pidió sobre su plan"),
    ),
}  # fmt: skip
