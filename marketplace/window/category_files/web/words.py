"""What files of categories say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.web.words import say_code
from marketplace.window.category_files.rules import CategoryFileState, RowKind

WORDS = {
    "category_files.no_such_file": _l("Ese archivo ya no está."),
    "category_files.no_file": _l("Elige un archivo."),
    "category_files.not_categories": _l(
        "No es un archivo de categorías: le faltan las columnas %(columns)s. Descarga el de hoy y parte de él."
    ),
    "category_files.too_many": _l("Tiene más de %(most)s renglones. Divídelo en varios."),
    "category_files.twice": _l("Los renglones %(first)s y %(again)s son de la misma categoría, %(code)s."),
    "category_files.bad_cell": _l("La columna %(column)s no se puede leer."),
    "category_files.needed": _l("Hace falta."),
    "category_files.not_goods": _l("Para el IVA puede ser: %(kinds)s, o vacío."),
    "category_files.not_yes_or_no": _l("Escribe sí o no."),
    "category_files.moved": _l("Ese archivo ya se aplicó o se dejó."),
    "category_files.nothing_to_apply": _l("Ningún renglón hace ni cambia nada."),
}


def state_label(state: str) -> str:
    """Say how far a file is."""
    return {
        CategoryFileState.BROUGHT: _("Se está revisando"),
        CategoryFileState.LOOKED_AT: _("Espera que lo apliques"),
        CategoryFileState.APPLYING: _("Se está aplicando"),
        CategoryFileState.DONE: _("Aplicado"),
        CategoryFileState.DROPPED: _("Se dejó"),
    }[CategoryFileState(state)]


def kind_label(kind: str) -> str:
    """Say what a row does."""
    return {
        RowKind.NEW: _("Nueva"),
        RowKind.CHANGED: _("Cambia"),
        RowKind.SAME: _("Igual"),
        RowKind.REFUSED: _("No se puede"),
    }[RowKind(kind)]


def fault_said(fault: Mapping[str, Any]) -> str:
    """Say why a row is not done, by the code and details that were written down."""
    details = fault["details"]
    if fault["code"] != "category_files.bad_cell":
        return say_code(fault["code"], details)
    return f"{details['column']}: {say_code(details['why'], details.get('details', {}))}"
