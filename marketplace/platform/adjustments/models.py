"""Tables of adjustments: what was put right by hand, by whom, and what its shop says against it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from marketplace.kernel.states import states_only
from marketplace.platform.adjustments.rules import ADJUSTMENT_NEXT, AdjustmentKind, AdjustmentState, Reason
from tenants.ownership import ShopReadable, TenantOwned


class Adjustment(ShopReadable):
    """An amount given to a shop, or taken, by hand: asked for by one member of staff and decided by another."""

    __tablename__ = "adjustment"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        states_only(AdjustmentKind, column="kind"),
        states_only(AdjustmentState, ADJUSTMENT_NEXT),
        states_only(Reason, column="reason"),
        CheckConstraint("amount_minor <> 0 AND (kind <> 'credit' OR amount_minor > 0)", name="amount"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two_people"),
        Index("ix_adjustment_asked", "asked_at", "id"),
        Index("ix_adjustment_waiting", "asked_at", postgresql_where=text("state = 'asked'")),
    )

    shop_name: Mapped[str]
    shop_slug: Mapped[str]
    kind: Mapped[str]  # rules.AdjustmentKind
    state: Mapped[str]  # rules.AdjustmentState
    amount_minor: Mapped[int]  # plus is given to the shop
    reason: Mapped[str]  # rules.Reason
    facts: Mapped[str]
    order_id: Mapped[UUID | None]
    order_code: Mapped[str]  # empty where it is of no order
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[UUID]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    decided_by_id: Mapped[UUID | None]
    answer: Mapped[str | None]  # why it was declined
    reversed_at: Mapped[datetime | None]


class AdjustmentAppeal(TenantOwned):
    """What a shop says against an adjustment, and the answer of somebody who neither asked for it nor decided it."""

    __tablename__ = "adjustment_appeal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "adjustment_id"],
            ["adjustment.tenant_id", "adjustment.id"],
            name="fk_adjustment_appeal_tenant_id_adjustment",
        ),
        UniqueConstraint("tenant_id", "adjustment_id"),
    )

    adjustment_id: Mapped[UUID]
    body: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    upheld: Mapped[bool | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
