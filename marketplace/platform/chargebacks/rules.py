"""Who bears a chargeback that was lost: decisions on plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.kernel.money import split


@dataclass(frozen=True)
class Share:
    """What a lost chargeback takes of an order, and what of that its shop bears, in centavos."""

    amount_minor: int
    shop_minor: int


def share_loss(amount_minor: int, orders: Sequence[tuple[int, int, bool]]) -> list[Share]:
    """Share what a bank kept between the orders of a purchase, by what each still is worth; largest remainder.

    Each order is what was paid less what went back, what its shop has of it, and whether its arrival is proven. A shop whose
    parcel is proven to have arrived bears nothing; another bears no more than it had of the sale. The market bears the rest.
    """
    weights = [max(worth, 0) for worth, _net, _proven in orders]
    if not any(weights):  # all of it went back before, and is gone twice
        weights = [1] * len(orders)
    parts = split(amount_minor, weights)
    return [
        Share(part, 0 if proven else max(min(part, net), 0))
        for part, (_worth, net, proven) in zip(parts, orders, strict=True)
    ]
