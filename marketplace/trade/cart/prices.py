"""The cart: lines, and what they are worth right now. It holds at most twenty; how they are kept is in `cart_rows`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from marketplace.kernel.work import Work
from marketplace.people.sellers import ShopState
from marketplace.trade.cart.rules import NOTHING_CHOSEN, CartLine, Change, ShopChoice
from marketplace.trade.pricing import (
    Amount,
    LongestPlan,
    OfferToBuy,
    PriceStep,
    amount_of_goods,
    amount_of_wrap,
    amounts_of_way,
    find_longest_plan,
    find_offers_to_buy,
    find_variant,
    pictures_of_variant,
    steps_of_variant,
    terms_of,
    total_of,
    unit_price,
)
from marketplace.trade.shipping import Destination, Quote, Speed, Terms, quotes


@dataclass(frozen=True)
class PricedLine:
    """A cart line as it stands on the shelf now."""

    number: int
    variant_id: UUID
    quantity: int  # that there are
    wanted: int  # that are in the cart
    tenant_id: UUID
    product_id: UUID
    slug: str
    title: str
    variant_name: str
    sku: str
    category: str
    picture: dict[str, Any] | None
    price_minor: int  # of one
    unit_minor: int  # of each of so many
    available: int
    billable_grams: int
    warranty_months: int
    warranty_by: str
    return_days: int
    return_paid_by: str
    instalments_from_minor: int | None = None  # from how much of its shop's goods on it may be paid in months
    steps: Sequence[PriceStep] = ()  # by quantity
    told: Mapping[str, Any] = field(default_factory=dict)  # beside its price: the one of before, the lowest, until when
    public_minor: int = 0  # of one, for everybody
    price_group: str | None = None  # the group whose price each costs; None: what everybody pays for so many
    group_id: UUID | None = None

    @property
    def total_minor(self) -> int:
        """Price of the line, in centavos with IVA."""
        return self.unit_minor * self.quantity

    @property
    def next_step(self) -> PriceStep | None:
        """The next step by quantity that would make each piece cheaper, of those that are within reach."""
        within = (step for step in self.steps if self.quantity < step.pieces <= self.available)
        return next((step for step in within if step.minor < self.unit_minor), None)


@dataclass(frozen=True)
class ShopPart:
    """What the cart holds of one shop, and its way to the buyer. No quote: no place chosen, or not covered."""

    tenant_id: UUID
    slug: str
    name: str
    terms: Terms
    terms_version: int
    lines: Sequence[PricedLine]
    quote: Quote | None
    covered: bool
    quotes: Mapping[Speed, Quote] = field(default_factory=dict)  # of each way that there is to the buyer
    choice: ShopChoice = NOTHING_CHOSEN
    wrap_offer_minor: int | None = None  # what the shop wraps for; None: it does not
    takes_messages: bool = False
    shop_version: int = 0

    @property
    def speed(self) -> Speed | None:
        """The way that was chosen; None where the shop does not have it any more: then it is asked again."""
        return self.choice.speed if self.choice.speed in self.quotes or not self.quotes else None

    @cached_property
    def wrap(self) -> Sequence[Amount]:
        """What wrapping costs, where it is wanted and offered."""
        if not self.choice.wrapped or self.wrap_offer_minor is None:
            return []
        return [amount_of_wrap(self.wrap_offer_minor, shop_version=self.shop_version)]

    @property
    def wrap_minor(self) -> int | None:
        """What the buyer pays for wrapping, in centavos with IVA; None where it is not wrapped."""
        return total_of(self.wrap) if self.wrap else None

    @property
    def message(self) -> str:
        """What goes with it where it is a gift."""
        return self.choice.message if self.takes_messages else ""

    @cached_property
    def goods(self) -> Sequence[Amount]:
        """What the shop's goods cost, line by line; each is `of` its variant."""
        return [
            amount_of_goods(
                line.variant_id,
                number=line.number,
                unit_minor=line.unit_minor,
                quantity=line.quantity,
                group_id=line.group_id,
            )
            for line in self.lines
        ]

    @cached_property
    def way(self) -> Sequence[Amount]:
        """What the way costs, and what the shop gives of it."""
        return amounts_of_way(self.quote, terms_version=self.terms_version) if self.quote else []

    @cached_property
    def goods_minor(self) -> int:
        """Price of the shop's goods, in centavos with IVA."""
        return total_of(self.goods)

    @cached_property
    def shipping_minor(self) -> int:
        """What the buyer pays for the way, in centavos with IVA."""
        return total_of(self.way)

    @property
    def total_minor(self) -> int:
        """Goods, way and wrapping."""
        return self.goods_minor + self.shipping_minor + (self.wrap_minor or 0)

    @property
    def not_in_months(self) -> list[PricedLine]:
        """The lines of which the shop does not bear that they are paid in months."""
        return [
            line
            for line in self.lines
            if line.instalments_from_minor is None or self.goods_minor < line.instalments_from_minor
        ]

    @property
    def missing_for_free_minor(self) -> int | None:
        """How much more of this shop ships free; None where it never does, or does already."""
        free_from = self.terms.free_from_minor
        return free_from - self.goods_minor if free_from is not None and self.goods_minor < free_from else None


