"""What is kept in the tables of imports: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, is_, none

_ID, _SEC = DataKind.IDENTITY, DataKind.SECRET

KEEPS: dict[str, Table] = {
    "import_run": Table(
        For.SELL, Keep.YEAR,
        cells(
            none(
                "tenant_id id name format origin size columns mapping categories unknown state trouble whole done created"
                " changed same failed far problems asked_at locale ended_at version"
            ),
            is_(_ID, "asked_by asked_by_id", why=Why.RECORD), is_(_SEC, "key error_key", Act.FILES),
        ), files="key", exported=False, title=_l("Archivos de productos que se importaron"),
    ),
    "pictures_to_fetch": Table(
        For.SELL, Keep.SHOP, cells(none("tenant_id id run_id product_id urls")), exported=False,
        title=_l("Fotos por traer de los archivos importados"),
    ),
    "products_file": Table(
        For.SELL, Keep.WEEK,
        cells(
            none("tenant_id id format state done whole asked_at expires_at size"),
            is_(_ID, "asked_by", why=Why.RECORD), is_(_SEC, "key", Act.FILES),
        ), files="key", exported=False, title=_l("Archivos con los productos de la tienda"),
    ),
}  # fmt: skip
