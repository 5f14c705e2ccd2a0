"""What a seller pays: the published tariff, the simulator, and the lines frozen at each sale."""

from marketplace.money.fees import receipt, rules
from marketplace.money.fees.queries import (
    FrozenLine,
    bases_of_orders,
    fees_now,
    fees_of_order,
    fees_of_orders,
    rulebook_in_force,
    schedules_ever,
)
from marketplace.money.fees.rules import Rulebook, Sale, SoldLine, fees_for, net
from marketplace.money.fees.service import freeze, reverse_all, reverse_units, sums_by_kind, would_come_back
from marketplace.money.fees.tariff import RULES, SCHEDULES

__all__ = [
    "RULES",
    "SCHEDULES",
    "FrozenLine",
    "Rulebook",
    "Sale",
    "SoldLine",
    "bases_of_orders",
    "fees_for",
    "fees_now",
    "fees_of_order",
    "fees_of_orders",
    "freeze",
    "net",
    "receipt",
    "reverse_all",
    "reverse_units",
    "rulebook_in_force",
    "rules",
    "schedules_ever",
    "sums_by_kind",
    "would_come_back",
]
