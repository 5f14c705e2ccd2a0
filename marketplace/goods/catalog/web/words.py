"""The sentences of the catalogue's refusals."""

from flask_babel import lazy_gettext as _l

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
    "catalog.warranty_too_short": _l("La garantía no puede ser menor a %(least)s meses (LFPC, artículo 77)."),
    "catalog.return_too_short": _l("El plazo de devolución no puede ser menor a %(least)s días (LFPC, artículo 56)."),
    "catalog.unknown_category": _l("Elige una categoría de la lista."),
    "catalog.bad_attribute": _l("Un dato técnico no corresponde a la categoría. Revisa las características."),
    "catalog.too_many_pictures": _l("Un producto puede tener hasta %(most)s fotos."),
}
