"""Pure decisions about invoices of sales: their states, until when one may be asked for, and what it must come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from marketplace.kernel.money import without_tax

ANSWER_DAYS = 3  # working days a shop has to send what was asked for
MOST_XML_BYTES = 1024 * 1024
MOST_PDF_BYTES = 5 * 1024 * 1024


class InvoiceKind(StrEnum):
    """What is asked for: the invoice of a sale, or the credit note of what went back after it."""

    SALE = "sale"
    CREDIT = "credit"


class InvoiceState(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"  # asked for at the checkout; its days count from the payment
    ASKED = "asked"
    SENT = "sent"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # everything went back before it was sent: there is nothing to invoice


NEXT: Mapping[InvoiceState, frozenset[InvoiceState]] = {
    InvoiceState.WAITING: frozenset({InvoiceState.ASKED, InvoiceState.WITHDRAWN}),
    InvoiceState.ASKED: frozenset({InvoiceState.SENT, InvoiceState.DECLINED, InvoiceState.WITHDRAWN}),
    InvoiceState.DECLINED: frozenset({InvoiceState.ASKED}),
    InvoiceState.SENT: frozenset(),
    InvoiceState.WITHDRAWN: frozenset(),
}


class InvoiceDecline(StrEnum):
    """Why a shop cannot send what was asked for: data that the tax office does not know. It is mended, and asked again."""

    NAME = "name"
    RFC = "rfc"
    POSTAL_CODE = "postal_code"
    REGIME = "regime"


@dataclass(frozen=True)
class TaxData:
    """Whom an invoice is for: as on their constancia of the tax office, and what they use it for (c_UsoCFDI)."""

    rfc: str
    name: str
    postal_code: str
    regime: str
    use: str


def last_day_to_ask(bought: date) -> date:
    """Give the last day on which an invoice of a purchase may be asked for: the end of its fiscal year (CFF art. 11)."""
    return date(bought.year, 12, 31)


def due_minor(total_minor: int, refunded_minor: int) -> int:
    """Say what the invoice of an order is of, in centavos: what was paid, less what went back."""
    return total_minor - refunded_minor


def over_invoiced(sent_minor: int, credited_minor: int, now_minor: int) -> int:
    """Say how much of a sent invoice went back since and stands in no credit note yet, in centavos."""
    return max(0, sent_minor - credited_minor - now_minor)


class ShopService(StrEnum):
    """What a shop does for an order as a whole, and is paid for."""

    WAY = "way"
    WRAP = "wrap"


@dataclass(frozen=True)
class LeftLine:
    """What is left of a line of an order, in centavos with tax. A `service` has no name of its own."""

    name: str
    sku: str
    category: str
    sat_key: str | None
    sat_unit: str | None
    quantity: int
    gross_minor: int
    iva_bp: int
    service: ShopService | None = None


def shared_out(lines: Sequence[LeftLine], due: int) -> list[LeftLine]:
    """Let lines sum to what is due: money that went back for no piece of its own lowers the largest first."""
    over = sum(line.gross_minor for line in lines) - due
    lowered = []
    for line in sorted(lines, key=lambda one: -one.gross_minor):
        off = max(min(over, line.gross_minor), 0)
        over -= off
        lowered.append((line, replace(line, gross_minor=line.gross_minor - off)))
    by_line = {id(line): less for line, less in lowered}
    return [by_line[id(line)] for line in lines if by_line[id(line)].gross_minor > 0]


def base_and_tax(gross_minor: int, iva_bp: int) -> tuple[int, int]:
    """Split an amount with its IVA into what is taxed and the tax, in centavos, as order lines were frozen."""
    base = without_tax(gross_minor, iva_bp)
    return base, gross_minor - base


def by_rate(lines: Sequence[LeftLine]) -> dict[int, tuple[int, int]]:
    """Sum lines by their rate of IVA: rate in basis points -> what is taxed and the tax, in centavos."""
    found: dict[int, tuple[int, int]] = {}
    for line in lines:
        base, tax = base_and_tax(line.gross_minor, line.iva_bp)
        before = found.get(line.iva_bp, (0, 0))
        found[line.iva_bp] = before[0] + base, before[1] + tax
    return found
