"""From a refusal's code to the sentence a person reads. Each module brings its own words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace.kernel.errors import Refusal

WORDS: dict[str, Any] = {
    "not_found": _l("No encontramos lo que buscas. Puede que ya no exista o que el enlace esté incompleto."),
    "not_allowed": _l("Tu cuenta no tiene permiso para hacer esto. Pídelo a quien administra la tienda."),
    "invalid": _l("Hay un dato que no podemos aceptar. Revisa lo marcado."),
    "conflict": _l("Esto cambió mientras lo veías. Revisa cómo está ahora y vuelve a intentarlo."),
    "held_by_colleague": _l("Lo tiene %(who)s. Si no lo decide en %(minutes)s minutos, puedes tomarlo tú."),
    "outside_failure": _l("Un servicio externo no respondió. No se hizo ningún cambio; inténtalo en unos minutos."),
}


def add_words(words: dict[str, Any]) -> None:
    """Make a module's sentences known; raises ValueError when a code has two."""
    twice = set(words) & set(WORDS)
    if any(WORDS[code] is not words[code] for code in twice):
        raise ValueError(f"two sentences for {', '.join(sorted(twice))}")
    WORDS.update(words)


def say(refusal: Refusal) -> str:
    """Say a refusal to a person, in their language."""
    sentence = str(WORDS.get(refusal.code) or WORDS["conflict"])
    return sentence % refusal.details if refusal.details and "%(" in sentence else sentence
