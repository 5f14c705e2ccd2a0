"""What is known of something for sale: rows of one source, typed by what is asked of them.

Each column of an offer is said once, beside its type: a card, the cart, the comparison, search and mail read the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated, Any, Protocol, get_type_hints
from uuid import UUID

from marketplace.goods.catalog import ARTICLE_MARK_SQL, ARTICLE_SQL, NoSuchListing
from marketplace.goods.groups import GROUP_SQL, GroupPrices, prices_of_member
from marketplace.kernel.work import Work
from marketplace.trade.shipping import SHIPS_FREE_SQL, Destination, Quote, Terms, quote
from tenants.scope import BuyerScope, PlatformScope
from tenants.wall import ShelfStatement, shelf_sql

FROM_SHELF = (
    "FROM listing l JOIN shop s ON s.tenant_id = l.tenant_id JOIN shipping_terms t ON t.tenant_id = l.tenant_id "
    + ARTICLE_MARK_SQL
)
SHIPS_FREE = SHIPS_FREE_SQL.format(goods="l.price_minor", free_from="t.free_from_minor")

OF_ARTICLE = (
    "SELECT o.tenant_id, o.id FROM listing o WHERE o.gtin = {article} AND NOT EXISTS "
    "(SELECT FROM article_mark x WHERE x.tenant_id = o.tenant_id AND x.id = o.id) "
    "UNION ALL SELECT x.tenant_id, x.id FROM article_mark x JOIN listing o ON o.tenant_id = x.tenant_id AND o.id = x.id "
    "WHERE x.article = {article}"
)
SAME_ARTICLE = OF_ARTICLE.format(article=ARTICLE_SQL)  # of listing l and its mark
MOST_OF_ARTICLE = 50


class ShopTerms(Protocol):
    """How a shop ships. Money in centavos."""

    postal_code: Annotated[str, "t.postal_code"]
    state_code: Annotated[str, "t.state_code"]
    handling_days: Annotated[int, "t.handling_days"]
    cutoff_hour: Annotated[int, "t.cutoff_hour"]
    free_from_minor: Annotated[int | None, "t.free_from_minor"]
    uncovered_states: Annotated[str, "t.uncovered_states::text"]  # JSON, read once for the same words: see `terms_of`
    rates: Annotated[str, "t.rates::text"]
    terms_version: Annotated[int, "t.version"]


class Offer(ShopTerms, Protocol):
    """All that a card shows, and all that a quote needs."""

    number: Annotated[int, "l.number"]
    slug: Annotated[str, "l.slug"]
    title: Annotated[str, "l.title"]
    category: Annotated[str, "l.category"]
    condition: Annotated[str, "l.condition"]
    picture_key: Annotated[str | None, "l.pictures->0->>'key'"]
    picture_alt: Annotated[str | None, "l.pictures->0->>'alt'"]
    picture_focus: Annotated[str | None, "l.pictures->0->>'focus'"]  # “0-100”; None: the middle
    # What who looks pays: what everybody pays, or less as a member of a group of the shop, whose name stands there then.
    price_minor: Annotated[int, "l.price_minor"]
    public_minor: Annotated[int, "l.price_minor"]
    price_group: Annotated[str | None, "NULL::text"]
    in_group: Annotated[bool, GROUP_SQL]
    # The price of before, where the shop's own history has a real one, with the lowest of the last thirty days; and the
    # last day of a promotion.
    was_minor: Annotated[int | None, "(l.price_told->>'was')::bigint"]
    lowest_minor: Annotated[int | None, "(l.price_told->>'lowest')::bigint"]
    offer_until: Annotated[date | None, "(l.price_told->>'until')::date"]
    available: Annotated[int, "l.available"]
    billable_grams: Annotated[int, "l.billable_grams"]
    # Of which article it is, and how many shops sell that.
    article: Annotated[str | None, ARTICLE_SQL]
    sold_by: Annotated[int, f"(SELECT count(DISTINCT a.tenant_id) FROM ({SAME_ARTICLE}) a)"]  # noqa: S608 - from above
    version: Annotated[int, "l.version"]
    shop_slug: Annotated[str, "s.slug"]
    shop_name: Annotated[str, "s.name"]
    on_time_bp: Annotated[int | None, "s.on_time_bp"]
    orders_60d: Annotated[int, "s.orders_60d"]
    # From how much of its shop's goods on it may be paid in months; None: at once only.
    instalments_from_minor: Annotated[int | None, "CASE WHEN l.instalments THEN s.instalments_from_minor END"]
    shop_version: Annotated[int, "s.version"]
    rests_until: Annotated[date | None, "CASE WHEN s.status = 'resting' THEN s.rest_until END"]


class OfferToBuy(Offer, Protocol):
    """And what an order freezes of it."""

    tenant_id: Annotated[UUID, "l.tenant_id"]
    product_id: Annotated[UUID, "l.id"]
    pictures: Annotated[list[dict[str, Any]], "l.pictures"]
    variants: Annotated[list[dict[str, Any]], "l.variants"]
    warranty_months: Annotated[int, "l.warranty_months"]
    warranty_by: Annotated[str, "l.warranty_by"]
    return_days: Annotated[int, "l.return_days"]
    return_paid_by: Annotated[str, "l.return_paid_by"]
    shop_status: Annotated[str, "s.status"]
    wrap_minor: Annotated[int | None, "s.wrap_minor"]  # what the shop wraps an order as a gift for; None: it does not
    gift_messages: Annotated[bool, "s.gift_messages"]


class OfferInFull(OfferToBuy, Protocol):
    """And all that its own page and a comparison show."""

    description: Annotated[str, "l.description"]
    brand: Annotated[str, "l.brand"]
    model: Annotated[str, "l.model"]
    gtin: Annotated[str | None, "l.gtin"]
    attributes: Annotated[dict[str, Any], "l.attributes"]
    axes: Annotated[list[Any], "l.axes"]
    origin_country: Annotated[str | None, "l.origin_country"]
    nom: Annotated[str, "l.nom"]
    maker: Annotated[str, "l.maker"]
    published_at: Annotated[datetime, "l.published_at"]
    shop_tagline: Annotated[str, "s.tagline"]
    owner_name: Annotated[str, "s.owner_name"]
    shop_city: Annotated[str, "s.city"]
    shop_state: Annotated[str, "s.state"]
    reply_minutes: Annotated[int | None, "s.reply_minutes"]
    rest_message: Annotated[str, "s.rest_message"]
    shop_domain: Annotated[
        str | None,
        "(SELECT n.name FROM shop_name n WHERE n.tenant_id = s.tenant_id AND n.kind = 'domain' "
        "ORDER BY n.since, n.name LIMIT 1)",
    ]


def select_offers(of: type, rest: str) -> ShelfStatement:
    """Prepare a statement whose rows are offers of a kind; `rest` is from where, and which."""
    hints = get_type_hints(of, include_extras=True)
    columns = ", ".join(f"{hint.__metadata__[0]} AS {name}" for name, hint in hints.items())
    return shelf_sql(f"SELECT {columns} {rest}")


_BY_NUMBER = f"{FROM_SHELF} WHERE l.number = ANY(:numbers)"
_CARDS = select_offers(Offer, _BY_NUMBER)
_TO_BUY = select_offers(OfferToBuy, _BY_NUMBER)
_IN_FULL = select_offers(OfferInFull, _BY_NUMBER)
_OF_ARTICLE = select_offers(
    OfferInFull,
    f"{FROM_SHELF} WHERE (l.tenant_id, l.id) IN ({OF_ARTICLE.format(article=':article')}) "
    "ORDER BY l.available <= 0, l.price_minor, l.number LIMIT :most",
)


def read_offers(work: Work, statement: ShelfStatement, **asked: Any) -> list[Any]:
    """Read rows of a statement of offers, each at the price of who looks.

    That is who a buyer's work stands for, or who acts above the walls. Nobody else is in a group, nor anybody within a shop.
    """
    scope, me = work.scope, None
    if isinstance(scope, BuyerScope):
        me = scope.buyer_id
    elif isinstance(scope, PlatformScope):
        me = work.actor.account_id
    rows = work.session.read_shelf(statement, me=me, **asked)
    numbers = [row.number for row in rows if row.in_group]
    if me is None or not numbers:
        return rows
    prices = prices_of_member(work, me, numbers)
    return [_at_prices_of_group(row, prices[row.number]) if row.number in prices else row for row in rows]


def _at_prices_of_group(row: Any, of_group: GroupPrices) -> Any:
    """Give an offer as a member of a group buys it: a group's price holds where it is the lowest.

    Of the price of before and of promotions nothing is told beside it: both are said of what everybody pays.
    """
    variants = [_variant_of_group(one, of_group) for one in of_group.variants]
    there = [one for one in variants if one["available"] > 0] or variants
    lowest = min(there, key=lambda one: one["price_minor"])
    changed: dict[str, Any] = {"variants": variants} if "variants" in row._fields else {}
    if lowest.get("price_group"):
        changed |= {
            "price_minor": lowest["price_minor"], "price_group": of_group.group, "was_minor": None,
            "lowest_minor": None, "offer_until": None,
        }  # fmt: skip
    return row._replace(**changed)


def _variant_of_group(variant: dict[str, Any], of_group: GroupPrices) -> dict[str, Any]:
    own = of_group.prices.get(UUID(variant["id"]))
    if own is None or own >= variant["price_minor"]:
        return variant
    return {
        **variant, "price_minor": own, "public_minor": variant["price_minor"], "price_group": of_group.group,
        "group_id": str(of_group.group_id), "told": None,
    }  # fmt: skip


def find_offers_of_article(work: Work, article: str) -> list[OfferInFull]:
    """Give everything about the listings of an article, the cheapest that can be bought first."""
    found: list[OfferInFull] = read_offers(work, _OF_ARTICLE, article=article, most=MOST_OF_ARTICLE)
    return found


def find_offers(work: Work, numbers: Sequence[int]) -> list[Offer]:
    """Give what cards show, in the order of the numbers; listings that are gone are left out."""
    return _in_order(read_offers(work, _CARDS, numbers=list(numbers)), numbers)


def find_offers_to_buy(work: Work, numbers: Sequence[int]) -> list[OfferToBuy]:
    """Give what the cart needs of listings, in the order of the numbers; those that are gone are left out."""
    return _in_order(read_offers(work, _TO_BUY, numbers=list(numbers)), numbers)


def find_offers_in_full(work: Work, numbers: Sequence[int]) -> list[OfferInFull]:
    """Give everything about some listings, in the order of the numbers; those that are gone are left out."""
    return _in_order(read_offers(work, _IN_FULL, numbers=list(numbers)), numbers)


def get_offer(work: Work, number: int) -> OfferInFull:
    """Give everything about a listing; raises NoSuchListing."""
    rows = find_offers_in_full(work, [number])
    if not rows:
        raise NoSuchListing
    return rows[0]


def _in_order(rows: list[Any], numbers: Sequence[int]) -> list[Any]:
    found = {row.number: row for row in rows}
    return [found[number] for number in numbers if number in found]


def find_variant(offer: OfferToBuy, variant_id: UUID | None) -> dict[str, Any] | None:
    """Find a variant of an offer as the shelf shows it: with its price, and how many there are."""
    return next((variant for variant in offer.variants if variant["id"] == str(variant_id)), None)


def pictures_of_variant(pictures: Sequence[dict[str, Any]], variant: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give a listing's pictures with the variant's own first, where it names one that the listing still shows."""
    own = (variant.get("options") or {}).get("picture")
    return sorted(pictures, key=lambda one: one["key"] != own)


def terms_of(offer: ShopTerms) -> Terms:
    """Give the shipping terms that a row carries."""
    return _read_terms(
        offer.postal_code,
        offer.state_code,
        offer.handling_days,
        offer.cutoff_hour,
        offer.free_from_minor,
        offer.uncovered_states,
        offer.rates,
    )


@lru_cache(4096)
def _read_terms(
    code: str, state: str, days: int, cutoff: int, free_from: int | None, uncovered: str, rates: str
) -> Terms:
    """Read what a shop's terms say; the same words are read once, not for each card."""
    return Terms(code, state, days, cutoff, free_from, json.loads(uncovered), json.loads(rates))


def quote_offer(
    offer: Offer, to: Destination | None, now: datetime, *, variant: Mapping[str, Any] | None = None
) -> Quote | None:
    """Quote one piece of an offer, or of a variant of it; None without a place, or where its shop does not send."""
    if to is None:
        return None
    goods = offer.price_minor if variant is None else variant["price_minor"]
    grams = (variant or {}).get("grams") or offer.billable_grams
    return quote(terms_of(offer), to, grams=grams, goods_minor=goods, now=now)
