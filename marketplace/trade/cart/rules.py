"""Pure decisions about what is in a cart. It holds at most twenty lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from marketplace.trade.cart.errors import BadQuantity, CartFull
from marketplace.trade.shipping.rules import Speed

MOST_LINES = 20
MOST_OF_ONE = 99
LONGEST_MESSAGE = 300


@dataclass(frozen=True)
class CartLine:
    """So many of one variant, with the price the buyer saw (centavos)."""

    number: int
    variant_id: UUID
    quantity: int
    seen_minor: int


@dataclass(frozen=True)
class ShopChoice:
    """What a buyer chose of one shop's part of a cart: how it is sent, and what is done where it is a gift."""

    speed: Speed = Speed.ORDINARY
    wrapped: bool = False
    message: str = ""
    prices_hidden: bool = False  # on what goes into the parcel


NOTHING_CHOSEN = ShopChoice()


@dataclass(frozen=True)
class Change:
    """What is no longer as the buyer saw it: a price (was, now in centavos), or how many are left (`now`)."""

    number: int
    title: str
    what: str  # price, stock, withdrawn, coverage, resting; of a shop: speed, wrap, message
    was: int = 0
    now: int = 0


def put(lines: Sequence[CartLine], added: CartLine) -> list[CartLine]:
    """Put something into the cart; more of the same is one line. Raises BadQuantity or CartFull."""
    _check(added.quantity)
    same = [line for line in lines if line.variant_id == added.variant_id]
    if same:
        quantity = min(same[0].quantity + added.quantity, MOST_OF_ONE)
        merged = replace(added, quantity=quantity)
        return [merged if line.variant_id == added.variant_id else line for line in lines]
    if len(lines) >= MOST_LINES:
        raise CartFull(most=MOST_LINES)
    return [*lines, added]


def change(lines: Sequence[CartLine], variant_id: UUID, quantity: int) -> list[CartLine]:
    """Set how many of one variant; none takes it out. Raises BadQuantity."""
    if quantity == 0:
        return [line for line in lines if line.variant_id != variant_id]
    _check(quantity)
    return [replace(line, quantity=quantity) if line.variant_id == variant_id else line for line in lines]


def step(line: CartLine, by: int) -> CartLine:
    """Let there be more or fewer of one variant: never none, and never more than a cart may hold."""
    return replace(line, quantity=min(max(line.quantity + by, 1), MOST_OF_ONE)) if by else line


def _check(quantity: int) -> None:
    if not 1 <= quantity <= MOST_OF_ONE:
        raise BadQuantity(most=MOST_OF_ONE)
