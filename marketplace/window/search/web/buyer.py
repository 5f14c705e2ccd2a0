"""Results, categories and suggestions. Every filter, order and page is in the address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import jsonify, redirect, request
from flask_babel import gettext as _
from markupsafe import Markup

from marketplace.goods.catalog import BY_NUMBER, CATEGORIES, Category, category_at, category_now, taxonomy_edition
from marketplace.kernel.analysis import understand
from marketplace.kernel.errors import NotFound
from marketplace.kernel.work import Work
from marketplace.trade.pricing import Offer, find_offers, get_offer
from marketplace.trade.shipping import destination_of
from marketplace.web.access import anyone
from marketplace.web.asked import text_in
from marketplace.web.audiences import BUYER
from marketplace.web.hosts import settings
from marketplace.web.kept_contents import keep_content, keep_part
from marketplace.web.kept_pages import keep_for_strangers
from marketplace.web.pages import language, page, place
from marketplace.web.paging import Page, page_number
from marketplace.window.search import coverage, queries, ranking, sponsors, suggestions
from marketplace.window.search.asking import LONGEST, ON_PAGE, AskedQuery, read_query
from marketplace.window.search.near import near
from marketplace.window.search.queries import executor, surroundings
from marketplace.window.search.rules import SearchPage, SearchQuery
from marketplace.window.search.web.choices import Choice, Used
from marketplace.window.search.web.narrowing import Narrowing
from marketplace.window.search.web.words import note_said, others_said, signal_name, signal_said, unsaid_said
from marketplace.window.storefront import cards, stocked

room = BUYER.room("search")
_NEAR = 6  # categories that are offered where nothing was found


def _asked(category: Category | None) -> AskedQuery:
    """What this request's address asks for."""
    args = request.args.to_dict(flat=False)
    return read_query(args, category, to_place=place() is not None, page=page_number())


def _search(work: Work, query: SearchQuery) -> SearchPage:
    return queries.search(work, executor(), query, surroundings().facts(work, destination_of(place())))


@room.get("/buscar")
@anyone
@keep_for_strangers
def results(work: Work) -> object:
    """What a search found."""
    return _show(work, category_now(request.args.get("c", "")))


@room.get("/c/<slug>")
@anyone
@keep_for_strangers
def category(work: Work, slug: str) -> object:
    """A category's shelf; from an address that it had before, or of what became part of it, one is led there for good."""
    found = category_at(slug)
    if found is None:
        raise NotFound
    if found.slug != slug:
        asked = request.query_string.decode()
        return redirect(f"/c/{found.slug}" + (f"?{asked}" if asked else ""), 301)
    return _show(work, found)


def _show(work: Work, category: Category | None) -> object:
    asked = _asked(category)
    found = _search(work, asked.query)
    paying = _sponsored(work, asked.query, found)
    every = {row.number: row for row in find_offers(work, [*paying, *found.numbers])}
    shown = Shown(
        cards.write_cards([every[n] for n in found.numbers if n in every], place(), work.now),
        cards.write_cards(_for_sale(every, paying), place(), work.now),
        paying,
    )
    page_of = Page(page_number(), ON_PAGE, found.total, says_its_end=True)
    heading = _heading(category, asked.query)
    answer = page(
        "window/search/buyer/results.html",
        category=category,
        query=asked.query,
        heading=heading,
        total=found.total,
        page_of=page_of,
        by_public_price=_weighs_price(asked.query) and any(row.price_group for row in every.values()),
        found=_found(work, asked, found, shown, category=category, heading=heading, page_of=page_of),
    )
    return answer, 404 if page_of.is_past_the_end else 200


def _weighs_price(query: SearchQuery) -> bool:
    """Whether prices narrow or order an answer: those that everybody pays, also for who is in a group of customers."""
    limits = (query.price_from, query.price_to, query.landed_to)
    return query.sort in ("price", "price_down", "landed") or any(limit is not None for limit in limits)


class Shown(NamedTuple):
    """The cards of a page of results: those found, those of paid places, and who pays for each of these."""

    found: list[cards.CardHtml]
    sponsored: list[cards.CardHtml]
    paying: dict[int, str]


