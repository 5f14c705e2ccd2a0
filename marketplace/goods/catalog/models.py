"""Tables of goods: what a shop owns (product, variant, media) and what everybody sees of it (listing)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.goods.catalog.bulk_rules import NEXT as BULK_NEXT
from marketplace.goods.catalog.bulk_rules import ROW_NEXT, BulkKind, BulkRowState, BulkState
from marketplace.goods.catalog.price_rules import PROMOTION_NEXT, PromotionEnd, PromotionState
from marketplace.goods.catalog.rules import NEXT, Condition, NoGtin, ProductState
from marketplace.kernel.states import states_only
from marketplace.people.sellers.rules import ReturnPayer
from tenants.ownership import PlatformOwned, PublicShelf, Reference, TenantOwned


class Product(TenantOwned):
    """A product as its shop works on it. What the public sees is its listing."""

    __tablename__ = "product"
    __table_args__ = (
        Index("ix_product_tenant_state", "tenant_id", "state", "updated_at"),
        states_only(ProductState, NEXT),
        states_only(Condition, column="condition"),
        states_only(ReturnPayer, column="return_paid_by"),
        states_only(NoGtin, column="no_gtin"),
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
    axes: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'"))  # catalog.axes.Axis, in order
    no_gtin: Mapped[str | None]  # rules.NoGtin: why it has no article number
    origin_country: Mapped[str | None]  # ISO 3166, two letters
    hs_code: Mapped[str | None]  # six to ten digits of the tariff; for customs alone
    nom: Mapped[str] = mapped_column(default="", server_default="")  # the norms it meets, as its label says
    maker: Mapped[str] = mapped_column(default="", server_default="")  # who makes it, or brings it into the country
    state: Mapped[str]  # rules.ProductState
    revision: Mapped[int] = mapped_column(default=1)  # of the content; what staff approve is one revision
    approved_revision: Mapped[int | None]
    # Why staff declined a revision, or took what they had approved off the shelf: revision, rule, rules_version, facts,
    # how_to_fix, by, at.
    declined: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    version: Mapped[int] = mapped_column(default=1)  # of everything its shop says; a form carries the one it showed
    # Kept while it is off the shelf, so that its address, its age and its sales stay its own when it comes back.
    listing_number: Mapped[int | None]
    listing_version: Mapped[int] = mapped_column(default=0)
    listing_sold: Mapped[int] = mapped_column(default=0)
    recalled: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # off sale meanwhile
    limited: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # as its listing, if any
    published_at: Mapped[datetime | None]  # for the first time
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


_OF_PRODUCT = ["tenant_id", "product_id"], ["product.tenant_id", "product.id"]


class Variant(TenantOwned):
    """One buyable form of a product (a size, a colour)."""

    __tablename__ = "variant"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_PRODUCT, ondelete="CASCADE"),
        Index("uq_variant_sku", "tenant_id", "sku", unique=True, postgresql_where=text("removed_at IS NULL")),
        CheckConstraint("price_minor > 0", name="price"),
        CheckConstraint("weight_grams > 0", name="weight"),
        Index("ix_variant_product", "tenant_id", "product_id"),
    )

    product_id: Mapped[UUID]
    sku: Mapped[str]
    name: Mapped[str]  # "Rojo, mediano"; empty where there is only one
    approved_name: Mapped[str | None]  # what buyers read; None: staff have not seen this variant yet
    options: Mapped[dict[str, Any]]  # what sets it apart; "picture" names the one of its pictures that shows it
    price_minor: Mapped[int]
    gtin: Mapped[str | None]  # its own article number; None: its product's
    weight_grams: Mapped[int | None]  # packed; None: its product's
    position: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None]  # orders and movements keep naming it; nobody can buy it any more


class VariantCost(TenantOwned):
    """What one piece of a variant costs its shop, as it says itself, for its own eyes. `id` is the variant's."""

    __tablename__ = "variant_cost"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "id"], ["variant.tenant_id", "variant.id"], ondelete="CASCADE"),
        CheckConstraint("cost_minor >= 0", name="cost"),
    )

    cost_minor: Mapped[int]


