"""What invoices tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from marketplace.kernel.events import Fact


@dataclass(frozen=True)
class InvoiceAsked(Fact):
    """A buyer wants an invoice, or mended what they had said; or a credit note is due. `round` counts the askings."""

    tenant_id: UUID
    invoice_id: UUID
    round: int


@dataclass(frozen=True)
class InvoiceAnswered(Fact):
    """A shop sent an invoice, or declined to. `round` is of the asking that it answers."""

    tenant_id: UUID
    invoice_id: UUID
    round: int


@dataclass(frozen=True)
class InvoiceLate(Fact):
    """The time to send an invoice is over, and it has not come."""

    tenant_id: UUID
    invoice_id: UUID
    round: int
