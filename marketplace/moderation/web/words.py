"""The sentences of moderation's refusals, and what each rule says."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

WORDS = {
    "moderation.no_such_case": _l("No encontramos ese caso."),
    "moderation.already_decided": _l("Ya lo decidió %(by)s mientras lo veías. Su decisión quedó guardada."),
    "moderation.reasons_needed": _l(
        "Para no aprobar hacen falta las tres cosas: la regla, lo que viste y cómo se arregla."
    ),
    "moderation.changed_meanwhile": _l(
        "La tienda lo cambió mientras lo veías. La versión nueva va a llegar a la cola."
    ),
}


def rule_label(code: str | None) -> str:
    """Say a rule."""
    if code is None:
        return ""
    return {
        "prohibited": _("No se puede vender aquí"),
        "nom_missing": _("Falta la norma oficial (NOM) que este producto necesita"),
        "misleading": _("Dice algo que no es exacto o que puede engañar"),
        "counterfeit": _("Usa una marca sin ser suya"),
        "unclear_picture": _("La foto no deja ver el producto"),
        "wrong_category": _("Está en otra categoría"),
    }[code]
