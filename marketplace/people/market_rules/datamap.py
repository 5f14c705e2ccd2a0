"""What is kept in the tables of the rules of the market: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

KEEPS: dict[str, Table] = {
    "rules_version": Table(
        For.SAFETY, Keep.ALWAYS, cells(
            none("version announced_at in_force_from rule_count summary summary_en withdrawn_at withdrawn_reason")
        ),
    ),
    "market_rule": Table(
        For.SAFETY, Keep.ALWAYS, cells(none("version code position section title title_en body body_en source")),
    ),
    "rules_draft": Table(
        For.SAFETY, Keep.ALWAYS,
        cells(
            none("id state summary summary_en starts_on rules revision writers written_at announced_by version"),
            is_(DataKind.IDENTITY, "written_by", why=Why.RECORD),
        ), title=_l("Borradores de las reglas"),
    ),
    "rules_acceptance": Table(
        For.SAFETY, Keep.ALWAYS,
        cells(
            none("tenant_id id version accepted_at account_id"), is_(DataKind.IDENTITY, "name", why=Why.RECORD)
        ), title=_l("Reglas que una tienda aceptó"),
    ),
}  # fmt: skip
