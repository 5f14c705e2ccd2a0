"""Results, categories and suggestions. Every filter, order and page is in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import current_app, jsonify, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from marketplace.catalog.taxonomy import CATEGORIES, Category
from marketplace.kernel.errors import NotFound
from marketplace.kernel.text import fold
from marketplace.kernel.work import Work
from marketplace.search.gateways.executor import Executor
from marketplace.search.queries import Surroundings, search
from marketplace.search.rules import PRICE_STEPS, SORTS, FacetCount, SearchPage, SearchQuery
from marketplace.shipping.rules import Destination
from marketplace.storefront import cards
from marketplace.storefront import queries as shelf
from marketplace.web.access import anyone
from marketplace.web.audiences import BUYER
from marketplace.web.formatting import money_short
from marketplace.web.pages import language, page, place
from marketplace.web.paging import Page, page_number
from marketplace.web.translations import sentences

room = BUYER.room("search")
_ON_PAGE = 24
_LONGEST = 200
_DEAREST = 100_000_000  # pesos; more is a mistake, not a price
_FACET_VALUES = 12


def executor() -> Executor:
    """This process's view of the index."""
    found = current_app.extensions["search"]
    assert isinstance(found, Executor)
    return found


def surroundings() -> Surroundings:
    """What answers need besides the index, shared by this process."""
    found = current_app.extensions["surroundings"]
    assert isinstance(found, Surroundings)
    return found


def _destination() -> Destination | None:
    chosen = place()
    return Destination(chosen.code, chosen.state_code) if chosen else None


def _pesos(args: Mapping[str, str], name: str) -> int | None:
    try:
        pesos = float(args.get(name, ""))
    except ValueError:
        return None
    return int(pesos * 100) if 0 <= pesos < _DEAREST else None


def read_query(args: MultiDict[str, str], category: Category | None) -> SearchQuery:
    """Read a query from an address; what makes no sense is left out, ranges upside down are turned."""
    low, high = _pesos(args, "desde"), _pesos(args, "hasta")
    if low is not None and high is not None and low > high:
        low, high = high, low
    number = page_number()
    return SearchQuery(
        text=args.get("q", "").replace("\x00", "")[:_LONGEST].strip(),
        category=category.number if category else None,
        brands=tuple(args.getlist("marca"))[:20],
        shops=tuple(args.getlist("tienda"))[:20],
        conditions=tuple(args.getlist("estado"))[:3],
        price_from=low,
        price_to=high,
        in_stock="disponible" in args,
        free_shipping="envio-gratis" in args,
        sort=args.get("orden", "") if args.get("orden") in SORTS else "relevance",
        offset=(number - 1) * _ON_PAGE,
        limit=_ON_PAGE,
    )


@room.get("/buscar")
@anyone
def results(work: Work) -> str:
    """What a search found."""
    category = CATEGORIES.get(request.args.get("c", ""))
    return _show(work, category)


@room.get("/c/<code>")
@anyone
def category(work: Work, code: str) -> str:
    """A category's shelf."""
    if code not in CATEGORIES:
        raise NotFound
    return _show(work, CATEGORIES[code])


def _show(work: Work, category: Category | None) -> str:
    query = read_query(request.args, category)
    found = search(work, executor(), query, surroundings().facts(work, _destination()))
    rows = shelf.card_rows(work, found.numbers)
    narrowing = Narrowing(query, category)
    return page(
        "search/buyer/results.html",
        query=query,
        category=category,
        found=found,
        cards=cards.write_cards(rows, place(), work.now),
        groups=narrowing.groups(found, {row.shop_slug: row.shop_name for row in rows}),
        chips=narrowing.chips(),
        page_of=Page(page_number(), _ON_PAGE, found.total),
        sorts=narrowing.sorts(),
    )


class Address:
    """This page's address, to be given with some parts changed; the page number always starts over.

    A page links to some thirty neighbours of itself: what they share is written once.
    """

    def __init__(self) -> None:
        self._path = request.path
        self._parts = {
            name: urlencode([(name, value) for value in values])
            for name, values in request.args.lists()
            if name != "pagina"
        }

    def but(self, path: str | None = None, /, **changes: str | Sequence[str] | None) -> str:
        """Give the address with other values for some names (None leaves one out), or on another path."""
        parts = self._parts.copy()
        for name, value in changes.items():
            name = name.replace("_", "-")
            if value is None:
                parts.pop(name, None)
            else:
                parts[name] = urlencode({name: value}, doseq=True)
        query = "&".join(parts.values())
        return f"{path or self._path}?{query}" if query else path or self._path


class Choice(NamedTuple):
    """One value of a filter: what it says, how many, where it leads, and whether it is chosen."""

    label: str
    matches: int
    url: str
    chosen: bool


class Group(NamedTuple):
    """A filter with its values."""

    title: str
    choices: Sequence[Choice]


