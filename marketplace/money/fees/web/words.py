"""How fees are said, and the sentences of what they may refuse."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.money.fees.queries import PublishedSchedule
from marketplace.money.fees.saying import (
    band_said,
    categories_said,
    difference_said,
    in_readers_language,
    plan_said,
    taken_said,
    text_of,
    who_is_in,
)

WORDS = {
    "fees.no_such_draft": _l("Ese borrador no existe."),
    "fees.no_such_tariff": _l("Esa tarifa no existe."),
    "fees.draft_changed": _l("Alguien cambió o cerró este borrador mientras lo veías. Así está ahora."),
    "fees.own_draft": _l("Lo escribiste tú: lo publica otra persona."),
    "fees.not_a_tariff": _l("Así, alguna venta quedaría sin regla o con dos. Revisa las reglas marcadas."),
    "fees.nothing_changes": _l("Es igual a la tarifa vigente: no hay nada que anunciar."),
    "fees.summary_missing": _l("Di en una frase qué cambia, en los dos idiomas. Las tiendas la leen."),
    "fees.day_missing": _l("Elige el día en que empieza."),
    "fees.too_soon": _l("Se avisa %(days)s días antes: puede empezar el %(earliest)s o después."),
    "fees.in_season": _l("Ese día es %(season)s y ninguna tarifa empieza entonces. Puede empezar el %(earliest)s."),
    "fees.seasons_unknown": _l(
        "De fechas posteriores al %(last)s no sabemos aún las temporadas. Elige un día anterior."
    ),
    "fees.another_announced": _l(
        "La tarifa v%(version)s está anunciada y no empieza aún. Espera a que empiece o retírala."
    ),
    "fees.not_weighed_yet": _l("Aún se calcula lo que habría costado a cada tienda. Espera un minuto y recarga."),
    "fees.reason_missing": _l("Escribe por qué se retira, con 10 letras o más. Es público."),
    "fees.has_begun": _l("Ya empezó: lo que se anunció vale."),
}

# Sources are kept as they are written in the law, but for our own words.
_OUR_WORDS = {
    "Decisión de Tianguis": _l("Decisión de Tianguis"),
    "Costo del proveedor de pagos, sin margen": _l("Costo del proveedor de pagos, sin margen"),
    "Costo del proveedor de pagos, sin margen (de memoria, por confirmar con Stripe)": _l(
        "Costo del proveedor de pagos, sin margen (de memoria, por confirmar con Stripe)"
    ),
}


def source_said(source: str) -> str:
    """Say where a rule comes from."""
    return str(_OUR_WORDS.get(source, source))


def summary_said(one: PublishedSchedule) -> str:
    """Say in a sentence what a version is."""
    return in_readers_language(one.summary, one.summary_en)


def state_said(one: PublishedSchedule, in_force: int, now: datetime) -> str:
    """Say how a version stands."""
    if one.withdrawn_at:
        return _("retirada")
    if one.version == in_force:
        return _("vigente")
    return _("anunciada") if one.effective_from > now else _("anterior")


__all__ = [
    "WORDS",
    "band_said",
    "categories_said",
    "difference_said",
    "plan_said",
    "source_said",
    "state_said",
    "summary_said",
    "taken_said",
    "text_of",
    "who_is_in",
]