class PriceChange(TenantOwned):
    """What a variant was offered for from a moment on, and whether it was on the shelf. Rows are added, never changed."""

    __tablename__ = "price_change"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "variant_id"], ["variant.tenant_id", "variant.id"], ondelete="CASCADE"),
        Index("ix_price_change_variant", "tenant_id", "variant_id", "at"),
    )

    product_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    before_minor: Mapped[int | None]  # None: its price did not change, it came onto the shelf or left it
    after_minor: Mapped[int]
    on_shelf: Mapped[bool]
    at: Mapped[datetime]
    by: Mapped[str]


class VariantPrice(TenantOwned):
    """What is told beside a variant's price. `id` is the variant's; without a row nothing is told."""

    __tablename__ = "variant_price"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "id"], ["variant.tenant_id", "variant.id"], ondelete="CASCADE"),
        Index("ix_variant_price_turns", "turns_at", postgresql_where=text("turns_at IS NOT NULL")),
    )

    told: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))  # price_rules.tell_price
    steps: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))  # [[pieces, centavos each]], fewest first
    turns_at: Mapped[datetime | None]  # when what is told is to be looked at again, though nobody changed anything


class Promotion(TenantOwned):
    """Lower prices for a time: by so many percent, or one price. From its first moment until, and without, its last."""

    __tablename__ = "promotion"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="lasts"),
        CheckConstraint("num_nonnulls(percent, price_minor) = 1", name="what"),
        states_only(PromotionState, PROMOTION_NEXT),
        Index("ix_promotion_due", "starts_at", "ends_at", postgresql_where=text("state IN ('scheduled', 'running')")),
    )

    name: Mapped[str]
    state: Mapped[str]  # price_rules.PromotionState
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    percent: Mapped[int | None]  # by how much prices go down
    price_minor: Mapped[int | None]
    by: Mapped[str]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PromotionPrice(TenantOwned):
    """A variant of a promotion: what it cost before, what it costs meanwhile, and why that ended."""

    __tablename__ = "promotion_price"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "promotion_id"], ["promotion.tenant_id", "promotion.id"]),
        ForeignKeyConstraint(["tenant_id", "variant_id"], ["variant.tenant_id", "variant.id"], ondelete="CASCADE"),
        states_only(PromotionEnd, column="why"),
        Index("ix_promotion_price_variant", "tenant_id", "variant_id"),
        Index("ix_promotion_price_promotion", "tenant_id", "promotion_id"),
    )

    promotion_id: Mapped[UUID]
    product_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    before_minor: Mapped[int | None]
    after_minor: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    why: Mapped[str | None]  # price_rules.PromotionEnd


class Media(TenantOwned):
    """A picture of a product, in the blob store under `key` in several sizes."""

    __tablename__ = "media"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_PRODUCT, ondelete="CASCADE"),
        Index("ix_media_product", "tenant_id", "product_id"),
        CheckConstraint("focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100", name="focus"),
    )

    product_id: Mapped[UUID]
    key: Mapped[str]
    alt: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    # What must stay in sight where it is cut, in hundredths from the left and from the top.
    focus_x: Mapped[int] = mapped_column(default=50, server_default="50")
    focus_y: Mapped[int] = mapped_column(default=50, server_default="50")
    position: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str | None]  # SHA-256 of the file it was drawn from, where a file of many brought it


class TermTemplate(TenantOwned):
    """Warranty and returns under a name, to be copied to products: changing it changes none that was made with it."""

    __tablename__ = "term_template"
    __table_args__ = (UniqueConstraint("tenant_id", "name"), states_only(ReturnPayer, column="return_paid_by"))

    name: Mapped[str]
    warranty_months: Mapped[int]
    warranty_by: Mapped[str]
    return_days: Mapped[int]
    return_paid_by: Mapped[str]  # sellers.rules.ReturnPayer


