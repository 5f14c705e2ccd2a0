"""Tables of tariffs to come: what each would have cost a shop, and what a shop said to it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from tenants.ownership import ShopReadable, TenantOwned


class FeeEstimate(ShopReadable):
    """What an announced version would have cost a shop of what it sold in some days, and what the market took then.

    Commission, taking payments and the support for free shipping, with their IVA; the law's part is the same by both.
    """

    __tablename__ = "fee_estimate"
    __table_args__ = (UniqueConstraint("tenant_id", "version"),)

    version: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]
    orders: Mapped[int]
    was_minor: Mapped[int]
    would_minor: Mapped[int]


class FeeAcceptance(TenantOwned):
    """A shop said that it knows an announced version and goes on."""

    __tablename__ = "fee_acceptance"
    __table_args__ = (UniqueConstraint("tenant_id", "version"),)

    version: Mapped[int]
    accepted_at: Mapped[datetime]
    account_id: Mapped[UUID | None]
    name: Mapped[str]


class PlanRequest(TenantOwned):
    """What a shop asks about its plan, or says against it, and the answer of somebody who did not decide it."""

    __tablename__ = "plan_request"
    __table_args__ = (
        Index("uq_plan_request_waiting", "tenant_id", unique=True, postgresql_where=text("answer IS NULL")),
        CheckConstraint("answered_by_id <> against_id", name="two_people"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
    )

    body: Mapped[str]
    against_id: Mapped[UUID | None]  # who decided what held when it was written
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    answered_by_id: Mapped[UUID | None]
