"""The sentences of the catalogue's refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Activity, ActivityKind, Lead
from marketplace.web.formatting import money

WORDS = {
    "catalog.no_such_product": _l("No encontramos este producto en tu tienda."),
    "catalog.no_such_listing": _l("Esta publicación ya no está. Puede que la tienda la haya pausado."),
    "catalog.not_ready": _l("Al producto le falta algo antes de enviarlo a revisión. Revisa lo marcado."),
    "catalog.shop_closed": _l("La tienda está cerrada: no se puede mostrar nada suyo."),
    "catalog.wrong_state": _l("El producto ya no está en el estado que veías. Recarga la página."),
    "catalog.edited_meanwhile": _l(
        "Alguien guardó cambios en este producto mientras lo veías. Lo que escribiste sigue aquí; compáralo y guarda de nuevo."
    ),
    "catalog.price_changed": _l("Este precio cambió mientras lo veías: viste %(seen)s centavos y ahora son %(now)s."),
    "catalog.no_such_variant": _l("Esta variante ya no está. Recarga la página."),
    "catalog.no_such_picture": _l("Esta foto ya no está en el producto."),
    "catalog.last_variant": _l("Lo que está a la venta necesita una variante aprobada. Ponlo en pausa o deja una."),
    "catalog.too_many_variants": _l("Un producto puede tener hasta %(most)s variantes."),
    "catalog.sku_taken": _l("Ya usas esta clave en otro producto: %(sku)s."),
    "catalog.too_many_templates": _l("Caben %(most)s plantillas. Borra una que ya no uses."),
    "catalog.no_such_template": _l("Esta plantilla ya no está."),
    "catalog.no_such_brand": _l("No hay una marca con ese nombre."),
    "catalog.same_brand": _l("Elige otra marca: esta es la misma."),
    "catalog.bad_axis": _l(
        "Cada opción lleva un nombre y al menos un valor, sin repetir ninguno; cada uno de hasta 30 letras."
    ),
    "catalog.not_a_combination": _l("“%(name)s” no es una combinación de las opciones. Corrige el nombre o quítala."),
    "catalog.same_combination": _l("“%(name)s” está dos veces. Quita una."),
    "catalog.bad_hs_code": _l("La fracción arancelaria lleva de 6 a 10 números."),
    "catalog.unknown_country": _l("Elige un país de la lista."),
    "catalog.warranty_too_short": _l("La garantía no puede ser menor a %(least)s meses (LFPC, artículo 77)."),
    "catalog.return_too_short": _l("El plazo de devolución no puede ser menor a %(least)s días (LFPC, artículo 56)."),
    "catalog.nothing_mended": _l(
        "Está igual que cuando no se aprobó. Corrige lo que se vio, o di por qué es correcto y lo mira otra persona."
    ),
    "catalog.unknown_sat_key": _l(
        "%(key)s no está en el catálogo de productos y servicios del SAT. Revisa los ocho números."
    ),
    "catalog.unknown_sat_unit": _l("%(unit)s no está en el catálogo de unidades del SAT. Por pieza es H87."),
    "catalog.unknown_category": _l("Elige una categoría de la lista."),
    "catalog.bad_attribute": _l("Un dato técnico no corresponde a la categoría. Revisa las características."),
    "catalog.too_many_pictures": _l("Un producto puede tener hasta %(most)s fotos."),
}


def of_variant(said: Mapping[str, Any]) -> str:
    """Name a product with the variant of it that is meant."""
    return f"{said['title']} · {said['variant']}" if said.get("variant") else str(said["title"])


def _price(said: Mapping[str, Any]) -> str:
    before, after = money(said["before"]), money(said["after"])
    return _(
        "Cambió el precio de %(title)s: %(before)s → %(after)s", title=of_variant(said), before=before, after=after
    )


def _removed(said: Mapping[str, Any]) -> str:
    variant = said["name"] or said["sku"]
    return _("Quitó la variante %(variant)s de %(title)s", variant=variant, title=said["title"])


_TO_PRODUCT = (
    Lead("storefront_seller.edit", {"product_id": "product_id"}),
    Lead("storefront_seller.index", {"q": "title"}),  # of before lines named the product
)
ACTIVITY = (
    Activity(
        ActivityKind.PRODUCTS,
        {
            "catalog.create": _l("Empezó el producto %(title)s"),
            "catalog.edit": _l("Guardó cambios en %(title)s"),
            "catalog.price": _price,
            "catalog.submit": _l("Envió a revisión %(title)s"),
            "catalog.pause": _l("Puso en pausa %(title)s"),
            "catalog.resume": _l("Reanudó %(title)s"),
            "catalog.remove_variant": _removed,
            "catalog.gtin_cleared": _l("Se quitó el código de barras “%(was)s” de %(title)s: no es de ningún artículo"),
            "catalog.picture_off": _l("Quitó una foto de %(title)s"),
            "catalog.terms_kept": _l("Guardó la plantilla de garantía y devolución “%(name)s”"),
            "catalog.terms_forgotten": _l("Borró la plantilla de garantía y devolución “%(name)s”"),
            "catalog.merge_brands": _l("Tianguis juntó la marca %(name)s con %(into)s"),
            "catalog.discard_edit": _l("Descartó los cambios sin aprobar de %(title)s"),
        },
        {"product": (Lead("storefront_seller.edit", {"product_id": "id"}),), "variant": _TO_PRODUCT},
    ),
)