@dataclass(frozen=True)
class PricedCart:
    """The cart, shop by shop, and what is not as the buyer saw it."""

    parts: Sequence[ShopPart]
    changes: Sequence[Change]

    @property
    def total_minor(self) -> int:
        """Everything, with each shop's shipping."""
        return sum(part.total_minor for part in self.parts)

    @property
    def goods_minor(self) -> int:
        """Everything but what is done for an order as a whole."""
        return sum(part.goods_minor for part in self.parts)

    @property
    def wrap_minor(self) -> int:
        """Wrapping, where it is wanted."""
        return sum(part.wrap_minor or 0 for part in self.parts)

    @property
    def shipping_minor(self) -> int:
        """The way of all parcels."""
        return sum(part.shipping_minor for part in self.parts)

    @property
    def as_seen(self) -> list[CartLine]:
        """The cart as it stands now: what changed was named, so what is shown from here on is what was seen."""
        return [
            CartLine(line.number, line.variant_id, line.quantity, line.price_minor)
            for part in self.parts
            for line in part.lines
        ]

    @property
    def not_in_months(self) -> list[PricedLine]:
        """The lines for which the whole purchase, which is one charge, cannot be paid in months without interest."""
        return [line for part in self.parts for line in part.not_in_months]

    @property
    def kept_from_months(self) -> list[PricedLine]:
        """Those lines, where without them the rest could be paid in months; else none."""
        keeping = self.not_in_months
        return keeping if len(keeping) < sum(len(part.lines) for part in self.parts) else []

    @property
    def in_months(self) -> bool:
        """Whether every shop bears that this is paid in months without interest."""
        return bool(self.parts) and not self.not_in_months

    @property
    def quoted(self) -> bool:
        """Whether each shop's way is known."""
        return all(part.quote for part in self.parts)

    @property
    def count(self) -> int:
        """How many things."""
        return sum(line.quantity for part in self.parts for line in part.lines)


