"""The sentences of the catalogue's refusals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from marketplace.goods.catalog.rules import AttributeKind, Goods
from marketplace.goods.catalog.taxonomy import ATTRIBUTES, CATEGORIES
from marketplace.goods.catalog.taxonomy_models import TaxonomyChange
from marketplace.kernel.module import Activity, ActivityKind, Lead
from marketplace.web.formatting import money
from marketplace.web.pages import language

WORDS = {
    "catalog.no_such_product": _l("No encontramos este producto en tu tienda."),
    "catalog.no_such_listing": _l("Esta publicación ya no está. Puede que la tienda la haya pausado."),
    "catalog.not_ready": _l("Al producto le falta algo antes de enviarlo a revisión. Revisa lo marcado."),
    "catalog.shop_not_open": _l("Se envía a revisión cuando tu tienda abra: todavía revisamos tu solicitud."),
    "catalog.shop_closed": _l("La tienda está cerrada: no se puede mostrar nada suyo."),
    "catalog.wrong_state": _l("El producto ya no está en el estado que veías. Recarga la página."),
    "catalog.recalled": _l("Este producto está en retiro: no se puede vender hasta que se cierre el retiro."),
    "catalog.product_sold": _l(
        "Alguien lo compró: lo que se vendió se guarda, con sus pedidos. Puedes dejarlo archivado."
    ),
    "catalog.product_was_recalled": _l("Hubo un retiro de este producto, y se guarda. Puedes dejarlo archivado."),
    "catalog.product_looked_at": _l("Tianguis lo está viendo. Cuando haya una decisión podrás borrarlo."),
    "catalog.product_kept": _l("Tianguis guarda un asunto que habla de este producto. Puedes dejarlo archivado."),
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
    "catalog.no_such_category": _l("No hay una categoría así."),
    "catalog.no_such_attribute": _l("No hay un dato así."),
    "catalog.taxonomy_edited": _l("Alguien guardó otra cosa mientras lo veías. Compara y guarda de nuevo."),
    "catalog.taxonomy_not_yet_seen": _l("Lo que haría cambió mientras lo veías. Míralo de nuevo y confirma."),
    "catalog.is_part_of_another": _l("Ya es parte de otra categoría: lo que haya que decir se dice de la otra."),
    "catalog.slug_taken": _l("Otra categoría tiene o tuvo esta dirección."),
    "catalog.bad_slug": _l("La dirección lleva letras minúsculas sin acento, números y guiones."),
    "catalog.under_itself": _l("Una categoría no puede estar dentro de sí misma."),
    "catalog.parent_holds_goods": _l(
        "Esa categoría tiene %(count)s productos: solo la que no tiene lleva otras dentro."
    ),
    "catalog.bad_parent": _l("Esa categoría está retirada o ya no está."),
    "catalog.too_deep": _l("Las categorías llegan a %(most)s niveles."),
    "catalog.holds_categories": _l("Tiene categorías dentro. Retíralas o muévelas antes."),
    "catalog.unknown_attributes": _l("No hay un dato en uso con este código, o está dos veces: %(codes)s."),
    "catalog.not_to_merge": _l("Elige otra que esté en uso y no tenga categorías dentro."),
    "catalog.values_needed": _l("Una opción lleva al menos dos valores, y lo demás no lleva ninguno."),
    "catalog.kind_held": _l("%(count)s productos dicen algo que con ese tipo no se puede decir. Crea un dato nuevo."),
    "catalog.unit_held": _l("%(count)s productos dicen un número en la unidad de ahora. Crea un dato nuevo."),
    "catalog.built_in": _l("Color y talla se leen del nombre de las variantes: siguen siendo opciones, y en uso."),
    "catalog.not_an_axis": _l("Las variantes solo pueden ser distintas en una opción."),
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
            "catalog.delete": _l("Borró %(title)s para siempre"),
            "catalog.bulk": _bulk(_l("Empezó a cambiar %(n)s productos: %(what)s")),
            "catalog.bulk_cancel": _bulk(_l("Detuvo un cambio a muchos productos: %(what)s")),
            "catalog.bulk_undo": _bulk(_l("Deshizo un cambio a %(n)s productos: %(what)s")),
            "catalog.terms_kept": _l("Guardó la plantilla de garantía y devolución “%(name)s”"),
            "catalog.terms_forgotten": _l("Borró la plantilla de garantía y devolución “%(name)s”"),
            "catalog.merge_brands": _l("Tianguis juntó la marca %(name)s con %(into)s"),
            "catalog.discard_edit": _l("Descartó los cambios sin aprobar de %(title)s"),
        },
        {
            "catalog.delete": (Lead("worktable_seller.index"),),
            "product": (Lead("storefront_seller.edit", {"product_id": "id"}),),
            "variant": _TO_PRODUCT,
            "promotion": (Lead("storefront_promotions_seller.index", {}),),
            "bulk_act": (Lead("worktable_bulk_seller.act", {"act_id": "id"}),),
        },
    ),
)


def goods_said(kind: str) -> str:
    """Say what goods are to IVA."""
    return {
        Goods.GENERAL: _("Tasa general"),
        Goods.FOOD: _("Alimento"),
        Goods.PLANT: _("Planta, semilla o animal"),
        Goods.MEDICINE: _("Medicina"),
        Goods.BOOK: _("Libro, periódico o revista"),
    }[Goods(kind)]


def kind_said(kind: str) -> str:
    """Say of which type an attribute is."""
    return {
        AttributeKind.NUMBER: _("Número"),
        AttributeKind.CHOICE: _("Opción de una lista"),
        AttributeKind.BOOLEAN: _("Sí o no"),
    }[AttributeKind(kind)]


def _attribute_said(code: str) -> str:
    return ATTRIBUTES[code].name(language()) if code in ATTRIBUTES else code


def effect_said(one: Mapping[str, Any]) -> str:
    """Say what a change does to products."""
    what, number = one["what"], one["products"]
    said = {
        "moved": _("Pasan a otra rama: la comisión y el IVA de lo que se venda desde ahora son los de ella."),
        "required": _(
            "No dicen %(what)s. Siguen a la venta; se les pide la próxima vez que se envíen a revisión.",
            what=_attribute_said(what),
        ),
        "unasked": _("Dicen %(what)s. Se guarda y ya no se muestra.", what=_attribute_said(what)),
        "goods": _("Para el IVA son otra cosa desde la próxima venta. Lo vendido queda como está."),
        "retired": _("Siguen a la venta. Nadie más lo elige."),
        "value": _("Dicen “%(what)s”. Elige abajo qué dicen en su lugar, o déjalos así.", what=what),
        "kind": _("Lo que dicen se escribe de la otra forma."),
        "merged": _(
            "Pasan a %(what)s, sin revisión.", what=CATEGORIES[what].name(language()) if what in CATEGORIES else what
        ),
        "unplaced": _("Dicen %(what)s, que allá no se pide. Se guarda y no se muestra.", what=_attribute_said(what)),
    }[one["kind"]]
    many = ngettext("%(num)s producto", "%(num)s productos", number)
    return _("%(many)s, %(live)s a la venta: %(said)s", many=many, live=one["listings"], said=said)


def change_said(change: TaxonomyChange) -> list[tuple[str, str, str]]:
    """Say what was changed: of each thing its name, what it was, and what it is."""
    names = {
        "es": _("Nombre en español"), "en": _("Nombre en inglés"), "slug": _("Dirección"), "parent": _("Está en"),
        "position": _("Lugar entre las de su nivel"), "attributes": _("Datos que se piden"), "goods": _("Para el IVA es"),
        "article": _("Artículo de la ley que lo dice"), "sat_key": _("Clave del SAT"), "retired": _("Retirada"),
        "merged_into": _("Pasa a ser parte de"), "help_es": _("Ayuda en español"), "help_en": _("Ayuda en inglés"),
        "kind": _("Tipo"), "unit": _("Unidad"), "decimals": _("Decimales"), "better": _("Al comparar es mejor"),
        "values": _("Valores"), "filterable": _("Se puede filtrar por él"), "comparable": _("Sale en la comparación"),
        "axis": _("Las variantes de un producto pueden ser distintas en él"),
    }  # fmt: skip
    before = change.before or {}
    return [
        (names[name], _value_said(name, before.get(name)), _value_said(name, value))
        for name, value in change.after.items()
        if name in names
    ]


def _value_said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Sí") if value else _("No")
    if value in (None, "", []):
        return "—"
    match name:
        case "parent" | "merged_into":
            return CATEGORIES[value].name(language()) if value in CATEGORIES else str(value)
        case "goods":
            return goods_said(value)
        case "kind":
            return kind_said(value)
        case "better":
            return _("Más") if value == "more" else _("Menos")
        case "attributes":
            return ", ".join(f"{_attribute_said(code)}{' *' if required else ''}" for code, required in value)
        case "values":
            return ", ".join(str(one[1]) for one in value)
        case _:
            return str(value)
