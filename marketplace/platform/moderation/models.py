"""Tables of moderation: what waits for a decision, every decision with its reasons, and what is said against one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.claims import Claimable
from marketplace.kernel.states import states_only
from marketplace.money.payouts import LONGEST_HOLD_DAYS
from marketplace.platform.moderation.reporting import REPORT_CASE_NEXT, ReportAbout, ReportCaseState, ReportReason
from marketplace.platform.moderation.rules import (
    CASE_NEXT,
    CLOSING_NEXT,
    HOLD_REQUEST_NEXT,
    MEASURE_NEXT,
    Appealed,
    CaseState,
    ClosingState,
    HoldRequestState,
    MeasureKind,
    MeasureState,
)
from tenants.ownership import PlatformOwned, Reference, ShopReadable, TenantOwned, new_id


class ModerationCase(ShopReadable, Claimable):
    """One revision of a product before staff. The decision names a rule, the facts and how to fix it."""

    __tablename__ = "moderation_case"
    __table_args__ = (
        UniqueConstraint("product_id", "revision"),
        states_only(CaseState, CASE_NEXT),
        Index("ix_moderation_case_open", "submitted_at", postgresql_where=text("state = 'open'")),
        # The queue, in its order; `id` makes it one order.
        Index(
            "ix_moderation_case_queue", text("risk DESC"), "submitted_at", "id", postgresql_where=text("state = 'open'")
        ),
        Index("ix_moderation_case_decided", "decided_at", postgresql_where=text("decided_at IS NOT NULL")),
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
    rule: Mapped[str | None]  # code of the market's rules
    rules_version: Mapped[int] = mapped_column(server_default=text("1"))  # of those, when it was decided
    facts: Mapped[str | None]
    how_to_fix: Mapped[str | None]
    flags: Mapped[list[Any]] = mapped_column(default=list, server_default=text("'[]'"))  # checks.Flag, as plain values
    risk: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    # What a decision rests on besides its facts: {"flags": codes, "report_case": id, "reports": how many, "paused": whether}.
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    reversed_at: Mapped[datetime | None]  # an appeal against it was right


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
    ground: Mapped[str]  # code of the market's rules
    rules_version: Mapped[int] = mapped_column(server_default=text("1"))  # of those, when it was decided
    facts: Mapped[str]
    state: Mapped[str]  # rules.ClosingState
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
    decided_by_id: Mapped[UUID | None]
    effective_at: Mapped[datetime]

    @property
    def rule(self) -> str:
        """Its ground, as other decisions name their rule."""
        return self.ground


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


class ReportCase(PlatformOwned, Claimable):
    """One thing that people reported, before staff: what they all say of it is decided once."""

    __tablename__ = "report_case"
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "product_id"], ["product.tenant_id", "product.id"]),
        states_only(ReportAbout, column="about"),
        states_only(ReportCaseState, REPORT_CASE_NEXT),
        Index("uq_report_case_open", "about", "about_id", unique=True, postgresql_where=text("state = 'open'")),
        Index("ix_report_case_queue", text("risk DESC"), "submitted_at", "id", postgresql_where=text("state = 'open'")),
        Index("ix_report_case_shop", "shop_id", "submitted_at"),
        Index("ix_report_case_decided", "decided_at", postgresql_where=text("decided_at IS NOT NULL")),
    )

    about: Mapped[str]  # reporting.ReportAbout
    about_id: Mapped[UUID]  # the product, the shop, the message
    product_id: Mapped[UUID | None]  # where it is one: it is not deleted then
    shop_id: Mapped[UUID]
    shop_name: Mapped[str]
    shop_slug: Mapped[str]
    title: Mapped[str]  # of a message, what it says
    number: Mapped[int | None]  # of the listing
    state: Mapped[str]  # reporting.ReportCaseState
    flags: Mapped[list[Any]] = mapped_column(default=list)
    risk: Mapped[int] = mapped_column(default=0)
    reports: Mapped[int] = mapped_column(default=0)  # by how many people
    submitted_at: Mapped[datetime]
    decide_by: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    decided_by_id: Mapped[UUID | None]
    rule: Mapped[str | None]  # code of the market's rules, where something was done
    rules_version: Mapped[int] = mapped_column(server_default=text("1"))  # of those, when it was decided
    done: Mapped[str | None]  # what: "take_down" or rules.MeasureKind
    answer: Mapped[str | None]  # what those who reported it read
    decisions: Mapped[int] = mapped_column(default=0)  # how often it was decided: an appeal may bring it back


class Report(PlatformOwned):
    """What one person says of one thing; more of the same joins it. Its link's secret opens it, and its code names it."""

    __tablename__ = "report"
    __table_args__ = (
        states_only(ReportReason, column="reason"),
        UniqueConstraint("case_id", "email"),
        Index("ix_report_email", "email", "reported_at"),
    )

    code: Mapped[str] = mapped_column(unique=True)
    link_hash: Mapped[str] = mapped_column(unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("report_case.id"), index=True)
    reason: Mapped[str]  # reporting.ReportReason
    body: Mapped[str]
    right_owner: Mapped[str | None]  # whose right it is, of intellectual property
    email: Mapped[str]
    account_id: Mapped[UUID | None] = mapped_column(index=True)
    locale: Mapped[str]
    times: Mapped[int] = mapped_column(default=1)
    reported_at: Mapped[datetime]
    last_at: Mapped[datetime]
    behind: Mapped[bool] = mapped_column(default=False)  # waits behind those of others
    bad_faith: Mapped[str | None]  # why staff say so
    bad_faith_at: Mapped[datetime | None]
    bad_faith_by: Mapped[str | None]


