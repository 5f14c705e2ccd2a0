"""The cart that comes along when somebody enters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marketplace.kernel.work import Work
from marketplace.trade.cart.service import count_pieces, join_carts
from marketplace.trade.orders import list_unpaid
from marketplace.web.browsers import browser_id
from marketplace.web.pages import note_cart_count, note_unpaid


def welcome_cart(work: Work, account_id: UUID, _before: Mapping[str, Any]) -> None:
    """Bring what this browser had in its cart into the cart of the person who just entered."""
    browser = browser_id()
    note_unpaid(list_unpaid(work, person=account_id, cart=browser))
    if browser is None:
        note_cart_count(count_pieces(work, account_id))
    else:
        note_cart_count(join_carts(work, account_id, browser))
