"""The rules of the market as data that programs read. Moments in UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marketplace.people.market_rules.models import RulesVersion
from marketplace.people.market_rules.rules import RuleChange, RuleText, changes


def tell_rules(versions: Sequence[RulesVersion], rules: Mapping[int, Sequence[RuleText]]) -> dict[str, Any]:
    """Write down every version with its rules, newest first, and what each says otherwise than the one before it."""
    return {"versions": [_version(one, _before(versions, one), rules) for one in versions]}


def _before(versions: Sequence[RulesVersion], version: RulesVersion) -> RulesVersion | None:
    held = (one for one in versions if one.withdrawn_at is None and one.in_force_from < version.in_force_from)
    return max(held, key=lambda one: one.in_force_from, default=None)


def _version(one: RulesVersion, before: RulesVersion | None, rules: Mapping[int, Sequence[RuleText]]) -> dict[str, Any]:
    mine = rules[one.version]
    return {
        "version": one.version,
        "announced_at": one.announced_at.isoformat(),
        "in_force_from": one.in_force_from.isoformat(),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
        "withdrawn_reason": one.withdrawn_reason,
        "summary": one.summary,
        "summary_en": one.summary_en,
        "rules": [rule.plain() for rule in mine],
        "changes_from": before.version if before else None,
        "changes": [_difference(each) for each in changes(rules[before.version], mine)] if before else [],
    }


def _difference(one: RuleChange) -> dict[str, Any]:
    return {
        "code": one.rule.code,
        "was": one.before.plain() if one.before else None,
        "becomes": one.after.plain() if one.after else None,
    }
