"""What a road to the banks is asked, and what it tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TransferKind(StrEnum):
    """What became of a transfer."""

    WAITING = "waiting"  # people have to do something first
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"


@dataclass(frozen=True)
class TransferAsked:
    """Money that is to go to a bank account. `key` is the same however often it is asked; centavos."""

    key: str
    reference: str
    clabe: str
    holder: str
    amount_minor: int
    currency: str
    recipient: str | None = None  # an account at the road itself, in the place of one at a bank


@dataclass(frozen=True)
class RecipientStanding:
    """How an account of a shop stands at a road: whether money may go there, and what is asked of the shop, in its words."""

    ref: str
    is_ready: bool
    asked: tuple[str, ...]


@dataclass(frozen=True)
class TransferTold:
    """What a road says of a transfer, with the bank's own words where it failed."""

    kind: TransferKind
    failure: str = ""
