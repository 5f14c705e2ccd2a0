"""Tables of returns: something comes back, and the money too."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.care.returns.rules import NEXT, ReturnReason, ReturnState
from marketplace.kernel.states import states_only
from marketplace.people.sellers.rules import ReturnPayer
from tenants.ownership import SharedWithBuyer


class ReturnCase(SharedWithBuyer):
    """A buyer's wish to send lines of a delivered order back, under the terms frozen with the order."""

    __tablename__ = "return_case"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        Index("ix_return_case_shop", "tenant_id", "state", "requested_at"),
        states_only(ReturnState, NEXT),
        states_only(ReturnReason, column="reason"),
        states_only(ReturnPayer, column="paid_by"),
    )

    order_id: Mapped[UUID]
    code: Mapped[str]
    state: Mapped[str]  # rules.ReturnState
    reason: Mapped[str]
    note: Mapped[str]
    photos: Mapped[list[Any]]  # blob keys
    paid_by: Mapped[str]  # who pays the way back: sellers.rules.ReturnPayer
    refund_minor: Mapped[int]  # all that goes back
    shipping_minor: Mapped[int] = mapped_column(default=0)  # of that, for the way there
    wrap_minor: Mapped[int] = mapped_column(default=0, server_default="0")  # of that, for the wrapping
    requested_at: Mapped[datetime]
    answer_by: Mapped[datetime]  # the shop has to answer until then; once approved, it must be there until then
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    decision_note: Mapped[str | None]
    received_at: Mapped[datetime | None]
    refunded_at: Mapped[datetime | None]


class ReturnLine(SharedWithBuyer):
    """How many of an order's line come back."""

    __tablename__ = "return_line"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "return_id"], ["return_case.tenant_id", "return_case.id"]),
        ForeignKeyConstraint(["tenant_id", "order_line_id"], ["order_line.tenant_id", "order_line.id"]),
        Index("ix_return_line_return", "tenant_id", "return_id"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("restocked >= 0 AND restocked <= quantity", name="restocked"),
    )

    return_id: Mapped[UUID]
    order_line_id: Mapped[UUID]
    quantity: Mapped[int]
    restocked: Mapped[int | None]  # of those, for sale again; None until they are here
    refund_minor: Mapped[int]
