"""Tables of prices: what a buyer paid, line by line, for good."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from marketplace.kernel.states import states_only
from marketplace.trade.pricing.rules import AmountKind, BorneBy
from tenants.ownership import SharedWithBuyer


class AmountLine(SharedWithBuyer):
    """A `rules.Amount` of one order, frozen at placement. All but the taxes add up to what was paid."""

    __tablename__ = "amount_line"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        Index("ix_amount_line_order", "tenant_id", "order_id"),
        states_only(AmountKind, column="kind"),
        states_only(BorneBy, column="borne_by"),
        CheckConstraint("(kind = 'discount') = (borne_by IS NOT NULL)", name="who_bears_it"),
        CheckConstraint("(kind = 'discount') = (amount_minor < 0)", name="sign"),
    )

    order_id: Mapped[UUID]
    order_line_id: Mapped[UUID | None]  # None: the order as a whole, which is the way and the wrapping
    kind: Mapped[str]
    amount_minor: Mapped[int]
    base_minor: Mapped[int]
    rate_bp: Mapped[int]
    source: Mapped[str]
    borne_by: Mapped[str | None]
