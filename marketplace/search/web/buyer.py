"""Results, categories and suggestions. Every filter, order and page is in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import current_app, jsonify, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from marketplace.catalog.taxonomy import CATEGORIES, Category
from marketplace.kernel.errors import NotFound
from marketplace.kernel.text import fold
from marketplace.kernel.work import Work
from marketplace.search.gateways.executor import Executor
from marketplace.search.queries import search
from marketplace.search.rules import PRICE_STEPS, SORTS, FacetCount, SearchPage, SearchQuery
from marketplace.storefront import cards
from marketplace.storefront import queries as shelf
from marketplace.web.access import anyone
from marketplace.web.audiences import BUYER
from marketplace.web.formatting import money_short
from marketplace.web.pages import language, page, place
from marketplace.web.paging import Page, page_number

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
    found = search(work, executor(), query)
    rows = shelf.card_rows(work, found.numbers)
    names = {row.shop_slug: row.shop_name for row in rows}
    return page(
        "search/buyer/results.html",
        query=query,
        category=category,
        found=found,
        cards=cards.write_cards(rows, place(), work.now),
        groups=_groups(query, found, names),
        chips=_chips(query, category),
        page_of=Page(page_number(), _ON_PAGE, found.total),
        with_args=with_args,
        sorts=_sorts(query),
    )


def with_args(**changes: object) -> str:
    """Give this page's address with some parts changed (None leaves one out); the page starts over."""
    args = {name: values for name, values in request.args.lists() if name != "pagina"}
    for name, value in changes.items():
        name = name.replace("_", "-")
        if value is None:
            args.pop(name, None)
        else:
            args[name] = value if isinstance(value, list) else [str(value)]
    return f"{request.path}?{urlencode(args, doseq=True)}" if args else request.path


@dataclass(frozen=True)
class Choice:
    """One value of a filter: what it says, how many, where it leads, and whether it is chosen."""

    label: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class Group:
    """A filter with its values."""

    title: str
    choices: Sequence[Choice]


def _groups(query: SearchQuery, found: SearchPage, shop_names: Mapping[str, str]) -> list[Group]:
    spoken = language()
    facets = found.facets
    categories = [
        Choice(CATEGORIES[c.value].name(spoken), c.count, _category_url(c.value), chosen=False)
        for c in facets.get("category", [])[:_FACET_VALUES]
    ]
    price = [
        Choice(_price_label(int(c.value)), c.count, _price_url(int(c.value)), chosen=False)
        for c in facets.get("price", [])
    ]
    groups = [
        Group(_("Categoría"), categories),
        Group(_("Precio"), price),
        Group(_("Marca"), _choices(facets.get("brand", []), "marca", query.brands, {})),
        Group(_("Tienda"), _choices(facets.get("shop", []), "tienda", query.shops, shop_names)),
        Group(_("Estado"), _choices(facets.get("condition", []), "estado", query.conditions, _conditions())),
        Group(
            _("Además"),
            [
                *_switch(facets.get("in_stock", []), "disponible", _("Disponible ahora"), query.in_stock),
                *_switch(facets.get("free_shipping", []), "envio-gratis", _("Envío gratis"), query.free_shipping),
            ],
        ),
    ]
    return [group for group in groups if group.choices]


def _conditions() -> dict[str, str]:
    return {"new": _("Nuevo"), "used": _("Usado"), "refurbished": _("Reacondicionado")}


def _category_url(code: str) -> str:
    if request.path.startswith("/c/"):
        return with_args().replace(request.path, f"/c/{code}", 1)
    return with_args(c=code)


def _price_label(step: int) -> str:
    if step == 0:
        return _("Hasta %(price)s", price=money_short(PRICE_STEPS[0]))
    if step == len(PRICE_STEPS):
        return _("Más de %(price)s", price=money_short(PRICE_STEPS[-1]))
    return f"{money_short(PRICE_STEPS[step - 1])} – {money_short(PRICE_STEPS[step])}"


def _price_url(step: int) -> str:
    low = f"{PRICE_STEPS[step - 1] / 100 + 0.01:.2f}" if step else None
    high = f"{PRICE_STEPS[step] / 100:.0f}" if step < len(PRICE_STEPS) else None
    return with_args(desde=low, hasta=high)


def _choices(counts: Sequence[FacetCount], name: str, chosen: Sequence[str], names: Mapping[str, str]) -> list[Choice]:
    return [
        Choice(
            names.get(c.value, c.value.replace("-", " ").capitalize() if name == "tienda" else c.value),
            c.count,
            with_args(
                **{name: [v for v in chosen if v != c.value] or None if c.value in chosen else [*chosen, c.value]}
            ),
            c.value in chosen,
        )
        for c in counts[:_FACET_VALUES]
    ]


def _switch(counts: Sequence[FacetCount], name: str, label: str, on: bool) -> list[Choice]:
    return [
        Choice(label, c.count, with_args(**{name.replace("-", "_"): None if on else 1}), on) for c in counts if c.count
    ]


def _chips(query: SearchQuery, category: Category | None) -> list[Choice]:
    """The filters in use; each leads to the page without it."""
    chips = []
    if category is not None:
        away = (
            with_args(c=None)
            if request.path == "/buscar"
            else f"/c/{category.parent}"
            if category.parent
            else "/buscar"
        )
        chips.append(Choice(category.name(language()), 0, away, chosen=True))
    for name, values in (("marca", query.brands), ("tienda", query.shops), ("estado", query.conditions)):
        chips += [
            Choice(
                _conditions().get(value, value),
                0,
                with_args(**{name: [v for v in values if v != value] or None}),
                chosen=True,
            )
            for value in values
        ]
    if query.price_from is not None or query.price_to is not None:
        low, high = query.price_from or 0, query.price_to
        text = f"{money_short(low)} – {money_short(high)}" if high else _("Más de %(price)s", price=money_short(low))
        chips.append(Choice(text, 0, with_args(desde=None, hasta=None), chosen=True))
    if query.in_stock:
        chips.append(Choice(_("Disponible ahora"), 0, with_args(disponible=None), chosen=True))
    if query.free_shipping:
        chips.append(Choice(_("Envío gratis"), 0, with_args(envio_gratis=None), chosen=True))
    return chips


def _sorts(query: SearchQuery) -> list[Choice]:
    labels = {
        "relevance": _("Más relevantes"),
        "price": _("Menor precio"),
        "price_down": _("Mayor precio"),
        "newest": _("Más recientes"),
    }
    return [
        Choice(label, 0, with_args(orden=None if name == "relevance" else name), query.sort == name)
        for name, label in labels.items()
    ]


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
            for phrase in executor().suggest(typed, 8 - len(offered))
        ]
    answer = jsonify(offered)
    answer.headers["Cache-Control"] = "public, max-age=60"
    return answer
