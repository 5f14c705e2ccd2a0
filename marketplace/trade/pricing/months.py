"""Paying in months without interest: the longest plan that an amount may be paid by, and what each payment is then."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.kernel.work import Work
from marketplace.money.fees import plans_offered
from marketplace.money.payments import TAKES_CHARGES, get_provider
from marketplace.trade.pricing.offers import Offer


@dataclass(frozen=True)
class LongestPlan:
    """Up to so many payments, one a month; `each_minor` is what one is of at most, in centavos."""

    months: int
    each_minor: int


def find_longest_plan(work: Work, amount_minor: int) -> LongestPlan | None:
    """Find the longest plan for a payment in centavos; None where the tariff does not price all that the provider takes."""
    taken = get_provider(TAKES_CHARGES).instalments(amount_minor)
    known = {rule.months for rule in plans_offered(work, amount_minor)}
    # The payer chooses among all that the provider takes: one that the tariff has no price for would be the market's to bear.
    if not taken or not known.issuperset(taken):
        return None
    months = max(taken)
    return LongestPlan(months, -(-amount_minor // months))


def find_plan_of_offer(work: Work, offer: Offer, price_minor: int | None = None) -> LongestPlan | None:
    """Find the longest plan for one piece of an offer, at its own price or a variant's; None where its shop offers none."""
    price = offer.price_minor if price_minor is None else price_minor
    if offer.instalments_from_minor is None or price < offer.instalments_from_minor:
        return None
    return find_longest_plan(work, price)
