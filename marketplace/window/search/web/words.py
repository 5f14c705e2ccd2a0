"""How search says what could not be read, and what counts in the order of results."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.window.search import ranking
from marketplace.window.search.rules import SearchPage

WORDS = {
    "search.no_such_group": _l("Esas palabras ya no están juntas."),
    "search.too_few_words": _l("Escribe dos palabras distintas o más. “Celular” y “celulares” son la misma."),
    "search.too_many_words": _l("Son demasiadas: hasta %(most)s palabras juntas."),
    "search.not_one_word": _l("“%(word)s” no se puede: escribe palabras sueltas, que no sean tan comunes como “de”."),
    "search.word_in_group": _l(
        "“%(word)s” ya está junto con %(others)s. Quita ese grupo y escríbelo de nuevo completo."
    ),
    "search.no_such_sponsorship": _l("Ese lugar pagado ya no existe."),
    "search.no_such_goods": _l("Ningún producto a la venta tiene ese número. Es el del final de su dirección."),
    "search.days_turned": _l("El último día debe ser hoy o después, y no antes del primero."),
    "search.too_long": _l("Hasta %(most)s días por vez."),
    "search.already_sponsored": _l("Ese producto ya tiene un lugar pagado en esos días."),
}


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


def unsaid_said(words: Sequence[str]) -> str:
    """Say that nothing for sale says some words, and that the others were searched for."""
    quoted = ", ".join(f"“{word}”" for word in words)
    return _("Nada a la venta dice %(words)s. Buscamos lo demás.") % {"words": quoted}


def others_said(found: SearchPage, words: int) -> str:
    """Say what the results are that do not say all that was asked for."""
    if words == 1:
        return _("Estos solo lo mencionan en su descripción:")
    if not found.exact:
        return _("Nada dice todo lo que buscas. Esto dice buena parte:")
    return _("Lo que sigue no dice todo lo que buscas, pero sí buena parte:")


def signal_name(code: str) -> str:
    """Name something that counts in the order of results."""
    return {
        "words": _("Lo que escribiste"),
        "head": _("El título empieza con eso"),
        "sold": _("Cuánto se ha vendido"),
        "on_time": _("Entregas a tiempo"),
        "reply": _("Qué tan pronto contesta"),
        "exploring": _("Turno de tiendas nuevas"),
    }[code]


def signal_said(code: str) -> str:
    """Say how a signal is measured, with the numbers that the code uses."""
    return {
        "words": _(
            "Cada palabra cuenta %(title)s veces en el título por %(text)s en la ficha (categoría, marca y "
            "características, en español y en inglés) y por %(description)s en la descripción. Las palabras "
            "que pocos productos dicen cuentan más; repetirlas suma cada vez menos, y un título largo las "
            "diluye. Es BM25 con k1 = %(k1)s y b = %(b)s, como parte de lo más que podría dar."
        )
        % {
            "title": f"{ranking.TITLE_WEIGHT:g}",
            "text": f"{ranking.TEXT_WEIGHT:g}",
            "description": f"{ranking.DESCRIPTION_WEIGHT:g}",
            "k1": ranking.SATURATION,
            "b": ranking.LENGTH,
        },
        "head": _("Todo o nada: quien busca “cafetera” quiere una cafetera antes que un filtro para cafetera."),
        "sold": _(
            "Piezas vendidas, en escala logarítmica: las primeras diez cuentan como las cien siguientes. "
            "De %(most)s en adelante ya no suma."
        )
        % {"most": ranking.MOST_SOLD},
        "on_time": _(
            "Parte de los paquetes que la tienda entregó a la paquetería en la fecha prometida, en 60 días. "
            "Una tienda sin medir cuenta como si fuera %(share)s."
        )
        % {"share": f"{ranking.UNMEASURED_ON_TIME:.0%}"},
        "reply": _(
            "Todos los puntos si contesta en %(fast)s minutos o menos; ninguno desde %(slow)s horas. Una "
            "tienda sin medir recibe %(share)s."
        )
        % {
            "fast": ranking.REPLY_FAST_MINUTES,
            "slow": ranking.REPLY_SLOW_MINUTES // 60,
            "share": f"{ranking.UNMEASURED_REPLY:.0%}",
        },
        "exploring": _(
            "Cada día, uno de cada %(share)s productos de tiendas con menos de %(days)s días recibe estos "
            "puntos, para que alguien los vea. A cuáles les toca depende del número del producto y de la "
            "fecha, de nada más."
        )
        % {"share": ranking.EXPLORED_SHARE, "days": ranking.NEW_SHOP_DAYS},
    }[code]


def signal_advice(code: str) -> str:
    """Say to a shop what would give one of its products more points."""
    return {
        "words": _("Escribe en el título las palabras con que te buscan, y el resto en la descripción."),
        "head": _("Empieza el título con el nombre de la cosa; la marca y el color van después."),
        "sold": _("Sube con cada venta."),
        "on_time": _("Entrega a la paquetería antes de la fecha que prometiste, o promete más días."),
        "reply": _("Contesta en menos de %(fast)s minutos.") % {"fast": ranking.REPLY_FAST_MINUTES},
        "exploring": _("No depende de ti: el turno cambia cada día."),
    }[code]
