"""The API's invoices: what was asked for, its draft, and which of the data are wrong."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.trade.invoices import drafting, queries, service
from marketplace.trade.invoices.models import InvoiceRequest
from marketplace.trade.invoices.rules import InvoiceDecline, InvoiceKind, InvoiceState
from marketplace.trade.orders.models import Order
from marketplace.web.access import requires
from marketplace.web.audiences import api_room

room = api_room("invoices", "Invoices of sales that buyers asked the key's shop for.")
_STATES = [state.value for state in InvoiceState if state is not InvoiceState.WAITING]


class InvoiceListArguments(Schema):
    """Which requests. Those that are asked for come by when they are due, all others the latest first."""

    state = fields.String(load_default=None, validate=validate.OneOf(_STATES))
    page = fields.Integer(load_default=1, validate=validate.Range(1, 10_000))
    size = fields.Integer(load_default=50, validate=validate.Range(1, 100))


class InvoiceRowSchema(Schema):
    """An invoice that was asked for, or a credit note that is due. Times in UTC."""

    code = fields.String(required=True)
    order = fields.String(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in InvoiceKind]))
    state = fields.String(required=True, validate=validate.OneOf(_STATES))
    rfc = fields.String(required=True)
    name = fields.String(required=True)
    postal_code = fields.String(required=True)
    regime = fields.String(required=True, metadata={"description": "c_RegimenFiscal."})
    use = fields.String(required=True, metadata={"description": "c_UsoCFDI."})
    asked_at = fields.DateTime(required=True)
    answer_by = fields.DateTime(required=True, allow_none=True)
    answered_at = fields.DateTime(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    uuid = fields.String(required=True, allow_none=True, metadata={"description": "The fiscal folio, once it is sent."})


class InvoicePageSchema(Schema):
    """A page of requests."""

    items = fields.List(fields.Nested(InvoiceRowSchema), required=True)
    total = fields.Integer(required=True)


class InvoiceSchema(InvoiceRowSchema):
    """A request with what its XML must come to."""

    total_minor = fields.Integer(required=True)
    xml = fields.String(required=True, allow_none=True, metadata={"description": "What was sent."})


class InvoiceDraftSchema(Schema):
    """A draft of the XML: neither sealed nor stamped."""

    xml = fields.String(required=True)


class InvoiceDeclineSchema(Schema):
    """Which of the data the tax office does not know."""

    reason = fields.String(required=True, validate=validate.OneOf([reason.value for reason in InvoiceDecline]))


_NAMED = (
    "code", "kind", "state", "rfc", "name", "postal_code", "regime", "use", "asked_at", "answer_by", "answered_at",
    "reason", "uuid",
)  # fmt: skip


def _row(request: InvoiceRequest, order_code: str) -> dict[str, Any]:
    return {name: getattr(request, name) for name in _NAMED} | {"order": order_code}


def _view(work: Work, code: str) -> dict[str, Any]:
    request = service.get_invoice(work, code)
    order = work.session.get_one(Order, (request.tenant_id, request.order_id))
    return _row(request, order.code) | {"total_minor": request.due_minor(order), "xml": request.xml}


@room.route("/invoices")
@requires(May.ISSUE_INVOICES)
@room.arguments(InvoiceListArguments, location="query")
@room.response(200, InvoicePageSchema)
def list_invoices(work: Work, arguments: dict[str, Any]) -> dict[str, Any]:
    """List what was asked for."""
    state = InvoiceState(arguments["state"]) if arguments["state"] else None
    size = arguments["size"]
    rows, total = queries.requests(work, state, offset=(arguments["page"] - 1) * size, limit=size)
    return {"items": [_row(request, order_code) for request, order_code, _buyer in rows], "total": total}


@room.route("/invoices/<code>")
@requires(May.ISSUE_INVOICES)
@room.response(200, InvoiceSchema)
@room.alt_response(404, description="No such request to this shop.")
def get_invoice(work: Work, code: str) -> dict[str, Any]:
    """Read one request: whom it is for, and what it must come to."""
    return _view(work, code)


@room.route("/invoices/<code>/draft")
@requires(May.ISSUE_INVOICES)
@room.response(200, InvoiceDraftSchema)
@room.alt_response(404, description="No such request to this shop.")
@room.alt_response(409, description="None is due, the shop has no RFC, or this market writes no CFDI.")
def get_draft(work: Work, code: str) -> dict[str, Any]:
    """Read a draft of its XML, neither sealed nor stamped."""
    return {"xml": drafting.draft_invoice(work, code).decode()}


@room.route("/invoices/<code>/decline", methods=["POST"])
@requires(service.decline_invoice)
@room.arguments(InvoiceDeclineSchema)
@room.response(200, InvoiceSchema)
@room.alt_response(404, description="No such request to this shop.")
@room.alt_response(409, description="It was answered already, or is a credit note, which is owed.")
def decline_invoice(work: Work, told: dict[str, str], code: str) -> dict[str, Any]:
    """Say which of the data are wrong; the buyer mends them and asks again."""
    service.decline_invoice(work, code, reason=InvoiceDecline(told["reason"]))
    return _view(work, code)
