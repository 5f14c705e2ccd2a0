"""What a provider says of a purchase, in tests: right in everything that a test does not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from marketplace.kernel.ids import new_token
from marketplace.money.payments.models import PaymentAttempt, Refund
from marketplace.money.payments.provider_events import take_answer
from marketplace.money.payments.rules import Verdict, attempt_key
from marketplace.money.payments.told import EventKind, Told
from marketplace.trade.checkout.service import Placed
from tests import make
from tests.cast import Cast


def told_of(market: Cast, placed: Placed, **said: Any) -> Told:
    """Something told about the latest attempt at a purchase: that it succeeded, unless a test says otherwise."""
    with market.above() as work:
        attempt = make.attempt_of(work, placed.purchase_id)
        right = Told(
            new_token(), EventKind.CHARGE_SUCCEEDED, "as it says", attempt.provider_ref or "", attempt_key(attempt.id),
            attempt.amount_minor, attempt.currency,
        )  # fmt: skip
    return replace(right, **said)


def tell(market: Cast, placed: Placed, **said: Any) -> Verdict:
    """The provider says something about a purchase, and it is judged at once."""
    told = told_of(market, placed, **said)
    with market.above("webhook") as work:
        return take_answer(work, "stripe", told)


def later(market: Cast, by: timedelta) -> None:
    """Whatever was asked of providers, or looked at there, was so much earlier."""
    with market.above() as work:
        for model in (PaymentAttempt, Refund):
            moved = {name: getattr(model, name) - by for name in ("created_at", "asked_at", "looked_at")}
            work.session.execute(update(model).values(moved))
