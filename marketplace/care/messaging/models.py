"""Tables of talk between a buyer and a shop."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.care.messaging.rules import Side
from marketplace.kernel.states import states_only
from tenants.ownership import SharedWithBuyer


class Thread(SharedWithBuyer):
    """The conversation about one order, or about one listing before buying. It says whose turn it is, and until when."""

    __tablename__ = "thread"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        UniqueConstraint("tenant_id", "order_id"),
        UniqueConstraint("tenant_id", "buyer_id", "number"),
        states_only(Side, column="turn"),
        CheckConstraint("(order_id IS NULL) <> (number IS NULL)", name="about_one_thing"),
        Index("ix_thread_shop", "tenant_id", "last_at"),
    )

    order_id: Mapped[UUID | None]
    order_code: Mapped[str | None]
    number: Mapped[int | None]  # of the listing that is asked about
    title: Mapped[str | None]
    shop_name: Mapped[str]
    buyer_name: Mapped[str]
    last_at: Mapped[datetime]
    last_body: Mapped[str]
    turn: Mapped[str]  # rules.Side: who is to answer
    reply_by: Mapped[datetime | None]
    # Nobody counts these any more; they go with the release after this one.
    unread_shop: Mapped[int] = mapped_column(default=0)
    unread_buyer: Mapped[int] = mapped_column(default=0)


class Message(SharedWithBuyer):
    """What somebody wrote. Every message has a person's name."""

    __tablename__ = "message"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "thread_id"], ["thread.tenant_id", "thread.id"]),
        states_only(Side, column="side"),
        Index("ix_message_thread", "tenant_id", "thread_id", "at"),
    )

    thread_id: Mapped[UUID]
    at: Mapped[datetime]
    side: Mapped[str]  # rules.Side
    author: Mapped[str]
    author_role: Mapped[str]
    body: Mapped[str]
    needs_answer: Mapped[bool] = mapped_column(default=True, server_default="true")  # the shop may say that it does not
