"""What carriers tell us themselves. Each signs with its key (`marketplace/web/signatures.py`); who has none is not heard."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, jsonify, request
from werkzeug.exceptions import BadRequest

from marketplace.kernel import clock
from marketplace.kernel.work import Work
from marketplace.trade.orders.arrivals import deliver_by_carrier
from marketplace.trade.parcels import BadTracking, read_tracking
from marketplace.web.access import caller
from marketplace.web.audiences import HOOKS
from marketplace.web.hosts import settings
from marketplace.web.signatures import HEADER, BadSignature, check_signature

room = HOOKS.room("orders")


def _check_carrier(arguments: dict[str, Any]) -> None:
    """Check a carrier's signature."""
    key = settings().carrier_key(arguments["carrier"])
    if not key:
        raise BadSignature
    check_signature(key, request.headers.get(HEADER, ""), request.get_data(), clock.now())


@room.post("/paqueterias/<carrier>")
@caller(_check_carrier)
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