def _heading(category: Category | None, query: SearchQuery) -> str:
    if query.text:
        return _("“%(text)s”", text=query.text)
    return category.name(language()) if category else _("Todo el mercado")


def _found(
    work: Work,
    asked: AskedQuery,
    found: SearchPage,
    shown: Shown,
    *,
    category: Category | None,
    heading: str,
    page_of: Page,
) -> Markup:
    """Write what was found, or give what was written for this very answer and these very cards."""

    def write() -> dict[str, Any]:
        narrowing = Narrowing(asked, surroundings().shop_names(work))
        used, surely = narrowing.used(), set(found.numbers[: max(0, found.exact - asked.query.offset)])
        return {
            "asked": asked,
            "query": asked.query,
            "category": category,
            "heading": heading,
            "trail": _trail(category, asked.query),
            "found": found,
            "cards": [card for card in shown.found if card.number in surely],
            "others": [card for card in shown.found if card.number not in surely],
            "others_said": others_said(found, _words_asked(asked.query, found)),
            "sponsored": shown.sponsored,
            "paying": shown.paying,
            "filters": _filters(asked, narrowing, found),
            "used": used,
            "narrowing": narrowing,
            "notes": _notes(asked, found),
            "help": None if found.total else _help(work, asked.query, narrowing, used),
            "page_of": page_of,
            "sorts": narrowing.sorts(),
        }

    template = "window/search/buyer/found.html"
    if not found.total:  # what may help is looked for anew
        return Markup(page(template, **write()))  # noqa: S704 - our own template
    return keep_content(template, (*_answered(found), shown, surroundings().shop_names(work)), write)


def _answered(found: SearchPage) -> tuple[object, ...]:
    """What filters and results depend on of an answer: that it is this very one, which being kept keeps its id."""
    return id(found), found, taxonomy_edition()


def _trail(category: Category | None, query: SearchQuery) -> list[Category]:
    """The categories above this page: of a search within one, that one too."""
    codes = category.path if category else ()
    return [CATEGORIES[code] for code in (codes if query.text else codes[:-1])]


def _sponsored(work: Work, query: SearchQuery, found: SearchPage) -> dict[int, str]:
    """The listings with a paid place beside this page, with who pays: where the order is ours to say, and at its beginning."""
    most = sponsors.places(len(found.numbers), settings().sponsored_percent)
    if not most or query.sort != "relevance" or query.offset:
        return {}
    here = surroundings()
    return queries.sponsored(
        work, executor(), query, here.facts(work, destination_of(place())), here.payers(work), most
    )


def _for_sale(every: dict[int, Offer], numbers: Iterable[int]) -> list[Offer]:
    return [every[number] for number in numbers if number in every and every[number].available > 0]


def _filters(asked: AskedQuery, narrowing: Narrowing, found: SearchPage) -> Markup:
    """Write the filters beside the results, or give those that were written for this very answer."""

    def write() -> dict[str, Any]:
        groups, spans = narrowing.groups(found), narrowing.spans(found)
        carried = narrowing.carried(groups, spans)
        return {"asked": asked, "groups": groups, "spans": spans, "carried": carried, "total": found.total}

    return keep_part("window/search/buyer/filters.html", _answered(found), write)


def _words_asked(query: SearchQuery, found: SearchPage) -> int:
    """How many words that something says were asked for."""
    return len(understand(query.text).words) - len(found.unsaid)


def _notes(asked: AskedQuery, found: SearchPage) -> list[str]:
    codes = [*asked.notes, *([] if found.facets else ["no_index"])]
    if asked.query.text and not understand(asked.query.text).words:
        codes.append("common")
    unsaid = [unsaid_said(found.unsaid)] if found.unsaid and found.total else []
    return [*(note_said(code) for code in codes), *unsaid]


class Help(NamedTuple):
    """What may help where nothing was found: what was meant, the filter whose going leaves most, and categories near."""

    meant: Choice | None
    less: Choice | None
    categories: list[Choice]


