"""What one sale costs its seller: pure arithmetic on a published schedule and the law of the day.

Every line has a base, a rule and an amount; nothing else is ever taken. The same function serves the simulator before
listing and the freezing at the sale, so the two cannot disagree.

Bases: prices include the IVA of what is sold (`taxes`: 16 %, 0 % or exempt, by kind of goods). The commission is a share of
the price before that IVA. The cost of taking the payment is a share of everything the buyer paid, plus a fixed part for
each payment. ISR is withheld on the income before IVA (LISR art. 113-A); IVA is withheld on the IVA charged, if any
(LIVA art. 18-J II a). What the buyer pays for shipping and for gift wrapping is the seller's income too, at the general
rate: services for the order as a whole, of which there is no commission (decision 45).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from marketplace.goods.catalog.rules import Goods
from marketplace.goods.catalog.taxonomy import CATEGORIES
from marketplace.kernel.money import share, split, without_tax
from marketplace.money.taxes.goods import listed
from marketplace.money.taxes.rules import Law, Levy, Place, Rate, TaxStanding
from marketplace.people.sellers.rules import ShopPlan


class FeeKind(StrEnum):
    """The kinds of line, in the order in which people read them."""

    COMMISSION = "commission"
    COMMISSION_IVA = "commission_iva"
    PROCESSING = "processing"
    PROCESSING_IVA = "processing_iva"
    INSTALMENTS = "instalments"
    INSTALMENTS_IVA = "instalments_iva"
    ISR = "isr_withheld"
    IVA = "iva_withheld"
    SHIPPING_SUBSIDY = "shipping_subsidy"


class DraftState(StrEnum):
    """How far a draft of a tariff is."""

    OPEN = "open"
    PUBLISHED = "published"
    DROPPED = "dropped"


NEXT: Mapping[DraftState, frozenset[DraftState]] = {
    DraftState.OPEN: frozenset({DraftState.PUBLISHED, DraftState.DROPPED}),
    DraftState.PUBLISHED: frozenset(),
    DraftState.DROPPED: frozenset(),
}

# What the market itself decides: each kind has rules of its own in every schedule.
OF_TARIFF = (FeeKind.COMMISSION, FeeKind.PROCESSING, FeeKind.SHIPPING_SUBSIDY)
# In how many monthly payments a card may be charged (https://docs.stripe.com/payments/mx-installments). A schedule has a
# rule for each that it knows, from an amount of the whole payment on; one without any offers none.
PLANS = (3, 6, 9, 12, 18, 24)


@dataclass(frozen=True)
class Rule:
    """One rule, of a schedule or of the law (version None). Rates in basis points, amounts in centavos.

    It is for a category with all below it (None: for every one), for the shops of a plan (None: for all), and for prices of
    a piece from `from_minor` to just below `until_minor` (None: any). Of one piece it takes rate and fixed part, no less than
    the floor and no more than the cap.
    A rule for paying in `months` is for payments, not prices, from `from_minor` on.
    """

    id: str
    version: int | None
    kind: FeeKind
    category: str | None
    shop_plan: ShopPlan | None
    rate_bp: int
    fixed_minor: int
    cap_minor: int | None
    source: str
    text: str
    text_en: str
    number: int = 0  # within its schedule, as people name it
    from_minor: int = 0
    until_minor: int | None = None
    floor_minor: int | None = None
    months: int | None = None  # for what is paid in so many months without interest

    def holds_at(self, price_minor: int) -> bool:
        """Say whether a price of one piece lies in its band."""
        return self.from_minor <= price_minor and (self.until_minor is None or price_minor < self.until_minor)

    def take(self, base_minor: int, *, pieces: int = 1, fixed_minor: int | None = None) -> int:
        """What it takes of so many pieces at once; `fixed_minor` is their fixed part where it is not so many of its own."""
        fixed = self.fixed_minor * pieces if fixed_minor is None else fixed_minor
        amount = max(share(base_minor, self.rate_bp) + fixed, (self.floor_minor or 0) * pieces)
        return amount if self.cap_minor is None else min(amount, self.cap_minor * pieces)


@dataclass(frozen=True)
class Schedule:
    """A version of the tariff with its rules."""

    version: int
    rules: tuple[Rule, ...]

    def rule(
        self,
        kind: FeeKind,
        *,
        category: str | None = None,
        price_minor: int = 0,
        shop_plan: ShopPlan | None = None,
    ) -> Rule:
        """Find the one rule for goods of a category (any depth) at a price of one piece, in centavos, sold by a shop of a plan.

        Of the rules that hold the category, the price and the plan, the one of the deepest category wins, and of that
        category the plan's own before the one for all (decision 43); `schedules.faults_of` sees to it that it is always one.
        Without a plan it is that of shops whose plan has no rule of its own. Raises LookupError when the schedule has none.
        """
        path = path_of(category)
        fitting = [
            rule
            for rule in self.rules
            if rule.kind is kind
            and rule.holds_at(price_minor)
            and (rule.category is None or rule.category in path)
            and rule.shop_plan in (None, shop_plan)
        ]
        if not fitting:
            raise LookupError(f"schedule {self.version} has no rule for {kind} of {category} at {price_minor}")
        return max(
            fitting, key=lambda rule: (path.index(rule.category) if rule.category else -1, rule.shop_plan is not None)
        )

    def plan(self, months: int | None) -> Rule | None:
        """Find the rule for what is paid in so many months without interest; None where the schedule has none."""
        plans = (rule for rule in self.rules if rule.kind is FeeKind.INSTALMENTS)
        return next((rule for rule in plans if months and rule.months == months), None)

    def plans_for(self, amount_minor: int) -> list[Rule]:
        """List the rules of the plans in which a payment of an amount, in centavos, may be made; the shortest first."""
        plans = (rule for rule in self.rules if rule.kind is FeeKind.INSTALMENTS and rule.holds_at(amount_minor))
        return sorted(plans, key=lambda rule: rule.months or 0)


def path_of(category: str | None) -> tuple[str, ...]:
    """The codes from the top of the tree down to a category; of one that the tree does not know, itself."""
    if category is None:
        return ()
    return CATEGORIES[category].path if category in CATEGORIES else (category,)


@dataclass(frozen=True)
class Rulebook:
    """What holds at a moment: the market's tariff, and the law."""

    schedule: Schedule
    law: Law


