"""Tables of moderation: what waits for a decision, every decision with its reasons, and what shops say against one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.claims import Claimable
from marketplace.kernel.states import states_only
from marketplace.platform.moderation.rules import CASE_NEXT, CLOSING_NEXT, CaseState, ClosingState
from tenants.ownership import ShopReadable, TenantOwned


class ModerationCase(ShopReadable, Claimable):
    """One revision of a product before staff. The decision names a rule, the facts and how to fix it."""

    __tablename__ = "moderation_case"
    __table_args__ = (
        UniqueConstraint("product_id", "revision"),
        states_only(CaseState, CASE_NEXT),
        Index("ix_moderation_case_open", "submitted_at", postgresql_where=text("state = 'open'")),
    )

    product_id: Mapped[UUID]
    revision: Mapped[int]
    title: Mapped[str]
    shop_name: Mapped[str]
    shop_slug: Mapped[str]
    snapshot: Mapped[dict[str, Any]]  # the product as it was submitted
    state: Mapped[str]  # rules.CaseState
    submitted_at: Mapped[datetime]
    decide_by: Mapped[datetime]  # staff stand on a clock too
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    decided_by_id: Mapped[UUID | None]
    plea: Mapped[str | None]  # why the shop says that the decision before was wrong: somebody else looks again
    taken_down: Mapped[bool] = mapped_column(
        default=False, server_default=false()
    )  # what was for sale, by this decision is not
    rule: Mapped[str | None]  # code in moderation.rules
    facts: Mapped[str | None]
    how_to_fix: Mapped[str | None]


class ShopClosing(ShopReadable):
    """Staff's decision to close a shop: on which ground, from which facts, and from when."""

    __tablename__ = "shop_closing"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        states_only(ClosingState, CLOSING_NEXT),
        Index(
            "uq_shop_closing_standing",
            "tenant_id",
            unique=True,
            postgresql_where=text("state IN ('announced', 'in_effect')"),
        ),
    )

    shop_name: Mapped[str]
    shop_slug: Mapped[str]
    ground: Mapped[str]  # code in moderation.rules
    facts: Mapped[str]
    state: Mapped[str]  # rules.ClosingState
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
    decided_by_id: Mapped[UUID | None]
    effective_at: Mapped[datetime]


class ClosingAppeal(TenantOwned):
    """What a shop says against its closing, and the answer of somebody who did not decide it."""

    __tablename__ = "closing_appeal"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "closing_id"],
            ["shop_closing.tenant_id", "shop_closing.id"],
            name="fk_closing_appeal_tenant_id_shop_closing",
        ),
        UniqueConstraint("tenant_id", "closing_id"),
    )

    closing_id: Mapped[UUID]
    body: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    upheld: Mapped[bool | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
