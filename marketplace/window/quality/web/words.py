"""How facts of listings, and what was measured of them, are said."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.goods.catalog import CATEGORIES
from marketplace.web.pages import language
from marketplace.window.quality.rules import MARKET, ListingFact, MeasuredFact

# Where on its product's page a fact is said.
_BOXES = {
    ListingFact.PICTURE: "pictures",
    ListingFact.PICTURES: "pictures",
    ListingFact.ALT: "que-se-ve",
    ListingFact.TEXT: "description",
    ListingFact.BRAND: "brand",
    ListingFact.GTIN: "gtin",
    ListingFact.REQUIRED: "caracteristicas",
    ListingFact.FILTERS: "caracteristicas",
    ListingFact.VARIANTS: "variants",
    ListingFact.WEIGHT: "weight_grams",
    ListingFact.SIZE: "length_cm",
    ListingFact.WARRANTY: "warranty_months",
    ListingFact.RETURNS: "return_days",
    ListingFact.NOM: "nom",
    ListingFact.MAKER: "maker",
    ListingFact.ORIGIN: "origin_country",
    ListingFact.SAT_KEY: "sat_key",
}


def box_of(fact: ListingFact) -> str:
    """Name the box, or the part of its product's page, in which a fact is said."""
    return _BOXES[fact]


def fact_label(fact: ListingFact) -> str:
    """Name a fact that a listing has."""
    return {
        ListingFact.PICTURE: _("una foto"),
        ListingFact.PICTURES: _("tres fotos o más"),
        ListingFact.ALT: _("qué se ve en cada foto"),
        ListingFact.TEXT: _("una descripción de 200 letras o más"),
        ListingFact.BRAND: _("marca"),
        ListingFact.GTIN: _("código de barras, o por qué no lo tiene"),
        ListingFact.REQUIRED: _("las características obligatorias"),
        ListingFact.FILTERS: _("todas las características por las que se filtra"),
        ListingFact.VARIANTS: _("nombre en cada variante"),
        ListingFact.WEIGHT: _("peso"),
        ListingFact.SIZE: _("medidas del paquete"),
        ListingFact.WARRANTY: _("garantía y quién la atiende"),
        ListingFact.RETURNS: _("días para devolver"),
        ListingFact.NOM: _("la norma oficial (NOM)"),
        ListingFact.MAKER: _("fabricante o importador"),
        ListingFact.ORIGIN: _("país de origen"),
        ListingFact.SAT_KEY: _("clave del SAT propia"),
    }[fact]


def lacking_label(fact: ListingFact) -> str:
    """Name what a listing lacks, as the name of a link to where it is said."""
    name = fact_label(fact)
    return name[0].upper() + name[1:]


def branch_label(code: str) -> str:
    """Name where something was measured."""
    return _("todo el mercado") if code == MARKET else CATEGORIES[code].name(language())


def of_a_hundred(share: float) -> str:
    """Write a part as how many of a hundred."""
    return f"{share * 100:.1f}"


def effect_said(effect: MeasuredFact) -> str:
    """Say what was measured of a fact."""
    return _(
        "Medido en %(where)s: de cien veces que se ven, se abren %(having)s con ello y %(lacking)s sin ello.",
        where=branch_label(effect.branch),
        having=of_a_hundred(effect.having.opening),
        lacking=of_a_hundred(effect.lacking.opening),
    )


def say_improvable(count: int) -> str:
    """Say how many listings lack something."""
    return ngettext("publicación con algo por completar", "publicaciones con algo por completar", count)
