"""The market in public: home, product pages, pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _

from marketplace.goods.catalog import (
    ATTRIBUTES,
    CATEGORIES,
    Category,
    axis_in_words,
    choose_by,
    country_names,
    in_words,
    taxonomy_edition,
)
from marketplace.kernel import published
from marketplace.kernel.work import Work
from marketplace.people.sellers import NoSuchShop, get_shop
from marketplace.trade.pricing import (
    LongestPlan,
    OfferInFull,
    find_offers,
    find_plan_of_offer,
    get_offer,
    pictures_of_variant,
    quote_offer,
    steps_of_variant,
)
from marketplace.trade.shipping import Quote, destination_of
from marketplace.web.access import anyone
from marketplace.web.audiences import BUYER
from marketplace.web.hosts import market_base, open_at_shops, open_for_pictures, own_address, picture, shop_here, whole
from marketplace.web.kept_contents import keep_content
from marketplace.web.kept_pages import keep_for_strangers
from marketplace.web.pages import compare_numbers, keeps_seen, language, note_seen, page, place, seen_numbers
from marketplace.web.paging import Page, page_number
from marketplace.web.shown import note_opened
from marketplace.web.uploads import uploads
from marketplace.window.storefront import cards, queries, structured
from marketplace.window.storefront.shelves import shelves
from marketplace.window.storefront.web.reviewing import HOLDS_AT_ONCE, WAITS, said_of
from tenants import resolve

room = BUYER.room("storefront")
_ON_HOME = 10
_ON_HOME_SEEN = 5
_ON_SHOP = 24
_PUBLIC_PICTURE = re.compile(r"(p/[0-9a-f]{2}/[0-9a-f]{30})-(\d{3,4})\.(webp|avif)")


@room.app_context_processor
def _categories() -> dict[str, Any]:
    return {"shelves": shelves, "language": language()}


@room.get("/")
@anyone
@keep_for_strangers
@open_at_shops
def home(work: Work) -> str:
    """The market at a glance; at a shop's own host, that shop."""
    here = shop_here()
    if here is not None:
        return _shop_page(work, here.slug)
    where, seen = place(), seen_numbers()[:_ON_HOME_SEEN]
    lists = {
        "seen": cards.write_cards(find_offers(work, seen), where, work.now) if seen else [],
        "liked": cards.write_cards(queries.best_sold(work, _ON_HOME), where, work.now, comes_first=not seen),
        "newest": cards.write_cards(queries.newest(work, _ON_HOME), where, work.now, comes_first=False),
    }
    content = keep_content("window/storefront/buyer/home_content.html", lists, lambda: lists)
    return page("window/storefront/buyer/home.html", content=content)


@dataclass(frozen=True)
class Spec:
    """A line of the specification table."""

    name: str
    value: str
    known: bool = True


def specification(row: OfferInFull) -> list[Spec]:
    """Say what is known of a listing, in the order of its category; what is not known is said too."""
    spoken = language()
    said = [
        Spec(ATTRIBUTES[code].name(spoken), ATTRIBUTES[code].write(row.attributes[code], spoken))
        if code in row.attributes
        else Spec(ATTRIBUTES[code].name(spoken), _("No especificado"), known=False)
        for code in CATEGORIES[row.category].attributes
    ]
    model = Spec(_("Modelo"), row.model) if row.model else Spec(_("Modelo"), _("No especificado"), known=False)
    return [Spec(_("Marca"), row.brand), model, *said]


def _legal_facts(row: OfferInFull, spoken: str) -> list[Spec]:
    """What labels say by law: who answers for it, from where it comes, which norms it meets; only what is said."""
    country = country_names(spoken).get(row.origin_country, "") if row.origin_country else ""
    said = [(_("Fabricante o importador"), row.maker), (_("Hecho en"), country), (_("Normas que cumple"), row.nom)]
    return [Spec(name, value) for name, value in said if value]


@room.get("/p/<path:slug>-<int:number>")
@anyone
@keep_for_strangers
@open_at_shops
def product(work: Work, slug: str, number: int) -> object:
    """One product: what it is, what it costs here, who sells it, and what happens if it breaks."""
    row = get_offer(work, number)
    here = shop_here()
    if here is not None and row.shop_slug != here.slug:
        return redirect(f"{market_base()}{cards.address_of(row)}")
    if slug != row.slug:
        return redirect(cards.address_of(row), 301)
    if here is None:
        note_seen(number)
    note_opened(row)
    variant = _chosen(row.variants, request.args.get("variante"))
    quoted = quote_offer(row, destination_of(place()), work.now, variant=variant)
    plan = find_plan_of_offer(work, row, variant["price_minor"])
    compared = compare_numbers() if number in compare_numbers() else []
    write = cache(lambda: _said_of(row, variant, quoted, plan, compared))
    shown = (row, quoted, plan, compared, keeps_seen(), taxonomy_edition())
    parts = {part: keep_content(template, shown, write) for part, template in _PARTS_OF_PRODUCT.items()}
    return page("window/storefront/buyer/product.html", row=row, **parts)


