"""Tables of warranty: something broke."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.care.warranty.rules import NEXT, ClaimState, Remedy
from marketplace.kernel.states import states_only
from tenants.ownership import SharedWithBuyer


class Claim(SharedWithBuyer):
    """A buyer's claim under the warranty frozen with the line, and how it was answered."""

    __tablename__ = "claim"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        ForeignKeyConstraint(["tenant_id", "order_line_id"], ["order_line.tenant_id", "order_line.id"]),
        Index("ix_claim_shop", "tenant_id", "state", "opened_at"),
        CheckConstraint("quantity > 0", name="quantity"),
        states_only(ClaimState, NEXT),
        states_only(Remedy, column="remedy"),
    )

    order_id: Mapped[UUID]
    order_line_id: Mapped[UUID]
    code: Mapped[str]
    state: Mapped[str]  # rules.ClaimState
    quantity: Mapped[int] = mapped_column(default=1)  # how many of the line broke
    problem: Mapped[str]
    photos: Mapped[list[Any]]
    opened_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    covered_until: Mapped[datetime]
    remedy: Mapped[str | None]  # rules.Remedy
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
