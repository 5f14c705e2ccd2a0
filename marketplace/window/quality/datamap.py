"""What is kept in the tables of quality: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import For, Keep, Table, cells, none

_SIDES = " ".join(
    f"{side}_{part}" for side in ("having", "lacking") for part in ("listings", "shops", "seen", "opened", "bought")
)

KEEPS: dict[str, Table] = {
    "listing_traffic": Table(
        For.SELL, Keep.YEAR, cells(none("tenant_id id day seen opened")), exported=False,
        title=_l("Cuántas veces al día se vio y se abrió cada publicación, sin quién"),
    ),
    "fact_effect": Table(
        For.SELL, Keep.ALWAYS, cells(none(f"branch fact measured_at {_SIDES}")), exported=False,
        title=_l("Lo que se midió de las publicaciones de todo el mercado, en sumas"),
    ),
}  # fmt: skip
