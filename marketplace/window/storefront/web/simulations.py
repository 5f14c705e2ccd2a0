"""The API's simulator: what prices would leave, by the arithmetic of an order. It changes nothing and keeps nothing."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from marketplace.goods.catalog import CATEGORIES
from marketplace.kernel.work import Work
from marketplace.money.fees import PLANS, Fee, FeeKind, saying
from marketplace.web.access import requires
from marketplace.web.api import Whole
from marketplace.web.audiences import api_room
from marketplace.window.storefront.simulating import PriceAsked, PriceSimulated, simulate_prices

room = api_room("storefront_simulations", "What a price would leave to the key's shop.")
_MOST = 500
_AMOUNT = validate.Range(0, 500_000_000)


class AskedPriceSchema(Schema):
    """A price to simulate for one piece. Amounts in centavos, prices with IVA."""

    category = fields.String(required=True, validate=validate.OneOf(list(CATEGORIES), error="Unknown category."))
    price_minor = Whole(required=True, validate=validate.Range(1, 500_000_000))
    cost_minor = Whole(
        load_default=None,
        allow_none=True,
        validate=_AMOUNT,
        metadata={"description": "What the piece costs the shop. It is not kept."},
    )
    receive_minor = Whole(
        load_default=None,
        allow_none=True,
        validate=_AMOUNT,
        metadata={"description": "Ask for the lowest price that leaves so much."},
    )
    shipping_minor = Whole(
        load_default=None,
        allow_none=True,
        validate=_AMOUNT,
        metadata={"description": "What the parcel costs; left out, by the shop's own terms to another state."},
    )
    buyer_pays_shipping = fields.Boolean(load_default=True)
    months = Whole(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(PLANS),
        metadata={
            "description": "In how many months without interest it is paid. It costs more only where the tariff has such a "
            "plan and the amount may be paid by it; the shop decides whether it offers any."
        },
    )


class AskedPricesSchema(Schema):
    """Prices to simulate."""

    items = fields.List(fields.Nested(AskedPriceSchema), required=True, validate=validate.Length(1, _MOST))


class SimulatedFeeSchema(Schema):
    """A fee: base × rate + fixed, no less than the floor and no more than the cap. Minus is given to the shop."""

    kind = fields.String(required=True)
    rule = fields.String(required=True)
    why = fields.String(required=True)
    base_minor = fields.Integer(required=True)
    rate_bp = fields.Integer(required=True)
    fixed_minor = fields.Integer(required=True)
    floor_minor = fields.Integer(required=True, allow_none=True)
    cap_minor = fields.Integer(required=True, allow_none=True)
    amount_minor = fields.Integer(required=True)


class SimulatedPriceSchema(Schema):
    """What a price leaves. `even_minor` is the price that covers its own fees and way."""

    gross_minor = fields.Integer(required=True)
    shipping_cost_minor = fields.Integer(required=True)
    fees = fields.List(fields.Nested(SimulatedFeeSchema), required=True)
    left_minor = fields.Integer(required=True)
    even_minor = fields.Integer(required=True, allow_none=True)
    receive_at_minor = fields.Integer(required=True, allow_none=True)
    earned_minor = fields.Integer(required=True, allow_none=True)
    months = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "In how many months it is reckoned; null where the payment is too small for those asked."
        },
    )
    months_from_minor = fields.Integer(
        required=True,
        allow_none=True,
        metadata={
            "description": "From which payment on the months that were asked for may be; null without such a plan."
        },
    )
    loses = fields.Boolean(
        required=True, metadata={"description": "Setting this price is refused unless it is confirmed."}
    )


class SimulatedPricesSchema(Schema):
    """What each price leaves, in the order in which they were asked."""

    tariff = fields.Integer(required=True)
    shop_plan = fields.String(required=True, metadata={"description": "The plan of the key's shop now."})
    items = fields.List(fields.Nested(SimulatedPriceSchema), required=True)


@room.route("/simulations", methods=["POST"])
@requires(simulate_prices)
@room.arguments(AskedPricesSchema)
@room.response(200, SimulatedPricesSchema)
@room.alt_response(409, description="No legal rate is published for today: nothing can be sold.")
def simulate(work: Work, asked: dict[str, Any]) -> dict[str, Any]:
    """Simulate prices before setting them: every fee with its rule, what is left, and the price that covers its own fees."""
    found = simulate_prices(
        work,
        [
            PriceAsked(
                one["category"],
                one["price_minor"],
                one["cost_minor"],
                one["receive_minor"],
                one["shipping_minor"],
                one["buyer_pays_shipping"],
                one["months"],
            )
            for one in asked["items"]
        ],
    )
    version = next(fee.rule.version for fee in found[0].fees if fee.rule.kind is FeeKind.COMMISSION)
    return {"tariff": version, "shop_plan": found[0].sale.shop_plan, "items": [_told(one) for one in found]}


def _told(one: PriceSimulated) -> dict[str, Any]:
    return {
        "gross_minor": one.sale.gross_minor,
        "shipping_cost_minor": one.sale.own_shipping_minor,
        "fees": [_fee(fee) for fee in one.fees],
        "left_minor": one.left_minor,
        "even_minor": one.even_minor,
        "receive_at_minor": one.receive_at_minor,
        "earned_minor": one.earned_minor,
        "months": one.months,
        "months_from_minor": one.months_from_minor,
        "loses": one.left_minor < 0 or (one.earned_minor or 0) < 0,
    }


def _fee(fee: Fee) -> dict[str, Any]:
    rule = fee.rule
    decided = saying.why_it_wins(rule, fee.shop_plan) if rule.kind is FeeKind.COMMISSION else ""
    named = rule.source if rule.version is None else saying.name_rule(rule)
    return {
        "kind": rule.kind.value,
        "rule": rule.id,
        "why": f"{named}: {decided}" if decided else named,
        "base_minor": fee.base_minor,
        "rate_bp": rule.rate_bp,
        "fixed_minor": fee.fixed_minor,
        "floor_minor": fee.floor_minor,
        "cap_minor": fee.cap_minor,
        "amount_minor": fee.amount_minor,
    }
