"""What people type into the cart. The whole cart is one form, so that no button forgets what was typed beside it."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask import request

from marketplace.kernel.reading import Unreadable, read_whole
from marketplace.trade.cart.errors import BadQuantity
from marketplace.trade.cart.rules import MOST_OF_ONE
from marketplace.web.forms import minor_of


def quantity_of(text: str) -> int:
    """Read a quantity as people type it; raises BadQuantity."""
    try:
        return read_whole(text)
    except Unreadable:
        raise BadQuantity(most=MOST_OF_ONE) from None


def _is_quantity(text: str) -> bool:
    try:
        return quantity_of(text) <= MOST_OF_ONE
    except BadQuantity:
        return False


def variant_of(text: str) -> UUID | None:
    """Read which variant is meant; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


class CartForm:
    """The cart as it was sent: of each variant how many, how many the page showed, and at what price it was seen; which is to
    be one more or one less; what to take out; whether to go on.
    """

    def __init__(self) -> None:
        """Read the request's form."""
        sent = request.form
        self.typed = dict(self._by_variant("quantity"))
        self.shown = dict(self._by_variant("shown"))
        self.steps = {
            variant: by
            for name, by in (("more", 1), ("less", -1))
            if (variant := variant_of(sent.get(name, ""))) is not None
        }
        self.seen = {v: minor_of(text) for v, text in self._by_variant("seen") if minor_of(text) >= 0}
        removed = sent.get("remove", "")
        self.removed = next(iter(self.typed), None) if removed == "1" and len(self.typed) == 1 else variant_of(removed)
        self.gone = [
            v for v in map(variant_of, sent.getlist("gone")) if v is not None
        ]  # named as not for sale any more
        self.goes_on = "go" in sent

    @staticmethod
    def _by_variant(name: str) -> Iterator[tuple[UUID, str]]:
        for text, value in zip(request.form.getlist("variant"), request.form.getlist(name), strict=False):
            variant = variant_of(text)
            if variant is not None:
                yield variant, value

    def wrong(self) -> list[UUID]:
        """Say of which variants no quantity was typed that a cart may hold."""
        return [variant for variant, text in self.typed.items() if not _is_quantity(text)]

    def quantities(self) -> dict[UUID, int]:
        """Say how many of each variant where somebody typed another number than the page showed; 0 takes it out.

        What stands as it was shown says nothing: it may be another number meanwhile, by another window or the press before.
        Raises BadQuantity.
        """
        out = [*self.gone, *([self.removed] if self.removed else [])]
        typed = {v: text for v, text in self.typed.items() if v not in out and text != self.shown.get(v)}
        return {v: quantity_of(text) for v, text in typed.items()} | dict.fromkeys(out, 0)
