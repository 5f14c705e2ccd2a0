"""What payment providers tell us themselves: signed, kept once, answered at once. A job says what it means."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from werkzeug.exceptions import BadRequest

from marketplace.kernel import clock
from marketplace.kernel.work import Work
from marketplace.money.payments.errors import NoSuchProvider
from marketplace.money.payments.gateways import get_provider
from marketplace.money.payments.provider_events import keep_event
from marketplace.money.payments.told import BadEvent, Told
from marketplace.web.access import caller
from marketplace.web.audiences import HOOKS
from marketplace.web.signatures import BadSignature

room = HOOKS.room("payments")
_MOST_TOLD_BYTES = 64 * 1024


def _read_event(arguments: dict[str, Any]) -> None:
    """Check a provider's signature, and read what it tells."""
    request.max_content_length = _MOST_TOLD_BYTES
    try:
        provider = get_provider(arguments["provider"])
    except NoSuchProvider as error:
        raise BadSignature from error  # who may be anybody does not learn which ones there are
    try:
        arguments["told"] = provider.read_event(dict(request.headers), request.get_data(), clock.now())
    except BadEvent as error:
        raise BadRequest from error


@room.post("/pagos/<provider>")
@caller(_read_event)
def hear_provider(work: Work, provider: str, told: Told) -> Response:
    """Keep what a provider tells. `done` is false for what was kept before."""
    return jsonify(done=keep_event(work, provider, told))
