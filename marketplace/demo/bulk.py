"""Writing many goods at once. The only place that fills tables without the verbs: they take one product at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from marketplace.demo.goods import Good, make_good
from marketplace.demo.pictures import drawings_of, picture_of_variant
from marketplace.goods.catalog import billable_grams, words_of
from marketplace.goods.inventory import open_location
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.ids import new_id
from marketplace.kernel.text import fold, slugify
from marketplace.kernel.work import Work
from marketplace.people.sellers import ShopData
from tenants.wall import plain_sql

BATCH = 1000
_WHY = "the demo's goods are written by the thousand"

_TABLES: Mapping[str, tuple[str, ...]] = {
    "product": (
        "tenant_id", "id", "title", "description", "category", "brand", "model", "condition", "attributes",
        "warranty_months", "warranty_by", "return_days", "return_paid_by", "weight_grams", "length_mm", "width_mm",
        "height_mm", "state", "revision", "approved_revision", "version", "listing_version", "listing_sold",
        "published_at", "created_at", "updated_at",
    ),
    "variant": ("tenant_id", "id", "product_id", "sku", "name", "approved_name", "options", "price_minor", "position"),
    "price_change": ("tenant_id", "id", "product_id", "variant_id", "after_minor", "on_shelf", "at", "by"),
    "stock": ("tenant_id", "id", "variant_id", "location_id", "product_id", "on_hand", "reserved"),
    "movement": ("tenant_id", "id", "variant_id", "location_id", "at", "kind", "delta", "on_hand_after", "by", "subject"),
    "media": ("tenant_id", "id", "product_id", "key", "alt", "width", "height", "position"),
    "listing": (
        "tenant_id", "id", "slug", "title", "description", "category", "brand", "model", "condition", "attributes",
        "pictures", "variants", "price_minor", "available", "warranty_months", "warranty_by", "return_days",
        "return_paid_by", "billable_grams", "published_at", "version", "popularity", "search_text",
    ),
    "listing_words": ("tenant_id", "id", "terms"),
}  # fmt: skip
_INSERT = {
    table: plain_sql(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(columns)} "  # noqa: S608 - names from above
        f"FROM jsonb_populate_recordset(NULL::{table}, cast(:rows AS jsonb))",
        why=_WHY,
    )
    for table, columns in _TABLES.items()
}

Rows = dict[str, list[dict[str, Any]]]


# A listing gets its number as it is written; its product keeps it, and is found by it.
_NUMBER = plain_sql(
    "UPDATE product SET listing_number = listing.number FROM listing "
    "WHERE listing.tenant_id = product.tenant_id AND listing.id = product.id AND product.tenant_id = :tenant",
    why=_WHY,
)


def write_goods(
    work: Work,
    tenant_id: UUID,
    shop: ShopData,
    goods: Sequence[tuple[str, int]],
    *,
    done: Callable[[int], None],
) -> None:
    """Write products of a shop, given as (category, number), published and in stock."""
    location_id = open_location(work, tenant_id)
    for start in range(0, len(goods), BATCH):
        rows: Rows = {table: [] for table in _TABLES}
        for category, number in goods[start : start + BATCH]:
            _collect(rows, work, tenant_id, location_id, shop, make_good(category, number), number)
        for table, statement in _INSERT.items():
            work.session.execute(statement, {"rows": json.dumps(rows[table], default=str)})
        done(len(goods[start : start + BATCH]))
    work.session.execute(_NUMBER, {"tenant": tenant_id})


def _age(number: int, days: int) -> timedelta:
    """For how long a product of a shop that opened so many days ago is for sale: most since its first weeks."""
    share = number * 7919 % 97 / 97
    return min(timedelta(days=4 + 446 * (1 - share**3)), timedelta(days=max(1, days - 1))) - timedelta(
        minutes=number % 97
    )


def _collect(
    rows: Rows,
    work: Work,
    tenant_id: UUID,
    location_id: UUID,
    shop: ShopData,
    good: Good,
    number: int,
) -> None:
    """Add one product's rows, the same as the verbs would have written."""
    product_id = new_id()
    published = work.now - _age(number, (mexican_day(work.now) - shop.opened_on).days)
    length, width, height = good.size_mm
    shared = {
        "tenant_id": tenant_id, "title": good.title, "description": good.description, "category": good.category,
        "brand": good.brand, "model": good.model, "condition": good.condition, "attributes": good.attributes,
        "warranty_months": shop.warranty_months, "warranty_by": shop.warranty_by, "return_days": shop.return_days,
        "return_paid_by": shop.return_paid_by,
    }  # fmt: skip
    rows["product"].append(
        {**shared, "id": product_id, "weight_grams": good.grams, "length_mm": length, "width_mm": width,
         "height_mm": height, "state": "published", "revision": 1, "approved_revision": 1,
         "version": 1, "listing_version": 0, "listing_sold": 0, "published_at": published, "created_at": published,
         "updated_at": published}
    )  # fmt: skip
    shown = _collect_variants(rows, (tenant_id, product_id, location_id), shop, good, number, published)
    media = [
        {"key": drawing.picture.key, "alt": alt, "width": drawing.picture.width, "height": drawing.picture.height}
        for drawing, alt in drawings_of(good)
    ]
    rows["media"] += [
        {**one, "tenant_id": tenant_id, "id": new_id(), "product_id": product_id, "position": position}
        for position, one in enumerate(media)
    ]
    rest = " ".join([good.brand, good.model, *(variant["sku"] for variant in shown)])
    in_stock = [variant for variant in shown if variant["available"]] or shown
    rows["listing"].append(
        {**shared, "id": product_id, "slug": slugify(good.title), "pictures": media, "variants": shown,
         "price_minor": min(variant["price_minor"] for variant in in_stock),
         "available": sum(variant["available"] for variant in shown),
         "billable_grams": billable_grams(good.grams, length, width, height), "published_at": published, "version": 1,
         "popularity": 0,
         "search_text": fold(f"{good.title} {rest}")}
    )  # fmt: skip
    rows["listing_words"].append(
        {"tenant_id": tenant_id, "id": product_id,
         "terms": words_of(good.title, rest, good.category, good.attributes, good.description, shown)}
    )  # fmt: skip


