"""What is known of something for sale: one row from one statement, for pages, the comparison, questions and the cart."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.goods.catalog.errors import NoSuchListing
from marketplace.kernel.work import Work
from tenants.wall import ShelfRow, ShelfStatement, shelf_sql

FROM_SHELF = (
    "FROM listing l JOIN shop s ON s.tenant_id = l.tenant_id JOIN shipping_terms t ON t.tenant_id = l.tenant_id"
)
TERMS = {
    "postal_code": "t.postal_code", "state_code": "t.state_code", "handling_days": "t.handling_days",
    "cutoff_hour": "t.cutoff_hour", "free_from_minor": "t.free_from_minor",
    "uncovered_states": "t.uncovered_states::text", "rates": "t.rates::text", "terms_version": "t.version",
}  # fmt: skip
# Until when the shop rests, where it rests now.
RESTS = "CASE WHEN s.status = 'resting' THEN s.rest_until END"
# All that a product page and a comparison show.
_OFFER = {
    "tenant_id": "l.tenant_id", "number": "l.number", "slug": "l.slug", "title": "l.title", "description": "l.description",
    "category": "l.category", "brand": "l.brand", "model": "l.model", "gtin": "l.gtin", "condition": "l.condition",
    "attributes": "l.attributes", "pictures": "l.pictures", "variants": "l.variants",
    "price_minor": "l.price_minor", "available": "l.available", "warranty_months": "l.warranty_months",
    "warranty_by": "l.warranty_by", "return_days": "l.return_days", "return_paid_by": "l.return_paid_by",
    "billable_grams": "l.billable_grams", "shop_slug": "s.slug", "shop_name": "s.name",
    "shop_tagline": "s.tagline", "owner_name": "s.owner_name", "shop_city": "s.city", "shop_state": "s.state",
    "on_time_bp": "s.on_time_bp", "orders_60d": "s.orders_60d", "reply_minutes": "s.reply_minutes",
    "rests_until": RESTS, "sold_by": "(SELECT count(DISTINCT o.tenant_id) FROM listing o WHERE o.gtin = l.gtin)",
    "rest_message": "s.rest_message",
    "shop_domain": "(SELECT n.name FROM shop_name n WHERE n.tenant_id = s.tenant_id AND n.kind = 'domain' "
                   "ORDER BY n.since, n.name LIMIT 1)", **TERMS,
}  # fmt: skip


def select_columns(columns: dict[str, str], rest: str) -> ShelfStatement:
    """Prepare a statement that gives these columns, each by its name; `rest` is from where, and which."""
    names = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    return shelf_sql(f"SELECT {names} {rest}")


_OFFERS = select_columns(_OFFER, f"{FROM_SHELF} WHERE l.number = ANY(:numbers)")


def get_offer(work: Work, number: int) -> ShelfRow:
    """Give everything a product page shows; raises NoSuchListing."""
    rows = find_offers(work, [number])
    if not rows:
        raise NoSuchListing
    return rows[0]


def find_offers(work: Work, numbers: Sequence[int]) -> list[ShelfRow]:
    """Give everything about some listings, in the order of the numbers; those that are gone are left out."""
    rows = {row.number: row for row in work.session.read_shelf(_OFFERS, numbers=list(numbers))}
    return [rows[number] for number in numbers if number in rows]
