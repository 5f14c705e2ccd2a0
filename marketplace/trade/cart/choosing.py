"""Reading what a form of the cart or the checkout says of each shop: how it is sent, and whether it is a gift.

Boxes are named by what they are for and the shop's id. Of a shop that a form does not speak of, everything stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from marketplace.kernel.errors import Refusal
from marketplace.kernel.reading import TextTooLong, read_prose
from marketplace.kernel.work import Work
from marketplace.trade.cart.errors import NoSuchSpeed
from marketplace.trade.cart.prices import ShopPart, price_cart
from marketplace.trade.cart.rules import LONGEST_MESSAGE, NOTHING_CHOSEN, CartLine, ShopChoice
from marketplace.trade.shipping import Destination, Speed


@dataclass
class AskedChoices:
    """What is asked of each shop from now on. What cannot be is in `refused`, by shop and box; `typed` shows it again."""

    choices: dict[UUID, ShopChoice]
    changed: dict[UUID, ShopChoice] = field(default_factory=dict)
    refused: dict[tuple[UUID, str], Refusal] = field(default_factory=dict)
    typed: dict[UUID, str] = field(default_factory=dict)


def read_choices(
    work: Work,
    sent: Mapping[str, str],
    lines: Sequence[CartLine],
    before: Mapping[UUID, ShopChoice],
    where: Callable[[], Destination | None],
) -> AskedChoices:
    """Read what a form says of the shops of a cart. It is priced to `where` only if that is not what was chosen before."""
    asked = AskedChoices(dict(before))
    if all(_reads_as(sent, shop, chosen) for shop, chosen in _spoken_of(sent, before).items()):
        return asked
    for part in price_cart(work, lines, where(), choices=before).parts:
        _read_speed(asked, sent, part)
        _read_gift(asked, sent, part)
        chosen = asked.choices.get(part.tenant_id, NOTHING_CHOSEN)
        if chosen != before.get(part.tenant_id, NOTHING_CHOSEN):
            asked.changed[part.tenant_id] = chosen
    return asked


def _spoken_of(sent: Mapping[str, str], before: Mapping[UUID, ShopChoice]) -> dict[str, ShopChoice]:
    """The shops that a form speaks of, by their ids as it writes them."""
    known = {str(shop): chosen for shop, chosen in before.items()}
    shops = {name.partition("-")[2] for name in sent if name.startswith(("speed-", "gift-"))}
    return {shop: known.get(shop, NOTHING_CHOSEN) for shop in shops}


def _reads_as(sent: Mapping[str, str], shop: str, chosen: ShopChoice) -> bool:
    """Whether a form says of a shop what was chosen before."""
    if sent.get(f"speed-{shop}", chosen.speed) != chosen.speed:
        return False
    gift = (f"wrap-{shop}" in sent, sent.get(f"message-{shop}", ""), f"hide-{shop}" in sent)
    return f"gift-{shop}" not in sent or gift == (chosen.wrapped, chosen.message, chosen.prices_hidden)


def _read_speed(asked: AskedChoices, sent: Mapping[str, str], part: ShopPart) -> None:
    shop, written = part.tenant_id, sent.get(f"speed-{part.tenant_id}")
    if written is None:
        return
    if written not in set(Speed) or (part.quotes and written not in part.quotes):
        asked.refused[shop, "speed"] = NoSuchSpeed(shop=part.name)
        return
    asked.choices[shop] = replace(asked.choices.get(shop, NOTHING_CHOSEN), speed=Speed(written))


def _read_gift(asked: AskedChoices, sent: Mapping[str, str], part: ShopPart) -> None:
    shop = part.tenant_id
    if f"gift-{shop}" not in sent:
        return
    written = sent.get(f"message-{shop}", "")
    try:
        message = read_prose(written, most=LONGEST_MESSAGE)
    except TextTooLong as refusal:
        asked.refused[shop, "message"], asked.typed[shop] = refusal, written
        return
    asked.choices[shop] = replace(
        asked.choices.get(shop, NOTHING_CHOSEN),
        wrapped=f"wrap-{shop}" in sent,
        message=message,
        prices_hidden=f"hide-{shop}" in sent,
    )
