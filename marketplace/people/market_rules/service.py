"""Verbs on the rules of the market: they are drafted, announced by a second person ahead of their day, taken back, accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from marketplace.kernel.calendar import mexican_day, morning_of
from marketplace.kernel.drafts import begin_draft, lock_draft, write_draft
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.people.market_rules import errors, queries
from marketplace.people.market_rules.events import RulesAnnounced, RulesWithdrawn
from marketplace.people.market_rules.models import MarketRule, RulesAcceptance, RulesDraft, RulesVersion
from marketplace.people.market_rules.rules import (
    NEXT,
    NOTICE,
    SHORTEST_REASON,
    RulesDraftState,
    RuleText,
    changes,
    earliest_morning,
    faults_of,
)


@verb(needs=StaffMay.SET_RULES)
def open_draft(work: Work) -> RulesDraft:
    """Begin a draft from the version in force."""
    rules = queries.rules_of(work, queries.version_in_force(work))
    draft = begin_draft(work, RulesDraft(rules=[rule.plain() for rule in rules]))
    work.audit("market_rules.draft", f"rules_draft:{draft.id}")
    return draft


@verb(needs=StaffMay.SET_RULES)
def save_draft(
    work: Work,
    draft_id: UUID,
    *,
    rules: Sequence[RuleText],
    summary: str,
    summary_en: str,
    starts_on: date | None,
    seen_revision: int,
) -> RulesDraft:
    """Save what a draft says; what it lacks is said when it is announced. Raises NoSuchRulesDraft, RulesDraftChanged."""
    draft = _open(work, draft_id, seen_revision)
    said = [rule.plain() for rule in rules]
    write_draft(work, draft, said, summary=summary, summary_en=summary_en, starts_on=starts_on)
    return draft


@verb(needs=StaffMay.SET_RULES)
def drop_draft(work: Work, draft_id: UUID, *, seen_revision: int) -> None:
    """Throw a draft away. Raises NoSuchRulesDraft, RulesDraftChanged."""
    transition(_open(work, draft_id, seen_revision), RulesDraftState.DROPPED, NEXT)
    work.audit("market_rules.drop_draft", f"rules_draft:{draft_id}")


def _open(work: Work, draft_id: UUID, seen_revision: int) -> RulesDraft:
    return lock_draft(
        work, RulesDraft, draft_id, seen_revision, missing=errors.NoSuchRulesDraft(), changed=errors.RulesDraftChanged()
    )


@verb(needs=StaffMay.SET_RULES)
def announce_rules(work: Work, draft_id: UUID, *, seen_revision: int) -> int:
    """Announce a draft as the next version, for good; gives its number. Every shop is told.

    Raises NoSuchRulesDraft, RulesDraftChanged; OwnRulesDraft to who wrote any of it; RulesNotWhole, RulesUnchanged,
    RulesSummaryMissing, RulesDayMissing, RulesTooSoon, AnotherRulesAnnounced. The database holds the same (migration 0054).
    """
    draft = _open(work, draft_id, seen_revision)
    if draft.is_written_by(work.actor.account_id):
        raise errors.OwnRulesDraft
    begins = _check(work, draft)
    version = (work.session.scalar(select(func.max(RulesVersion.version))) or 0) + 1
    draft.version, draft.announced_by = version, work.actor.account_id
    transition(draft, RulesDraftState.ANNOUNCED, NEXT)
    work.session.add(
        RulesVersion(
            version=version,
            announced_at=work.now,
            in_force_from=begins,
            rule_count=len(draft.rules),
            summary=draft.summary,
            summary_en=draft.summary_en,
        )
    )
    work.session.flush()
    work.session.add_all(
        MarketRule(version=version, position=position, **rule.plain())
        for position, rule in enumerate(queries.drafted_rules(draft), 1)
    )
    work.session.flush()
    work.audit("market_rules.announce", f"rules:{version}", starts_on=mexican_day(begins).isoformat())
    work.tell(RulesAnnounced(version))
    return version


def _check(work: Work, draft: RulesDraft) -> datetime:
    """Refuse what cannot be announced; gives the moment from which it would hold."""
    rules = queries.drafted_rules(draft)
    faults = faults_of(rules)
    if faults:
        raise errors.RulesNotWhole(faults=faults)
    if not changes(queries.rules_of(work, queries.version_in_force(work)), rules):
        raise errors.RulesUnchanged
    if not draft.summary or not draft.summary_en:
        raise errors.RulesSummaryMissing
    announced = queries.find_announced(work)
    if announced is not None:
        raise errors.AnotherRulesAnnounced(version=announced.version)
    if draft.starts_on is None:
        raise errors.RulesDayMissing
    begins, earliest = morning_of(draft.starts_on), earliest_morning(work.now)
    if begins < earliest:
        raise errors.RulesTooSoon(days=NOTICE.days, earliest=mexican_day(earliest))
    return begins


@verb(needs=StaffMay.SET_RULES)
def withdraw_rules(work: Work, version: int, *, reason: str) -> None:
    """Take back an announced version before its day, with a reason that everybody reads: the one of before goes on.

    Raises NoSuchRulesVersion, RulesReasonMissing, RulesBegun.
    """
    announced = work.session.find(select(RulesVersion).where(RulesVersion.version == version), lock=True)
    if announced is None:
        raise errors.NoSuchRulesVersion
    if announced.withdrawn_at is not None:
        return
    if announced.in_force_from <= work.now:
        raise errors.RulesBegun
    if len(reason) < SHORTEST_REASON:
        raise errors.RulesReasonMissing(least=SHORTEST_REASON)
    announced.withdrawn_at, announced.withdrawn_reason = work.now, reason
    work.session.flush()
    work.audit("market_rules.withdraw", f"rules:{version}", reason=reason)
    work.tell(RulesWithdrawn(version))


@verb(needs=May.OWN_SHOP)
def accept_rules(work: Work, version: int) -> None:
    """Note that the shop this work stands in knows an announced version and goes on; once.

    Raises NoSuchRulesVersion; NoRulesAnnounced where it began or was taken back.
    """
    queries.get_version(work, version)
    announced = queries.find_announced(work)
    if announced is None or announced.version != version:
        raise errors.NoRulesAnnounced
    of_shop = RulesAcceptance.tenant_id == work.tenant_id
    if work.session.scalar(select(RulesAcceptance.id).where(of_shop, RulesAcceptance.version == version)) is not None:
        return
    note_acceptance(work, work.tenant_id, version, account_id=work.actor.account_id, name=work.actor.name, at=work.now)
    work.audit("market_rules.accept", f"rules:{version}", version=version)


def note_acceptance(
    work: Work, tenant_id: UUID, version: int, *, account_id: UUID | None, name: str, at: datetime
) -> None:
    """Write down that somebody accepted a version for a shop, and when."""
    work.session.add(
        RulesAcceptance(tenant_id=tenant_id, version=version, accepted_at=at, account_id=account_id, name=name)
    )
    work.session.flush()
