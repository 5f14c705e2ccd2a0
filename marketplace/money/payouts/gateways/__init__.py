"""The roads by which money goes to shops' banks, and which of them is in use. docs/payout-roads.md is the guide."""

from __future__ import annotations

from typing import Protocol

from marketplace.money.payouts.errors import NoSuchRoad
from marketplace.money.payouts.gateways.bank_file import BankFile
from marketplace.money.payouts.gateways.stripe_transfers import StripeTransfers
from marketplace.money.payouts.gateways.told import TransferAsked, TransferKind, TransferTold


class Road(Protocol):
    """A way to send money to a bank account. Both calls happen outside of any transaction.

    They raise RoadSilent where no answer came: whether the money was sent is then not known.
    """

    name: str

    def send(self, asked: TransferAsked) -> TransferTold:
        """Ask it to send money. The same key never sends twice."""
        ...

    def find(self, key: str) -> TransferTold | None:
        """Look how the transfer that was asked under a key stands; None where it knows of none."""
        ...


_IN_USE: dict[str, Road] = {BankFile.name: BankFile(), StripeTransfers.name: StripeTransfers()}


def use_road(road: Road) -> None:
    """Take a road into use under its name."""
    _IN_USE[road.name] = road


def get_road(name: str) -> Road:
    """Give the road of a name; raises NoSuchRoad."""
    if name not in _IN_USE:
        raise NoSuchRoad
    return _IN_USE[name]


__all__ = [
    "BankFile",
    "Road",
    "StripeTransfers",
    "TransferAsked",
    "TransferKind",
    "TransferTold",
    "get_road",
    "use_road",
]
