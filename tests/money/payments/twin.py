"""The sandbox with a memory, and with bad days: a provider as a test needs it. docs/payment-providers.md says how."""

from __future__ import annotations

from enum import StrEnum

from marketplace.kernel.work import outside_any_transaction
from marketplace.money.payments.errors import ProviderSilent
from marketplace.money.payments.gateways.sandbox import Sandbox
from marketplace.money.payments.told import ChargeAsked, EventKind, RefundAsked, Standing, Told


class BadDay(StrEnum):
    """What goes wrong with the next question."""

    UNHEARD = "unheard"  # it did not arrive
    UNANSWERED = "unanswered"  # it was done, and the answer got lost


class Twin(Sandbox):
    """Answers as the sandbox does, remembers under which keys it was asked, and fails as told."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.bad_days: list[BadDay] = []  # what happens to the next questions, one each
        self.calls: list[tuple[str, str]] = []  # (what was asked, key)
        self.charges: dict[str, Standing] = {}
        self.refunds: dict[str, Told] = {}
        self.refund_kind = EventKind.REFUND_SUCCEEDED

    def _hear(self, what: str, key: str) -> BadDay | None:
        outside_any_transaction(self.name)
        self.calls.append((what, key))
        day = self.bad_days.pop(0) if self.bad_days else None
        if day is BadDay.UNHEARD:
            raise ProviderSilent
        return day

    def open_charge(self, asked: ChargeAsked) -> Standing:
        day = self._hear("open", asked.key)
        self.charges.setdefault(asked.key, super().open_charge(asked))
        if day is BadDay.UNANSWERED:
            raise ProviderSilent
        return self.charges[asked.key]

    def find_charge(self, key: str) -> Standing | None:
        self._hear("find", key)
        return self.charges.get(key)

    def refund(self, asked: RefundAsked) -> Told:
        day = self._hear("refund", asked.key)
        ref = f"twin_re_{asked.key[-12:]}"
        told = Told(
            f"answer:{ref}:{self.refund_kind}", self.refund_kind, self.refund_kind.value, ref, asked.key,
            asked.amount_minor, asked.currency, "closed" if self.refund_kind is EventKind.REFUND_FAILED else None,
        )  # fmt: skip
        self.refunds.setdefault(asked.key, told)
        if day is BadDay.UNANSWERED:
            raise ProviderSilent
        return self.refunds[asked.key]

    def find_refund(self, key: str) -> Told | None:
        self._hear("find refund", key)
        return self.refunds.get(key)