class LiveMeasure(ShopReadable):
    """What staff decided about something live, as one statement of reasons (after DSA art. 17)."""

    __tablename__ = "measure"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.id"]),
        states_only(MeasureKind, column="kind"),
        states_only(MeasureState, MEASURE_NEXT),
        Index(
            "uq_measure_stands",
            "tenant_id",
            "kind",
            text("coalesce(product_id, tenant_id)"),
            unique=True,
            postgresql_where=text("state IN ('announced', 'in_effect') AND kind <> 'warning' AND kind <> 'hold'"),
        ),
        Index(  # the next hold of a shop may be announced before the one in effect ends
            "uq_measure_hold",
            "tenant_id",
            "state",
            unique=True,
            postgresql_where=text("state IN ('announced', 'in_effect') AND kind = 'hold'"),
        ),
        CheckConstraint(
            "CASE WHEN kind = 'hold' THEN asked_by_id IS NOT NULL AND decided_by_id IS NOT NULL AND asked_by_id <> decided_by_id "
            "AND ends_at IS NOT NULL ELSE asked_by_id IS NULL AND amount_minor IS NULL END",
            name="two_people_hold",
        ),
        CheckConstraint("amount_minor > 0", name="amount"),
        Index("ix_measure_due", "begins_at", postgresql_where=text("state IN ('announced', 'in_effect')")),
        Index("ix_measure_decided", "decided_at"),
    )

    kind: Mapped[str]  # rules.MeasureKind
    product_id: Mapped[UUID | None]  # None: the whole shop
    number: Mapped[int | None]
    title: Mapped[str]
    shop_name: Mapped[str]
    shop_slug: Mapped[str]
    rule: Mapped[str]  # code of the market's rules
    rules_version: Mapped[int] = mapped_column(server_default=text("1"))  # of those, when it was decided
    facts: Mapped[str]
    how_to_fix: Mapped[str]
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)  # as ModerationCase.evidence
    amount_minor: Mapped[int | None]  # of a hold, up to how much; None: all
    asked_by: Mapped[str | None]  # who asked for a hold, which somebody else decided
    asked_by_id: Mapped[UUID | None]
    state: Mapped[str]  # rules.MeasureState
    decided_at: Mapped[datetime]
    decided_by: Mapped[str]
    decided_by_id: Mapped[UUID | None]
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]  # the night of its last day; None: until it is lifted
    over_at: Mapped[datetime | None]
    lifted_by: Mapped[str | None]
    lifted_why: Mapped[str | None]
    reversed_at: Mapped[datetime | None]  # an appeal against it was right

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, by Mexico City's days; None where it has no end."""
        return mexican_day(self.ends_at - timedelta(seconds=1)) if self.ends_at else None


class HoldRequest(PlatformOwned):
    """What one of the staff asks for about a shop's money, until another decides it; approved, it is a measure."""

    __tablename__ = "hold_request"
    __table_args__ = (
        states_only(HoldRequestState, HOLD_REQUEST_NEXT),
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint(f"days BETWEEN 1 AND {LONGEST_HOLD_DAYS}", name="days"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two_people"),
        CheckConstraint("(state = 'approved') = (measure_id IS NOT NULL)", name="approved"),
        Index("uq_hold_request_asked", "shop_id", unique=True, postgresql_where=text("state = 'asked'")),
        Index("ix_hold_request_asked_at", "asked_at", "id"),
    )

    shop_id: Mapped[UUID]
    shop_name: Mapped[str]
    shop_slug: Mapped[str]
    amount_minor: Mapped[int | None]  # up to how much; None: all
    days: Mapped[int]
    rule: Mapped[str]  # code of the market's rules
    facts: Mapped[str]
    how_to_fix: Mapped[str]
    follows_id: Mapped[UUID | None]  # the hold in effect that it goes on from
    state: Mapped[str]  # rules.HoldRequestState
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[UUID]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    decided_by_id: Mapped[UUID | None]
    answer: Mapped[str | None]  # why it was declined
    measure_id: Mapped[UUID | None]


class DecisionAppeal(ShopReadable):
    """What a shop, or who reported something, says against a decision; and the answer of somebody who did not take it."""

    __tablename__ = "decision_appeal"
    __append__ = True  # who reported something stands in no shop
    __table_args__ = (
        states_only(Appealed, column="against"),
        UniqueConstraint("against", "against_id"),
        Index("ix_decision_appeal_open", "answer_by", postgresql_where=text("answered_at IS NULL")),
    )

    against: Mapped[str]  # rules.Appealed
    against_id: Mapped[UUID]  # the case, the measure, the report
    title: Mapped[str]  # of what the decision is about
    rule: Mapped[str | None]
    body: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str]
    answer_by: Mapped[datetime]
    upheld: Mapped[bool | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]
    answered_by_id: Mapped[UUID | None]


class ContentMark(PlatformOwned):
    """What a product's picture, or its description, is like: found again where another product shows the same."""

    __tablename__ = "content_mark"
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "product_id"], ["product.tenant_id", "product.id"], ondelete="CASCADE"),
        UniqueConstraint("product_id", "key"),
        Index("ix_content_mark_bands", "bands", postgresql_using="gin"),
        Index("ix_content_mark_text", "value", postgresql_where=text("key = ''")),
    )

    shop_id: Mapped[UUID]
    product_id: Mapped[UUID]
    key: Mapped[str]  # of the picture; empty: the description
    value: Mapped[int | None]  # checks.hash_picture as a signed number, checks.hash_text; None: like nothing else
    bands: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))


class Mediator(Reference):
    """Somebody outside who mediates between a shop and the market, as administrators write it; shown where there is any."""

    __tablename__ = "mediator"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    contact: Mapped[str]
    position: Mapped[int]
