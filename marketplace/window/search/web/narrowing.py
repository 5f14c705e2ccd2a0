"""The ways to narrow, widen and sort what was found: each is a link to this page, changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from flask import request

from marketplace.goods.catalog import ATTRIBUTES, BY_FORM, CATEGORIES, SIZE, Category
from marketplace.kernel.reading import key_of_name
from marketplace.web.formatting import day, money_short
from marketplace.web.pages import language, place
from marketplace.web.translations import sentences
from marketplace.window.search.asking import AskedQuery, choosable, in_address, is_foreign, name_of
from marketplace.window.search.rules import PRICE_STEPS, FacetCount, SearchPage
from marketplace.window.search.web.choices import Box, Choice, FilterGroup, Span, Used
from marketplace.window.search.web.words import problem_said

_FACET_VALUES, _SIZES = 12, 24
_COLOUR = name_of("color")


@lru_cache(4096)
def _written(name: str, *values: str) -> str:
    """Write one part of an address: pages ask for the same ones again and again."""
    return urlencode([(name, value) for value in values])


class Address:
    """This page's address, to be given with some parts changed; the page number always starts over.

    A page links to some thirty neighbours of itself: what they share is written once.
    """

    def __init__(self, category: Category | None) -> None:
        self._path = request.path
        self._parts = {
            name: _written(name, *values)
            for name, values in request.args.lists()
            if name != "pagina" and any(values) and not is_foreign(name, category)
        }

    def but(self, path: str | None = None, /, **changes: str | Sequence[str] | None) -> str:
        """Give the address with other values for some names (None leaves one out), or on another path."""
        parts = self._parts.copy()
        for name, value in changes.items():
            name = name.replace("_", "-")
            if value is None:
                parts.pop(name, None)
            else:
                parts[name] = _written(name, *([value] if isinstance(value, str) else value))
        query = "&".join(parts.values())
        return f"{path or self._path}?{query}" if query else path or self._path

    def only(self, *names: str) -> str:
        """Give the address with these names and no others."""
        query = "&".join(part for name, part in self._parts.items() if name in names)
        return f"{self._path}?{query}" if query else self._path

    def without_attributes(self) -> dict[str, None]:
        """The changes that leave every attribute out: another category has others."""
        return {name: None for name in self._parts if is_foreign(name, None)}


class Narrowing:
    """Writes the filters of one page."""

    def __init__(self, asked: AskedQuery, shop_names: Mapping[str, str]) -> None:
        self._shops = shop_names
        self._asked, self._query, self._category = asked, asked.query, asked.category
        self._address, self._say, self._language = Address(asked.category), sentences(), language()
        self.but = self._address.but

    def groups(self, found: SearchPage) -> list[FilterGroup]:
        """The filters, each with its values and how many each would leave."""
        _, query, facets = self._say, self._query, found.facets
        price = [
            Choice(self._price_label(int(c.value)), c.count, self.but(**_price_range(int(c.value))), False)
            for c in facets.get("price", [])
        ]
        groups = [
            FilterGroup(_("Categoría"), self._categories(facets.get("category", []))),
            FilterGroup(_("Precio"), price),
            FilterGroup(_("Llega a más tardar"), self._days(facets.get("arrives", [])), single=True),
            *self._attributes(facets),
            FilterGroup(_("Marca"), self._choices(facets.get("brand", []), "marca", query.brands, {}, key=key_of_name)),
            FilterGroup(_("Tienda"), self._choices(facets.get("shop", []), "tienda", query.shops, self._shops)),
            FilterGroup(
                _("Condición"),
                self._choices(facets.get("condition", []), "estado", query.conditions, self._conditions()),
            ),
            FilterGroup(
                _("Garantía"),
                self._at_least(facets.get("warranty", []), "garantia", query.warranty_months, _("%(n)s meses o más")),
                single=True,
            ),
            FilterGroup(
                _("Para devolver"),
                self._at_least(facets.get("returns", []), "devolucion", query.return_days, _("%(n)s días o más")),
                single=True,
            ),
            FilterGroup(
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

    def spans(self, found: SearchPage) -> list[Span]:
        """The filters whose numbers are typed: the price, what it costs delivered, and the category's own."""
        _ = self._say
        both = {"desde": _("Desde"), "hasta": _("Hasta")}
        spans = [Span(_("Precio en pesos"), [self._box(name, label, "") for name, label in both.items()])]
        chosen = place()
        if chosen is not None:
            title = _("Puesto en %(code)s, en pesos") % {"code": chosen.code}
            spans.append(Span(title, [self._box("puesto-hasta", _("Hasta"), "")]))
        for code in self._category.attributes if self._category else ():
            attribute, ends = ATTRIBUTES[code], found.facets.get(code, [])
            if attribute.kind == "number" and (ends or any(code == used for used, *_ends in self._query.ranges)):
                names = [f"{name_of(code)}-{end}" for end in both]
                hints = [f"{float(end.value):g}" for end in ends] or ["", ""]
                boxes = [self._box(n, label, hint) for n, label, hint in zip(names, both.values(), hints, strict=True)]
                unit = attribute.write(0, self._language).partition(" ")[2]
                name = attribute.name(self._language)
                spans.append(Span(f"{name} ({unit})" if unit else name, boxes))
        return spans

    def carried(self, groups: Sequence[FilterGroup], spans: Sequence[Span]) -> list[tuple[str, str]]:
        """What this address says that the filters do not: words, order, and chosen values that nothing has any more."""
        own = {box.name for span in spans for box in span.boxes} | {"pagina"}
        own |= {choice.name for group in groups if group.single for choice in group.choices}
        ticked = {(choice.name, choice.value) for group in groups for choice in group.choices}
        return [
            (name, value)
            for name, values in request.args.lists()
            for value in values
            if value and name not in own and (name, value) not in ticked
        ]

    def used(self) -> list[Used]:
        """The filters in use."""
        return [*self._used_category(), *self._used_lists(), *self._used_numbers(), *self._used_switches()]

    def bare(self) -> str:
        """Where this page is without any filter."""
        if request.path == "/buscar" or not self._query.text:
            return self._address.only("q", "orden")
        return self.but("/buscar", **self._address.without_attributes())

    def why(self) -> str:
        """What the page that explains one result needs to know of this one."""
        parts = [(name, value) for name, values in request.args.lists() for value in values]
        if self._category is not None and "c" not in request.args:
            parts.append(("c", self._category.code))
        return f"?{urlencode(parts)}" if parts else ""

    def sorts(self) -> list[Choice]:
        """The orders one may choose."""
        _ = self._say
        labels = {
            "relevance": _("Más relevantes"),
            "price": _("Menor precio"),
            "price_down": _("Mayor precio"),
            "landed": _("Menor total en tu casa"),
            "newest": _("Más recientes"),
        }
        return [
            Choice(
                label,
                0,
                self.but(orden=None if name == "relevance" else name),
                self._query.sort == name,
                "orden",
                "" if name == "relevance" else name,
            )
            for name, label in labels.items()
            if name != "landed" or place()
        ]

    def found_in(self, code: str, matches: int) -> Choice:
        """The words that were searched for, in a category and without any other filter."""
        url = f"/buscar?{urlencode({'q': self._query.text, 'c': code})}"
        return Choice(CATEGORIES[code].name(self._language), matches, url, chosen=False)

    def _categories(self, counts: Sequence[FacetCount]) -> list[Choice]:
        """The categories one step further; at a leaf there are none."""
        if self._category is not None and [c.value for c in counts] == [self._category.code]:
            return []
        gone, shelves = self._address.without_attributes(), request.path.startswith("/c/")
        return [
            Choice(
                CATEGORIES[c.value].name(self._language),
                c.count,
                self.but(f"/c/{CATEGORIES[c.value].slug}", **gone) if shelves else self.but(c=c.value, **gone),
                chosen=False,
            )
            for c in counts[:_FACET_VALUES]
        ]

    def _attributes(self, facets: Mapping[str, Sequence[FacetCount]]) -> list[FilterGroup]:
        chosen = dict(self._query.choices)
        groups = []
        for code in choosable(self._category):
            attribute = ATTRIBUTES[code]
            if attribute.kind != "number":
                counts = [FacetCount(in_address(code, c.value), c.count) for c in facets.get(code, [])]
                names = {in_address(code, c.value): self._written(code, c.value) for c in facets.get(code, [])}
                picked = [in_address(code, value) for value in chosen.get(code, ())]
                choices = self._choices(
                    counts, name_of(code), picked, names, most=_SIZES if code == SIZE else _FACET_VALUES
                )
                groups.append(FilterGroup(attribute.name(self._language), choices))
        return groups

    def _written(self, code: str, value: str) -> str:
        attribute = ATTRIBUTES[code]
        return attribute.write(value == "True" if attribute.kind == "boolean" else value, self._language)

    def _days(self, counts: Sequence[FacetCount]) -> list[Choice]:
        asked = self._query.arrives_by
        choices = []
        for c in counts:
            then = date.fromisoformat(c.value)
            url = self.but(llega=None if then == asked else c.value)
            choices.append(Choice(day(then), c.count, url, then == asked, "llega", c.value))
        return choices

    def _at_least(self, counts: Sequence[FacetCount], name: str, asked: int | None, label: str) -> list[Choice]:
        return [
            Choice(
                label % {"n": c.value},
                c.count,
                self.but(**{name: None if c.value == str(asked) else c.value}),
                c.value == str(asked),
                name,
                c.value,
            )
            for c in counts
        ]

    def _box(self, name: str, label: str, hint: str) -> Box:
        problem = self._asked.problems.get(name)
        return Box(name, label, request.args.get(name, "")[:20], hint, problem_said(problem) if problem else "")

    def _used_category(self) -> list[Used]:
        if self._category is None:
            return []
        gone = self._address.without_attributes()
        above = f"/c/{CATEGORIES[self._category.parent].slug}" if self._category.parent else "/buscar"
        away = self.but(c=None, **gone) if request.path == "/buscar" else self.but(above, **gone)
        kept = tuple(one for one in self._query.choices if one[0] in BY_FORM)
        without = replace(self._query, category=None, choices=kept, ranges=())
        return [Used(self._category.name(self._language), away, without)]

    def _used_lists(self) -> list[Used]:
        query, used = self._query, []
        for name, column, values in (
            ("marca", "brands", query.brands),
            ("tienda", "shops", query.shops),
            ("estado", "conditions", query.conditions),
        ):
            for value in values:
                rest = tuple(other for other in values if other != value)
                label = self._conditions().get(value, value) if name == "estado" else value
                if name == "tienda":
                    label = self._shops.get(value, value)
                changed = replace(query, **{column: rest})  # type: ignore[arg-type]  # the three columns hold texts
                used.append(Used(label, self.but(**{name: rest or None}), changed))
        for code, values in query.choices:
            for value in values:
                rest = tuple(other for other in values if other != value)
                others = tuple(one for one in query.choices if one[0] != code)
                kept = (*others, (code, rest)) if rest else others
                url = self.but(**{name_of(code): [in_address(code, one) for one in rest] or None})
                label = f"{ATTRIBUTES[code].name(self._language)}: {self._written(code, value)}"
                used.append(Used(label, url, replace(query, choices=kept)))
        return used

    def _used_numbers(self) -> list[Used]:
        _, query, chosen = self._say, self._query, place()
        used = []
        if query.price_from is not None or query.price_to is not None:
            low, high = query.price_from or 0, query.price_to
            low -= low - 1 in PRICE_STEPS  # a step begins a centavo above the one before, which nobody needs to see
            text = f"{money_short(low)} – {money_short(high)}" if high is not None else self._above(low)
            used.append(Used(text, self.but(desde=None, hasta=None), replace(query, price_from=None, price_to=None)))
        if query.landed_to is not None and chosen is not None:
            text = _("Hasta %(price)s puesto en %(code)s") % {
                "price": money_short(query.landed_to),
                "code": chosen.code,
            }
            used.append(Used(text, self.but(puesto_hasta=None), replace(query, landed_to=None)))
        if query.arrives_by is not None:
            text = _("Llega a más tardar %(day)s") % {"day": day(query.arrives_by)}
            used.append(Used(text, self.but(llega=None), replace(query, arrives_by=None)))
        if query.warranty_months is not None:
            text = _("Garantía de %(n)s meses o más") % {"n": query.warranty_months}
            used.append(Used(text, self.but(garantia=None), replace(query, warranty_months=None)))
        if query.return_days is not None:
            text = _("%(n)s días o más para devolver") % {"n": query.return_days}
            used.append(Used(text, self.but(devolucion=None), replace(query, return_days=None)))
        for code, low_end, high_end in query.ranges:
            name = name_of(code)
            rest = tuple(one for one in query.ranges if one[0] != code)
            text = f"{ATTRIBUTES[code].name(self._language)}: {self._span(code, low_end, high_end)}"
            used.append(
                Used(text, self.but(**{f"{name}-desde": None, f"{name}-hasta": None}), replace(query, ranges=rest))
            )
        return used

    def _used_switches(self) -> list[Used]:
        _, query, used = self._say, self._query, []
        if query.in_stock:
            used.append(Used(_("Disponible ahora"), self.but(disponible=None), replace(query, in_stock=False)))
        if query.free_shipping:
            used.append(Used(_("Envío gratis"), self.but(envio_gratis=None), replace(query, free_shipping=False)))
        return used

    def _span(self, code: str, low: float | None, high: float | None) -> str:
        _, write = self._say, ATTRIBUTES[code].write
        if low is None:
            return _("hasta %(most)s") % {"most": write(high, self._language)}
        if high is None:
            return _("desde %(least)s") % {"least": write(low, self._language)}
        return f"{write(low, self._language)} – {write(high, self._language)}"

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
        self,
        counts: Sequence[FacetCount],
        name: str,
        chosen: Sequence[str],
        names: Mapping[str, str],
        *,
        most: int = _FACET_VALUES,
        key: Callable[[str], str] = str,
    ) -> list[Choice]:
        """Offer values with their counts; `key` says what all writings of one value share."""
        choices = []
        for c in counts[:most]:
            others = [value for value in chosen if key(value) != key(c.value)]
            is_chosen = len(others) < len(chosen)
            url = self.but(**{name: (others if is_chosen else [*others, c.value]) or None})
            swatch = c.value if name == _COLOUR else ""
            choices.append(Choice(names.get(c.value, c.value), c.count, url, is_chosen, name, c.value, swatch))
        return choices

    def _switch(self, counts: Sequence[FacetCount], name: str, label: str, on: bool) -> list[Choice]:
        url = self.but(**{name: None if on else "1"})
        sent = name.replace("_", "-")
        return [Choice(label, c.count, url, on, sent, "1") for c in counts if c.count]


def _price_range(step: int) -> dict[str, str | None]:
    low = f"{PRICE_STEPS[step - 1] / 100 + 0.01:.2f}" if step else None
    high = f"{PRICE_STEPS[step] / 100:.0f}" if step < len(PRICE_STEPS) else None
    return {"desde": low, "hasta": high}
