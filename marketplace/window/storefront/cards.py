"""Cards of listings, written whole and kept: a card's HTML depends only on what its key names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app
from markupsafe import Markup, escape

from marketplace.kernel.site import site
from marketplace.trade.pricing import Offer, terms_of
from marketplace.trade.shipping import Destination, Way, destination_of, ships_free, way
from marketplace.web import hosts
from marketplace.web.formatting import day_range, locale_code, money, money_short, weekday
from marketplace.web.pages import ShipTo, compare_numbers
from marketplace.web.shown import note_shown
from marketplace.web.translations import sentences

MOST_KEPT = 20_000  # none: the bench measures cards made anew
_FIRST_ROW = 4  # loaded at once; the rest when scrolled to


class Card(NamedTuple):
    """What the template of a card needs, everything written already, and what people wrote escaped: the template does not."""

    url: str
    image: str
    cut: str  # the style that says what of it stays in sight
    alt: str
    title: str
    price: str
    was: str
    offer: str
    group: str
    landed: str
    shop: str
    standing: str
    badges: Sequence[str]
    lazy: bool
    number: int
    compare: str
    compared: bool
    add: str
    article: str
    shops: str


class CardHtml(NamedTuple):
    """A card ready to be put on a page."""

    number: int
    html: Markup


def address_of(row: Any) -> str:
    """Give the address of a listing's page."""
    return f"/p/{row.slug}-{row.number}"


class KeptCards(OrderedDict[tuple[object, ...], Markup]):
    """Cards as they were written, the oldest first."""


def write_cards(
    rows: Sequence[Offer], place: ShipTo | None, now: datetime, *, comes_first: bool = True
) -> list[CardHtml]:
    """Write cards for rows of the shelf, with the landed cost to the chosen place; they count as seen.

    The pictures of the first row are loaded at once and before others, where it `comes_first` on its page.
    At a shop's own host they come without the words that compare: that takes a form.
    """
    note_shown(rows)
    at_market = hosts.shop_here() is None
    writer, compared = _Writer(place, now, at_market=at_market), compare_numbers()
    hour = now.strftime("%Y%m%d%H")
    kept = site().part(KeptCards)
    cards = []
    for position, row in enumerate(rows):
        lazy, chosen = not comes_first or position >= _FIRST_ROW, row.number in compared
        key = (
            row.number,
            row.version,
            row.price_group,
            row.price_minor,
            row.shop_version,
            row.terms_version,
            row.sold_by,
            writer.locale,
            lazy,
            chosen,
            at_market,
            (place.code, hour) if place else None,
        )
        html = kept.get(key)
        if html is None:
            html = kept[key] = writer.write(row, lazy=lazy, compared=chosen)
            if len(kept) > MOST_KEPT:
                kept.popitem(last=False)
        cards.append(CardHtml(row.number, html))
    return cards


class _Writer:
    """Writes cards in one language for one place; what is the same for several of them is found out once."""

    def __init__(self, place: ShipTo | None, now: datetime, *, at_market: bool) -> None:
        self.locale, self._media = locale_code(), hosts.media_base()
        self._now = now
        self._to = destination_of(place)
        self._template = current_app.jinja_env.get_template("parts/one_card.html").module.card  # type: ignore[attr-defined]  # its macro
        self._ways: dict[str, tuple[Way, str] | None] = {}
        _ = self._say = sentences()
        self._compare, self._add = (_("Comparar"), _("Agregar")) if at_market else ("", "")
        self._in_shops = _("En %(count)s tiendas")
        self._conditions = {"used": _("Usado"), "refurbished": _("Reacondicionado")}
        self._landed_only = _("%(total)s puesto en %(code)s")
        self._landing = _("%(total)s puesto en %(code)s · llega %(window)s")

    def write(self, row: Offer, *, lazy: bool, compared: bool) -> Markup:
        title = escape(row.title)
        written: str = self._template(
            Card(
                url=address_of(row),
                image=f"{self._media}/media/{row.picture_key or 'none'}",
                cut=f"focus-{row.picture_focus}" if row.picture_focus else "",
                alt=escape(row.picture_alt) if row.picture_alt else title,
                title=title,
                price=money(row.price_minor),
                was=money(row.was_minor) if row.was_minor else "",
                offer=self._offer(row) if row.was_minor or row.offer_until else "",
                group=escape(self._group(row)) if row.price_group else "",
                landed=self._landed(row),
                shop=escape(row.shop_name),
                standing=_standing(row, self._say),
                badges=self._badges(row),
                lazy=lazy,
                number=row.number,
                compare=self._compare,
                compared=compared,
                add=self._add if row.available > 0 and not row.rests_until else "",
                article=row.article or "",
                shops=self._in_shops % {"count": row.sold_by} if row.sold_by > 1 and self._compare else "",
            )
        )
        return Markup(written)  # noqa: S704 - see Card

    def _offer(self, row: Offer) -> str:
        """What goes with a price of before, which stands there only with the lowest of its days, and with a promotion."""
        _ = self._say
        said = []
        if row.was_minor and row.lowest_minor:
            said.append(_("el más bajo en 30 días: %(price)s") % {"price": money_short(row.lowest_minor)})
        if row.offer_until:
            said.append(_("hasta el %(day)s") % {"day": weekday(row.offer_until, self.locale)})
        return " · ".join(said)

    def _group(self, row: Offer) -> str:
        """Whose price it is, with what everybody pays."""
        _ = self._say
        said = {"group": row.price_group, "price": money(row.public_minor)}
        return _("Precio para %(group)s · al público %(price)s") % said

    def _landed(self, row: Offer) -> str:
        _ = self._say
        if self._to is None:
            free = row.free_from_minor is not None and ships_free(row.price_minor, row.free_from_minor)
            return _("Envío gratis") if free else ""
        found = self._way(row, self._to)
        if found is None:
            return _("No envía a %(code)s") % {"code": self._to.postal_code}
        way, window = found
        quoted = way.quote(grams=row.billable_grams, goods_minor=row.price_minor)
        total = money_short(row.price_minor + quoted.charged_minor)
        if row.available <= 0:  # what cannot be bought promises no day
            return self._landed_only % {"total": total, "code": self._to.postal_code}
        return self._landing % {"total": total, "code": self._to.postal_code, "window": window}

    def _way(self, row: Offer, to: Destination) -> tuple[Way, str] | None:
        """How the shop of a card sends to the chosen place, and the days between which that arrives, in words."""
        if row.shop_slug not in self._ways:
            found = way(terms_of(row), to, self._now)
            window = day_range(found.promise.first, found.promise.last, self.locale) if found else ""
            self._ways[row.shop_slug] = (found, window) if found else None
        return self._ways[row.shop_slug]

    def _badges(self, row: Offer) -> list[str]:
        _ = self._say
        badges = []
        if row.condition in self._conditions:
            badges.append(self._conditions[row.condition])
        if row.rests_until:
            badges.append(
                _("Descansa hasta el %(day)s") % {"day": day_range(row.rests_until, row.rests_until, self.locale)}
            )
        elif row.available <= 0:
            badges.append(_("Agotado"))
        elif row.available <= 3:
            badges.append(_("Últimos %(count)s") % {"count": row.available})
        return badges


def standing_label(row: Any) -> str:
    """Say a shop's standing in a few words."""
    return _standing(row, sentences())


def _standing(row: Any, _: Callable[[str], str]) -> str:
    if row.on_time_bp is None:
        return _("Tienda nueva")
    return _("%(share)s%% a tiempo") % {"share": round(row.on_time_bp / 100)}
