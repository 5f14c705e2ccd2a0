"""Stripe as a test needs it: its twin, with bad days on whole questions, and a memory of what it was asked."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from stripe import StripeClient

from marketplace.kernel.settings import Settings
from marketplace.money.payments import gateways
from marketplace.money.payments.errors import ProviderSilent
from marketplace.money.payments.gateways.stripe import Stripe
from marketplace.money.payments.told import ChargeAsked, EventKind, RefundAsked, Standing, Told


class BadAnswer(StrEnum):
    """What goes wrong with the next question."""

    UNHEARD = "unheard"  # it did not arrive
    UNANSWERED = "unanswered"  # it was done, and the answer got lost


class Twin(Stripe):
    """Asks the twin of Stripe as it is asked everywhere, remembers under which keys, and fails as told."""

    def __init__(self, settings: Settings) -> None:
        client = StripeClient("sk_test_twin", http_client=gateways.get_twin(), max_network_retries=0)
        secret = gateways.twin_secret(settings)
        super().__init__(client, webhook_secret=secret, base_url=settings.base_url, voucher_days=2)
        self.bad_days: list[BadAnswer] = []  # what happens to the next questions, one each
        self.calls: list[tuple[str, str]] = []  # (what was asked, key)
        self.charges: dict[str, Standing] = {}
        self.refunds: dict[str, Told] = {}
        self.refund_kind = EventKind.REFUND_SUCCEEDED

    def _hear(self, what: str, key: str) -> BadAnswer | None:
        self.calls.append((what, key))
        day = self.bad_days.pop(0) if self.bad_days else None
        if day is BadAnswer.UNHEARD:
            raise ProviderSilent
        return day

    def open_charge(self, asked: ChargeAsked) -> Standing:
        day = self._hear("open", asked.key)
        self.charges[asked.key] = super().open_charge(asked)
        if day is BadAnswer.UNANSWERED:
            raise ProviderSilent
        return self.charges[asked.key]

    def find_charge(self, asked: ChargeAsked) -> Standing | None:
        self._hear("find", asked.key)
        return super().find_charge(asked)

    def refund(self, asked: RefundAsked) -> Told:
        day = self._hear("refund", asked.key)
        self.refunds[asked.key] = self._as_told(super().refund(asked))
        if day is BadAnswer.UNANSWERED:
            raise ProviderSilent
        return self.refunds[asked.key]

    def find_refund(self, asked: RefundAsked) -> Told | None:
        self._hear("find refund", asked.key)
        found = super().find_refund(asked)
        return self._as_told(found) if found else None

    def _as_told(self, told: Told) -> Told:
        """How refunds end, where a test says so: a bank may take its time, or close an account."""
        kind = self.refund_kind
        if kind is EventKind.REFUND_SUCCEEDED:
            return told
        failure = "closed" if kind is EventKind.REFUND_FAILED else None
        return replace(told, event_id=f"answer:{told.ref}:{kind}", kind=kind, said=kind.value, failure=failure)
