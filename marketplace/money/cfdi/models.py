"""The table of tax papers that the market gives to shops."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.states import states_only
from marketplace.money.cfdi.rules import PAPER_NEXT, Lack, PaperKind, PaperState
from tenants.ownership import TenantOwned


class TaxPaper(TenantOwned):
    """A CFDI of the market to a shop, of one month. Amounts are frozen when it is drawn up; one that is stamped stays as it is.

    `net_minor`, `iva_minor`: of what the market charged, or (retention) of what the shop sold. All plus, in centavos.
    """

    __tablename__ = "tax_paper"
    __table_args__ = (
        states_only(PaperKind, column="kind"),
        states_only(PaperState, PAPER_NEXT),
        states_only(Lack, column="lack"),
        UniqueConstraint("tenant_id", "kind", "month", "correction", name="uq_tax_paper_month"),
        Index("uq_tax_paper_uuid", "uuid", unique=True),
        Index("ix_tax_paper_month", "month", "tenant_id"),
        Index("ix_tax_paper_open", "tried_at", postgresql_where=text("state IN ('drafted', 'signed', 'stamping')")),
        CheckConstraint("EXTRACT(day FROM month) = 1", name="month"),
        CheckConstraint("(uuid IS NOT NULL) = (state IN ('stamped', 'cancelled'))", name="uuid"),
        CheckConstraint("(xml IS NULL) = (sha256 IS NULL)", name="sha256"),
    )

    kind: Mapped[str]  # rules.PaperKind
    month: Mapped[date]  # its first day, of Mexico City
    correction: Mapped[int]  # 0: the first; each that replaces it counts one
    state: Mapped[str]  # rules.PaperState
    lack: Mapped[str | None]  # rules.Lack
    net_minor: Mapped[int]
    iva_minor: Mapped[int]
    isr_withheld_minor: Mapped[int]
    iva_withheld_minor: Mapped[int]
    folio: Mapped[str] = mapped_column(unique=True)
    receiver_rfc: Mapped[str]
    receiver_name: Mapped[str]
    drawn_at: Mapped[datetime]
    tried_at: Mapped[datetime]  # when it was last tried to bring it further
    attempt: Mapped[int]  # how often it was sealed: a refused one is asked for under another key
    sealed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]  # whoever stamps was asked: look before asking again
    stamped_at: Mapped[datetime | None]
    uuid: Mapped[str | None]  # its number at the SAT
    xml: Mapped[str | None] = mapped_column(deferred=True)  # sealed, then stamped
    sha256: Mapped[str | None]  # of the XML
    is_test: Mapped[bool]  # sealed or stamped with what is worth nothing
    refusal: Mapped[str | None]  # in the words of whoever stamps, or of the schema
    replaces_id: Mapped[UUID | None]
    cancelled_at: Mapped[datetime | None]

    @property
    def key(self) -> str:
        """Under which whoever stamps is asked for it."""
        return f"paper:{self.id}:{self.attempt}"

    @property
    def total_minor(self) -> int:
        """With IVA."""
        return self.net_minor + self.iva_minor
