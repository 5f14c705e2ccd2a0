"""Tables of the rules of the market: versions, their rules, what is drafted of the next, and which a shop accepted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, func, literal_column, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel.drafts import SharedDraft
from marketplace.kernel.states import states_only
from marketplace.people.market_rules.rules import NEXT, RulesDraftState, RuleSection
from tenants.ownership import Reference, TenantOwned


class RulesVersion(Reference):
    """A version of the rules. Announced before its day, and never changed after: only taken back before it.

    The database holds the notice, that two notices never run at once, and how many rules it has. Migration 0054 has the
    triggers. The first came with the market.
    """

    __tablename__ = "rules_version"
    __table_args__ = (
        CheckConstraint("in_force_from - announced_at >= interval '15 days'", name="notice"),
        CheckConstraint("summary <> '' AND summary_en <> ''", name="both_languages"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL) AND withdrawn_at < in_force_from", name="withdrawn"
        ),
        ExcludeConstraint(
            (func.tstzrange(literal_column("announced_at"), literal_column("in_force_from")), "&&"),
            name="ex_rules_version_notice",
            using="gist",
            where=text("withdrawn_at IS NULL"),
        ),
    )

    version: Mapped[int] = mapped_column(primary_key=True)
    announced_at: Mapped[datetime]
    in_force_from: Mapped[datetime]
    rule_count: Mapped[int]  # so that none is added or left out
    summary: Mapped[str]
    summary_en: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]


class MarketRule(Reference):
    """What a version says of one rule, in both languages. A row is never changed."""

    __tablename__ = "market_rule"
    __table_args__ = (
        ForeignKeyConstraint(["version"], ["rules_version.version"]),
        UniqueConstraint("version", "position"),
        states_only(RuleSection, column="section"),
        CheckConstraint(
            "title <> '' AND title_en <> '' AND body <> '' AND body_en <> '' AND source <> ''", name="both_languages"
        ),
    )

    version: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)  # what decisions name it by, in every version
    position: Mapped[int]
    section: Mapped[str]
    title: Mapped[str]
    title_en: Mapped[str]
    body: Mapped[str]
    body_en: Mapped[str]
    source: Mapped[str]


class RulesDraft(SharedDraft):
    """A version that staff write. Who wrote any part of it does not announce it: the database holds that too."""

    __tablename__ = "rules_draft"
    __table_args__ = (
        states_only(RulesDraftState, NEXT),
        CheckConstraint("announced_by IS NULL OR NOT writers ? announced_by::text", name="two_people"),
        CheckConstraint("(state = 'announced') = (version IS NOT NULL)", name="version"),
    )

    announced_by: Mapped[UUID | None]


class RulesAcceptance(TenantOwned):
    """Somebody said for a shop that it knows a version and goes on; with an application, or when the version was announced."""

    __tablename__ = "rules_acceptance"
    __table_args__ = (UniqueConstraint("tenant_id", "version"),)

    version: Mapped[int]
    accepted_at: Mapped[datetime]
    account_id: Mapped[UUID | None]
    name: Mapped[str]