def _help(work: Work, query: SearchQuery, narrowing: Narrowing, used: list[Used]) -> Help:
    def first(asked: SearchQuery) -> SearchPage:
        return _search(work, replace(asked, offset=0, limit=1))

    left = [(first(one.without).total, one) for one in used]
    most, freed = max(left, key=lambda pair: pair[0], default=(0, None))
    less = Choice(freed.label, most, freed.url, chosen=True) if freed and most else None
    mended = first(replace(query, literally=False)) if query.literally else None
    meant = None
    if mended is not None and mended.corrected:
        meant = Choice(mended.corrected, mended.total, narrowing.but(literal=None), chosen=False)
    # Where the words occur that were typed, whatever else was asked; else by what categories are called.
    elsewhere = first(SearchQuery(text=query.text)) if query.text else SearchPage([], 0)
    around = [narrowing.found_in(c.value, c.count) for c in elsewhere.facets.get("category", [])[:_NEAR]]
    if not around:
        facts = surroundings().facts(work, destination_of(place()))
        codes = near(query.text, BY_NUMBER.get(query.category or 0), stocked(), facts, _NEAR)
        around = [
            Choice(CATEGORIES[code].name(language()), 0, f"/c/{CATEGORIES[code].slug}", chosen=False) for code in codes
        ]
    return Help(meant, less, around)


@room.get("/como-ordenamos")
@anyone
def ordering(_work: Work) -> str:
    """The formula of the order, as the code has it."""
    total = sum(signal.points for signal in ranking.SIGNALS)
    return page(
        "window/search/buyer/ordering.html",
        signals=ranking.SIGNALS,
        total=total,
        enough=coverage.ENOUGH,
        name=signal_name,
        said=signal_said,
        percent=settings().sponsored_percent,
    )


@room.get("/buscar/por-que/<int:number>")
@anyone
@keep_for_strangers
def why(work: Work, number: int) -> str:
    """Why one result stands where it does: the points that each signal gave it."""
    asked = _asked(category_now(request.args.get("c", "")))
    row = get_offer(work, number)
    facts = surroundings().facts(work, destination_of(place()))
    found = queries.search(work, executor(), asked.query, facts)
    reasons = queries.reasons(executor(), asked.query, facts, [number]).get(number, [])
    return page(
        "window/search/buyer/why.html",
        row=row,
        address=cards.address_of(row),
        asked=asked,
        reasons=reasons,
        points=sum(reason.points for reason in reasons),
        total=found.total,
        position=asked.query.offset + found.numbers.index(number) + 1 if number in found.numbers else None,
        name=signal_name,
        said=signal_said,
        back=_back(asked),
    )


def _back(asked: AskedQuery) -> str:
    """Where the results are from which somebody came."""
    shelves = asked.category is not None and not asked.query.text
    parts = [(name, v) for name, values in request.args.lists() for v in values if not (shelves and name == "c")]
    path = f"/c/{asked.category.slug}" if shelves and asked.category else "/buscar"
    return f"{path}?{urlencode(parts)}" if parts else path


@room.get("/buscar/sugerencias")
@anyone
def suggest(work: Work) -> Any:
    """Offer what somebody may be typing: beginnings of titles, categories, brands and shops."""
    typed = text_in(request.args, "q", most=LONGEST)
    kinds = {"words": "", "category": _("categoría"), "brand": _("marca"), "shop": _("tienda")}
    answer = jsonify(
        [
            {"text": one.text, "kind": kinds[one.kind], "url": _leads_to(one)}
            for one in suggestions.suggest(work, executor(), surroundings(), typed, language())
        ]
    )
    answer.headers["Cache-Control"] = "public, max-age=60"
    answer.vary.update(("Accept-Language", "Cookie"))
    return answer


def _leads_to(one: suggestions.Suggestion) -> str:
    match one.kind:
        case "category":
            return f"/c/{CATEGORIES[one.value].slug}"
        case "shop":
            return f"/tienda/{one.value}"
        case "brand":
            return f"/buscar?{urlencode({'marca': one.value})}"
        case _:
            return f"/buscar?{urlencode({'q': one.value})}"
