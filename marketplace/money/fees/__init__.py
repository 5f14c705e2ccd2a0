"""What a seller pays: the published tariff, the simulator, and the lines frozen at each sale."""

from marketplace.money.fees import drafting, receipt, rules, saying
from marketplace.money.fees.asking import break_even, left_of, price_to_receive, sale_of_one
from marketplace.money.fees.errors import NoSuchTariff
from marketplace.money.fees.queries import (
    FrozenLine,
    PublishedSchedule,
    bases_of_orders,
    before_of,
    fees_now,
    fees_of_order,
    fees_of_orders,
    find_announced,
    forget_known_schedules,
    published_schedules,
    quiet_seasons,
    rulebook_in_force,
    schedule_in_force,
    schedules_ever,
)
from marketplace.money.fees.rules import DraftState, Fee, FeeKind, Rulebook, Sale, Schedule, fees_for, net
from marketplace.money.fees.schedules import Season, differences, first_open_day, known_until, takes_more
from marketplace.money.fees.seasons import SEASONS
from marketplace.money.fees.service import freeze, reverse_all, reverse_units, sums_by_kind, would_come_back
from marketplace.money.fees.tariff import INSERT_RULE, INSERT_SCHEDULE, RULES, SCHEDULES

__all__ = [
    "INSERT_RULE",
    "INSERT_SCHEDULE",
    "RULES",
    "SCHEDULES",
    "SEASONS",
    "DraftState",
    "Fee",
    "FeeKind",
    "FrozenLine",
    "NoSuchTariff",
    "PublishedSchedule",
    "Rulebook",
    "Sale",
    "Schedule",
    "Season",
    "bases_of_orders",
    "before_of",
    "break_even",
    "differences",
    "drafting",
    "fees_for",
    "fees_now",
    "fees_of_order",
    "fees_of_orders",
    "find_announced",
    "first_open_day",
    "forget_known_schedules",
    "freeze",
    "known_until",
    "left_of",
    "net",
    "price_to_receive",
    "published_schedules",
    "quiet_seasons",
    "receipt",
    "reverse_all",
    "reverse_units",
    "rulebook_in_force",
    "rules",
    "sale_of_one",
    "saying",
    "schedule_in_force",
    "schedules_ever",
    "sums_by_kind",
    "takes_more",
    "would_come_back",
]
