"""What is kept in the tables of the desk: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _SEC = DataKind.IDENTITY, DataKind.SECRET

KEEPS: dict[str, Table] = {
    "first_steps": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id put_away_at"))),
    "statement_file": Table(
        For.PAY, Keep.WEEK,
        cells(
            none("tenant_id id first last format locale state done whole asked_at ready_at expires_at size"),
            is_(_ID, "asked_by", why=Why.RECORD), is_(_SEC, "key", Act.FILES),
        ), files="key", exported=False, title=_l("Archivos de estados de cuenta"),
    ),
}  # fmt: skip
