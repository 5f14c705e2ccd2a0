"""Tariffs to come: what each would have cost the shops, and what a shop says to it. The tariff itself is in `money/fees`."""

from marketplace.platform.tariffs.plans import answer_plan_request, ask_for_plan, set_shop_plan
from marketplace.platform.tariffs.queries import plan_of
from marketplace.platform.tariffs.service import accept_tariff

__all__ = [
    "accept_tariff",
    "answer_plan_request",
    "ask_for_plan",
    "plan_of",
    "set_shop_plan",
]
