"""Cards of listings, written whole and kept: a card's HTML depends only on what its key names."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import Row

from marketplace.shipping.rules import Destination, Terms, quote
from marketplace.web.formatting import day_range, locale_code, money, money_short
from marketplace.web.pages import Place, compare_numbers

_KEPT = 20_000
_FIRST_ROW = 4  # loaded at once; the rest when scrolled to
caching = True  # the bench turns it off to measure cards made anew


@dataclass(frozen=True)
class Card:
    """What the template of a card needs, everything written already."""

    url: str
    image: str
    alt: str
    title: str
    price: str
    landed: str
    shop: str
    standing: str
    badges: Sequence[str]
    lazy: bool
    number: int
    compare: str
    compared: bool


@dataclass(frozen=True)
class CardHtml:
    """A card ready to be put on a page."""

    number: int
    html: Markup


def terms_of(row: Row[Any]) -> Terms:
    """Give the shipping terms that a shelf row carries."""
    return Terms(
        row.postal_code,
        row.state_code,
        row.handling_days,
        row.cutoff_hour,
        row.free_from_minor,
        _read(row.uncovered_states),
        _read(row.rates),
    )


@lru_cache(4096)
def _read(stored: str) -> Any:
    """Read what a shop's terms say; the same words are read once, not for each card."""
    return json.loads(stored)


def address_of(row: Any) -> str:
    """Give the address of a listing's page."""
    return f"/p/{row.slug}-{row.number}"


def write_cards(rows: Sequence[Row[Any]], place: Place | None, now: datetime) -> list[CardHtml]:
    """Write cards for rows of the shelf, with the landed cost to the chosen place."""
    locale, hour = locale_code(), now.strftime("%Y%m%d%H")
    kept: OrderedDict[tuple[object, ...], Markup] = current_app.extensions.setdefault("cards", OrderedDict())
    cards, compared = [], compare_numbers()
    for position, row in enumerate(rows):
        lazy, chosen = position >= _FIRST_ROW, row.number in compared
        key = (
            row.number,
            row.version,
            row.shop_version,
            row.terms_version,
            locale,
            lazy,
            chosen,
            (place.code, hour) if place else None,
        )
        html = kept.get(key) if caching else None
        if html is None:
            html = kept[key] = _write(row, place, now, lazy=lazy, compared=chosen)
            if len(kept) > _KEPT:
                kept.popitem(last=False)
        cards.append(CardHtml(row.number, html))
    return cards


def _write(row: Row[Any], place: Place | None, now: datetime, *, lazy: bool, compared: bool) -> Markup:
    picture = row.picture
    card = Card(
        url=address_of(row),
        image=f"/media/{picture['key']}" if picture else "/media/none",
        alt=picture["alt"] if picture else row.title,
        title=row.title,
        price=money(row.price_minor),
        landed=_landed(row, place, now),
        shop=row.shop_name,
        standing=standing_label(row),
        badges=_badges(row),
        lazy=lazy,
        number=row.number,
        compare=_("Quitar de la comparación") if compared else _("Comparar"),
        compared=compared,
    )
    written: Markup = current_app.jinja_env.get_template("parts/one_card.html").module.card(card)  # type: ignore[attr-defined]  # its macro
    return written


def _landed(row: Row[Any], place: Place | None, now: datetime) -> str:
    if place is None:
        free = row.free_from_minor is not None and row.price_minor >= row.free_from_minor
        return _("Envío gratis") if free else ""
    quoted = quote(
        terms_of(row),
        Destination(place.code, place.state_code),
        grams=row.billable_grams,
        goods_minor=row.price_minor,
        now=now,
    )
    if quoted is None:
        return _("No envía a %(code)s", code=place.code)
    total = money_short(row.price_minor + quoted.charged_minor)
    window = day_range(quoted.promise.first, quoted.promise.last)
    return _("%(total)s puesto en %(code)s · llega %(window)s", total=total, code=place.code, window=window)


def standing_label(row: Any) -> str:
    """Say a shop's standing in a few words."""
    if row.on_time_bp is None:
        return _("Tienda nueva")
    return _("%(share)s%% a tiempo", share=round(row.on_time_bp / 100))


def _badges(row: Row[Any]) -> list[str]:
    badges = []
    if row.condition == "used":
        badges.append(_("Usado"))
    if row.condition == "refurbished":
        badges.append(_("Reacondicionado"))
    if row.available <= 0:
        badges.append(_("Agotado"))
    elif row.available <= 3:
        badges.append(_("Últimos %(count)s", count=row.available))
    return badges
