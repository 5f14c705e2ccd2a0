"""The API's money: where it stands, what is paid next, and what was paid, with the numbers of the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marshmallow import Schema, fields, validate

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.ledger import orders_paid_out
from marketplace.money.payouts import PayoutState, queries
from marketplace.platform.desk.next_payout import shop_money
from marketplace.trade.orders import codes_of
from marketplace.web.access import requires
from marketplace.web.audiences import api_room

room = api_room("desk", "Money of the key's shop.")


class NextPayoutSchema(Schema):
    """What is paid next, by what is known today."""

    on = fields.Date(required=True)
    amount_minor = fields.Integer(
        required=True, metadata={"description": "Minus: what is owed, taken of later payouts."}
    )
    orders = fields.Integer(required=True)
    account_proven = fields.Boolean(required=True, metadata={"description": "Nothing is paid to one that is not."})


class BalanceSchema(Schema):
    """Where a shop's money stands, in centavos. The five amounts together are all that it has."""

    available_minor = fields.Integer(required=True)
    kept_minor = fields.Integer(
        required=True, metadata={"description": "Held by a decision of the market on the whole shop, for some days."}
    )
    held_minor = fields.Integer(required=True)
    pending_minor = fields.Integer(required=True)
    on_way_minor = fields.Integer(required=True)
    next_payout = fields.Nested(NextPayoutSchema, required=True)


class PayoutRowSchema(Schema):
    """A payout. Money in centavos, times in UTC."""

    code = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in PayoutState]))
    amount_minor = fields.Integer(required=True)
    kept_minor = fields.Integer(
        required=True, metadata={"description": "Stayed behind, by a decision of the market; not in `amount_minor`."}
    )
    currency = fields.String(required=True)
    account_ends_with = fields.String(required=True)
    due_on = fields.Date(required=True)
    made_at = fields.DateTime(required=True)
    settled_at = fields.DateTime(allow_none=True)
    failure = fields.String(allow_none=True, metadata={"description": "In the bank's words."})


class PayoutListArguments(Schema):
    """Which payouts."""

    before = fields.AwareDateTime(
        load_default=None, metadata={"description": "`made_at` of the last one of the page before."}
    )
    size = fields.Integer(load_default=50, validate=validate.Range(1, 100))


class PayoutPageSchema(Schema):
    """Payouts, the latest first."""

    items = fields.List(fields.Nested(PayoutRowSchema), required=True)


class PaidOrderSchema(Schema):
    """What an order gave to a payout; minus where it owed. Without a code: what is of no order."""

    code = fields.String(allow_none=True, required=True)
    amount_minor = fields.Integer(required=True)


class PayoutSchema(PayoutRowSchema):
    """A payout with its orders, which add up to it."""

    orders = fields.List(fields.Nested(PaidOrderSchema), required=True)


def _row(payout: Any) -> dict[str, Any]:
    named = ("code", "state", "amount_minor", "kept_minor", "currency", "due_on", "made_at", "settled_at", "failure")
    return {name: getattr(payout, name) for name in named} | {"account_ends_with": payout.ends_with}


@room.route("/balance")
@requires(May.VIEW_MONEY)
@room.response(200, BalanceSchema)
def read_balance(work: Work) -> dict[str, Any]:
    """Read where the money stands, and what is paid next."""
    told = shop_money(work)
    coming = told.next
    return {
        "available_minor": told.available_minor,
        "kept_minor": told.kept_minor,
        "held_minor": told.held_minor,
        "pending_minor": told.pending_minor,
        "on_way_minor": told.on_way_minor,
        "next_payout": {
            "on": coming.day,
            "amount_minor": coming.total_minor,
            "orders": len(coming.by_order),
            "account_proven": coming.account == "in_use",
        },
    }


@room.route("/payouts")
@requires(May.VIEW_MONEY)
@room.arguments(PayoutListArguments, location="query")
@room.response(200, PayoutPageSchema)
def list_payouts(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """List payouts, the latest first."""
    before: datetime | None = arguments["before"]
    return {"items": [_row(one) for one in queries.payouts_of(work, limit=arguments["size"], before=before)]}


@room.route("/payouts/<code>")
@requires(May.VIEW_MONEY)
@room.response(200, PayoutSchema)
@room.alt_response(404, description="No such payout to this shop.")
def get_payout(work: Work, code: str) -> dict[str, Any]:
    """Read one payout with the orders that it is of."""
    payout = queries.get_payout(work, code)
    by_order = orders_paid_out(work, payout.transaction_id)
    codes = codes_of(work, [order_id for order_id in by_order if order_id])
    orders = [
        {"code": codes.get(order_id) if order_id else None, "amount_minor": amount}
        for order_id, amount in by_order.items()
    ]
    return _row(payout) | {"orders": orders}