@dataclass(frozen=True)
class SoldLine:
    """A line of an order: its category (any depth), what the buyer paid for so many pieces, in centavos with IVA."""

    key: str
    category: str
    total_minor: int
    pieces: int = 1

    @property
    def price_minor(self) -> int:
        """The price of one piece."""
        return self.total_minor // self.pieces


@dataclass(frozen=True)
class Sale:
    """What a buyer paid one seller. Shipping and gift wrapping in centavos with IVA.

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
    months: int | None = None  # paid by itself in so many, without interest
    shop_plan: ShopPlan = ShopPlan.BASE
    wrap_minor: int = 0

    @property
    def services_minor(self) -> int:
        """What the buyer paid for the order as a whole: the way, and wrapping it."""
        return self.shipping_minor + self.wrap_minor

    @property
    def gross_minor(self) -> int:
        """Everything the buyer paid this seller."""
        return sum(line.total_minor for line in self.lines) + self.services_minor


@dataclass(frozen=True)
class Fee:
    """A computed line: plus is taken from the seller, minus is given. `line` is None for way and wrapping.

    `amount_minor` is `base_minor` × the rule's rate, rounded to the centavo, + `fixed_minor`, no less than the floor and no
    more than the cap; one that is `back` is what came back of such a line. Of a commission, `shop_plan` is the plan that its
    rule was looked for.
    """

    line: str | None
    rule: Rule
    base_minor: int
    fixed_minor: int
    amount_minor: int
    back: bool = False
    floor_minor: int | None = None
    cap_minor: int | None = None
    shop_plan: ShopPlan | None = None


def iva_of(line: SoldLine, sale: Sale, law: Law) -> Rate:
    """The IVA that the price of a line includes. Raises NoRateInForce."""
    return law.iva(listed(line.category).goods, sale.place)


def fees_for(sale: Sale, book: Rulebook) -> list[Fee]:
    """Compute every line of a sale, for each order line and for the order as a whole, in reading order. Raises NoRateInForce."""
    return [fee for fee in _all_fees(sale, book) if fee.amount_minor or fee.rule.kind is FeeKind.COMMISSION]


def _all_fees(sale: Sale, book: Rulebook) -> Iterable[Fee]:
    schedule = book.schedule
    processing = schedule.rule(FeeKind.PROCESSING)
    fixed = processing.fixed_minor if sale.fixed_minor is None else sale.fixed_minor
    # The fixed part is spread over what was sold, so that taking a line back takes its part of it back.
    parts = split(fixed, [line.total_minor for line in sale.lines])
    for line, part in zip(sale.lines, parts, strict=True):
        income = without_tax(line.total_minor, iva_of(line, sale, book.law).rate_bp)
        rule = schedule.rule(
            FeeKind.COMMISSION, category=line.category, price_minor=line.price_minor, shop_plan=sale.shop_plan
        )
        commission = replace(taken(rule, line.key, income, line.pieces), shop_plan=sale.shop_plan)
        yield from _with_iva(book.law, FeeKind.COMMISSION_IVA, commission)
        paid = taken(processing, line.key, line.total_minor, fixed_minor=part)
        yield from _with_iva(book.law, FeeKind.PROCESSING_IVA, paid)
        yield from _withheld(book.law, line.key, income, line.total_minor - income, sale.standing)
    if sale.services_minor:
        income = without_tax(sale.services_minor, book.law.iva(Goods.GENERAL, sale.place).rate_bp)
        paid = taken(processing, None, sale.services_minor, fixed_minor=0)
        yield from _with_iva(book.law, FeeKind.PROCESSING_IVA, paid)
        yield from _withheld(book.law, None, income, sale.services_minor - income, sale.standing)
    plan = schedule.plan(sale.months)
    if plan is not None and plan.holds_at(sale.gross_minor):
        by_line: dict[str | None, int] = {line.key: line.total_minor for line in sale.lines}
        yield from fees_of_plan(plan, {**by_line, None: sale.services_minor}, book.law)
    borne = max(0, sale.own_shipping_minor - sale.shipping_minor)
    subsidy = schedule.rule(FeeKind.SHIPPING_SUBSIDY)
    yield Fee(None, subsidy, borne, 0, -subsidy.take(borne), cap_minor=subsidy.cap_minor)


def taken(rule: Rule, line: str | None, base_minor: int, pieces: int = 1, *, fixed_minor: int | None = None) -> Fee:
    """Write down what a rule takes of so many pieces, with all that its arithmetic needs."""
    floor, cap = (None if limit is None else limit * pieces for limit in (rule.floor_minor, rule.cap_minor))
    fixed = rule.fixed_minor * pieces if fixed_minor is None else fixed_minor
    amount = rule.take(base_minor, pieces=pieces, fixed_minor=fixed)
    return Fee(line, rule, base_minor, fixed, amount, floor_minor=floor, cap_minor=cap)


def fees_of_plan(plan: Rule, paid: Mapping[str | None, int], law: Law) -> Iterable[Fee]:
    """Compute what it costs that a buyer pays in months: a share of what was paid of each line (None: of way and wrapping)."""
    for line, minor in paid.items():
        if minor:
            yield from _with_iva(law, FeeKind.INSTALMENTS_IVA, taken(plan, line, minor, fixed_minor=0))


def by_law(kind: FeeKind, rate: Rate) -> Rule:
    """Read a legal rate as the rule behind a line."""
    return Rule(rate.id, None, kind, None, None, rate.rate_bp, 0, None, rate.article, rate.text, rate.text_en)


def _with_iva(law: Law, tax: FeeKind, fee: Fee) -> Iterable[Fee]:
    yield fee
    # What the market does for a shop is a service of its own, at the general rate (LIVA art. 1 and 14).
    on_it = by_law(tax, law.iva(Goods.GENERAL))
    yield Fee(fee.line, on_it, fee.amount_minor, 0, share(fee.amount_minor, on_it.rate_bp))


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
