"""What of a product waits for review and what holds at once, in words: made from the rules, so that no field is in neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace.goods.catalog import AT_ONCE, AT_ONCE_BESIDE, REVIEWED, REVIEWED_BESIDE

WAITS = (*REVIEWED, *REVIEWED_BESIDE)
HOLDS_AT_ONCE = (*AT_ONCE, *AT_ONCE_BESIDE)

_NAMES = {
    "title": _l("Nombre"), "description": _l("Descripción"), "category": _l("Categoría"), "brand": _l("Marca"),
    "model": _l("Modelo"), "gtin": _l("Código de barras"), "condition": _l("Condición"),
    "attributes": _l("Características"), "warranty_by": _l("Quién atiende la garantía"),
    "axes": _l("Las opciones en que se distingue, con sus valores"), "origin_country": _l("Dónde se hizo"),
    "nom": _l("Normas que cumple"), "maker": _l("Fabricante o importador"),
    "variant_name": _l("Variantes nuevas y nombres de variantes"), "variant_gtin": _l("Código de barras de una variante"),
    "pictures": _l("Fotos nuevas, quitadas o en otro orden"), "alt": _l("Lo que se dice que muestra una foto"),
    "focus": _l("Qué no se corta de una foto"),
    "warranty_months": _l("Meses de garantía"), "return_days": _l("Días para devolver"),
    "return_paid_by": _l("Quién paga el envío de regreso"), "instalments": _l("Si se paga a meses sin intereses"),
    "weight_grams": _l("Peso"), "length_mm": _l("Largo"), "width_mm": _l("Ancho"), "height_mm": _l("Alto"),
    "sat_key": _l("Clave del SAT"), "sat_unit": _l("Unidad del SAT"), "hs_code": _l("Fracción arancelaria"),
    "no_gtin": _l("Por qué no tiene código de barras"), "price": _l("Precio"), "stock": _l("Piezas"),
    "sku": _l("Clave (SKU)"), "variant_weight": _l("Peso de una variante"),
    "variant_picture": _l("Qué foto muestra a una variante"),
}  # fmt: skip


def said_of(names: Sequence[str]) -> list[Any]:
    """Say fields in their order."""
    return [_NAMES[name] for name in names]