def price_cart(
    work: Work,
    lines: Sequence[CartLine],
    to: Destination | None,
    held: Mapping[UUID, int] | None = None,
    choices: Mapping[UUID, ShopChoice] | None = None,
) -> PricedCart:
    """Say what a cart costs now, shop by shop, and name every line that is not as the buyer saw it.

    Lines that are sold out or withdrawn are left out of the parts; quantities are cut to what there is, with what is
    `held` already for the same buyer (variant -> pieces). `choices` are by shop; what of them the shop does not do any more
    is named, and until something else is chosen its way is priced as the ordinary one.
    """
    held, choices = held or {}, choices or {}
    if not lines:
        return PricedCart([], [])
    rows = {row.number: row for row in find_offers_to_buy(work, [line.number for line in lines])}
    changes: list[Change] = []
    by_shop: dict[UUID, list[PricedLine]] = {}
    for line in lines:
        row = rows.get(line.number)
        variant = find_variant(row, line.variant_id) if row else None
        if row is None or variant is None:
            changes.append(Change(line.number, row.title if row else "", "withdrawn"))
            continue
        left = int(variant["available"]) + held.get(line.variant_id, 0)
        if row.shop_status == ShopState.RESTING:
            changes.append(Change(line.number, row.title, "resting"))
        elif left < line.quantity:
            changes.append(Change(line.number, row.title, "stock", line.quantity, max(left, 0)))
        priced = _priced(row, variant, min(line.quantity, left), line.quantity)
        if line.seen_minor not in (
            priced.price_minor,
            priced.unit_minor,
        ):  # what is bought again was seen as it was paid
            changes.append(Change(line.number, row.title, "price", line.seen_minor, priced.price_minor))
        if left > 0:
            by_shop.setdefault(row.tenant_id, []).append(priced)
    parts = []
    for shop, of in by_shop.items():
        row = next(row for row in rows.values() if row.tenant_id == shop)
        parts.append(_part(row, of, to, work, choices.get(shop, NOTHING_CHOSEN)))
    changes += [Change(part.lines[0].number, part.name, what) for part in parts for what in _not_had(part)]
    return PricedCart(parts, changes)


def _not_had(part: ShopPart) -> Iterator[str]:
    """Name what a shop does not do of what is asked of it."""
    if not part.covered:
        yield "coverage"
    elif part.speed is None:
        yield "speed"
    if part.choice.wrapped and part.wrap_offer_minor is None:
        yield "wrap"
    if part.choice.message and not part.takes_messages:
        yield "message"


def find_plan_of_cart(work: Work, cart: PricedCart) -> LongestPlan | None:
    """Find the longest plan for a whole purchase whose ways are known; None where a shop in it bears none."""
    return find_longest_plan(work, cart.total_minor) if cart.in_months and cart.quoted else None


def _priced(row: OfferToBuy, variant: dict[str, Any], quantity: int, wanted: int) -> PricedLine:
    steps = steps_of_variant(variant)
    unit_minor = unit_price(variant["price_minor"], steps, quantity)
    is_of_group = "group_id" in variant and unit_minor == variant["price_minor"]
    return PricedLine(
        number=row.number,
        variant_id=UUID(variant["id"]),
        quantity=quantity,
        wanted=wanted,
        tenant_id=row.tenant_id,
        product_id=row.product_id,
        slug=row.slug,
        title=row.title,
        variant_name=variant["name"],
        sku=variant["sku"],
        category=row.category,
        picture=next(iter(pictures_of_variant(row.pictures, variant)), None),
        price_minor=variant["price_minor"],
        unit_minor=unit_minor,
        steps=steps,
        told=variant.get("told") or {},
        public_minor=variant.get("public_minor", variant["price_minor"]),
        price_group=variant["price_group"] if is_of_group else None,
        group_id=UUID(variant["group_id"]) if is_of_group else None,
        available=variant["available"],
        billable_grams=variant.get("grams") or row.billable_grams,
        warranty_months=row.warranty_months,
        warranty_by=row.warranty_by,
        return_days=row.return_days,
        return_paid_by=row.return_paid_by,
        instalments_from_minor=row.instalments_from_minor,
    )


def _part(row: OfferToBuy, lines: list[PricedLine], to: Destination | None, work: Work, choice: ShopChoice) -> ShopPart:
    terms = terms_of(row)
    ways: dict[Speed, Quote] = {}
    if to is not None:
        ways = quotes(
            terms,
            to,
            grams=sum(line.billable_grams * line.quantity for line in lines),
            goods_minor=sum(line.total_minor for line in lines),
            now=work.now,
        )
    quoted = ways.get(choice.speed) or ways.get(Speed.ORDINARY)
    return ShopPart(
        row.tenant_id,
        row.shop_slug,
        row.shop_name,
        terms,
        row.terms_version,
        lines,
        quoted,
        covered=to is None or quoted is not None,
        quotes=ways,
        choice=choice,
        wrap_offer_minor=row.wrap_minor,
        takes_messages=row.gift_messages,
        shop_version=row.shop_version,
    )
