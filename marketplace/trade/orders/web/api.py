"""The API's orders: read them with every fee line, pack and ship them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from marketplace.kernel.permissions import SEES_WHAT_WAS_PAID, May
from marketplace.kernel.work import Work
from marketplace.money.fees import FeeKind, fees_of_order, saying
from marketplace.trade.orders import queries, service
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.rules import OrderState
from marketplace.trade.parcels import CARRIERS
from marketplace.trade.pricing import AmountKind, amounts_of_order
from marketplace.trade.shipping import Speed
from marketplace.web.access import requires
from marketplace.web.api import TextLine, TextProse
from marketplace.web.audiences import api_room

room = api_room("orders", "Orders of the key's shop.")


class OrderListArguments(Schema):
    """Which orders."""

    state = fields.String(load_default="", validate=validate.OneOf(["", *(state.value for state in OrderState)]))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
    size = fields.Integer(load_default=50, validate=validate.Range(1, 100))


class OrderPieceSchema(Schema):
    """A line of an order: what, and how many."""

    sku = fields.String(required=True)
    title = fields.String(required=True)
    variant_name = fields.String(required=True)
    quantity = fields.Integer(required=True)


class OrderRowSchema(Schema):
    """A line of the list of orders. Money in centavos, times in UTC.

    Fees and what is left are there for a key that may see money; what was paid, for one that may give it back too.
    """

    code = fields.String(required=True)
    state = fields.String(required=True)
    buyer_name = fields.String(required=True)
    lines = fields.List(fields.Nested(OrderPieceSchema), required=True)
    total_minor = fields.Integer()
    fees_minor = fields.Integer(metadata={"description": "Fees as they stand now, what came back left out."})
    refunded_minor = fields.Integer(metadata={"description": "What goes back to the buyer, or went."})
    net_minor = fields.Integer(metadata={"description": "total_minor − refunded_minor − fees_minor."})
    placed_at = fields.DateTime(required=True)
    ship_by = fields.DateTime(required=True)


class OrderPageSchema(Schema):
    """A page of orders."""

    items = fields.List(fields.Nested(OrderRowSchema), required=True)
    total = fields.Integer(required=True)


class OrderLineSchema(OrderPieceSchema):
    """What was bought, as frozen at placement."""

    returned = fields.Integer(required=True)
    unit_price_minor = fields.Integer()
    price_group = fields.String(
        allow_none=True, metadata={"description": "The customer group whose price it was, as it was called then."}
    )
    total_minor = fields.Integer()


class FeeStepSchema(Schema):
    """A line of a fee: base × rate + fixed = amount, rounded to the centavo. A line that is `back` gives some of it back."""

    rule = fields.String(required=True)
    rule_number = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Within its tariff; none for what the law takes."}
    )
    shop_plan = fields.String(
        required=True, allow_none=True, metadata={"description": "Of a commission: the shop's plan when it was sold."}
    )
    why = fields.String(required=True, metadata={"description": "Why this rule, where several might be; else empty."})
    source = fields.String(required=True)
    base_minor = fields.Integer(required=True)
    rate_bp = fields.Integer(required=True)
    fixed_minor = fields.Integer(required=True)
    floor_minor = fields.Integer(required=True, allow_none=True)
    cap_minor = fields.Integer(required=True, allow_none=True)
    amount_minor = fields.Integer(required=True)
    back = fields.Boolean(required=True)


class FeeSchema(Schema):
    """What was taken (plus) or given (minus), by which rules."""

    kind = fields.String(required=True)
    amount_minor = fields.Integer(required=True)
    rules = fields.List(fields.String(), required=True)
    steps = fields.List(fields.Nested(FeeStepSchema), required=True)


class AmountSchema(Schema):
    """A line of what the buyer paid, in centavos with tax. All but the taxes, which they contain, add up to the total."""

    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in AmountKind]))
    amount_minor = fields.Integer(required=True)
    base_minor = fields.Integer(required=True)
    rate_bp = fields.Integer(required=True)
    source = fields.String(
        required=True, metadata={"description": "A listing, a version of your terms or of your shop, or an article."}
    )
    borne_by = fields.String(allow_none=True, metadata={"description": "Who bears a discount: shop or market."})


class GiftSchema(Schema):
    """What is to be done with an order that is a gift."""

    wrapped = fields.Boolean(required=True)
    message = fields.String(required=True, allow_none=True, metadata={"description": "Goes into the parcel, as text."})
    prices_hidden = fields.Boolean(required=True, metadata={"description": "Nothing in the parcel shows a price."})


class OrderSchema(OrderRowSchema):
    """An order with its lines; for a key that may see money, with its fees and what is left."""

    delivery = fields.String(required=True, validate=validate.OneOf([speed.value for speed in Speed]))
    promise_from = fields.Date(required=True)
    promise_to = fields.Date(required=True)
    gift = fields.Nested(GiftSchema, required=True, allow_none=True)
    ship_to = fields.Dict(keys=fields.String(), required=True)
    phone = fields.String(metadata={"description": "Of who receives it, for a key that ships, until it arrives."})
    lines = fields.List(fields.Nested(OrderLineSchema), required=True)
    amounts = fields.List(fields.Nested(AmountSchema), metadata={"description": "None for orders placed before 0.3."})
    fees = fields.List(fields.Nested(FeeSchema))


class ShipmentSchema(Schema):
    """How a parcel goes."""

    carrier = fields.String(required=True, validate=validate.OneOf(CARRIERS))
    tracking = TextLine(most=60, required=True)
    note = TextProse(most=500, load_default="")


@room.route("/orders")
@requires(May.VIEW_ORDERS)
@room.arguments(OrderListArguments, location="query")
@room.response(200, OrderPageSchema)
def list_orders(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """List orders; unpaid ones are not shown."""
    state, page, size = arguments["state"], arguments["page"], arguments["size"]
    counts = queries.count_by_state(work)
    rows = [dict(row._mapping) for row in queries.shop_orders(work, state=state, offset=(page - 1) * size, limit=size)]
    pieces = queries.pieces_of_orders(work, [row["id"] for row in rows])
    hidden = _hidden(work)
    for row in rows:
        row["lines"] = pieces[row["id"]]
        for name in hidden:
            del row[name]
    return {
        "items": rows,
        "total": counts[state] if state else counts.total(),
    }


_NAMED = ("code", "state", "buyer_name", "placed_at", "ship_by", "ship_to", "promise_from", "promise_to")
_PAID = ("total_minor", "refunded_minor")
_EARNED = ("fees_minor", "net_minor")


def _hidden(work: Work) -> tuple[str, ...]:
    """Which columns of a list are none of a key's business."""
    earned = () if May.VIEW_MONEY in work.actor.may else _EARNED
    return earned if _sees_what_was_paid(work) else (*_PAID, *_EARNED)


