"""The sentences of the catalogue's refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    "catalog.recalled": _l("Este producto está en retiro: no se puede vender hasta que se cierre el retiro."),
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
    "catalog.nothing_to_change": _l("Ya está así."),
    "catalog.nothing_priced": _l("Todavía no tiene precio."),
    "catalog.price_out_of_range": _l("El precio quedaría en cero o en más de lo que se puede."),
    "catalog.edited_while_paused": _l("Tiene cambios que nadie aprobó: envíalo a revisión para que se vea."),
    "catalog.changed_since": _l("Alguien lo cambió después: se queda como está."),
    "catalog.no_such_bulk_act": _l("No encontramos este cambio en tu tienda. Se guardan una semana."),
    "catalog.not_as_shown": _l(
        "Algo cambió mientras lo veías: ahora cambiarían %(now)s productos. Así quedaría; confírmalo si todavía lo quieres."
    ),
    "catalog.far_from_before": _l("%(count)s precios cambian más de 40 %%. Si así lo quieres, márcalo y confirma."),
    "catalog.far_from_price": _l(
        "¿Seguro? El precio cambia más de 40 %%: de $%(before)s a $%(after)s. Si así lo quieres, confírmalo: guarda otra vez."
    ),
    "catalog.bad_steps": _l(
        "Revisa los precios por cantidad: hasta tres, de 2 a 99 piezas, cada uno con más piezas y más barato que el anterior."
    ),
    "catalog.not_lower": _l("%(title)s no bajaría de precio. Escribe uno menor al que tiene."),
    "catalog.promotion_times": _l("La promoción debe terminar después de empezar, y no haber pasado ya."),
    "catalog.promotions_overlap": _l(
        "“%(mine)s” y “%(other)s” se encimarían en %(title)s. Cambia las fechas o cancela una."
    ),
    "catalog.promotion_over": _l("Esta promoción ya terminó: no hay nada que cancelar."),
    "catalog.no_such_promotion": _l("No encontramos esta promoción en tu tienda."),
    "catalog.no_article": _l("No está junto a ningún otro artículo. Recarga la página."),
    "catalog.same_article": _l("Ya son el mismo artículo."),
    "catalog.too_late_to_undo": _l("Ya pasaron los diez minutos: no se puede deshacer."),
    "catalog.bulk_act_over": _l("Ya terminó: no hay nada que cancelar."),
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


def _steps(said: Mapping[str, Any]) -> str:
    steps = ", ".join(_("%(n)s o más: %(price)s", n=n, price=money(minor)) for n, minor in said["steps"])
    return _("Cambió el precio por cantidad de %(title)s: %(steps)s", title=of_variant(said), steps=steps or "—")


def _by_hand(said: Mapping[str, Any]) -> str:
    return _("La promoción terminó antes para %(title)s: cambió el precio a mano", title=of_variant(said))


def _removed(said: Mapping[str, Any]) -> str:
    variant = said["name"] or said["sku"]
    return _("Quitó la variante %(variant)s de %(title)s", variant=variant, title=said["title"])


def _bulk(sentence: Any) -> Callable[[Mapping[str, Any]], str]:
    """Make what says an act on many products."""

    def said(values: Mapping[str, Any]) -> str:
        what = {
            "price": _("precio"), "pause": _("pausar"), "resume": _("reanudar"), "archive": _("archivar"),
            "unarchive": _("sacar del archivo"), "submit": _("enviar a revisión"), "terms": _("condiciones"),
            "category": _("categoría"),
        }[values["what"]]  # fmt: skip
        return str(sentence) % {"n": values["total"], "what": what}

    return said


_TO_PRODUCT = (
    Lead("storefront_seller.edit", {"product_id": "product_id"}),
    Lead("worktable_seller.index", {"q": "title"}),  # of before lines named the product
)
ACTIVITY = (
    Activity(
        ActivityKind.PRODUCTS,
        {
            "catalog.create": _l("Empezó el producto %(title)s"),
            "catalog.edit": _l("Guardó cambios en %(title)s"),
            "catalog.price": _price,
            "catalog.steps": _steps,
            "catalog.promotion": _l("Programó la promoción %(name)s"),
            "catalog.promotion_begins": _l("Empezó la promoción %(name)s"),
            "catalog.promotion_ends": _l("Terminó la promoción %(name)s"),
            "catalog.promotion_cancel": _l("Canceló la promoción %(name)s"),
            "catalog.promotion_by_hand": _by_hand,
            "catalog.article_off": _l("Dijo que %(title)s no es el mismo artículo: %(reason)s"),
            "catalog.article_on": _l("Dijo que %(title)s sí es el mismo artículo"),
            "catalog.article_match": _l("Operación juntó la publicación %(number)s con la de otra tienda: %(reason)s"),
            "catalog.article_undo": _l("Operación deshizo lo que se dijo de su artículo: %(reason)s"),
            "catalog.submit": _l("Envió a revisión %(title)s"),
            "catalog.pause": _l("Puso en pausa %(title)s"),
            "catalog.resume": _l("Reanudó %(title)s"),
            "catalog.remove_variant": _removed,
            "catalog.gtin_cleared": _l("Se quitó el código de barras “%(was)s” de %(title)s: no es de ningún artículo"),
            "catalog.picture_off": _l("Quitó una foto de %(title)s"),
            "catalog.archive": _l("Archivó %(title)s"),
            "catalog.unarchive": _l("Sacó del archivo %(title)s"),
            "catalog.bulk": _bulk(_l("Empezó a cambiar %(n)s productos: %(what)s")),
            "catalog.bulk_cancel": _bulk(_l("Detuvo un cambio a muchos productos: %(what)s")),
            "catalog.bulk_undo": _bulk(_l("Deshizo un cambio a %(n)s productos: %(what)s")),
            "catalog.terms_kept": _l("Guardó la plantilla de garantía y devolución “%(name)s”"),
            "catalog.terms_forgotten": _l("Borró la plantilla de garantía y devolución “%(name)s”"),
            "catalog.merge_brands": _l("Tianguis juntó la marca %(name)s con %(into)s"),
            "catalog.discard_edit": _l("Descartó los cambios sin aprobar de %(title)s"),
        },
        {
            "product": (Lead("storefront_seller.edit", {"product_id": "id"}),),
            "variant": _TO_PRODUCT,
            "promotion": (Lead("storefront_promotions_seller.index", {}),),
            "bulk_act": (Lead("worktable_bulk_seller.act", {"act_id": "id"}),),
        },
    ),
)
