"""Tables of what a seller pays: the published tariff, what is drafted of the next, and the lines frozen at each sale."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, func, literal_column, text
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.drafts import SharedDraft
from marketplace.kernel.states import states_only
from marketplace.money.fees.rules import NEXT, DraftState
from marketplace.people.sellers.rules import ShopPlan
from tenants.ownership import Reference, SharedWithBuyer


class FeeSchedule(Reference):
    """A version of the tariff. Announced before it takes effect, and never changed after: only taken back before its day.

    The database holds the notice, that it begins in no season, that two notices never run at once, and (with its rules)
    that it decides every sale. Migration 0036 has the triggers.
    """

    __tablename__ = "fee_schedule"
    __table_args__ = (
        CheckConstraint(
            "effective_from - published_at >= CASE WHEN takes_more THEN interval '30 days' ELSE interval '15 days' END",
            name="notice",
        ),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL) AND withdrawn_at < effective_from", name="withdrawn"
        ),
        # The first one comes with a release, into a market that may know a former one.
        ExcludeConstraint(
            (func.tstzrange(literal_column("published_at"), literal_column("effective_from")), "&&"),
            name="ex_fee_schedule_notice",
            using="gist",
            where=text("withdrawn_at IS NULL AND version > 1"),
        ),
    )

    version: Mapped[int] = mapped_column(primary_key=True)
    published_at: Mapped[datetime]
    effective_from: Mapped[datetime]
    takes_more: Mapped[bool] = mapped_column(server_default=text("true"))  # than the one before, of anybody
    rule_count: Mapped[int] = mapped_column(server_default=text("0"))  # so that none is added or left out
    summary: Mapped[str]
    summary_en: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]


_KEY = (
    "hashtextextended(version::text || ':' || kind || ':' || coalesce(category, '') || ':' || coalesce(seller, '') || "
    "coalesce(':' || months::text, '') || coalesce(':' || shop_plan, ''), 0)"
)


class FeeRule(Reference):
    """One rule of a schedule: of which goods, at which prices, how much, and by which law or reason."""

    __tablename__ = "fee_rule"
    __table_args__ = (
        ForeignKeyConstraint(["version"], ["fee_schedule.version"]),
        Index("ix_fee_rule_version", "version"),
        UniqueConstraint("version", "number"),
        CheckConstraint("from_minor >= 0 AND until_minor > from_minor", name="band"),
        CheckConstraint("floor_minor <= cap_minor", name="limits"),
        states_only(ShopPlan, column="shop_plan"),
        # Only the commission is by goods, plans and prices; what is given has no least.
        CheckConstraint(
            "kind = 'commission' OR (category IS NULL AND shop_plan IS NULL AND until_minor IS NULL AND "
            "(months IS NOT NULL OR from_minor = 0))",
            name="plain",
        ),
        CheckConstraint("(kind = 'instalments') = (months IS NOT NULL AND months > 1)", name="months"),
        # No two with equal right: rules of one kind, category and plan share no price. The key is a range of one number, since
        # ranges alone need no extension.
        ExcludeConstraint(
            (literal_column(f"int8range({_KEY}, {_KEY}, '[]')"), "&&"),
            (func.int8range(literal_column("from_minor"), literal_column("until_minor")), "&&"),
            name="ex_fee_rule_one_wins",
            using="gist",
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)  # "v1:commission:hogar"
    version: Mapped[int]
    number: Mapped[int] = mapped_column(server_default=text("0"))  # within its schedule, as people name it
    kind: Mapped[str]  # see fees.rules.FeeKind
    category: Mapped[str | None]  # code of any depth, with all below it; None: every one
    seller: Mapped[str | None]  # tax standing, of rules from before the law had its own table; nothing reads it
    shop_plan: Mapped[str | None]  # of the shops it is for; None: all
    from_minor: Mapped[int] = mapped_column(server_default=text("0"))  # prices of one piece it is for, with IVA
    until_minor: Mapped[int | None]  # just below this; None: any above
    rate_bp: Mapped[int]
    fixed_minor: Mapped[int]  # of each piece
    floor_minor: Mapped[int | None]  # at least, of each piece
    cap_minor: Mapped[int | None]  # at most, of each piece
    months: Mapped[int | None]  # of what is paid in so many, without interest
    source: Mapped[str]  # the law, the contract or the decision behind it
    text: Mapped[str]
    text_en: Mapped[str]


class QuietSeason(Reference):
    """Days in which no version of the tariff begins, both included. After the last known one none can be announced."""

    __tablename__ = "quiet_season"
    __table_args__ = (CheckConstraint("first <= last", name="days"),)

    id: Mapped[str] = mapped_column(primary_key=True)  # "hot-sale-2027"
    name: Mapped[str]
    name_en: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]


class FeeDraft(SharedDraft):
    """A version that staff write. Who wrote any part of it does not publish it: the database holds that too."""

    __tablename__ = "fee_draft"
    __table_args__ = (
        states_only(DraftState, NEXT),
        CheckConstraint("published_by IS NULL OR NOT writers ? published_by::text", name="two_people"),
        CheckConstraint("(state = 'published') = (version IS NOT NULL)", name="version"),
    )

    figures: Mapped[list[Any] | None] = mapped_column(JSONB)  # what the last ninety days would have cost, shop by shop
    weighed_revision: Mapped[int | None]  # of what it said then
    published_by: Mapped[UUID | None]


class FeeLine(SharedWithBuyer):
    """What one rule took from (positive) or gave to (negative) the seller of one order, frozen at placement.

    A correction is another row that `reverses` it; rows are never changed.
    """

    __tablename__ = "fee_line"
    __table_args__ = (
        states_only(ShopPlan, column="shop_plan"),
        ForeignKeyConstraint(["tenant_id", "order_id"], ["order.tenant_id", "order.id"]),
        Index("ix_fee_line_order", "tenant_id", "order_id"),
        # A line comes back once for each cause.
        Index(
            "uq_fee_line_reversal",
            "tenant_id",
            "reverses_id",
            "cause",
            unique=True,
            postgresql_where=text("reverses_id IS NOT NULL"),
        ),
    )

    order_id: Mapped[UUID]
    order_line_id: Mapped[UUID | None]  # None: the order as a whole (its shipping)
    kind: Mapped[str]
    rule_id: Mapped[str]  # of a schedule's rule, or of a legal rate
    version: Mapped[int | None]  # of the schedule; None: it is the law
    source: Mapped[str]  # the law, the contract or the decision behind it, as it was then
    base_minor: Mapped[int]
    rate_bp: Mapped[int]
    fixed_minor: Mapped[int]
    floor_minor: Mapped[int | None]  # of its pieces together, where its rule has one
    cap_minor: Mapped[int | None]
    amount_minor: Mapped[int]
    shop_plan: Mapped[str | None]  # of a commission: the plan its rule won for; None: from before there were any
    reverses_id: Mapped[UUID | None]
    cause: Mapped[str]  # opaque: "order:…", "return:…"
    at: Mapped[datetime]
