"""Tables of goods: what a shop owns (product, variant, media) and what everybody sees of it (listing)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Identity, Index, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.goods.catalog.rules import NEXT, Condition, ProductState
from marketplace.kernel.states import states_only
from marketplace.people.sellers.rules import ReturnPayer
from tenants.ownership import PlatformOwned, PublicShelf, TenantOwned


class Product(TenantOwned):
    """A product as its shop works on it. What the public sees is its listing."""

    __tablename__ = "product"
    __table_args__ = (
        Index("ix_product_tenant_state", "tenant_id", "state", "updated_at"),
        states_only(ProductState, NEXT),
        states_only(Condition, column="condition"),
        states_only(ReturnPayer, column="return_paid_by"),
    )

    title: Mapped[str]
    description: Mapped[str]
    category: Mapped[str]  # code in the taxonomy
    brand: Mapped[str]
    model: Mapped[str]
    gtin: Mapped[str | None]
    condition: Mapped[str]  # rules.Condition
    attributes: Mapped[dict[str, Any]]  # attribute code -> value in its unit, or choice code
    warranty_months: Mapped[int]
    warranty_by: Mapped[str]
    return_days: Mapped[int]
    return_paid_by: Mapped[str]  # sellers.rules.ReturnPayer
    instalments: Mapped[bool] = mapped_column(default=True, server_default=text("true"))  # where its shop offers months
    weight_grams: Mapped[int]
    length_mm: Mapped[int]
    width_mm: Mapped[int]
    height_mm: Mapped[int]
    sat_key: Mapped[str | None]  # what it is to the tax office (c_ClaveProdServ), where its shop says so
    sat_unit: Mapped[str | None]  # in which unit it is sold (c_ClaveUnidad)
    state: Mapped[str]  # rules.ProductState
    revision: Mapped[int] = mapped_column(default=1)  # of the content; what staff approve is one revision
    approved_revision: Mapped[int | None]
    # Why staff declined a revision, or took what they had approved off the shelf: revision, rule, facts, how_to_fix, by, at.
    declined: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)  # of everything its shop says; a form carries the one it showed
    # Kept while it is off the shelf, so that its address, its age and its sales stay its own when it comes back.
    listing_number: Mapped[int | None]
    listing_version: Mapped[int] = mapped_column(default=0)
    listing_sold: Mapped[int] = mapped_column(default=0)
    limited: Mapped[bool] = mapped_column(
        default=False, server_default=text("false")
    )  # as its listing, when it has one
    published_at: Mapped[datetime | None]  # for the first time
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class Variant(TenantOwned):
    """One buyable form of a product (a size, a colour)."""

    __tablename__ = "variant"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.id"]),
        Index("uq_variant_sku", "tenant_id", "sku", unique=True, postgresql_where=text("removed_at IS NULL")),
        CheckConstraint("price_minor > 0", name="price"),
        Index("ix_variant_product", "tenant_id", "product_id"),
    )

    product_id: Mapped[UUID]
    sku: Mapped[str]
    name: Mapped[str]  # "Rojo, mediano"; empty where there is only one
    approved_name: Mapped[str | None]  # what buyers read; None: staff have not seen this variant yet
    options: Mapped[dict[str, Any]]  # what sets it apart; "picture" names the one of its pictures that shows it
    price_minor: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None]  # orders and movements keep naming it; nobody can buy it any more


class VariantCost(TenantOwned):
    """What one piece of a variant costs its shop, as it says itself, for its own eyes. `id` is the variant's."""

    __tablename__ = "variant_cost"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "id"], ["variant.tenant_id", "variant.id"]),
        CheckConstraint("cost_minor >= 0", name="cost"),
    )

    cost_minor: Mapped[int]


class Media(TenantOwned):
    """A picture of a product, in the blob store under `key` in several sizes."""

    __tablename__ = "media"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.id"]),
        Index("ix_media_product", "tenant_id", "product_id"),
    )

    product_id: Mapped[UUID]
    key: Mapped[str]
    alt: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)


class Listing(PublicShelf):
    """The public row of an approved product: all that cards, search, comparison and the product page show.

    Kept by this module's service in the transaction of every change; `id` is the product's.
    """

    __tablename__ = "listing"
    __table_args__ = (
        Index("ix_listing_category", "category", "number"),
        Index("ix_listing_gtin", "gtin", postgresql_where=text("gtin IS NOT NULL")),
        Index("ix_listing_published", text("published_at DESC"), "number", postgresql_where=text("available > 0")),
        Index("ix_listing_popular", text("popularity DESC"), "number", postgresql_where=text("available > 0")),
        states_only(Condition, column="condition"),
        states_only(ReturnPayer, column="return_paid_by"),
        Index("ix_listing_shop", "tenant_id", text("popularity DESC"), "number"),
    )

    number: Mapped[int] = mapped_column(Identity(start=1001), unique=True)  # in addresses: /p/…-1001
    slug: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    category: Mapped[str]
    brand: Mapped[str]
    model: Mapped[str]
    gtin: Mapped[str | None]
    condition: Mapped[str]
    attributes: Mapped[dict[str, Any]]
    pictures: Mapped[list[Any]]  # [{key, alt, width, height}]
    variants: Mapped[list[Any]]  # [{id, sku, name, options, price_minor, available}]
    price_minor: Mapped[int]  # the lowest price of what is in stock, else the lowest
    available: Mapped[int]
    warranty_months: Mapped[int]
    warranty_by: Mapped[str]
    return_days: Mapped[int]
    return_paid_by: Mapped[str]
    instalments: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    billable_grams: Mapped[int]  # the greater of weight and volume/5000, as carriers count
    published_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    popularity: Mapped[int] = mapped_column(default=0)  # units sold
    # Found by its address and on its shop's page, and neither in searches nor on the first page.
    limited: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    search_text: Mapped[str]  # folded: title, brand, model and article numbers


class ListingWords(PublicShelf):
    """The terms of a listing, for when no index answers: apart, so that selling one piece rewrites none of them."""

    __tablename__ = "listing_words"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "id"],
            ["listing.tenant_id", "listing.id"],
            ondelete="CASCADE",
            name="fk_listing_words_tenant_id_listing",
        ),
        Index("ix_listing_words_terms", "terms", postgresql_using="gin"),
    )

    terms: Mapped[str] = mapped_column(TSVECTOR)  # kernel.analysis.vector


class ListingChange(PlatformOwned):
    """The change log that each host's search index follows, ordered by transaction."""

    __tablename__ = "listing_change"
    __append__ = True
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - who adds a row may not read it back
    __table_args__ = (Index("ix_listing_change_xid", "xid"),)

    number: Mapped[int]
    # The transaction's own number: a follower reads only what no running transaction can still precede.
    xid: Mapped[int] = mapped_column(server_default=text("(pg_current_xact_id()::text::bigint)"))
