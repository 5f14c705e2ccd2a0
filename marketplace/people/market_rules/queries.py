"""Questions about the rules of the market."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on

from marketplace.kernel.work import Work
from marketplace.people.market_rules.errors import NoSuchRulesVersion
from marketplace.people.market_rules.models import MarketRule, RulesAcceptance, RulesDraft, RulesVersion
from marketplace.people.market_rules.rules import RuleSection, RuleText

_TEXT = (
    MarketRule.code, MarketRule.section, MarketRule.title, MarketRule.title_en, MarketRule.body, MarketRule.body_en,
    MarketRule.source,
)  # fmt: skip


def versions(work: Work) -> Sequence[RulesVersion]:
    """List every version there ever was, also those taken back, newest first."""
    return work.session.scalars(select(RulesVersion).order_by(RulesVersion.version.desc())).all()


def get_version(work: Work, version: int) -> RulesVersion:
    """Load a version; raises NoSuchRulesVersion."""
    found = work.session.get(RulesVersion, version)
    if found is None:
        raise NoSuchRulesVersion
    return found


def version_in_force(work: Work) -> int:
    """Give the number of the version that holds now."""
    begun = select(RulesVersion.version).where(
        RulesVersion.withdrawn_at.is_(None), RulesVersion.in_force_from <= work.now
    )
    return work.session.scalars(begun.order_by(RulesVersion.in_force_from.desc()).limit(1)).one()


def find_announced(work: Work) -> RulesVersion | None:
    """Find the version that is announced and has not begun."""
    ahead = select(RulesVersion).where(RulesVersion.withdrawn_at.is_(None), RulesVersion.in_force_from > work.now)
    return work.session.scalar(ahead)


def find_before(work: Work, version: RulesVersion) -> RulesVersion | None:
    """Find the version that held, or holds, until another begins; of the first, none."""
    earlier = select(RulesVersion).where(
        RulesVersion.withdrawn_at.is_(None), RulesVersion.in_force_from < version.in_force_from
    )
    return work.session.scalar(earlier.order_by(RulesVersion.in_force_from.desc()).limit(1))


def rules_of(work: Work, version: int) -> list[RuleText]:
    """List the rules of a version, in their order."""
    rows = select(*_TEXT).where(MarketRule.version == version).order_by(MarketRule.position)
    return [RuleText(*row) for row in work.session.execute(rows)]


def rules_of_all(work: Work) -> dict[int, list[RuleText]]:
    """List the rules of every version there ever was, in their order, by version."""
    found: dict[int, list[RuleText]] = {}
    for version, *row in work.session.execute(
        select(MarketRule.version, *_TEXT).order_by(MarketRule.version, MarketRule.position)
    ):
        found.setdefault(version, []).append(RuleText(*row))
    return found


def rules_in_force(work: Work, section: RuleSection) -> list[RuleText]:
    """List the rules of a section that hold now, in their order: by these something is decided."""
    rows = select(*_TEXT).where(MarketRule.version == version_in_force(work), MarketRule.section == section)
    return [RuleText(*row) for row in work.session.execute(rows.order_by(MarketRule.position))]


def version_with(work: Work, section: RuleSection, code: str) -> int | None:
    """Give the number of the version that holds now, where it has a rule of that code in that section; else None."""
    version = version_in_force(work)
    named = select(MarketRule.version).where(
        MarketRule.version == version, MarketRule.section == section, MarketRule.code == code
    )
    return work.session.scalar(named)


def rules_named(work: Work, named: Iterable[tuple[int, str]]) -> dict[tuple[int, str], RuleText]:
    """Read rules as they were said in the versions that decisions name, by version and code, in one query."""
    wanted = set(named)
    if not wanted:
        return {}
    rows = select(MarketRule.version, *_TEXT).where(tuple_(MarketRule.version, MarketRule.code).in_(wanted))
    return {(version, row[0]): RuleText(*row) for version, *row in work.session.execute(rows)}


def newest_rules(work: Work, codes: Iterable[str]) -> dict[str, RuleText]:
    """Read rules as the newest version that has begun and has them says them, by code."""
    rows = (
        select(*_TEXT)
        .ext(distinct_on(MarketRule.code))
        .join(RulesVersion, RulesVersion.version == MarketRule.version)
        .where(
            MarketRule.code.in_(set(codes)), RulesVersion.withdrawn_at.is_(None), RulesVersion.in_force_from <= work.now
        )
        .order_by(MarketRule.code, RulesVersion.in_force_from.desc())
    )
    return {row.code: RuleText(*row) for row in work.session.execute(rows)}


def drafted_rules(draft: RulesDraft) -> list[RuleText]:
    """Read a draft's rules, in their order."""
    return [RuleText(**row) for row in draft.rules]


def acceptances_of(work: Work, tenant_id: UUID) -> Sequence[RulesAcceptance]:
    """List what a shop accepted, newest version first."""
    said = select(RulesAcceptance).where(RulesAcceptance.tenant_id == tenant_id)
    return work.session.scalars(said.order_by(RulesAcceptance.version.desc())).all()


def count_acceptances(work: Work, version: int) -> int:
    """Count the shops that accepted a version."""
    said = select(func.count()).select_from(RulesAcceptance).where(RulesAcceptance.version == version)
    return work.session.scalar(said) or 0


def count_unread(work: Work) -> Any:
    """How many announced versions the shop has said nothing to, as a part of a larger statement."""
    said = exists().where(RulesAcceptance.tenant_id == work.tenant_id, RulesAcceptance.version == RulesVersion.version)
    return (
        select(func.count())
        .select_from(RulesVersion)
        .where(RulesVersion.in_force_from > work.now, RulesVersion.withdrawn_at.is_(None), ~said)
        .scalar_subquery()
    )
