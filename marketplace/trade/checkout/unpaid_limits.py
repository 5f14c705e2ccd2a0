"""How much stock one may hold without paying: purchases that wait for their payment are counted before one more is made."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from marketplace.kernel.work import Work
from marketplace.trade.checkout.errors import TooManyHeld, TooManyUnpaid
from tenants.wall import plain_sql

# Purchases that wait for their payment at once, each holding stock: of a buyer, and of a network address, which many share.
MOST_UNPAID = 3
MOST_UNPAID_OF_NETWORK = 30

_COUNT = plain_sql(
    "SELECT of_buyer, of_network FROM unpaid_purchases(:buyer, :mail, :network)",
    why="the lock and the count in one journey",
)


def check_unpaid(work: Work, *, buyer_id: UUID | None, email: str, source: str | None, hold: timedelta) -> None:
    """Refuse one more while too many wait: TooManyUnpaid of an account, TooManyHeld of an address or a network.

    An account is counted by itself: guests who type its address cannot keep its owner from buying. Two of one buyer at
    once wait for each other until the transaction ends; those of a network do not, since strangers share it.
    """
    mail = email.lower() if buyer_id is None else None
    waiting = work.session.execute(_COUNT, {"buyer": buyer_id, "mail": mail, "network": source}).one()
    minutes = int(hold.total_seconds()) // 60
    if buyer_id is not None and waiting.of_buyer >= MOST_UNPAID:
        raise TooManyUnpaid(count=waiting.of_buyer, minutes=minutes)
    if waiting.of_buyer >= MOST_UNPAID or waiting.of_network >= MOST_UNPAID_OF_NETWORK:
        raise TooManyHeld(minutes=minutes)
