"""What one sale costs its seller: pure arithmetic on a published schedule.

Every line has a base, a rule and an amount; nothing else is ever taken. The same function serves the simulator before
listing and the freezing at the sale, so the two cannot disagree.

Bases: prices include IVA at 16 % (LIVA art. 1). The commission is a share of the price before IVA. The cost of taking
the payment is a share of everything the buyer paid, plus a fixed part for each payment. ISR is withheld on the income
before IVA (LISR art. 113-A, rate of LIF 2026 art. 25 fr. VI); IVA is withheld on the IVA charged (LIVA art. 18-J II a).
What the buyer pays for shipping is the seller's income too, and is taxed alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from marketplace.kernel.money import share, split, without_tax

IVA_BP = 1600  # LIVA art. 1


class Kind(StrEnum):
    """The kinds of line, in the order in which people read them."""

    COMMISSION = "commission"
    COMMISSION_IVA = "commission_iva"
    PROCESSING = "processing"
    PROCESSING_IVA = "processing_iva"
    ISR = "isr_withheld"
    IVA = "iva_withheld"
    SHIPPING_SUBSIDY = "shipping_subsidy"


class TaxStanding(StrEnum):
    """What decides the taxes withheld from a seller (LIF 2026 art. 25 fr. VI and IX; LISR art. 113-C IV)."""

    REGISTERED = "registered"  # with RFC, natural or legal person
    UNREGISTERED = "unregistered"  # no RFC
    ABROAD = "abroad"  # with RFC, paid into an account abroad


@dataclass(frozen=True)
class Rule:
    """One rule of a schedule. Rates in basis points, amounts in centavos."""

    id: str
    version: int
    kind: Kind
    category: str | None
    seller: str | None
    rate_bp: int
    fixed_minor: int
    cap_minor: int | None
    source: str
    text: str
    text_en: str


@dataclass(frozen=True)
class Schedule:
    """A version of the tariff with its rules."""

    version: int
    rules: tuple[Rule, ...]

    def rule(self, kind: Kind, *, category: str | None = None, seller: str | None = None) -> Rule:
        """Find the rule for a kind: the one for this category or tax standing, else the one for all others.

        Raises LookupError when the schedule has none.
        """
        fitting = [
            rule
            for rule in self.rules
            if rule.kind is kind and rule.category in (None, category) and rule.seller in (None, seller)
        ]
        if not fitting:
            raise LookupError(f"schedule {self.version} has no rule for {kind} of {category}, {seller}")
        return max(fitting, key=lambda rule: (rule.category is not None, rule.seller is not None))


@dataclass(frozen=True)
class SoldLine:
    """A line of an order: which top-level category it is in, and what the buyer paid for it, in centavos with IVA."""

    key: str
    category: str
    total_minor: int


@dataclass(frozen=True)
class Sale:
    """What a buyer paid one seller. Shipping in centavos with IVA.

    `own_shipping_minor` is what the shop's published rates ask for this parcel; when the buyer pays less, the shop
    bears the rest, and the platform gives it the published share of that.
    `fixed_minor` is this sale's share of the fixed cost of the payment, which orders of one payment split.
    """

    lines: Sequence[SoldLine]
    shipping_minor: int
    own_shipping_minor: int
    standing: TaxStanding
    fixed_minor: int | None = None

    @property
    def gross_minor(self) -> int:
        """Everything the buyer paid this seller."""
        return sum(line.total_minor for line in self.lines) + self.shipping_minor


@dataclass(frozen=True)
class Fee:
    """A computed line: plus is taken from the seller, minus is given. `line` is None for the order's shipping."""

    line: str | None
    rule: Rule
    base_minor: int
    fixed_minor: int
    amount_minor: int


def fees_for(sale: Sale, schedule: Schedule) -> list[Fee]:
    """Compute every line of a sale, for each order line and for the shipping, in reading order."""
    return [fee for fee in _all_fees(sale, schedule) if fee.amount_minor or fee.rule.kind is Kind.COMMISSION]


def _all_fees(sale: Sale, schedule: Schedule) -> Iterable[Fee]:
    processing = schedule.rule(Kind.PROCESSING)
    fixed = processing.fixed_minor if sale.fixed_minor is None else sale.fixed_minor
    # The fixed part is spread over what was sold, so that taking a line back takes its part of it back.
    parts = split(fixed, [line.total_minor for line in sale.lines])
    for line, part in zip(sale.lines, parts, strict=True):
        commission = schedule.rule(Kind.COMMISSION, category=line.category)
        yield from _with_iva(schedule, line.key, commission, Kind.COMMISSION_IVA, _before_tax(line.total_minor), 0)
        yield from _with_iva(schedule, line.key, processing, Kind.PROCESSING_IVA, line.total_minor, part)
        yield from _withheld(schedule, line.key, line.total_minor, sale.standing)
    if sale.shipping_minor:
        yield from _with_iva(schedule, None, processing, Kind.PROCESSING_IVA, sale.shipping_minor, 0)
        yield from _withheld(schedule, None, sale.shipping_minor, sale.standing)
    borne = max(0, sale.own_shipping_minor - sale.shipping_minor)
    subsidy = schedule.rule(Kind.SHIPPING_SUBSIDY)
    given = share(borne, subsidy.rate_bp)
    yield Fee(None, subsidy, borne, 0, -min(given, subsidy.cap_minor or given))


def _before_tax(total_minor: int) -> int:
    return without_tax(total_minor, IVA_BP)


def _with_iva(
    schedule: Schedule, line: str | None, rule: Rule, tax: Kind, base_minor: int, fixed_minor: int
) -> Iterable[Fee]:
    amount = share(base_minor, rule.rate_bp) + fixed_minor
    yield Fee(line, rule, base_minor, fixed_minor, amount)
    on_it = schedule.rule(tax)
    yield Fee(line, on_it, amount, 0, share(amount, on_it.rate_bp))


def _withheld(schedule: Schedule, line: str | None, total_minor: int, standing: TaxStanding) -> Iterable[Fee]:
    income = _before_tax(total_minor)
    for kind, base in ((Kind.ISR, income), (Kind.IVA, total_minor - income)):
        rule = schedule.rule(kind, seller=standing.value)
        yield Fee(line, rule, base, 0, share(base, rule.rate_bp))


def total(fees: Iterable[Fee]) -> int:
    """Sum what the seller pays, in centavos."""
    return sum(fee.amount_minor for fee in fees)
