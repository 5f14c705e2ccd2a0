"""Tables of recalls: what is recalled, and each order that it meets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.care.recalls.rules import NEXT, RecallAnswer, RecallGround, RecallState
from marketplace.kernel.states import states_only
from tenants.ownership import PublicShelf, SharedWithBuyer


class Recall(PublicShelf):
    """What a shop, or staff, say of something that was sold: anybody may read it."""

    __tablename__ = "recall"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.id"]),
        Index("uq_recall_open", "tenant_id", "product_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_recall_started", "started_at"),
        states_only(RecallState, NEXT),
        states_only(RecallGround, column="ground"),
        CheckConstraint(
            "(ground IS NULL) = (how_to_fix IS NULL) AND (ground IS NULL) = (decided_by IS NULL)", name="by_staff"
        ),
    )

    code: Mapped[str] = mapped_column(unique=True)
    product_id: Mapped[UUID]
    variants: Mapped[list[Any]]  # {"id", "name"} of each form that is meant; none: all
    number: Mapped[int | None]  # of the listing, where it ever had one
    title: Mapped[str]
    shop_name: Mapped[str]
    shop_slug: Mapped[str]
    lot: Mapped[str]  # as it is written on the article; orders know of no lots
    bought_from: Mapped[date | None]  # days of Mexico City, both included
    bought_until: Mapped[date | None]
    wrong: Mapped[str]
    what_to_do: Mapped[str]
    offers: Mapped[list[Any]]  # of rules.OFFERS
    contact: Mapped[str]
    ground: Mapped[str | None]  # rules.RecallGround, where staff began it
    how_to_fix: Mapped[str | None]  # and what its shop must do
    decided_by: Mapped[str | None]
    decided_by_id: Mapped[UUID | None]
    looked_at: Mapped[datetime | None]  # by staff, at what a shop began
    state: Mapped[str]  # rules.RecallState
    started_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closing: Mapped[str]  # the last word of it

    @property
    def by_staff(self) -> bool:
        """Whether staff began it."""
        return self.ground is not None


class RecallNotice(SharedWithBuyer):
    """An order that a recall meets: when its buyer was written to, and what they answered."""

    __tablename__ = "recall_notice"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "recall_id"], ["recall.tenant_id", "recall.id"]),
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        UniqueConstraint("tenant_id", "recall_id", "order_id"),  # nobody is written to twice
        Index("ix_recall_notice_order", "tenant_id", "order_id"),
        Index(
            "ix_recall_notice_unanswered", "written_at", postgresql_where=text("answer IS NULL AND reminded_at IS NULL")
        ),
        CheckConstraint("pieces > 0", name="pieces"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        states_only(RecallAnswer, column="answer"),
    )

    recall_id: Mapped[UUID]
    order_id: Mapped[UUID]
    pieces: Mapped[int]  # bought and not given back when the recall began
    written_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    answer: Mapped[str | None]  # rules.RecallAnswer
    answered_at: Mapped[datetime | None]
    return_code: Mapped[str | None]  # of the return that the answer opened