def _sees_what_was_paid(work: Work) -> bool:
    return not SEES_WHAT_WAS_PAID.isdisjoint(work.actor.may)


def _gift(order: Order) -> dict[str, Any] | None:
    wrapped = order.wrap_minor is not None
    if not (wrapped or order.gift_message or order.prices_hidden):
        return None
    return {"wrapped": wrapped, "message": order.gift_message, "prices_hidden": order.prices_hidden}


def _view(work: Work, code: str) -> dict[str, Any]:
    order = service.get_order(work, code)
    seen = {name: getattr(order, name) for name in _NAMED}
    seen |= {"delivery": Speed.EXPRESS if order.express else Speed.ORDINARY, "gift": _gift(order)}
    if phone := service.phone_for_sending(work, order):
        seen["phone"] = phone
    if not _sees_what_was_paid(work):
        return seen | {"lines": queries.pieces_of_orders(work, [order.id])[order.id]}
    seen |= {name: getattr(order, name) for name in _PAID}
    seen["lines"] = service.lines_of(work, order)
    seen["amounts"] = amounts_of_order(work, order.id)
    return {**seen, **_money(work, order)} if May.VIEW_MONEY in work.actor.may else seen


def _money(work: Work, order: Order) -> dict[str, Any]:
    fees = fees_of_order(work, order.id)
    return {
        "fees": [
            {
                "kind": kind.kind.value,
                "amount_minor": kind.amount_minor,
                "rules": [rule.id for rule in kind.rules],
                "steps": [
                    {
                        "rule": fee.rule.id,
                        "rule_number": fee.rule.number or None,
                        "why": saying.why_it_wins(fee.rule, fee.shop_plan) if kind.kind is FeeKind.COMMISSION else "",
                        "shop_plan": fee.shop_plan,
                        "source": fee.rule.source,
                        "base_minor": fee.base_minor,
                        "rate_bp": fee.rule.rate_bp,
                        "fixed_minor": fee.fixed_minor,
                        "floor_minor": fee.floor_minor,
                        "cap_minor": fee.cap_minor,
                        "amount_minor": fee.amount_minor,
                        "back": fee.back,
                    }
                    for fee in kind.fees
                ],
            }
            for kind in fees
        ],
        "fees_minor": sum(kind.amount_minor for kind in fees),
        "net_minor": queries.net_of(work, order),
    }


@room.route("/orders/<code>")
@requires(May.VIEW_ORDERS)
@room.response(200, OrderSchema)
@room.alt_response(404, description="No such order in this shop.")
def get_order(work: Work, code: str) -> dict[str, Any]:
    """Read one order: what was bought, each fee with its rule, and what is left."""
    return _view(work, code)


@room.route("/orders/<code>/shipment", methods=["POST"])
@requires(service.ship_order)
@room.arguments(ShipmentSchema)
@room.response(200, OrderSchema)
@room.alt_response(404, description="No such order in this shop.")
@room.alt_response(409, description="The order is not in a state in which it can be shipped.")
def ship_order(work: Work, shipment: dict[str, str], code: str) -> dict[str, Any]:
    """Say that an order went to the carrier; an order not packed yet is packed first."""
    if service.get_order(work, code).state == OrderState.PAID:
        service.pack_order(work, code, message=shipment["note"])
    service.ship_order(work, code, carrier=shipment["carrier"], tracking=shipment["tracking"])
    return _view(work, code)
