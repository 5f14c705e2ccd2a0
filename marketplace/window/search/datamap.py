"""What is kept in the tables of search: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import DataKind, For, Keep, Table, Why, cells, is_, none

_ID = DataKind.IDENTITY

KEEPS: dict[str, Table] = {
    "search_synonym": Table(
        For.MACHINE,
        Keep.ALWAYS,
        cells(none("word group_id added_at"), is_(_ID, "added_by", why=Why.RECORD)),
        title=_l("Palabras que significan lo mismo en el buscador"),
    ),
    "sponsorship": Table(
        For.MACHINE,
        Keep.ALWAYS,
        cells(
            none("id number starts_on ends_on stopped_at added_at"),
            is_(_ID, "paid_by added_by", why=Why.RECORD),
        ),
        title=_l("Lugares pagados junto a los resultados"),
    ),
}
