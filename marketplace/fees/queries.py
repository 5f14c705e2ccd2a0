"""Questions about the tariff and about the lines of an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.fees.models import FeeLine, FeeRule, FeeSchedule
from marketplace.fees.rules import Kind, Rule, Schedule
from marketplace.kernel.work import Work

_SCHEDULES: dict[int, Schedule] = {}


@dataclass(frozen=True)
class PublishedSchedule:
    """A version of the tariff as people read it."""

    version: int
    published_at: datetime
    effective_from: datetime
    summary: str
    summary_en: str
    rules: Sequence[Rule]


def schedule_in_force(work: Work) -> Schedule:
    """The schedule in force now. Schedules never change, so each process reads one once."""
    version = _version_at(_versions(work), work.now)
    return schedule(work, version)


def _version_at(versions: Sequence[tuple[int, datetime]], now: datetime) -> int:
    return max((effective, version) for version, effective in versions if effective <= now)[1]


_known_versions: list[tuple[datetime, list[tuple[int, datetime]]]] = []
_VERSIONS_KEPT_SECONDS = 60


def _versions(work: Work) -> list[tuple[int, datetime]]:
    """Versions with their dates; looked up again each minute, so that a newly published one is noticed in time."""
    if _known_versions and (work.now - _known_versions[0][0]).total_seconds() < _VERSIONS_KEPT_SECONDS:
        return _known_versions[0][1]
    found = [
        (row.version, row.effective_from)
        for row in work.session.execute(select(FeeSchedule.version, FeeSchedule.effective_from))
    ]
    _known_versions[:] = [(work.now, found)]
    return found


def schedule(work: Work, version: int) -> Schedule:
    """One version with its rules."""
    if version not in _SCHEDULES:
        rows = work.session.scalars(select(FeeRule).where(FeeRule.version == version).order_by(FeeRule.id))
        _SCHEDULES[version] = Schedule(version, tuple(_rule(row) for row in rows))
    return _SCHEDULES[version]


def _rule(row: FeeRule) -> Rule:
    return Rule(
        row.id,
        row.version,
        Kind(row.kind),
        row.category,
        row.seller,
        row.rate_bp,
        row.fixed_minor,
        row.cap_minor,
        row.source,
        row.text,
        row.text_en,
    )


def published_schedules(work: Work) -> list[PublishedSchedule]:
    """Every version ever published, newest first."""
    rows = work.session.scalars(select(FeeSchedule).order_by(FeeSchedule.version.desc())).all()
    return [
        PublishedSchedule(
            row.version,
            row.published_at,
            row.effective_from,
            row.summary,
            row.summary_en,
            schedule(work, row.version).rules,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class FrozenLine:
    """What an order's fee lines of one kind come to, with the rules that made them. Plus was taken from the seller."""

    kind: Kind
    amount_minor: int
    rules: tuple[Rule, ...]
    base_minor: int


def fees_of_order(work: Work, order_id: UUID) -> list[FrozenLine]:
    """Sum an order's fee lines by kind, in reading order, as they stand now."""
    return fees_of_orders(work, [order_id])[order_id]


def fees_of_orders(work: Work, order_ids: Sequence[UUID]) -> dict[UUID, list[FrozenLine]]:
    """Sum the fee lines of some orders by kind, in reading order, as they stand now."""
    lines: dict[UUID, dict[str, list[Any]]] = {order_id: defaultdict(list) for order_id in order_ids}
    for line in work.session.execute(
        select(
            FeeLine.order_id, FeeLine.kind, FeeLine.version, FeeLine.rule_id, FeeLine.amount_minor, FeeLine.base_minor,
            FeeLine.reverses_id,
        ).where(FeeLine.order_id.in_(order_ids)).order_by(FeeLine.at, FeeLine.id)
    ):  # fmt: skip
        lines[line.order_id][line.kind].append(line)
    return {
        order_id: [
            FrozenLine(
                kind,
                sum(line.amount_minor for line in by_kind[kind]),
                _rules_of(work, by_kind[kind]),
                sum(line.base_minor for line in by_kind[kind] if line.reverses_id is None),
            )
            for kind in Kind
            if kind in by_kind
        ]
        for order_id, by_kind in lines.items()
    }


def _rules_of(work: Work, lines: Sequence[Any]) -> tuple[Rule, ...]:
    ids = dict.fromkeys((line.version, line.rule_id) for line in lines)
    return tuple(rule for version, rule_id in ids for rule in schedule(work, version).rules if rule.id == rule_id)
