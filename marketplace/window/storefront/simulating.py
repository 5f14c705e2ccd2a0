"""What a sale would leave, before anything is sold: the glass receipt of a price, many at once, and the question about one
that costs. It is the arithmetic of an order (`money/fees/rules.py`), on the shop's own terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Any

from sqlalchemy import select

from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money.fees import (
    PLANS,
    Fee,
    FeeKind,
    Rulebook,
    Sale,
    break_even,
    fees_for,
    left_of,
    price_to_receive,
    receipt,
    rulebook_in_force,
    sale_of_one,
)
from marketplace.money.taxes import NoRateInForce, TaxStanding
from marketplace.people.sellers import SellerProfile, ShopState, seller_profiles
from marketplace.people.sellers.models import Shop
from marketplace.trade.shipping import NEVER_FREE, Zone, own_rate, own_terms, ships_free
from marketplace.trade.shipping.models import ShippingTerms
from marketplace.window.storefront.errors import BelowCost, LeavesLess

FIRST_KILO = 1000


@dataclass(frozen=True)
class SimulatedWay:
    """What a parcel to another state costs the shop, and from which price on it ships free."""

    profile: SellerProfile
    way_minor: int
    free_from_minor: float

    @property
    def standing(self) -> TaxStanding:
        """How the law sees the shop."""
        return TaxStanding(self.profile.standing)

    def sale(self, category: str, price_minor: int, months: int | None = None) -> Sale:
        """One piece sold. Whoever pays for the way, taking the payment and the law are reckoned of it, as of an order."""
        free = ships_free(price_minor, self.free_from_minor)
        return sale_of_one(
            category,
            price_minor,
            standing=self.standing,
            shipping_minor=0 if free else self.way_minor,
            own_shipping_minor=self.way_minor,
            months=months,
            shop_plan=self.profile.shop_plan,
        )


def way_to_another_state(work: Work, *, grams: int = FIRST_KILO) -> SimulatedWay:
    """How the shop this work stands in sends a parcel of a weight to another state, by its own terms, standing and plan."""
    profile = seller_profiles(work, [work.tenant_id])[work.tenant_id]
    terms = own_terms(work)
    rate = terms.rates.get(Zone.NATIONAL) if terms else None
    if terms is None or rate is None:
        return SimulatedWay(profile, 0, NEVER_FREE)
    free_from = NEVER_FREE if terms.free_from_minor is None else terms.free_from_minor
    return SimulatedWay(profile, own_rate(rate["base_minor"], rate["per_kg_minor"], grams), free_from)


def simulate_sale(
    work: Work, category: str, price_minor: int, *, grams: int = FIRST_KILO, cost_minor: int | None = None
) -> receipt.Receipt:
    """What one piece at a price leaves the shop this work stands in, sent to another state; with its cost, what it earns.

    Raises NoRateInForce on a day on which nothing can be sold.
    """
    sale = way_to_another_state(work, grams=grams).sale(category, price_minor)
    told = receipt.simulated(sale, fees_for(sale, rulebook_in_force(work)), to_another_state=True)
    return told if cost_minor is None else receipt.with_cost(told, cost_minor)


_ENOUGH_SHOPS = 5  # to speak of what is usual


def usual_way(work: Work, grams: int) -> int | None:
    """Say what the shops here usually charge for a parcel of a weight to another state: the median, in centavos.

    None where fewer than five publish it.
    """
    rows = work.session.scalars(
        select(ShippingTerms.rates[Zone.NATIONAL.value])
        .join(Shop, Shop.tenant_id == ShippingTerms.tenant_id)
        .where(Shop.status == ShopState.OPEN, ShippingTerms.rates.has_key(Zone.NATIONAL.value))
    ).all()
    if len(rows) < _ENOUGH_SHOPS:
        return None
    return int(median_low(own_rate(rate["base_minor"], rate["per_kg_minor"], grams) for rate in rows))


@dataclass(frozen=True)
class StrangerAsked:
    """A sale that somebody without a shop asks about, in centavos: by a shop with RFC, in the plan that every shop begins in."""

    category: str
    price_minor: int
    way_minor: int
    buyer_pays: bool


def simulate_for_stranger(work: Work, asked: StrangerAsked) -> tuple[receipt.Receipt, int | None]:
    """What a sale would leave, and the price that covers its own fees, with the same way.

    Raises NoRateInForce on a day on which nothing can be sold.
    """
    terms: dict[str, Any] = {
        "standing": TaxStanding.REGISTERED,
        "shipping_minor": asked.way_minor if asked.buyer_pays else 0,
        "own_shipping_minor": asked.way_minor,
    }
    book = rulebook_in_force(work)
    sale = sale_of_one(asked.category, asked.price_minor, **terms)
    return receipt.simulated(sale, fees_for(sale, book)), break_even(asked.category, book, **terms)


@dataclass(frozen=True)
class LeftByPlan:
    """What a sale leaves that is paid in months, in centavos: of which price, at once, and so."""

    months: int
    price_minor: int
    at_once_minor: int
    left_minor: int

    @property
    def cost_minor(self) -> int:
        """What the months cost the shop, with the IVA on it."""
        return self.at_once_minor - self.left_minor


def left_by_plans(work: Work, category: str, price_minor: int, *, at_least: bool = False) -> list[LeftByPlan]:
    """What one piece at a price leaves in each plan that it may be paid by, sent to another state, the shortest first.

    `at_least`: of a plan that needs more than the price, at the least that it needs. Raises NoRateInForce.
    """
    way, book = way_to_another_state(work), rulebook_in_force(work)

    def left(price: int, months: int | None) -> int:
        sale = way.sale(category, price, months)
        return left_of(sale, fees_for(sale, book))

    found = []
    for plan in filter(None, map(book.schedule.plan, PLANS)):
        price = max(price_minor, plan.from_minor) if at_least else price_minor
        if plan.months and plan.holds_at(price):
            found.append(LeftByPlan(plan.months, price, left(price, None), left(price, plan.months)))
    return found


def check_leaves_something(
    work: Work, category: str, priced: Iterable[tuple[int, int]], *, grams: int = FIRST_KILO, sure: str = ""
) -> None:
    """Ask once about a price of which less than nothing would be left, or less than the piece costs.

    `priced` are prices with the costs of a piece (0 where unknown), in centavos; `sure` is what was asked about before.
    Raises LeavesLess or BelowCost for the first such price.
    """
    way = way_to_another_state(work, grams=grams)
    for price_minor, cost_minor in priced:
        try:
            sale = way.sale(category, price_minor)
            net_minor = left_of(sale, fees_for(sale, rulebook_in_force(work)))
        except NoRateInForce:
            return  # nothing can be sold today, at any price
        if net_minor >= cost_minor or str(price_minor) in sure.split():
            continue
        said = {"price_minor": price_minor, "net_minor": net_minor, "sure": f"{sure} {price_minor}".strip()}
        raise LeavesLess(**said) if net_minor < 0 else BelowCost(**said, cost_minor=cost_minor)


@dataclass(frozen=True)
class PriceAsked:
    """A price to simulate, in centavos. `receive_minor` asks the other way round, `cost_minor` what a piece earns.

    `way_minor` is what the parcel costs, which the buyer pays or not; None: by the shop's own terms. `months`: in how many
    it is paid without interest, where its amount may be.
    """

    category: str
    price_minor: int
    cost_minor: int | None = None
    receive_minor: int | None = None
    way_minor: int | None = None
    buyer_pays: bool = True
    months: int | None = None


@dataclass(frozen=True)
class PriceSimulated:
    """What a price leaves, with every fee. `even_minor` is the price that covers its own fees, with the same way."""

    sale: Sale
    fees: Sequence[Fee]
    left_minor: int
    even_minor: int | None
    receive_at_minor: int | None
    earned_minor: int | None
    months_from_minor: int | None = None  # of the months that were asked for: from which payment on they may be

    @property
    def months(self) -> int | None:
        """In how many months it is reckoned: none where its payment is too small for those that were asked for."""
        return next((fee.rule.months for fee in self.fees if fee.rule.kind is FeeKind.INSTALMENTS), None)


@verb(needs=May.EDIT_PRODUCTS)
def simulate_prices(work: Work, asked: Iterable[PriceAsked]) -> list[PriceSimulated]:
    """Simulate prices of the shop this work stands in. Raises NoRateInForce on a day on which nothing can be sold."""
    way, book = way_to_another_state(work), rulebook_in_force(work)
    return [_simulate(one, way, book) for one in asked]


def _simulate(asked: PriceAsked, way: SimulatedWay, book: Rulebook) -> PriceSimulated:
    sale = way.sale(asked.category, asked.price_minor, asked.months)
    if asked.way_minor is not None:
        sale = sale_of_one(
            asked.category,
            asked.price_minor,
            standing=way.standing,
            shipping_minor=asked.way_minor if asked.buyer_pays else 0,
            own_shipping_minor=asked.way_minor,
            months=asked.months,
            shop_plan=way.profile.shop_plan,
        )
    fees = fees_for(sale, book)
    left = left_of(sale, fees)
    terms = (sale.standing, sale.shipping_minor, sale.own_shipping_minor, sale.months, sale.shop_plan)
    receive_at = None
    if asked.receive_minor is not None:
        receive_at = price_to_receive(
            asked.receive_minor,
            asked.category,
            book,
            standing=sale.standing,
            shipping_minor=sale.shipping_minor,
            own_shipping_minor=sale.own_shipping_minor,
            months=sale.months,
            shop_plan=sale.shop_plan,
        )
    return PriceSimulated(
        sale,
        fees,
        left,
        break_even(asked.category, book, *terms),
        receive_at,
        None if asked.cost_minor is None else left - asked.cost_minor,
        plan.from_minor if (plan := book.schedule.plan(asked.months)) else None,
    )
