"""Pure decisions about the names of shops: what a slug may be, and how a domain is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

import idna


class NameKind(StrEnum):
    """What a name of a shop is."""

    SLUG = "slug"
    HELD = "held"  # the slug of a shop that has not opened: its members enter by it, and nothing answers there
    DOMAIN = "domain"


class DomainState(StrEnum):
    """How far the proof of a domain is."""

    PENDING = "pending"
    VERIFIED = "verified"
    FAILED = "failed"
    LOST = "lost"


DOMAIN_NEXT: Mapping[DomainState, frozenset[DomainState]] = {
    DomainState.PENDING: frozenset({DomainState.VERIFIED, DomainState.FAILED}),
    DomainState.VERIFIED: frozenset({DomainState.LOST}),
    DomainState.FAILED: frozenset({DomainState.VERIFIED}),
    DomainState.LOST: frozenset({DomainState.VERIFIED}),
}


class DomainProblem(StrEnum):
    """Why a domain does not answer."""

    MISSING = "missing"  # its record
    TAKEN = "taken"


SHORTEST, LONGEST = 3, 40
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

# What the market is called, may be called one day, or what would pass for it; and its addresses of today, which doors add
# to by themselves (`reserve`).
_OURS = """
    abre-tu-tienda admin administracion ajax api app archivos assets avisame ayuda beta blog buscar buzon c carrito
    cdn checkout codigo-postal como-funciona como-ordenamos comparar compra comprar compras confirmar contacto
    correo crear-cuenta cuenta demo dev devoluciones docs enlace entrar envio-a envios equipo estado facturacion
    facturas favicon ftp garantia garantias health help hooks idioma imap info inicio invitacion legal lo-que-sigo
    localhost mail mailer mapa market marketplace media mercado mi-cuenta mx ns ns1 ns2 oficial olvide-mi-contrasena
    operacion p pagar pago pago-de-prueba pagos panel pedido pedidos pop precios preguntar preguntas privacidad
    prueba robots root salir salud sandbox seguridad seller shop sitemap sitemap-paginas smtp soporte ssl staff
    staging static status sugerencias support tarifas terminos test tianguis tienda tiendas vender ventas vistos
    webmail www xml
"""
RESERVED = set(_OURS.split())


def reserve(words: Iterable[str]) -> None:
    """Keep words from being had as slugs: the beginnings of the addresses there are."""
    RESERVED.update(words)


_LONGEST_HOST = 253
_HOST = re.compile(
    r"(?P<name>[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*|\[[0-9a-f:.]{2,45}\])\.?(:[0-9]{1,5})?", re.IGNORECASE | re.ASCII
)


def slug_problem(slug: str) -> str | None:
    """Say what is wrong with a slug: `shape`, `length` or `reserved`; None when it may be used.

    Only ASCII letters, digits and single hyphens, and no bare number: a Cyrillic *а* cannot pass for an *a*, and `xn--`
    cannot be had.
    """
    if not _SLUG.fullmatch(slug) or slug.isdigit():
        return "shape"
    if not SHORTEST <= len(slug) <= LONGEST:
        return "length"
    if slug in RESERVED or slug.startswith("tianguis"):
        return "reserved"
    return None


def tidy_domain(typed: str) -> str | None:
    """Write a domain as the DNS knows it (`Café.MX.` → `xn--caf-dma.mx`); None when it is none.

    Letters of other alphabets go through IDNA 2008, which refuses what only looks like another letter's sign; a bare
    number, a single word and addresses with a path are no domains.
    """
    try:
        name = idna.encode(typed.strip().rstrip("."), uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return None
    labels = name.split(".")
    if len(name) > 253 or len(labels) < 2 or labels[-1].isdigit():
        return None
    return name if all(_LABEL.fullmatch(label) for label in labels) else None


def show_domain(name: str) -> str:
    """Write a domain for people; one that mixes alphabets within a label stays in its ASCII form."""
    try:
        shown = idna.decode(name)
    except (idna.IDNAError, UnicodeError):
        return name
    return shown if all(ord(letter) < 0x250 for letter in shown) else name


def host_of(header: str) -> str | None:
    """Read a Host header: the name without its port, lower case; None when it is no host at all (RFC 1035, 2.3.4)."""
    found = _HOST.fullmatch(header)
    return found["name"].lower() if found and len(found["name"]) <= _LONGEST_HOST else None
