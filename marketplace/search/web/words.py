"""How search says what could not be read, and what counts in the order of results."""

from __future__ import annotations

from flask_babel import gettext as _


def problem_said(code: str) -> str:
    """Say what is wrong with a field of the filters."""
    return {
        "not_a_number": _("Escribe un número, por ejemplo 250. No lo usamos para buscar."),
        "turned": _("Estaba al revés: buscamos del menor al mayor."),
        "not_a_day": _("Escribe la fecha completa: día, mes y año."),
    }[code]


def note_said(code: str) -> str:
    """Say what of an address was left out."""
    return {
        "no_place": _("Para saber qué cuesta y cuándo llega a tu casa, dinos tu código postal."),
        "long": _("Leímos las primeras 200 letras de lo que escribiste."),
        "foreign": _("Dejamos fuera filtros que no son de esta categoría."),
        "no_index": _(
            "Por ahora buscamos más lento: sin cuentas en los filtros y sin filtrar por lo que cuesta y tarda el envío."
        ),
        "common": _(
            "Lo que escribiste son solo palabras muy comunes, como “de” o “para”. Agrega el nombre de lo que buscas."
        ),
    }[code]
