"""What payouts tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class PayDayCame(Fact):
    """It is a day on which a shop is paid."""

    tenant_id: UUID
    day: date


@dataclass(frozen=True)
class PayoutMade(Fact):
    """A shop's money is to go to its bank; a job asks the road that it goes by."""

    tenant_id: UUID
    payout_id: UUID


@dataclass(frozen=True)
class PayoutPaid(Fact):
    """A deposit arrived."""

    tenant_id: UUID
    payout_id: UUID


@dataclass(frozen=True)
class PayoutFailed(Fact):
    """A deposit did not arrive, or came back; the money is available again."""

    tenant_id: UUID
    payout_id: UUID


@dataclass(frozen=True)
class AccountGiven(Fact):
    """Somebody said that a shop's money should go to another bank account."""

    tenant_id: UUID
    account_id: UUID
    by_id: UUID | None = None  # the account of who said it


@dataclass(frozen=True)
class AccountCheckArrived(Fact):
    """The centavos are in a bank account; whoever sees them there may tell how many they are."""

    tenant_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class AccountStarted(Fact):
    """A shop's money goes to another bank account from now on."""

    tenant_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class AccountEnded(Fact):
    """A bank account that a shop gave did not prove to be its own, or took no money."""

    tenant_id: UUID
    account_id: UUID


@dataclass(frozen=True)
class RefundAccountGiven(Fact):
    """A buyer said to which account goes what cannot go back by the way it was paid."""

    tenant_id: UUID
    order_id: UUID
    transfer_id: UUID
