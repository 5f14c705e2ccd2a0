"""The sentences of imports: refusals, what is wrong in a row, and what columns can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.goods.catalog import ATTRIBUTES
from marketplace.kernel.module import Activity, ActivityKind, Lead
from marketplace.web.words import say_code
from marketplace.window.imports.rules import ATTRIBUTE, Field, Origin, RunState

WORDS = {
    "imports.no_such_import": _l("No encontramos esa importación en tu tienda."),
    "imports.no_file": _l("Elige un archivo CSV o Excel (.xlsx), o un ZIP con fotos."),
    "imports.unreadable": _l("Ese archivo no se puede leer como una tabla."),
    "imports.not_a_sheet": _l("No es una tabla: sube un CSV o un Excel (.xlsx) que se abra sin errores."),
    "imports.old_workbook": _l("Es un Excel de antes de 2007 (.xls). Ábrelo y guárdalo como .xlsx o CSV."),
    "imports.too_large_inside": _l("El Excel se desdobla a más de %(most)s MB. Divídelo en varios archivos."),
    "imports.too_many_columns": _l("Tiene más columnas de las que leemos: hasta %(most)s."),
    "imports.too_many_rows": _l("Tiene más renglones de los que caben en una importación: hasta %(most)s. Divídelo."),
    "imports.cell_too_long": _l("Una celda tiene más letras de las que caben: hasta %(most)s."),
    "imports.merged_cells": _l(
        "En el renglón %(row)s hay celdas combinadas y no sabemos qué dice cada producto. Sepáralas y súbelo de nuevo."
    ),
    "imports.no_rows": _l("El archivo está vacío."),
    "imports.column_twice": _l("Dos columnas dicen ser lo mismo. Deja una."),
    "imports.nothing_to_find_by": _l(
        "Di qué columna es el SKU, el producto o el título: sin eso no sabemos de qué habla cada renglón."
    ),
    "imports.moved": _l("Esta importación ya no está como la veías. Revisa cómo va."),
    "imports.under_way": _l("Ya hay otra importación en marcha. Cuando termine puedes aplicar esta."),
    "imports.nothing_to_do": _l("No hay nada que aplicar: ningún renglón cambia algo."),
    "imports.file_under_way": _l("Ese archivo ya se está preparando."),
    "imports.no_such_file": _l("No encontramos ese archivo. Pídelo otra vez."),
    "imports.unsure": _l("Este renglón no es claro."),
    "imports.scientific": _l(
        "Excel cambió el código de barras a notación científica y se perdieron sus últimos números. Da formato de texto a la "
        "columna y escríbelo de nuevo."
    ),
    "imports.zeros_lost": _l(
        "Al código de barras le faltan ceros al principio: parece ser %(with_zeros)s. Da formato de texto a la columna y "
        "corrígelo."
    ),
    "imports.word_unknown": _l("No es un valor que podamos guardar. Puede ser: %(among)s."),
    "imports.category_unknown": _l("No tenemos una categoría que se llame “%(said)s”. Di cuál es la nuestra."),
    "imports.sku_twice": _l("El SKU %(sku)s está también en el renglón %(row)s."),
    "imports.contradiction": _l("La variante “%(name)s” está también en el renglón %(row)s, con otro SKU."),
    "imports.field_missing": _l("A un producto nuevo le falta algo."),
    "imports.too_many_forms": _l("Un producto puede tener hasta %(most)s variantes."),
    "imports.price_zero": _l("El precio es cero."),
    "imports.nobodys_picture": _l("Ninguna variante de tu tienda tiene el SKU %(sku)s. Llama a la foto como su SKU."),
    "imports.sku_of_two": _l("El SKU %(sku)s es de otro producto de tu tienda que el de los demás renglones."),
}  # fmt: skip

ACTIVITY = Activity(
    ActivityKind.PRODUCTS,
    {
        "imports.receive": _l("Subió el archivo %(name)s para importarlo"),
        "imports.apply": _l("Empezó a importar %(name)s"),
        "imports.cancel": _l("Detuvo la importación de %(name)s"),
        "imports.done": _l(
            "Terminó de importarse %(name)s: %(created)s productos nuevos, %(changed)s cambiados, %(failed)s sin tomar"
        ),
        "imports.export": _l("Pidió sus productos como archivo (%(format)s)"),
    },
    leads={"import": (Lead("imports_seller.show", {"run_id": "id"}),)},
)


def field_label(code: str) -> str:
    """Name what a column can be."""
    if code.startswith(ATTRIBUTE):
        from marketplace.web.pages import language

        return _("Dato: %(name)s", name=ATTRIBUTES[code.removeprefix(ATTRIBUTE)].name(language()))
    return {
        Field.HANDLE: _("Producto (une los renglones de uno)"),
        Field.PARENT: _("De qué producto es la variante"),
        Field.KIND: _("Tipo de renglón (WooCommerce)"),
        Field.TITLE: _("Título"),
        Field.DESCRIPTION: _("Descripción"),
        Field.CATEGORY: _("Categoría"),
        Field.BRAND: _("Marca"),
        Field.MODEL: _("Modelo"),
        Field.CONDITION: _("Condición"),
        Field.VARIANT: _("Variante"),
        Field.OPTION_1_NAME: _("Opción 1, nombre"),
        Field.OPTION_1: _("Opción 1, valor"),
        Field.OPTION_2_NAME: _("Opción 2, nombre"),
        Field.OPTION_2: _("Opción 2, valor"),
        Field.OPTION_3_NAME: _("Opción 3, nombre"),
        Field.OPTION_3: _("Opción 3, valor"),
        Field.SKU: _("SKU"),
        Field.GTIN: _("Código de barras"),
        Field.PRICE: _("Precio con IVA"),
        Field.COST: _("Costo"),
        Field.STOCK: _("Existencias"),
        Field.WEIGHT: _("Peso"),
        Field.LENGTH: _("Largo"),
        Field.WIDTH: _("Ancho"),
        Field.HEIGHT: _("Alto"),
        Field.WARRANTY_MONTHS: _("Meses de garantía"),
        Field.WARRANTY_BY: _("Quién atiende la garantía"),
        Field.RETURN_DAYS: _("Días para devolver"),
        Field.RETURN_PAID_BY: _("Quién paga el regreso"),
        Field.SAT_KEY: _("Clave SAT"),
        Field.SAT_UNIT: _("Unidad SAT"),
        Field.PICTURES: _("Fotos (direcciones)"),
        Field.OLD_ADDRESS: _("Dirección anterior de su página"),
    }[Field(code)]


def say_problem(code: str, details: Mapping[str, Any]) -> str:
    """Say what is wrong in a row."""
    if code == "imports.field_missing":
        return _("Es un producto nuevo y le falta: %(what)s.", what=field_label(details["what"]))
    return say_code(code, details)


def say_problem_in(locale: str, code: str, details: Mapping[str, Any]) -> str:
    """Say what is wrong in a row in a language that nobody looks at a page in."""
    with force_locale(locale):
        return say_problem(code, details)


def state_label(state: str) -> str:
    """Name how far an import is."""
    return {
        RunState.RECEIVED: _("Falta decir qué es cada columna"),
        RunState.CHECKING: _("Revisando"),
        RunState.CHECKED: _("Revisado, sin aplicar"),
        RunState.APPLYING: _("Aplicando"),
        RunState.DONE: _("Terminada"),
        RunState.CANCELLED: _("Detenida"),
        RunState.UNREADABLE: _("No se pudo leer"),
    }[RunState(state)]


def origin_label(origin: str) -> str:
    """Name the programme that wrote a file."""
    return {
        Origin.TIANGUIS: "Tianguis",
        Origin.SHOPIFY: "Shopify",
        Origin.WOOCOMMERCE: "WooCommerce",
        Origin.TIENDANUBE: "Tiendanube",
        Origin.MERCADOLIBRE: "Mercado Libre",
        Origin.OTHER: _("otro"),
    }[Origin(origin)]
