"""From a refusal's code to the sentence a person reads. Each module brings its own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from marketplace.kernel.errors import Refusal
from marketplace.web.formatting import day

WORDS: dict[str, Any] = {
    "not_found": _l("No encontramos lo que buscas. Puede que ya no exista o que el enlace esté incompleto."),
    "not_allowed": _l("Tu cuenta no tiene permiso para hacer esto. Pídelo a quien administra la tienda."),
    "not_in_your_role": _l("Tu papel en operación no incluye esto. Pídelo a quien administra el mercado."),
    "invalid": _l("Hay un dato que no podemos aceptar. Revisa lo marcado."),
    "conflict": _l("Esto cambió mientras lo veías. Revisa cómo está ahora y vuelve a intentarlo."),
    "own_case": _l("Esto es tuyo o de una tienda en la que trabajas: lo decide otra persona de operación."),
    "held_by_colleague": _l("Lo tiene %(who)s. Si no lo decide en %(minutes)s minutos, puedes tomarlo tú."),
    "uploads.refused": _l("Ese archivo no lo podemos aceptar."),
    "uploads.not_a_picture": _l("Ese archivo no es una foto que podamos usar. Sube JPG, PNG, WebP, AVIF o HEIC."),
    "uploads.not_kept": _l(
        "No pudimos guardar el archivo: nos falta espacio o el almacén no responde. Inténtalo más tarde."
    ),
    "uploads.heic": _l(
        "No pudimos abrir esta foto HEIC. En Ajustes › Cámara › Formatos elige “Más compatible”, o expórtala como JPG."
    ),
    "uploads.svg": _l("Es un dibujo SVG, que puede llevar programas dentro. Expórtalo como PNG."),
    "uploads.too_heavy": _l("Pesa más de %(most)s MB. Sube una versión más ligera."),
    "uploads.too_many_points": _l("La foto es más grande de lo que podemos abrir: hasta %(most)s megapixeles."),
    "uploads.not_a_document": _l("Ese archivo no es un PDF que podamos abrir. Guárdalo otra vez como PDF."),
    "uploads.infected": _l("El antivirus encontró algo en ese archivo, así que no lo guardamos. Revisa tu equipo."),
    "uploads.too_many_files": _l("Son más archivos de los que caben: hasta %(most)s a la vez."),
    "uploads.scanner_silent": _l("No pudimos revisar el archivo con el antivirus. Inténtalo en unos minutos."),
    "paging.past_the_end": _l("Esta lista termina en la página %(last)s."),
    "reading.unreadable": _l("Esto no lo pudimos leer. Escríbelo de otra forma."),
    "reading.too_long": _l("Es más largo de lo que cabe: hasta %(most)s letras."),
    "reading.not_a_number": _l("Escribe un número, por ejemplo 12.5."),
    "reading.not_whole": _l("Escribe un número entero, sin decimales."),
    "reading.not_an_amount": _l("Escribe una cantidad en pesos, por ejemplo 1249.50."),
    "reading.too_large": _l("Es más de lo que se puede: hasta %(most)s."),
    "reading.other_unit": _l("Escríbelo en %(unit)s, o solo el número."),
    "reading.not_a_telephone": _l("Escribe un teléfono de diez dígitos, sin extensión."),
    "reading.not_an_email": _l("Escribe un correo completo, como nombre@ejemplo.mx."),
    "reading.not_a_postal_code": _l("Escribe los cinco números del código postal, por ejemplo 06700."),
    "reading.not_a_sat_key": _l("La clave del SAT son ocho números, como 11151700."),
    "reading.not_a_sat_unit": _l("La unidad del SAT son dos o tres letras y números, como H87."),
    "reading.not_an_rfc": _l("Ese RFC no está completo o tiene un error. Cópialo de tu constancia fiscal."),
    "reading.shared_rfc": _l("Ese RFC es el genérico de las facturas y no es de nadie. Escribe el tuyo."),
    "reading.not_a_curp": _l("Esa CURP no está completa o tiene un error. Son 18 letras y números."),
    "reading.not_a_clabe": _l(
        "Esa CLABE no está completa o tiene un error. Son 18 dígitos; tu banco la muestra en su app."
    ),
    "reading.not_an_article_number": _l(
        "Ese código de barras no está completo o tiene un error. Copia los números bajo las barras; si no trae, déjalo vacío."
    ),
    "reading.one_shops_number": _l("Ese código lo hizo una tienda para sí misma y no vale en otras. Déjalo vacío."),
    "reading.not_a_url": _l("Escribe una dirección completa, como https://ejemplo.mx/pagina."),
    "reading.not_a_path": _l("Escribe la dirección de una página de tu sitio anterior, como /products/rebozo."),
    "reading.not_a_domain": _l("Escribe un dominio, como hilosalpaca.mx, sin nada después."),
    "reading.not_a_name": _l("Escribe un nombre con letras, sin correos ni direcciones."),
    "outbound.not_fetched": _l("No pudimos traer lo que hay en esa dirección: no respondió a tiempo o no existe."),
    "outbound.private_address": _l(
        "Esa dirección no está en internet abierto; solo traemos lo que cualquiera puede ver."
    ),
    "outbound.too_much": _l("Lo que hay en esa dirección pesa más de %(most)s MB."),
    "outbound.redirected": _l("Esa dirección lleva a otra. Escribe la última, la que muestra la foto."),
    "outbound.answered_otherwise": _l("Esa dirección contestó que no tiene nada que darnos (código %(status)s)."),
    "outside_failure": _l("Un servicio externo no respondió. No se hizo ningún cambio; inténtalo en unos minutos."),
}


def add_words(words: Mapping[str, Any]) -> None:
    """Make a module's sentences known; raises ValueError when a code has two."""
    twice = set(words) & set(WORDS)
    if any(WORDS[code] is not words[code] for code in twice):
        raise ValueError(f"two sentences for {', '.join(sorted(twice))}")
    WORDS.update(words)


def say(refusal: Refusal) -> str:
    """Say a refusal to a person, in their language."""
    return say_code(refusal.code, refusal.details)


def say_code(code: str, details: Mapping[str, Any]) -> str:
    """Say a refusal that was written down, by its code and details; days among them as people write them."""
    sentence = str(WORDS.get(code) or WORDS["conflict"])
    if not details or "%(" not in sentence:
        return sentence
    return sentence % {name: day(value) if isinstance(value, date) else value for name, value in details.items()}
