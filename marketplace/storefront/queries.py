"""Questions about goods. The public ones read rows from prebuilt statements: they are on every page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from marketplace.catalog.errors import NoSuchListing
from marketplace.kernel.work import Work
from marketplace.shipping.models import ShippingTerms
from tenants.wall import shelf_sql

# All that a card shows, in one row: the listing, its shop's standing, and how the shop ships.
_CARD = """
    SELECT l.number, l.slug, l.title, l.pictures->0 AS picture, l.price_minor, l.available, l.condition, l.billable_grams,
           l.version, l.category, s.slug AS shop_slug, s.name AS shop_name, s.on_time_bp, s.orders_60d,
           s.version AS shop_version, t.postal_code, t.state_code, t.handling_days, t.cutoff_hour, t.free_from_minor,
           t.uncovered_states::text AS uncovered_states, t.rates::text AS rates,
           t.version AS terms_version
    FROM listing l JOIN shop s ON s.tenant_id = l.tenant_id JOIN shipping_terms t ON t.tenant_id = l.tenant_id
"""
_BY_NUMBER = shelf_sql(_CARD + " WHERE l.number = ANY(:numbers)")
# The shelf is ordered by an index first; only what is shown is joined.
_FIRST = _CARD.replace(
    "FROM listing l", "FROM (SELECT * FROM listing WHERE available > 0 ORDER BY {order} LIMIT :most) l"
)
_NEWEST = shelf_sql(_FIRST.format(order="published_at DESC, number") + " ORDER BY l.published_at DESC, l.number")
_LIKED = shelf_sql(_FIRST.format(order="popularity DESC, number") + " ORDER BY l.popularity DESC, l.number")
_OFFER = """
    SELECT l.*, s.slug AS shop_slug, s.name AS shop_name, s.tagline AS shop_tagline, s.colour AS shop_colour,
           s.owner_name, s.city AS shop_city, s.state AS shop_state, s.on_time_bp, s.reply_minutes, s.orders_60d,
           s.opened_on, s.version AS shop_version, t.postal_code, t.state_code, t.handling_days, t.cutoff_hour,
           t.free_from_minor, t.uncovered_states::text AS uncovered_states, t.rates::text AS rates,
           t.version AS terms_version
    FROM listing l JOIN shop s ON s.tenant_id = l.tenant_id JOIN shipping_terms t ON t.tenant_id = l.tenant_id
    WHERE l.number = ANY(:numbers)
"""
_OFFERS = shelf_sql(_OFFER)
_OF_SHOP = shelf_sql(
    _CARD + " WHERE l.tenant_id = :shop ORDER BY l.popularity DESC, l.number OFFSET :offset LIMIT :most"
)
_COUNT_OF_SHOP = shelf_sql("SELECT count(*) FROM listing WHERE tenant_id = :shop")


def card_rows(work: Work, numbers: Sequence[int]) -> list[Row[Any]]:
    """Give what cards show, in the order of the numbers; listings that are gone are left out."""
    rows = {row.number: row for row in work.session.execute(_BY_NUMBER, {"numbers": list(numbers)})}
    return [rows[number] for number in numbers if number in rows]


def newest(work: Work, most: int) -> Sequence[Row[Any]]:
    """Give the cards of what came last."""
    return work.session.execute(_NEWEST, {"most": most}).all()


def best_sold(work: Work, most: int) -> Sequence[Row[Any]]:
    """Give the cards of what sells most."""
    return work.session.execute(_LIKED, {"most": most}).all()


def of_shop(work: Work, tenant_id: UUID, *, offset: int, limit: int) -> tuple[Sequence[Row[Any]], int]:
    """Give the cards of a shop, what sells most first, with how many there are."""
    rows = work.session.execute(_OF_SHOP, {"shop": tenant_id, "offset": offset, "most": limit}).all()
    return rows, work.session.execute(_COUNT_OF_SHOP, {"shop": tenant_id}).scalar_one()


def terms_of_shop(work: Work, tenant_id: UUID) -> ShippingTerms | None:
    """Give how a shop ships."""
    return work.session.get(ShippingTerms, (tenant_id, tenant_id))


def get_offer(work: Work, number: int) -> Row[Any]:
    """Give everything a product page shows; raises NoSuchListing."""
    rows = offers(work, [number])
    if not rows:
        raise NoSuchListing
    return rows[0]


def offers(work: Work, numbers: Sequence[int]) -> list[Row[Any]]:
    """Give everything about some listings, in the order of the numbers; those that are gone are left out."""
    rows = {row.number: row for row in work.session.execute(_OFFERS, {"numbers": list(numbers)})}
    return [rows[number] for number in numbers if number in rows]
