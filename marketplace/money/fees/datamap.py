"""What is kept in the tables of fees: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_MON = DataKind.MONEY

KEEPS: dict[str, Table] = {
    "fee_line": Table(
        For.PAY, Keep.BOOKS,
        cells(
            none("tenant_id id buyer_id order_id order_line_id kind rule_id version source shop_plan reverses_id cause at"),
            is_(_MON, "base_minor rate_bp fixed_minor floor_minor cap_minor amount_minor", why=Why.TAX),
        ),
        person="buyer_id",
    ),
    "fee_schedule": Table(
        For.PAY, Keep.ALWAYS, cells(
            none("version published_at effective_from takes_more rule_count summary summary_en withdrawn_at withdrawn_reason")
        ),
    ),
    "fee_rule": Table(
        For.PAY, Keep.ALWAYS,
        cells(
            none("id version number kind category seller from_minor until_minor rate_bp fixed_minor floor_minor cap_minor"),
            none("shop_plan months source text text_en"),
        ),
    ),
    "quiet_season": Table(For.PAY, Keep.ALWAYS, cells(none("id name name_en first last"))),
    "fee_draft": Table(
        For.PAY, Keep.ALWAYS,
        cells(
            none("id state summary summary_en starts_on rules revision writers written_at figures weighed_revision"),
            none("published_by version"), is_(DataKind.IDENTITY, "written_by", why=Why.RECORD),
        ), title=_l("Borradores de tarifas"),
    ),
}  # fmt: skip
