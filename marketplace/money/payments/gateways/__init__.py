"""The providers that take and give back money, and which of them are in use. docs/payment-providers.md is the guide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from marketplace.kernel.settings import Settings
from marketplace.money.payments.errors import NoSuchProvider
from marketplace.money.payments.gateways.sandbox import Sandbox
from marketplace.money.payments.told import ChargeAsked, RefundAsked, Standing, Told


class Provider(Protocol):
    """A payment provider. All but `instalments` and `read_event` talk to it, and call `outside_any_transaction` first.

    They raise ProviderSilent where no answer came: whether it did what it was asked is then not known.
    """

    name: str

    def open_charge(self, asked: ChargeAsked) -> Standing:
        """Ask it to take money on a page of its own. The same key gives the same charge, however often it is asked."""
        ...

    def find_charge(self, key: str) -> Standing | None:
        """Look how the charge that was asked under a key stands; None where the provider knows of none."""
        ...

    def refund(self, asked: RefundAsked) -> Told:
        """Ask it to give money back; gives its answer. The same key never refunds twice."""
        ...

    def find_refund(self, key: str) -> Told | None:
        """Look how the refund that was asked under a key stands; None where the provider knows of none."""
        ...

    def read_event(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Told:
        """Check the signature of what it sent, then read it. Raises BadSignature; BadEvent where it makes no sense."""
        ...

    def instalments(self, amount_minor: int) -> Sequence[int]:
        """Say in how many monthly payments without interest an amount, in centavos, may be paid; none: at once only."""
        ...


_IN_USE: dict[str, Provider] = {}


def connect_providers(settings: Settings) -> None:
    """Make the providers that these settings name. Connecting anew replaces; the sandbox is refused in production."""
    _IN_USE.clear()
    if settings.payments == "sandbox":
        use_provider(Sandbox(settings.secret_keys[0]))


def use_provider(provider: Provider) -> None:
    """Take a provider into use under its name."""
    _IN_USE[provider.name] = provider


def get_provider(name: str) -> Provider:
    """Give the provider of a name; raises NoSuchProvider."""
    if name not in _IN_USE:
        raise NoSuchProvider
    return _IN_USE[name]