_PARTS_OF_PRODUCT = {
    "known": "window/storefront/buyer/product_known.html",
    "content": "window/storefront/buyer/product_content.html",
    "bar": "window/storefront/buyer/product_bar.html",
}


def _said_of(
    row: OfferInFull, variant: dict[str, Any], quoted: Quote | None, plan: LongestPlan | None, compared: list[int]
) -> dict[str, Any]:
    """What the parts of a product's page say."""
    spoken, spec, path = language(), specification(row), [CATEGORIES[code] for code in CATEGORIES[row.category].path]
    canonical = own_address(row.shop_slug, row.shop_domain, cards.address_of(row))
    return {
        "row": row,
        "variant": variant,
        "pictures": pictures_of_variant(row.pictures, variant),
        "quoted": quoted,
        "plan": plan,
        "steps": steps_of_variant(variant),
        "spec": spec,
        "legal": _legal_facts(row, spoken),
        "chooser": [
            (axis_in_words(axis, spoken), [(in_words(axis, one.value, spoken), one) for one in choices])
            for axis, choices in choose_by(row.axes, row.variants, variant)
        ],
        "path": path,
        "standing": cards.standing_label(row),
        "compared": bool(compared),
        "keeps_seen": keeps_seen(),
        "canonical": canonical,
        "structured": _structured(row, variant, spec, path, canonical),
    }


def _structured(
    row: OfferInFull, variant: dict[str, Any], spec: list[Spec], path: list[Category], canonical: str
) -> list[Any]:
    """What machines read of a product: itself, and the categories that lead to it."""
    spoken = language()
    return [
        structured.product(
            row,
            variant,
            address=canonical,
            pictures=[whole(picture(one["key"], 1600)) for one in row.pictures],
            said=[(line.name, line.value) for line in spec if line.known],
        ),
        structured.trail([*((one.name(spoken), whole(f"/c/{one.slug}")) for one in path), (row.title, canonical)]),
    ]


def _chosen(variants: Sequence[dict[str, Any]], sku: str | None) -> dict[str, Any]:
    """The variant asked for, else the first in stock, else the first."""
    asked = [variant for variant in variants if variant["sku"] == sku]
    in_stock = [variant for variant in variants if variant["available"] > 0]
    return (asked or in_stock or list(variants))[0]


@room.get("/tienda/<slug>")
@anyone
@keep_for_strangers
def shop(work: Work, slug: str) -> object:
    """A shop's page: who they are, how they sell, and all they sell. A slug it once had leads to it."""
    try:
        return _shop_page(work, slug)
    except NoSuchShop:
        found = resolve.find_shop(work.session, slug)
        if found is None or not found.retired:
            raise
        return redirect(url_for(".shop", slug=found.slug), 301)


def _shop_page(work: Work, slug: str) -> str:
    found = get_shop(work, slug)
    terms, domain = queries.terms_and_domain(work, found.tenant_id)
    number = page_number()
    rows, total = queries.of_shop(work, found.tenant_id, offset=(number - 1) * _ON_SHOP, limit=_ON_SHOP)
    return page(
        "window/storefront/buyer/shop.html",
        shop=found,
        former=[(name, date.fromisoformat(until)) for name, until in found.former_names],
        terms=terms,
        standing=cards.standing_label(found),
        cards=cards.write_cards(rows, place(), work.now),
        page_of=Page(number, _ON_SHOP, total),
        canonical=own_address(found.slug, domain, "/"),
    )


@room.get("/tienda/<slug>/color.css")
@anyone
@open_at_shops
def shop_colour(work: Work, slug: str) -> Response:
    """The shop's own colour, checked for contrast when it was chosen; a stylesheet, since pages carry no inline style."""
    answer = Response(f":root {{ --shop: {get_shop(work, slug).colour}; }}", mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


@room.get("/como-funciona")
@anyone
@keep_for_strangers
def how(work: Work) -> str:
    """How the market works, and how results are ordered."""
    return page("window/storefront/buyer/how.html", published=published)


@room.get("/como-funciona/revision")
@anyone
@keep_for_strangers
def reviewed(work: Work) -> str:
    """What of a product waits for review, and what holds at once."""
    return page("window/storefront/buyer/reviewed.html", waits=said_of(WAITS), at_once=said_of(HOLDS_AT_ONCE))


@room.get("/legal")
@anyone
def legal(work: Work) -> str:
    """Who runs the market, the terms, and what is done with personal data."""
    return page("window/storefront/buyer/legal.html")


@room.get("/media/<path:key>")
@anyone
@open_at_shops
@open_for_pictures
def media(work: Work, key: str) -> object:
    """A public picture. Its name says its content, so browsers may keep it for ever; what stands for it, for an hour."""
    asked = _PUBLIC_PICTURE.fullmatch(key)
    if asked is None:
        abort(404)
    try:
        data, found = uploads().shown(asked[1], int(asked[2]), asked[3])
    except FileNotFoundError:
        abort(404)
    answer = Response(data, mimetype=f"image/{found}")
    answer.headers["Cache-Control"] = f"public, max-age={'31536000, immutable' if found == asked[3] else '3600'}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # shops' own hosts show them too
    return answer
