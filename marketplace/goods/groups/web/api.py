"""The API's customer groups: which there are, and what goods cost them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, validate

from marketplace.goods.groups.prices import set_group_prices
from marketplace.goods.groups.queries import groups, prices_of_group
from marketplace.goods.groups.rules import DEAREST_MINOR
from marketplace.goods.groups.service import get_group
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.web.access import requires
from marketplace.web.api import PageArguments, Whole
from marketplace.web.audiences import api_room

room = api_room("groups", "Customer groups of the key's shop, and their prices.")
_MOST = 100


class CustomerGroupSchema(Schema):
    """A group of customers. While it is off, its members pay what everybody pays."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    is_on = fields.Boolean(required=True)
    members = fields.Integer(required=True)
    prices = fields.Integer(required=True)


class CustomerGroupsSchema(Schema):
    """All groups: a shop has at most twenty."""

    items = fields.List(fields.Nested(CustomerGroupSchema), required=True)


class GroupPriceSchema(Schema):
    """What one piece of a variant costs everybody, and the members of a group, in centavos with IVA."""

    variant_id = fields.UUID(required=True)
    product_id = fields.UUID(required=True)
    sku = fields.String(required=True)
    price_minor = fields.Integer(required=True)
    group_minor = fields.Integer(required=True, allow_none=True, metadata={"description": "null: it has none."})


class GroupPricePageSchema(Schema):
    """A page of variants by key."""

    items = fields.List(fields.Nested(GroupPriceSchema), required=True)
    total = fields.Integer(required=True)


class GroupPriceChangeSchema(Schema):
    """A variant's price for a group; null takes it away."""

    variant_id = fields.UUID(required=True)
    group_minor = Whole(required=True, allow_none=True, validate=validate.Range(1, DEAREST_MINOR))


class GroupPricesChangeSchema(Schema):
    """Prices to set, all or none."""

    prices = fields.List(fields.Nested(GroupPriceChangeSchema), required=True, validate=validate.Length(1, _MOST))
    sure = fields.Boolean(
        load_default=False,
        metadata={"description": "Say true to set prices more than 40 % below or above what everybody pays."},
    )


@room.route("/customer-groups")
@requires(May.EDIT_PRODUCTS)
@room.response(200, CustomerGroupsSchema)
def list_groups(work: Work) -> dict[str, Any]:
    """List the groups, by name."""
    return {"items": groups(work)}


@room.route("/customer-groups/<uuid:group_id>/prices")
@requires(May.EDIT_PRODUCTS)
@room.arguments(PageArguments, location="query")
@room.response(200, GroupPricePageSchema)
@room.alt_response(404, description="No such group in this shop.")
def list_group_prices(work: Work, arguments: dict[str, int], group_id: UUID) -> dict[str, Any]:
    """List what the shop sells by key, with what it costs the group."""
    get_group(work, group_id)
    page, size = arguments["page"], arguments["size"]
    rows, total = prices_of_group(work, group_id, offset=(page - 1) * size, limit=size)
    return {"items": rows, "total": total}


@room.route("/customer-groups/<uuid:group_id>/prices", methods=["PATCH"])
@requires(set_group_prices)
@room.arguments(GroupPricesChangeSchema)
@room.response(204)
@room.alt_response(404, description="No such group or variant in this shop; nothing was changed.")
@room.alt_response(415, description="The body is not application/json.")
def change_group_prices(work: Work, change: dict[str, Any], group_id: UUID) -> None:
    """Set prices of a group, for what is not bought yet; what everybody pays is not touched.

    Prices more than 40 % away from what everybody pays are refused (422, `groups.far_from_public`) unless you are `sure`, as
    on the group's page.
    """
    prices = {one["variant_id"]: one["group_minor"] for one in change["prices"]}
    set_group_prices(work, group_id, prices, sure=change["sure"])