class ProductDraft(TenantOwned):
    """What somebody typed on a product's page and has not saved: nothing of the product, and for their eyes alone."""

    __tablename__ = "product_draft"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_PRODUCT, ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "product_id", "account_id", name="uq_product_draft"),
        Index("ix_product_draft_saved", "saved_at"),
    )

    product_id: Mapped[UUID]
    account_id: Mapped[UUID]
    typed: Mapped[dict[str, Any]]  # box -> what was typed into it
    saved_at: Mapped[datetime]


class Brand(Reference):
    """A writing of a brand's name, by what all like it share (`key_of_name`), and the one form that goods carry."""

    __tablename__ = "brand"
    __table_args__ = (Index("ix_brand_name", "name"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    writing: Mapped[str]
    name: Mapped[str]


class Listing(PublicShelf):
    """The public row of an approved product: all that cards, search, comparison and the product page show.

    Kept by this module's service in the transaction of every change; `id` is the product's.
    """

    __tablename__ = "listing"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "id"], ["product.tenant_id", "product.id"]),
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
    axes: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'"))
    origin_country: Mapped[str | None]
    nom: Mapped[str] = mapped_column(default="", server_default="")
    maker: Mapped[str] = mapped_column(default="", server_default="")
    pictures: Mapped[list[Any]]  # [{key, alt, width, height}], and `focus` where it is not the middle
    variants: Mapped[list[Any]]  # [{id, sku, name, options, price_minor, available, told, steps}], and its own `grams`
    price_minor: Mapped[int]  # the lowest price of what is in stock, else the lowest
    price_told: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True)
    )  # of that price: see VariantPrice
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


class ArticleMark(PublicShelf):
    """That a listing is of another article than its number says, and who said so. `id` is the product's."""

    __tablename__ = "article_mark"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "id"], ["product.tenant_id", "product.id"], ondelete="CASCADE"),
        Index("ix_article_mark_article", "article"),
    )

    article: Mapped[str | None]  # the number of which it is; None: of none that others sell
    reason: Mapped[str]
    by: Mapped[str]
    by_staff: Mapped[bool]
    at: Mapped[datetime]


class ListingChange(PlatformOwned):
    """The change log that each host's search index follows, ordered by transaction."""

    __tablename__ = "listing_change"
    __append__ = True
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012 - who adds a row may not read it back
    __table_args__ = (Index("ix_listing_change_xid", "xid"),)

    number: Mapped[int]
    # The transaction's own number: a follower reads only what no running transaction can still precede.
    xid: Mapped[int] = mapped_column(server_default=text("(pg_current_xact_id()::text::bigint)"))


class BulkAct(TenantOwned):
    """What a member of a shop does to many products at once. Its `id` comes with the form, so that it is begun once."""

    __tablename__ = "bulk_act"
    __table_args__ = (
        states_only(BulkState, BULK_NEXT),
        states_only(BulkKind, column="kind"),
        Index("ix_bulk_act_made", "tenant_id", "made_at"),
    )

    kind: Mapped[str]  # bulk_rules.BulkKind
    said: Mapped[dict[str, Any]]  # what it does, by its kind: basis_points, minor, ending; terms; category
    state: Mapped[str] = mapped_column(default=BulkState.RUNNING)
    account_id: Mapped[UUID | None]
    actor: Mapped[str]
    total: Mapped[int]  # products
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    undone: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class BulkRow(TenantOwned):
    """One product of such an act, taken in the order of `place`: what was there before and after, or why it stayed."""

    __tablename__ = "bulk_row"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "act_id"],
            ["bulk_act.tenant_id", "bulk_act.id"],
            ondelete="CASCADE",
            name="fk_bulk_row_tenant_id_bulk_act",
        ),
        ForeignKeyConstraint(*_OF_PRODUCT, ondelete="CASCADE", name="fk_bulk_row_tenant_id_product"),
        states_only(BulkRowState, ROW_NEXT),
        Index("ix_bulk_row_act", "tenant_id", "act_id", "state", "place"),
        Index("ix_bulk_row_product", "tenant_id", "product_id"),
    )

    act_id: Mapped[UUID]
    product_id: Mapped[UUID]
    place: Mapped[int]
    state: Mapped[str] = mapped_column(default=BulkRowState.WAITING)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    why: Mapped[str | None]  # the code of what refused it
    details: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
