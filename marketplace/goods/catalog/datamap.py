"""What is kept in the tables of catalog: what for, how long, and what erasing does to it."""

from __future__ import annotations

from marketplace.kernel.datamap import For, Keep, Table, cells, none

_GOODS = "title description category brand model gtin condition attributes"
_TERMS = "warranty_months warranty_by return_days return_paid_by instalments"

KEEPS: dict[str, Table] = {
    "product": Table(
        For.SELL, Keep.SHOP,
        cells(
            none(f"tenant_id id {_GOODS} {_TERMS} weight_grams length_mm width_mm height_mm sat_key sat_unit"),
            none("state revision approved_revision declined version listing_number listing_version listing_sold limited"),
            none("published_at created_at updated_at"),
        ),
    ),
    "variant": Table(
        For.SELL, Keep.SHOP,
        cells(none("tenant_id id product_id sku name approved_name options price_minor position removed_at")),
    ),
    "variant_cost": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id cost_minor"))),
    "media": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id product_id key alt width height position"))),
    "listing": Table(
        For.SELL, Keep.SHOP,
        cells(
            none(f"tenant_id id number slug {_GOODS} {_TERMS} pictures variants price_minor available billable_grams"),
            none("published_at version popularity limited search_text"),
        ),
    ),
    "listing_words": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id terms"))),
    "listing_change": Table(For.MACHINE, Keep.SHOP, cells(none("id number xid"))),
}  # fmt: skip
