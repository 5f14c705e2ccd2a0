"""What one sale costs its seller: pure arithmetic on a published schedule and the law of the day.

Every line has a base, a rule and an amount; nothing else is ever taken. The same function serves the simulator before
listing and the freezing at the sale, so the two cannot disagree.

Bases: prices include the IVA of what is sold (`taxes`: 16 %, 0 % or exempt, by kind of goods). The commission is a share of
the price before that IVA. The cost of taking the payment is a share of everything the buyer paid, plus a fixed part for
each payment. ISR is withheld on the income before IVA (LISR art. 113-A); IVA is withheld on the IVA charged, if any
(LIVA art. 18-J II a). What the buyer pays for shipping is the seller's income too, at the general rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marketplace.goods.catalog.taxonomy import CATEGORIES, top_of
from marketplace.kernel.money import share, split, without_tax
from marketplace.money.taxes.goods import listed
from marketplace.money.taxes.rules import Goods, Law, Levy, Place, Rate, TaxStanding


class FeeKind(StrEnum):
    """The kinds of line, in the order in which people read them."""

    COMMISSION = "commission"
    COMMISSION_IVA = "commission_iva"
    PROCESSING = "processing"
    PROCESSING_IVA = "processing_iva"
    ISR = "isr_withheld"
    IVA = "iva_withheld"
    SHIPPING_SUBSIDY = "shipping_subsidy"


@dataclass(frozen=True)
class Rule:
    """One rule, of a schedule or of the law (version None). Rates in basis points, amounts in centavos."""

    id: str
    version: int | None
    kind: FeeKind
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

    def rule(self, kind: FeeKind, *, category: str | None = None) -> Rule:
        """Find the rule for a kind: the one for this top-level category, else the one for all others.

        Raises LookupError when the schedule has none.
        """
        fitting = [rule for rule in self.rules if rule.kind is kind and rule.category in (None, category)]
        if not fitting:
            raise LookupError(f"schedule {self.version} has no rule for {kind} of {category}")
        return max(fitting, key=lambda rule: rule.category is not None)


@dataclass(frozen=True)
class Rulebook:
    """What holds at a moment: the market's tariff, and the law."""

    schedule: Schedule
    law: Law


@dataclass(frozen=True)
class SoldLine:
    """A line of an order: its category (any depth), and what the buyer paid for it, in centavos with its IVA."""

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
    place: Place = Place.INLAND

    @property
    def gross_minor(self) -> int:
        """Everything the buyer paid this seller."""
        return sum(line.total_minor for line in self.lines) + self.shipping_minor


@dataclass(frozen=True)
class Fee:
    """A computed line: plus is taken from the seller, minus is given. `line` is None for the order's shipping.

    `amount_minor` is `base_minor` × the rule's rate, rounded to the centavo, + `fixed_minor`; one that is `back` is what
    came back of such a line.
    """

    line: str | None
    rule: Rule
    base_minor: int
    fixed_minor: int
    amount_minor: int
    back: bool = False


def iva_of(line: SoldLine, sale: Sale, law: Law) -> Rate:
    """The IVA that the price of a line includes. Raises NoRateInForce."""
    return law.iva(listed(line.category).goods, sale.place)


def fees_for(sale: Sale, book: Rulebook) -> list[Fee]:
    """Compute every line of a sale, for each order line and for the shipping, in reading order. Raises NoRateInForce."""
    return [fee for fee in _all_fees(sale, book) if fee.amount_minor or fee.rule.kind is FeeKind.COMMISSION]


def _all_fees(sale: Sale, book: Rulebook) -> Iterable[Fee]:
    schedule = book.schedule
    processing = schedule.rule(FeeKind.PROCESSING)
    fixed = processing.fixed_minor if sale.fixed_minor is None else sale.fixed_minor
    # The fixed part is spread over what was sold, so that taking a line back takes its part of it back.
    parts = split(fixed, [line.total_minor for line in sale.lines])
    for line, part in zip(sale.lines, parts, strict=True):
        income = without_tax(line.total_minor, iva_of(line, sale, book.law).rate_bp)
        commission = schedule.rule(FeeKind.COMMISSION, category=_top_of(line.category))
        yield from _with_iva(book.law, line.key, commission, FeeKind.COMMISSION_IVA, income, 0)
        yield from _with_iva(book.law, line.key, processing, FeeKind.PROCESSING_IVA, line.total_minor, part)
        yield from _withheld(book.law, line.key, income, line.total_minor - income, sale.standing)
    if sale.shipping_minor:
        income = without_tax(sale.shipping_minor, book.law.iva(Goods.GENERAL, sale.place).rate_bp)
        yield from _with_iva(book.law, None, processing, FeeKind.PROCESSING_IVA, sale.shipping_minor, 0)
        yield from _withheld(book.law, None, income, sale.shipping_minor - income, sale.standing)
    borne = max(0, sale.own_shipping_minor - sale.shipping_minor)
    subsidy = schedule.rule(FeeKind.SHIPPING_SUBSIDY)
    given = share(borne, subsidy.rate_bp)
    yield Fee(None, subsidy, borne, 0, -min(given, subsidy.cap_minor or given))


def _top_of(category: str) -> str:
    return top_of(category) if category in CATEGORIES else category


def by_law(kind: FeeKind, rate: Rate) -> Rule:
    """Read a legal rate as the rule behind a line."""
    return Rule(rate.id, None, kind, None, None, rate.rate_bp, 0, None, rate.article, rate.text, rate.text_en)


def _with_iva(law: Law, line: str | None, rule: Rule, tax: FeeKind, base_minor: int, fixed_minor: int) -> Iterable[Fee]:
    amount = share(base_minor, rule.rate_bp) + fixed_minor
    yield Fee(line, rule, base_minor, fixed_minor, amount)
    # What the market does for a shop is a service of its own, at the general rate (LIVA art. 1 and 14).
    on_it = by_law(tax, law.iva(Goods.GENERAL))
    yield Fee(line, on_it, amount, 0, share(amount, on_it.rate_bp))


def _withheld(law: Law, line: str | None, income: int, iva: int, standing: TaxStanding) -> Iterable[Fee]:
    for kind, levy, base in ((FeeKind.ISR, Levy.ISR_WITHHELD, income), (FeeKind.IVA, Levy.IVA_WITHHELD, iva)):
        rule = by_law(kind, law.withheld(levy, standing))
        yield Fee(line, rule, base, 0, share(base, rule.rate_bp))


def total(fees: Iterable[Fee]) -> int:
    """Sum what the seller pays, in centavos."""
    return sum(fee.amount_minor for fee in fees)


def net(total_minor: Any, refunded_minor: Any, fees_minor: Any) -> Any:
    """What is left to a shop of what a buyer paid: less what goes back to the buyer, less the fees as they stand now.

    The only place that says so. It takes centavos, and it takes columns, so that lists ask the database for the same.
    """
    return total_minor - refunded_minor - fees_minor
