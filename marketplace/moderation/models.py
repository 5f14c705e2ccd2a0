"""Tables of moderation: what waits for a decision, and every decision with its reasons."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from tenants.ownership import ShopReadable


class ModerationCase(ShopReadable):
    """One revision of a product before staff. The decision names a rule, the facts and how to fix it."""

    __tablename__ = "moderation_case"
    __table_args__ = (
        UniqueConstraint("product_id", "revision"),
        Index("ix_moderation_case_open", "submitted_at", postgresql_where=text("state = 'open'")),
    )

    product_id: Mapped[UUID]
    revision: Mapped[int]
    title: Mapped[str]
    shop_name: Mapped[str]
    shop_slug: Mapped[str]
    snapshot: Mapped[dict[str, Any]]  # the product as it was submitted
    state: Mapped[str]  # open, approved, declined
    submitted_at: Mapped[datetime]
    decide_by: Mapped[datetime]  # staff stand on a clock too
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    rule: Mapped[str | None]  # code in moderation.rules
    facts: Mapped[str | None]
    how_to_fix: Mapped[str | None]
