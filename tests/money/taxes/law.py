"""The law as this release knows it, on a fixed day."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from marketplace.goods.catalog.rules import Goods
from marketplace.money.fees.rules import FeeKind, Rule, Rulebook, Schedule
from marketplace.money.fees.tariff import RULES
from marketplace.money.taxes.rates import RATES
from marketplace.money.taxes.rules import Law, Levy, Place, Rate, TaxStanding, law_at

MEXICO = ZoneInfo("America/Mexico_City")


def rates() -> list[Rate]:
    """Every rate of this release."""
    kinds = {"levy": Levy, "goods": Goods, "place": Place, "standing": TaxStanding}
    return [Rate(**{k: kinds[k](v) if k in kinds and v else v for k, v in row.items()}) for row in RATES]


def moment(year: int, month: int, day: int, *clock: int) -> datetime:
    """A moment of Mexico City."""
    return datetime(year, month, day, *clock, tzinfo=MEXICO)


def at(year: int, month: int, day: int, *clock: int) -> Law:
    """The law at a moment of Mexico City."""
    return law_at(rates(), moment(year, month, day, *clock))


# What nobody has verified for 2026, as it would be published.
BORDER = Rate(
    "iva:border:2026",
    Levy.IVA,
    Goods.GENERAL,
    Place.BORDER,
    None,
    800,
    moment(2026, 1, 1),
    moment(2027, 1, 1),
    "Decreto de estímulos región fronteriza",
    "DOF",
    "IVA de la frontera",
    "Border VAT",
)

TARIFF = Schedule(1, tuple(Rule(**{k: FeeKind(v) if k == "kind" else v for k, v in rule.items()}) for rule in RULES))
SCHEDULE = Rulebook(TARIFF, at(2026, 11, 27))  # the tariff and the law of a day
