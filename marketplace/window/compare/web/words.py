"""The sentences of a comparison: what may matter, and why a column comes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from babel.lists import format_list
from flask_babel import gettext as _

from marketplace.trade.pricing import OfferInFull
from marketplace.web.formatting import locale_code
from marketplace.window.compare.rules import Criterion, Weighed


def criterion_names() -> dict[Criterion, str]:
    """What each criterion is called."""
    return {
        Criterion.PRICE: _("Pagar menos"),
        Criterion.DELIVERY: _("Que llegue pronto"),
        Criterion.WARRANTY: _("La garantía"),
        Criterion.RETURNS: _("Poder devolver"),
        Criterion.STANDING: _("Que la tienda cumpla"),
    }


def weight_names() -> list[str]:
    """How much something matters, from 0 to 3."""
    return [_("nada"), _("algo"), _("bastante"), _("mucho")]


def _virtues() -> Mapping[Criterion, str]:
    return {
        Criterion.PRICE: _("el total más bajo"),
        Criterion.DELIVERY: _("la entrega más pronta"),
        Criterion.WARRANTY: _("la garantía más larga"),
        Criterion.RETURNS: _("la mejor devolución"),
        Criterion.STANDING: _("la tienda más puntual"),
    }


def _listed(words: Sequence[str]) -> str:
    return format_list(list(words), locale=locale_code())


def reason(weighed: Sequence[Weighed], offers: Sequence[OfferInFull]) -> str:
    """Say in a sentence or two why the first column comes first."""
    first, virtues = weighed[0], _virtues()
    if len(weighed) > 1 and first.points == weighed[1].points:
        return _("En lo que te importa empatan con %(points)s puntos de 100.", points=first.points)
    offer = offers[first.column]
    said = _(
        "Va primero %(title)s, de %(shop)s, con %(points)s puntos de 100",
        title=offer.title,
        shop=offer.shop_name,
        points=first.points,
    )
    if first.best_in:
        said = _("%(said)s, por %(virtues)s.", said=said, virtues=_listed([virtues[f] for f in first.best_in]))
    else:
        said = _("%(said)s: no es la mejor en nada, pero queda cerca en todo lo que te importa.", said=said)
    if not first.behind_in:
        return said
    return _(
        "%(said)s Otras opciones tienen %(others)s.", said=said, others=_listed([virtues[f] for f in first.behind_in])
    )


def parts(one: Weighed) -> str:
    """Say from where a column's points come."""
    names = criterion_names()
    return ", ".join(f"{names[criterion].lower()} {points}" for criterion, points in one.parts.items())
