"""What carriers tell us themselves. Each signs with its key (`marketplace/web/signatures.py`); who has none is not heard."""

from __future__ import annotations

import json

from flask import Response, jsonify, request
from werkzeug.exceptions import BadRequest

from marketplace.kernel.work import Work
from marketplace.trade.orders.arrivals import deliver_by_carrier
from marketplace.trade.parcels.errors import BadTracking
from marketplace.trade.parcels.tracking import read_tracking
from marketplace.web.access import caller
from marketplace.web.audiences import HOOKS

room = HOOKS.room("orders")


@room.post("/paqueterias/<carrier>")
@caller
def hear_carrier(work: Work, carrier: str) -> Response:
    """Take `{"event": "delivered", "tracking": "…"}`. What is of another kind, or known already, changes nothing."""
    try:
        told = json.loads(request.get_data())
    except ValueError as error:
        raise BadRequest from error
    match told:
        case {"event": "delivered", "tracking": str(written)}:
            return jsonify(done=_deliver(work, carrier, written))
        case {"event": str(event)} if event != "delivered":
            return jsonify(done=False)
        case _:
            raise BadRequest


def _deliver(work: Work, carrier: str, written: str) -> bool:
    try:
        tracking = read_tracking(carrier, written)
    except BadTracking as error:
        raise BadRequest from error
    return deliver_by_carrier(work, carrier=carrier, tracking=tracking)
