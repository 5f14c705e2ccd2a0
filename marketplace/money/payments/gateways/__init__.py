"""The providers that take and give back money, and which of them are in use. docs/payment-providers.md is the guide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from stripe import StripeClient

from marketplace.kernel import clock
from marketplace.kernel.keyed import keyed
from marketplace.kernel.settings import Settings
from marketplace.money.payments.errors import NoSuchProvider
from marketplace.money.payments.gateways.stripe import Stripe
from marketplace.money.payments.gateways.twin import StripeTwin, TwinStore
from marketplace.money.payments.told import (
    ChargeAsked,
    Cost,
    DisputeStanding,
    LeftAsked,
    LeftTold,
    Method,
    PaidWith,
    RefundAsked,
    Standing,
    Told,
)


class Provider(Protocol):
    """A payment provider. All but `instalments` and `read_event` talk to it, and call `outside_any_transaction` first.

    They raise ProviderSilent where no answer came: whether it did what it was asked is then not known.
    """

    name: str

    def open_charge(self, asked: ChargeAsked) -> Standing:
        """Ask it to take money on a page of its own. The same key gives the same charge, however often it is asked."""
        ...

    def find_charge(self, asked: ChargeAsked) -> Standing | None:
        """Look how the charge that was asked for stands; None where the provider knows of none under its key."""
        ...

    def close_charge(self, ref: str) -> None:
        """Have a charge end that nobody may pay any more; where it was paid or is over, nothing happens."""
        ...

    def refund(self, asked: RefundAsked) -> Told:
        """Ask it to give money back; gives its answer. The same key never refunds twice."""
        ...

    def find_refund(self, asked: RefundAsked) -> Told | None:
        """Look how the refund that was asked for stands; None where the provider knows of none under its key."""
        ...

    def return_left(self, asked: LeftAsked) -> LeftTold:
        """Have it give back what somebody transferred too much. The same key gives back once."""
        ...

    def find_cost(self, ref: str) -> Cost | None:
        """Look what it took for a payment; None where it does not say yet."""
        ...

    def find_paid_with(self, ref: str) -> PaidWith:
        """Look in how many months a payment is made, and with which kind of card; of what it does not know, nothing."""
        ...

    def find_dispute(self, ref: str) -> DisputeStanding | None:
        """Look how a chargeback stands; None where it knows of none by this name, or it is only asked about."""
        ...

    def send_evidence(self, ref: str, evidence: Mapping[str, str], paper: bytes | None) -> None:
        """Send the bank what speaks against a chargeback, for good, with a PDF of its pictures.

        Where it was sent before, nothing happens.
        """
        ...

    def read_event(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Told:
        """Check the signature of what it sent, then read it. Raises BadSignature; BadEvent where it makes no sense."""
        ...

    def methods(self, amount_minor: int) -> Sequence[Method]:
        """Say in which ways an amount, in centavos, may be paid."""
        ...

    def instalments(self, amount_minor: int) -> Sequence[int]:
        """Say in how many monthly payments without interest an amount, in centavos, may be paid; none: at once only."""
        ...


TAKES_CHARGES = Stripe.name  # which provider is asked for money that was not asked for before
_IN_USE: dict[str, Provider] = {}
_TWINS: list[StripeTwin] = []
_CLIENTS: list[StripeClient] = []


def connect_providers(settings: Settings) -> None:
    """Make the providers that these settings name: Stripe, behind which its twin stands where no real money is taken.

    Connecting anew replaces. The twin is refused in production (kernel/settings.py).
    """
    _IN_USE.clear()
    _TWINS.clear()
    _CLIENTS.clear()
    if settings.payments == "twin":
        connect_twin(settings, StripeTwin(TwinStore(settings.var / "stripe-twin.db", _now)))
    else:
        client = StripeClient(settings.stripe_key.get_secret_value(), max_network_retries=1)
        _use_stripe(settings, client, settings.stripe_webhook_secret.get_secret_value())


def _now() -> datetime:
    return clock.now()  # asked each time: the demo tells its past with another clock


def connect_twin(settings: Settings, twin: StripeTwin) -> None:
    """Take a twin of Stripe into use."""
    _TWINS[:] = [twin]
    client = StripeClient("sk_test_twin", http_client=twin, max_network_retries=0)
    _use_stripe(settings, client, twin_secret(settings))


def _use_stripe(settings: Settings, client: StripeClient, secret: str) -> None:
    _CLIENTS[:] = [client]
    use_provider(Stripe(client, webhook_secret=secret, base_url=settings.base_url, voucher_days=settings.voucher_days))


def use_provider(provider: Provider) -> None:
    """Take a provider into use under its name."""
    _IN_USE[provider.name] = provider


def stripe_client() -> StripeClient:
    """Give the client of Stripe's library, for what else is asked of it; raises NoSuchProvider."""
    if not _CLIENTS:
        raise NoSuchProvider
    return _CLIENTS[0]


def twin_secret(settings: Settings) -> str:
    """The secret with which the twin signs what it sends."""
    return keyed(settings.secret_keys[0], "twin of stripe").hex()


def get_provider(name: str) -> Provider:
    """Give the provider of a name; raises NoSuchProvider."""
    if name not in _IN_USE:
        raise NoSuchProvider
    return _IN_USE[name]


def is_in_use(name: str) -> bool:
    """Say whether a provider of this name is in use."""
    return name in _IN_USE


def get_twin() -> StripeTwin:
    """Give the twin of Stripe; raises NoSuchProvider where real money is taken."""
    if not _TWINS:
        raise NoSuchProvider
    return _TWINS[0]