class Narrowing:
    """Writes the ways to narrow, widen and sort what was found; each is a link to this page, changed."""

    def __init__(self, query: SearchQuery, category: Category | None) -> None:
        self._query, self._category = query, category
        self._address, self._say, self._language = Address(), sentences(), language()

    def groups(self, found: SearchPage, shop_names: Mapping[str, str]) -> list[Group]:
        """The filters, each with its values and how many each would leave."""
        _, query, facets = self._say, self._query, found.facets
        in_shelves = request.path.startswith("/c/")
        categories = [
            Choice(
                CATEGORIES[c.value].name(self._language),
                c.count,
                self._address.but(f"/c/{c.value}") if in_shelves else self._address.but(c=c.value),
                chosen=False,
            )
            for c in facets.get("category", [])[:_FACET_VALUES]
        ]
        price = [
            Choice(self._price_label(int(c.value)), c.count, self._address.but(**_price_range(int(c.value))), False)
            for c in facets.get("price", [])
        ]
        shops = {c.value: c.value.replace("-", " ").capitalize() for c in facets.get("shop", [])} | dict(shop_names)
        groups = [
            Group(_("Categoría"), categories),
            Group(_("Precio"), price),
            Group(_("Marca"), self._choices(facets.get("brand", []), "marca", query.brands, {})),
            Group(_("Tienda"), self._choices(facets.get("shop", []), "tienda", query.shops, shops)),
            Group(
                _("Estado"),
                self._choices(facets.get("condition", []), "estado", query.conditions, self._conditions()),
            ),
            Group(
                _("Además"),
                [
                    *self._switch(facets.get("in_stock", []), "disponible", _("Disponible ahora"), query.in_stock),
                    *self._switch(
                        facets.get("free_shipping", []), "envio_gratis", _("Envío gratis"), query.free_shipping
                    ),
                ],
            ),
        ]
        return [group for group in groups if group.choices]

    def chips(self) -> list[Choice]:
        """The filters in use; each leads to the page without it."""
        _, query, but = self._say, self._query, self._address.but
        chips = []
        if self._category is not None:
            above = f"/c/{self._category.parent}" if self._category.parent else "/buscar"
            away = but(c=None) if request.path == "/buscar" else above
            chips.append(Choice(self._category.name(self._language), 0, away, chosen=True))
        for name, values in (("marca", query.brands), ("tienda", query.shops), ("estado", query.conditions)):
            chips += [
                Choice(
                    self._conditions().get(value, value),
                    0,
                    but(**{name: [v for v in values if v != value] or None}),
                    chosen=True,
                )
                for value in values
            ]
        if query.price_from is not None or query.price_to is not None:
            low, high = query.price_from or 0, query.price_to
            text = f"{money_short(low)} – {money_short(high)}" if high else self._above(low)
            chips.append(Choice(text, 0, but(desde=None, hasta=None), chosen=True))
        if query.in_stock:
            chips.append(Choice(_("Disponible ahora"), 0, but(disponible=None), chosen=True))
        if query.free_shipping:
            chips.append(Choice(_("Envío gratis"), 0, but(envio_gratis=None), chosen=True))
        return chips

    def sorts(self) -> list[Choice]:
        """The orders one may choose."""
        _ = self._say
        labels = {
            "relevance": _("Más relevantes"),
            "price": _("Menor precio"),
            "price_down": _("Mayor precio"),
            "newest": _("Más recientes"),
        }
        return [
            Choice(label, 0, self._address.but(orden=None if name == "relevance" else name), self._query.sort == name)
            for name, label in labels.items()
        ]

    def _conditions(self) -> dict[str, str]:
        _ = self._say
        return {"new": _("Nuevo"), "used": _("Usado"), "refurbished": _("Reacondicionado")}

    def _above(self, minor: int) -> str:
        _ = self._say
        return _("Más de %(price)s") % {"price": money_short(minor)}

    def _price_label(self, step: int) -> str:
        _ = self._say
        if step == 0:
            return _("Hasta %(price)s") % {"price": money_short(PRICE_STEPS[0])}
        if step == len(PRICE_STEPS):
            return self._above(PRICE_STEPS[-1])
        return f"{money_short(PRICE_STEPS[step - 1])} – {money_short(PRICE_STEPS[step])}"

    def _choices(
        self, counts: Sequence[FacetCount], name: str, chosen: Sequence[str], names: Mapping[str, str]
    ) -> list[Choice]:
        choices = []
        for c in counts[:_FACET_VALUES]:
            others = [value for value in chosen if value != c.value]
            values = others if c.value in chosen else [*others, c.value]
            url = self._address.but(**{name: values or None})
            choices.append(Choice(names.get(c.value, c.value), c.count, url, c.value in chosen))
        return choices

    def _switch(self, counts: Sequence[FacetCount], name: str, label: str, on: bool) -> list[Choice]:
        url = self._address.but(**{name: None if on else "1"})
        return [Choice(label, c.count, url, on) for c in counts if c.count]


def _price_range(step: int) -> dict[str, str | None]:
    low = f"{PRICE_STEPS[step - 1] / 100 + 0.01:.2f}" if step else None
    high = f"{PRICE_STEPS[step] / 100:.0f}" if step < len(PRICE_STEPS) else None
    return {"desde": low, "hasta": high}


@room.get("/buscar/sugerencias")
@anyone
def suggest(work: Work) -> Any:
    """Offer what somebody may be typing: beginnings of titles, and categories."""
    typed = fold(request.args.get("q", ""))[:_LONGEST].split()
    offered: list[dict[str, str]] = []
    if typed and executor().available():
        for code, one in CATEGORIES.items():
            if all(any(word.startswith(part) for word in fold(one.name(language())).split()) for part in typed):
                offered.append({"text": _("%(name)s (categoría)", name=one.name(language())), "url": f"/c/{code}"})
        offered = offered[:3]
        offered += [
            {"text": phrase, "url": f"/buscar?{urlencode({'q': phrase})}"}
            for phrase in executor().suggest(" ".join(typed), 8 - len(offered))
        ]
    answer = jsonify(offered)
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
