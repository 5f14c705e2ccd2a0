"""What is kept in the table of files of categories: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

KEEPS: dict[str, Table] = {
    "category_file": Table(
        For.SELL, Keep.YEAR,
        cells(none("id state lines found done at finished_at"), is_(DataKind.IDENTITY, "by by_id", why=Why.RECORD)),
        exported=False, title=_l("Archivos de categorías"),
    ),
}  # fmt: skip
