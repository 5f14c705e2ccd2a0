"""What a buyer pays, as typed lines whose sum it is: pure decisions on plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from marketplace.kernel.money import without_tax
from marketplace.trade.shipping.rules import Quote, Speed


class AmountKind(StrEnum):
    """What an amount is of. Prices are with their taxes (LFPC art. 7 bis), so that a tax is part of others, and not added."""

    GOODS = "goods"
    SHIPPING = "shipping"
    WRAP = "wrap"
    DISCOUNT = "discount"
    TAX = "tax"


class BorneBy(StrEnum):
    """Who bears a discount."""

    SHOP = "shop"
    MARKET = "market"


@dataclass(frozen=True)
class Amount:
    """A line of what a buyer pays, in centavos with tax; a discount is negative.

    `of` is the line of goods it belongs to, None the order as a whole: the way, and wrapping it as a gift. `source` says where
    it comes from: a listing, the version of a shop's terms or page, an article of the law. A tax is `rate_bp` of `base_minor`,
    and contained in what it is of.
    """

    kind: AmountKind
    amount_minor: int
    source: str
    of: UUID | None = None
    base_minor: int = 0
    rate_bp: int = 0
    borne_by: BorneBy | None = None


def total_of(amounts: Iterable[Amount]) -> int:
    """Sum what a buyer pays, in centavos: everything but the taxes that it contains."""
    return sum(amount.amount_minor for amount in amounts if amount.kind is not AmountKind.TAX)


@dataclass(frozen=True)
class PriceStep:
    """From so many pieces on, each costs so much, in centavos with tax."""

    pieces: int
    minor: int


def steps_of_variant(variant: Mapping[str, Any]) -> list[PriceStep]:
    """The steps by quantity of a variant as the shelf shows it that are below its price of now, fewest pieces first."""
    told = variant.get("steps") or ()
    return [PriceStep(pieces, minor) for pieces, minor in told if minor < variant["price_minor"]]


def unit_price(price_minor: int, steps: Iterable[PriceStep], quantity: int) -> int:
    """What each of so many pieces costs, in centavos with tax: the price, or the lowest step that they reach.

    The one formula of prices by quantity: cart, checkout and what an order freezes ask it.
    """
    return min([price_minor, *(step.minor for step in steps if step.pieces <= quantity)])


def amount_of_goods(
    of: UUID, *, number: int, unit_minor: int, quantity: int, group_id: UUID | None = None
) -> Amount:  # fmt: skip
    """Price so many pieces of a listing, in centavos with tax; `group_id` is the group of customers whose price it is."""
    source = f"listing:{number}" if group_id is None else f"listing:{number}:group:{group_id}"
    return Amount(AmountKind.GOODS, unit_minor * quantity, source, of)


def amounts_of_way(quote: Quote, *, terms_version: int) -> list[Amount]:
    """Price the way: the shop's own rate, and what the shop gives of it where the goods ship free."""
    source = f"shipping_terms:{terms_version}:{quote.zone.value}"
    if quote.speed is not Speed.ORDINARY:
        source += f":{quote.speed.value}"
    amounts = [Amount(AmountKind.SHIPPING, quote.rate_minor, source)]
    given = quote.charged_minor - quote.rate_minor
    if given:
        amounts.append(Amount(AmountKind.DISCOUNT, given, source, borne_by=BorneBy.SHOP))
    return amounts


def amount_of_wrap(minor: int, *, shop_version: int) -> Amount:
    """Price the gift wrapping of an order, in centavos with tax; nothing where the shop gives it."""
    return Amount(AmountKind.WRAP, minor, f"shop:{shop_version}")


def taxes_in(amounts: Iterable[Amount], rate_of: Callable[[UUID | None], tuple[int, str]]) -> Iterator[Amount]:
    """Say which tax is contained in each line of goods, and in what the shop does for the order as a whole, as it is charged.

    `rate_of` gives the rate in basis points, and the article that sets it.
    """
    paid: dict[UUID | None, int] = {}
    for amount in amounts:
        paid[amount.of] = paid.get(amount.of, 0) + amount.amount_minor
    for of, minor in paid.items():
        rate_bp, article = rate_of(of)
        base = without_tax(minor, rate_bp)
        if minor:
            yield Amount(AmountKind.TAX, minor - base, article, of, base_minor=base, rate_bp=rate_bp)
