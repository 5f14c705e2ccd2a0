"""The API's products: read them, correct their stock and price."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields as dataclass_fields
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from marketplace.goods import inventory
from marketplace.goods.catalog import (
    Condition,
    NoGtin,
    NoSuchVariant,
    ProductData,
    billable_grams,
    check_not_far,
    costs_of,
    sat_key_of,
    sat_unit_of,
    set_price,
    set_variant_facts,
)
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.models import Product
from marketplace.goods.inventory import own_products, variants_of
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.api import PageArguments, TextLine, TextProse, Whole
from marketplace.web.audiences import api_room
from marketplace.window.storefront.simulating import check_leaves_something

room = api_room("storefront", "Products of the key's shop.")


class VariantSchema(Schema):
    """One buyable form. Price in centavos with IVA."""

    id = fields.UUID(required=True)
    sku = fields.String(required=True)
    name = fields.String(required=True)
    price_minor = fields.Integer(required=True)
    on_hand = fields.Integer(required=True)
    reserved = fields.Integer(required=True)
    gtin = fields.String(
        required=True, allow_none=True, metadata={"description": "14 digits; null: the product's, or none."}
    )
    weight_grams = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Packed; null: as the product."}
    )


class AxisSchema(Schema):
    """What the variants differ by; each variant is named by one value of each axis, in order, parted by ", "."""

    name = fields.String(required=True)
    values = fields.List(fields.String(), required=True)


class ProductSchema(Schema):
    """A product as its shop works on it."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    category = fields.String(required=True)
    brand = fields.String(required=True)
    condition = fields.String(required=True)
    attributes = fields.Dict(keys=fields.String(), required=True)
    description = fields.String(required=True)
    model = fields.String(required=True)
    warranty_months = fields.Integer(required=True)
    warranty_by = fields.String(required=True)
    return_days = fields.Integer(required=True)
    return_paid_by = fields.String(required=True, metadata={"description": "seller or buyer."})
    weight_grams = fields.Integer(required=True, metadata={"description": "Packed."})
    length_mm = fields.Integer(required=True)
    width_mm = fields.Integer(required=True)
    height_mm = fields.Integer(required=True)
    instalments = fields.Boolean(
        required=True, metadata={"description": "May be paid in months without interest, where the shop offers that."}
    )
    sat_key = fields.String(required=True, metadata={"description": "c_ClaveProdServ: your own, or its category's."})
    sat_unit = fields.String(required=True, metadata={"description": "c_ClaveUnidad."})
    gtin = fields.String(required=True, allow_none=True, metadata={"description": "14 digits."})
    no_gtin = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Why it has none: handmade, own_brand, bundle, other."},
    )
    origin_country = fields.String(required=True, allow_none=True, metadata={"description": "ISO 3166, two letters."})
    hs_code = fields.String(required=True, allow_none=True, metadata={"description": "Six to ten digits."})
    nom = fields.String(required=True, metadata={"description": "The norms on its label."})
    maker = fields.String(required=True, metadata={"description": "Manufacturer or importer, as on its label."})
    axes = fields.List(fields.Nested(AxisSchema), required=True)
    revision = fields.Integer(required=True, metadata={"description": "Counts what staff have to see."})
    version = fields.Integer(required=True, metadata={"description": "Counts every change; say it to change facts."})
    variants = fields.List(fields.Nested(VariantSchema), required=True)


