"""Tables of disputes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.care.disputes.rules import NEXT, About, DisputeAnswer, DisputeState
from marketplace.kernel.states import states_only
from tenants.ownership import SharedWithBuyer


class Dispute(SharedWithBuyer):
    """What a buyer and a shop do not settle alone: what was said, answered and decided, by whom and when."""

    __tablename__ = "dispute"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"], name="fk_dispute_tenant_id_order"),
        CheckConstraint("(about = 'never_came') = (about_id IS NULL)", name="about_what"),
        states_only(About, column="about"),
        states_only(DisputeState, NEXT),
        states_only(DisputeAnswer, column="answer"),
        Index("ix_dispute_shop", "tenant_id", "state", "opened_at"),
        Index("ix_dispute_state", "state", "answer_by"),
        # One at a time about an order; one at all about what was declined.
        Index(
            "uq_dispute_open", "tenant_id", "order_id", unique=True,
            postgresql_where=text("state IN ('open', 'proven', 'escalated', 'refund_due')"),
        ),
        Index("uq_dispute_about", "tenant_id", "about_id", unique=True, postgresql_where=text("about_id IS NOT NULL")),
    )  # fmt: skip

    order_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(unique=True)
    about: Mapped[str]  # rules.About
    about_id: Mapped[UUID | None]  # the return or the claim that was declined
    state: Mapped[str]  # rules.DisputeState
    said: Mapped[str]  # by the buyer
    opened_at: Mapped[datetime]
    answer_by: Mapped[datetime]  # whose turn it is has until then
    answer: Mapped[str | None]  # rules.DisputeAnswer
    answer_note: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    escalated_at: Mapped[datetime | None]
    escalation: Mapped[str | None]  # by the buyer, to staff
    refunds: Mapped[bool | None]  # what staff decided
    reason: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]

    @property
    def cause(self) -> str:
        """Its name where it holds money back, and where it sends some back."""
        return f"dispute:{self.id}"
