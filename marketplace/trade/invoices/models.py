"""Tables of invoices: what buyers ask for and shops send, tax data kept for the next time, and the month's global invoice."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.trade.invoices.rules import NEXT, InvoiceDecline, InvoiceKind, InvoiceState, TaxData, due_minor
from marketplace.trade.orders.models import Order
from tenants.ownership import PersonOwned, SharedWithBuyer, TenantOwned


class InvoiceRequest(SharedWithBuyer):
    """An invoice of one order that its buyer asked for, or the credit note of what went back after one was sent."""

    __tablename__ = "invoice_request"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        ForeignKeyConstraint(["tenant_id", "corrects_id"], ["invoice_request.tenant_id", "invoice_request.id"]),
        Index("uq_invoice_request_sale", "tenant_id", "order_id", unique=True, postgresql_where=text("kind = 'sale'")),
        Index("uq_invoice_request_uuid", "tenant_id", "uuid", unique=True, postgresql_where=text("uuid IS NOT NULL")),
        Index(
            "uq_invoice_request_seal",
            "tenant_id",
            "seal_sha256",
            unique=True,
            postgresql_where=text("seal_sha256 IS NOT NULL"),
        ),
        Index("ix_invoice_request_order", "tenant_id", "order_id"),
        Index("ix_invoice_request_shop", "tenant_id", "state", "asked_at"),
        Index("ix_invoice_request_due", "answer_by", postgresql_where=text("state = 'asked'")),
        states_only(InvoiceState, NEXT),
        states_only(InvoiceKind, column="kind"),
        states_only(InvoiceDecline, column="reason"),
        CheckConstraint("(kind = 'credit') = (corrects_id IS NOT NULL)", name="credit"),
        CheckConstraint(
            "(state = 'sent') = (uuid IS NOT NULL AND xml IS NOT NULL AND pdf_key IS NOT NULL)", name="sent"
        ),
        CheckConstraint("(amount_minor IS NOT NULL) = (kind = 'credit' OR state = 'sent')", name="amount"),
    )

    order_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # rules.InvoiceKind
    state: Mapped[str]  # rules.InvoiceState
    rfc: Mapped[str]
    name: Mapped[str]
    postal_code: Mapped[str]
    regime: Mapped[str]
    use: Mapped[str]
    corrects_id: Mapped[UUID | None]  # of a credit note: the invoice that it is about
    amount_minor: Mapped[int | None]  # what it is of: a credit note from the beginning, an invoice once it is sent
    asked_at: Mapped[datetime]
    round: Mapped[int] = mapped_column(default=1)  # how often it was asked for: after data were mended, again
    answer_by: Mapped[datetime | None]  # None until it is paid
    told_late_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    reason: Mapped[str | None]  # rules.InvoiceDecline
    uuid: Mapped[str | None]  # the fiscal folio
    seal_sha256: Mapped[
        str | None
    ]  # of the paper's seal: one paper answers one request, whatever folio its stamp is given
    xml: Mapped[str | None]
    pdf_key: Mapped[str | None]

    @property
    def for_whom(self) -> TaxData:
        """Whom it is for."""
        return TaxData(self.rfc, self.name, self.postal_code, self.regime, self.use)

    def due_minor(self, order: Order) -> int:
        """What the XML that answers it must come to, in centavos: of an invoice, what was paid less what went back."""
        return due_minor(order.total_minor, order.refunded_minor) if self.amount_minor is None else self.amount_minor


class SavedTaxData(PersonOwned):
    """What somebody wants to have filled in when they next ask for an invoice. One row a person."""

    __tablename__ = "saved_tax_data"

    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    rfc: Mapped[str]
    name: Mapped[str]
    postal_code: Mapped[str]
    regime: Mapped[str]
    use: Mapped[str]
    saved_at: Mapped[datetime]

    @property
    def for_whom(self) -> TaxData:
        """What is filled in."""
        return TaxData(self.rfc, self.name, self.postal_code, self.regime, self.use)


class GlobalInvoice(TenantOwned):
    """The draft of what a shop sold in a month to those who asked for no invoice. What it says never changes."""

    __tablename__ = "global_invoice"
    __table_args__ = (UniqueConstraint("tenant_id", "month"),)

    month: Mapped[date]  # its first day
    made_at: Mapped[datetime]
    orders: Mapped[int]
    base_minor: Mapped[int]
    tax_minor: Mapped[int]
    total_minor: Mapped[int]


class GlobalInvoiceLine(TenantOwned):
    """One order in a global invoice, of one rate of IVA, net of what had gone back when it was drawn up."""

    __tablename__ = "global_invoice_line"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "global_id"], ["global_invoice.tenant_id", "global_invoice.id"]),
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        UniqueConstraint("tenant_id", "order_id", "iva_bp"),  # no order stands in two
        Index("ix_global_invoice_line_global", "tenant_id", "global_id"),
    )

    global_id: Mapped[UUID]
    order_id: Mapped[UUID]
    code: Mapped[str]
    iva_bp: Mapped[int]
    base_minor: Mapped[int]
    tax_minor: Mapped[int]
