"""What is kept in the tables of moderation: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _TXT = DataKind.IDENTITY, DataKind.CONTENT

KEEPS: dict[str, Table] = {
    "shop_closing": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id shop_name shop_slug ground state decided_at decided_by_id effective_at"),
            is_(_TXT, "facts", why=Why.RECORD), is_(_ID, "decided_by", why=Why.RECORD),
        ), title=_l("Decisiones de cerrar una tienda"),
    ),
    "closing_appeal": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id closing_id written_at upheld answered_at"), is_(_TXT, "body answer", why=Why.RECORD),
            is_(_ID, "written_by answered_by", why=Why.RECORD),
        ), title=_l("Apelaciones"),
    ),
    "moderation_case": Table(
        For.SAFETY, Keep.FIVE_YEARS,
        cells(
            none("tenant_id id product_id revision title shop_name shop_slug snapshot state submitted_at decide_by"),
            none("decided_at decided_by_id rule taken_down claimed_by_id claimed_until"),
            is_(_TXT, "facts how_to_fix plea", why=Why.RECORD),
            is_(_ID, "decided_by claimed_by", why=Why.RECORD),
        ), title=_l("Revisiones de publicaciones"),
    ),
}  # fmt: skip
