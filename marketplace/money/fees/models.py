"""Tables of what a seller pays: the published tariff, and the lines frozen at each sale."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.ownership import Reference, SharedWithBuyer


class FeeSchedule(Reference):
    """A version of the tariff. Published thirty days before it takes effect, and never changed after."""

    __tablename__ = "fee_schedule"
    __table_args__ = (CheckConstraint("effective_from - published_at >= interval '30 days'", name="notice"),)

    version: Mapped[int] = mapped_column(primary_key=True)
    published_at: Mapped[datetime]
    effective_from: Mapped[datetime]
    summary: Mapped[str]
    summary_en: Mapped[str]


class FeeRule(Reference):
    """One rule of a schedule: what is taken (or given), how much, and by which law or reason."""

    __tablename__ = "fee_rule"
    __table_args__ = (
        ForeignKeyConstraint(["version"], ["fee_schedule.version"]),
        Index("ix_fee_rule_version", "version"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)  # "v1:commission:hogar"
    version: Mapped[int]
    kind: Mapped[str]  # see fees.rules.FeeKind
    category: Mapped[str | None]  # top-level category code; None: all others
    seller: Mapped[str | None]  # tax standing it is for; None: all
    rate_bp: Mapped[int]
    fixed_minor: Mapped[int]
    cap_minor: Mapped[int | None]
    source: Mapped[str]  # the law, the contract or the decision behind it
    text: Mapped[str]
    text_en: Mapped[str]


class FeeLine(SharedWithBuyer):
    """What one rule took from (positive) or gave to (negative) the seller of one order, frozen at placement.

    A correction is another row that `reverses` it; rows are never changed.
    """

    __tablename__ = "fee_line"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        Index("ix_fee_line_order", "tenant_id", "order_id"),
        # A line comes back once for each cause.
        Index(
            "uq_fee_line_reversal",
            "tenant_id",
            "reverses_id",
            "cause",
            unique=True,
            postgresql_where=text("reverses_id IS NOT NULL"),
        ),
    )

    order_id: Mapped[UUID]
    order_line_id: Mapped[UUID | None]  # None: the order as a whole (its shipping)
    kind: Mapped[str]
    rule_id: Mapped[str]  # of a schedule's rule, or of a legal rate
    version: Mapped[int | None]  # of the schedule; None: it is the law
    source: Mapped[str]  # the law, the contract or the decision behind it, as it was then
    base_minor: Mapped[int]
    rate_bp: Mapped[int]
    fixed_minor: Mapped[int]
    amount_minor: Mapped[int]
    reverses_id: Mapped[UUID | None]
    cause: Mapped[str]  # opaque: "order:…", "return:…"
    at: Mapped[datetime]