def _collect_variants(
    rows: Rows, of: tuple[UUID, UUID, UUID], shop: ShopData, good: Good, number: int, published: datetime
) -> list[dict[str, Any]]:
    """Add a product's variants, `of` shop, product and location, with their stock and its first movement; gives what is shown."""
    tenant_id, product_id, location_id = of
    shown: list[dict[str, Any]] = []
    for position, (name, price, pieces) in enumerate(good.variants):
        variant_id = new_id()
        sku = f"{good.category.upper()}-{number}" + (f"-{position + 1}" if name else "")
        own = {"tenant_id": tenant_id, "id": variant_id, "product_id": product_id}
        picture = picture_of_variant(good, name)
        options = {"picture": picture.key} if picture else {}
        rows["variant"].append(
            {
                **own,
                "sku": sku,
                "name": name,
                "approved_name": name,
                "options": options,
                "price_minor": price,
                "position": position,
            }
        )
        rows["price_change"].append(
            {**own, "id": new_id(), "variant_id": variant_id, "after_minor": price, "on_shelf": True, "at": published,
             "by": "Tianguis"}
        )  # fmt: skip
        rows["stock"].append(
            {
                **own,
                "id": new_id(),
                "variant_id": variant_id,
                "location_id": location_id,
                "on_hand": pieces,
                "reserved": 0,
            }
        )
        if pieces:
            rows["movement"].append(
                {"tenant_id": tenant_id, "id": new_id(), "variant_id": variant_id, "location_id": location_id,
                 "at": published, "kind": "opening", "delta": pieces, "on_hand_after": pieces, "by": shop.owner_name,
                 "subject": "demo"}
            )  # fmt: skip
        shown.append(
            {"id": variant_id, "sku": sku, "name": name, "options": options, "price_minor": price, "available": pieces}
        )
    return shown