class ProductRowSchema(Schema):
    """A line of the list of products."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    category = fields.String(required=True)
    price_minor = fields.Integer(required=True, allow_none=True)
    on_hand = fields.Integer(required=True)
    reserved = fields.Integer(required=True)
    updated_at = fields.DateTime(required=True)


class ProductPageSchema(Schema):
    """A page of products."""

    items = fields.List(fields.Nested(ProductRowSchema), required=True)
    total = fields.Integer(required=True)


def _change(lowest: int, highest: int) -> fields.Nested:
    """A change from what was seen to something else: what was seen guards what somebody did meanwhile."""
    within = validate.Range(lowest, highest)
    ends: dict[str, fields.Field[Any]] = {name: Whole(required=True, validate=within) for name in ("from", "to")}
    return fields.Nested(Schema.from_dict(ends, name=f"Change{lowest}To{highest}"))


class VariantChangeSchema(Schema):
    """What to change of a variant, each from what was seen; what is not named stays. Prices in centavos."""

    price_minor = _change(1, 500_000_000)
    on_hand = _change(0, 1_000_000)
    version = Whole(metadata={"description": "The product's, as you read it; needed for what follows."})
    gtin = TextLine(most=60, allow_none=True)
    weight_grams = Whole(validate=validate.Range(1, 1_000_000), allow_none=True)
    sure = fields.Boolean(
        load_default=False,
        metadata={"description": "Say true to set a price more than 40 % above or below the one of now."},
    )
    confirm_loss = fields.Boolean(
        load_default=False,
        metadata={
            "description": "Say true to set a price that leaves the shop less than nothing, or than the piece costs it; "
            "of such a price you need not be `sure` as well."
        },
    )

    @validates_schema
    def _check_version(self, data: dict[str, Any], **_rest: object) -> None:
        _needs_version(data, _VARIANT_FACTS)


_VARIANT_FACTS = ("gtin", "weight_grams")


def _needs_version(data: dict[str, Any], names: Collection[str]) -> None:
    if "version" not in data and any(name in data for name in names):
        raise ValidationError(["Say the version that you read."], "version")


@room.route("/products")
@requires(May.VIEW_SHOP)
@room.arguments(PageArguments, location="query")
@room.response(200, ProductPageSchema)
def list_products(work: Work, arguments: dict[str, int]) -> dict[str, Any]:
    """List products, latest change first."""
    rows, total = own_products(work, offset=(arguments["page"] - 1) * arguments["size"], limit=arguments["size"])
    return {"items": rows, "total": total}


def _view(work: Work, product: Product) -> dict[str, Any]:
    named = ["id", "state", "revision", "version", *(one.name for one in dataclass_fields(ProductData))]
    keys = {"sat_key": sat_key_of(product.category, product.sat_key), "sat_unit": sat_unit_of(product.sat_unit)}
    return {**{name: getattr(product, name) for name in named}, **keys, "variants": variants_of(work, product.id)}


@room.route("/products/<uuid:product_id>")
@requires(May.VIEW_SHOP)
@room.response(200, ProductSchema)
@room.alt_response(404, description="No such product in this shop.")
def get_product(work: Work, product_id: UUID) -> dict[str, Any]:
    """Read one product with its variants."""
    return _view(work, products.get_product(work, product_id))


class ProductChangeSchema(Schema):
    """What to change of a product; what is not named stays. What variants differ by is edited on its page."""

    version = Whole(metadata={"description": "As you read it; needed for all but `instalments`."})
    instalments = fields.Boolean(
        metadata={"description": "Whether it may be paid in months without interest, where the shop offers that."},
    )
    title = TextLine(most=120)
    category = TextLine(most=80)
    description = TextProse(most=5_000)
    brand = TextLine(most=60)
    model = TextLine(most=60)
    condition = fields.Enum(Condition, by_value=True)
    attributes = fields.Dict(
        keys=fields.String(), values=fields.Raw(), metadata={"description": "All of them: what is not named goes."}
    )
    warranty_months = Whole(validate=validate.Range(0, 1_200))
    warranty_by = TextLine(most=80)
    return_days = Whole(validate=validate.Range(0, 3_650))
    return_paid_by = fields.String(validate=validate.OneOf(("seller", "buyer")))
    weight_grams = Whole(validate=validate.Range(1, 1_000_000))
    length_mm = Whole(validate=validate.Range(0, 5_000))
    width_mm = Whole(validate=validate.Range(0, 5_000))
    height_mm = Whole(validate=validate.Range(0, 5_000))
    gtin = TextLine(most=60, allow_none=True)
    no_gtin = fields.Enum(NoGtin, by_value=True, allow_none=True)
    origin_country = TextLine(most=2, allow_none=True)
    hs_code = TextLine(most=20, allow_none=True)
    nom = TextLine(most=200)
    maker = TextLine(most=200)
    sat_key = TextLine(most=8, allow_none=True, metadata={"description": "null: its category's."})
    sat_unit = TextLine(most=3, allow_none=True)

    @validates_schema
    def _check_version(self, data: dict[str, Any], **_rest: object) -> None:
        _needs_version(data, set(data) - {"instalments"})
        if data.get("title") == "":
            raise ValidationError(["Say how it is called."], "title")


@room.route("/products/<uuid:product_id>", methods=["PATCH"])
@requires(products.edit_product)
@room.arguments(ProductChangeSchema)
@room.response(200, ProductSchema)
@room.alt_response(404, description="No such product in this shop.")
@room.alt_response(409, description="Somebody changed it after that version.")
@room.alt_response(415, description="The body is not application/json.")
def change_product(work: Work, change: dict[str, Any], product_id: UUID) -> dict[str, Any]:
    """Change what a product says, from the version that was read; terms, sizes and instalments for new purchases at once.

    New words, attributes and numbers of a published product wait for staff, as on its page; what was approved stays visible.
    """
    if set(change) == {"instalments"}:
        products.set_instalments(work, product_id, change["instalments"])
    elif change:
        product = products.get_product(work, product_id)
        version = change.pop("version")
        said = {one.name: getattr(product, one.name) for one in dataclass_fields(ProductData)}
        products.edit_product(work, product_id, ProductData(**{**said, **change}), seen_version=version)
    return _view(work, products.get_product(work, product_id))


@room.route("/products/<uuid:product_id>/variants/<uuid:variant_id>", methods=["PATCH"])
@requires(inventory.set_stock)
@room.arguments(VariantChangeSchema)
@room.response(200, ProductSchema)
@room.alt_response(404, description="No such product or variant in this shop.")
@room.alt_response(409, description="It is no longer what was seen; the answer has both values.")
@room.alt_response(415, description="The body is not application/json.")
def change_variant(work: Work, change: dict[str, Any], product_id: UUID, variant_id: UUID) -> dict[str, Any]:
    """Set a variant's price or stock, from what was seen. Prices apply to new sales at once; orders keep theirs. Its article
    number and weight are changed from the product's `version`.

    One that changes by more than 40 % is refused (422, `catalog.far_from_price`) unless you are `sure`, as on its page.
    A price of which less than nothing would be left is refused (422, `storefront.leaves_less`) unless it is confirmed; so is
    one of which less is left than the piece costs the shop, where it said so (422, `storefront.below_cost`).
    """
    if variant_id not in {variant.id for variant in variants_of(work, product_id)}:
        raise NoSuchVariant
    if "version" in change:
        (now,) = (one for one in variants_of(work, product_id) if one.id == variant_id)
        facts = {name: change.get(name, getattr(now, name)) for name in _VARIANT_FACTS}
        set_variant_facts(work, product_id, variant_id, **facts, seen_version=change["version"])
    if price := change.get("price_minor"):
        set_price(work, product_id, variant_id, price_minor=price["to"], seen_minor=price["from"])
        if not change["confirm_loss"]:
            product = products.get_product(work, product_id)
            cost = costs_of(work, [variant_id]).get(variant_id, 0)
            grams = billable_grams(product.weight_grams, product.length_mm, product.width_mm, product.height_mm)
            check_leaves_something(work, product.category, [(price["to"], cost)], grams=grams)
            if not change["sure"]:
                check_not_far(price["from"], price["to"])
    if pieces := change.get("on_hand"):
        inventory.set_stock(work, variant_id, on_hand=pieces["to"], seen=pieces["from"], note="api")
    return _view(work, products.get_product(work, product_id))
