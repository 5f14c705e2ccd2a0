"""What is kept in the tables of catalog: what for, how long, and what erasing does to it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.datamap import Act, DataKind, For, Keep, Table, Why, cells, gone, is_, none

_GOODS = "title description category brand model gtin condition attributes axes origin_country nom maker"
_TERMS = "warranty_months warranty_by return_days return_paid_by instalments"

KEEPS: dict[str, Table] = {
    "product": Table(
        For.SELL, Keep.SHOP,
        cells(
            none(f"tenant_id id {_GOODS} {_TERMS} weight_grams length_mm width_mm height_mm sat_key sat_unit"),
            none("no_gtin hs_code recalled"),
            none("state revision approved_revision declined version listing_number listing_version listing_sold limited"),
            none("published_at created_at updated_at"),
        ),
    ),
    "variant": Table(
        For.SELL, Keep.SHOP,
        cells(none("tenant_id id product_id sku name approved_name options price_minor gtin weight_grams position removed_at")),
    ),
    "variant_cost": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id cost_minor"))),
    "media": Table(
        For.SELL, Keep.SHOP, cells(none("tenant_id id product_id key alt width height focus_x focus_y position digest")),
    ),
    "price_change": Table(
        For.SELL, Keep.BOOKS,
        cells(
            none("tenant_id id product_id variant_id before_minor after_minor on_shelf at"),
            is_(DataKind.IDENTITY, "by", why=Why.RECORD),
        ),
        title=_l("Cambios de precio"),
    ),
    "variant_price": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id told steps turns_at"))),
    "promotion": Table(
        For.SELL, Keep.SHOP,
        cells(
            none("tenant_id id name state starts_at ends_at percent price_minor made_at ended_at by"),
        ),
        title=_l("Promociones"),
    ),
    "promotion_price": Table(
        For.SELL, Keep.SHOP,
        cells(none("tenant_id id promotion_id product_id variant_id before_minor after_minor ended_at why")),
    ),
    "article_mark": Table(
        For.SELL, Keep.SHOP,
        cells(none("tenant_id id article reason by_staff at by")),
        title=_l("Artículos que no son el mismo"),
    ),
    "listing": Table(
        For.SELL, Keep.SHOP,
        cells(
            none(f"tenant_id id number slug {_GOODS} {_TERMS} pictures variants price_minor price_told available billable_grams"),
            none("published_at version popularity limited search_text"),
        ),
    ),
    "term_template": Table(
        For.SELL, Keep.SHOP,
        cells(none("tenant_id id name warranty_months warranty_by return_days return_paid_by")),
    ),
    "product_draft": Table(
        For.SELL, Keep.YEAR, cells(none("tenant_id id product_id account_id saved_at"), gone(DataKind.CONTENT, "typed")),
        person="account_id", goes=True, title=_l("Lo que escribiste de un producto y no guardaste"),
    ),
    "brand": Table(For.SELL, Keep.ALWAYS, cells(none("key writing name"))),
    "category": Table(
        For.SELL, Keep.ALWAYS,
        cells(none("code number parent position slug es en attributes goods article sat_key retired merged_into version")),
    ),
    "attribute": Table(
        For.SELL, Keep.ALWAYS,
        cells(
            none("code position es en help_es help_en kind unit decimals better values filterable comparable axis retired"),
            none("version"),
        ),
    ),
    "category_former_slug": Table(For.SELL, Keep.ALWAYS, cells(none("slug category"))),
    "taxonomy_edition": Table(For.MACHINE, Keep.ALWAYS, cells(none("id edition"))),
    "taxonomy_change": Table(
        For.SELL, Keep.ALWAYS,
        cells(
            none("id about code name before after at said total done after_tenant after_product finished_at"),
            is_(DataKind.IDENTITY, "by", why=Why.RECORD),
        ),
        title=_l("Cambios de categorías"),
    ),
    "listing_words": Table(For.SELL, Keep.SHOP, cells(none("tenant_id id terms"))),
    "bulk_act": Table(
        For.SELL, Keep.WEEK,
        cells(
            none("tenant_id id kind said state account_id total done failed undone kept made_at finished_at"),
            is_(DataKind.IDENTITY, "actor", Act.NAME),
        ),
        person="account_id", title=_l("Cambios que hiciste a muchos productos"),
    ),
    "bulk_row": Table(
        For.SELL, Keep.WEEK, cells(none("tenant_id id act_id product_id place state before after why details")),
    ),
    "listing_change": Table(For.MACHINE, Keep.SHOP, cells(none("id number xid"))),
}  # fmt: skip
