"""Questions about the tariff and about the lines of an order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ScalarSelect, func, select

from marketplace.kernel.work import Work
from marketplace.money.fees.models import FeeLine, FeeRule, FeeSchedule, QuietSeason
from marketplace.money.fees.rules import Fee, FeeKind, Rule, Rulebook, Schedule, by_law, fees_of_plan
from marketplace.money.fees.schedules import Season
from marketplace.money.taxes import law_at, law_in_force, published_rates
from marketplace.people.sellers import ShopPlan

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
    withdrawn_at: datetime | None = None
    withdrawn_reason: str | None = None

    @property
    def schedule(self) -> Schedule:
        """What it decides."""
        return Schedule(self.version, tuple(self.rules))


def rulebook_in_force(work: Work) -> Rulebook:
    """The tariff and the law as they are now."""
    return Rulebook(schedule_in_force(work), law_in_force(work))


def schedule_in_force(work: Work) -> Schedule:
    """The schedule in force now. Schedules never change, so each process reads one once."""
    version = _version_at(_versions(work), work.now)
    return schedule(work, version)


def plans_offered(work: Work, amount_minor: int) -> list[Rule]:
    """List the rules of the plans of months that the tariff in force has for a payment, in centavos; the shortest first."""
    return schedule_in_force(work).plans_for(amount_minor)


def costs_of_months(
    work: Work, months: int | None, *, version: int, placed_at: datetime, paid: Mapping[str | None, int]
) -> list[Fee]:
    """Compute what it costs the shop that an order was paid in months, by the tariff and the law it was placed under.

    `paid`: what was paid of each order line (its id as text; None: of the way), in centavos. Months that its tariff does not
    know cost the shop nothing: it was told of none, and the market bears them.
    """
    plan = schedule(work, version).plan(months)
    return [] if plan is None else list(fees_of_plan(plan, paid, law_at(published_rates(work), placed_at)))


def schedules_ever(work: Work) -> list[tuple[datetime, Schedule]]:
    """Every schedule that was not taken back, with the moment from which it holds."""
    return [(effective, schedule(work, version)) for effective, version in _standing(work)]


def _standing(work: Work) -> list[tuple[datetime, int]]:
    """Versions that nobody took back, with the moment from which each holds."""
    rows = select(FeeSchedule.effective_from, FeeSchedule.version).where(FeeSchedule.withdrawn_at.is_(None))
    return [(row.effective_from, row.version) for row in work.session.execute(rows)]


def forget_known_schedules() -> None:
    """Read the versions and their rules anew the next time."""
    _known_versions.clear()
    _SCHEDULES.clear()


def _version_at(versions: Sequence[tuple[int, datetime]], now: datetime) -> int:
    return max((effective, version) for version, effective in versions if effective <= now)[1]


_known_versions: list[tuple[datetime, list[tuple[int, datetime]]]] = []
_VERSIONS_KEPT_SECONDS = 60


def _versions(work: Work) -> list[tuple[int, datetime]]:
    """Versions with their dates; looked up again each minute, so that a newly published one is noticed in time."""
    if _known_versions and 0 <= (work.now - _known_versions[0][0]).total_seconds() < _VERSIONS_KEPT_SECONDS:
        return _known_versions[0][1]
    found = [(version, effective) for effective, version in _standing(work)]
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
        FeeKind(row.kind),
        row.category,
        ShopPlan(row.shop_plan) if row.shop_plan else None,
        row.rate_bp,
        row.fixed_minor,
        row.cap_minor,
        row.source,
        row.text,
        row.text_en,
        row.number,
        row.from_minor,
        row.until_minor,
        row.floor_minor,
        row.months,
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
            sorted(schedule(work, row.version).rules, key=lambda rule: rule.number),
            row.withdrawn_at,
            row.withdrawn_reason,
        )
        for row in rows
    ]


def before_of(published: Sequence[PublishedSchedule], one: PublishedSchedule) -> PublishedSchedule | None:
    """Find the version that one follows: of those not taken back that began before it, the last."""
    earlier = [other for other in published if other.withdrawn_at is None and other.effective_from < one.effective_from]
    return max(earlier, key=lambda other: other.effective_from, default=None)


def find_announced(work: Work) -> PublishedSchedule | None:
    """Find the version that is announced and has not begun."""
    ahead = [one for one in published_schedules(work) if one.withdrawn_at is None and one.effective_from > work.now]
    return ahead[0] if ahead else None


def quiet_seasons(work: Work) -> list[Season]:
    """The known seasons in which no version begins, by their days."""
    rows = work.session.scalars(select(QuietSeason).order_by(QuietSeason.first, QuietSeason.id))
    return [Season(row.name, row.name_en, row.first, row.last) for row in rows]


@dataclass(frozen=True)
class FrozenLine:
    """What an order's fee lines of one kind come to, with each of them. Plus was taken from the seller."""

    kind: FeeKind
    amount_minor: int
    fees: tuple[Fee, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that made them."""
        return tuple({fee.rule.id: fee.rule for fee in self.fees}.values())

    @property
    def base_minor(self) -> int:
        """What its rates were taken of."""
        return sum(fee.base_minor for fee in self.fees if not fee.back)


def fees_now(tenant_id: Any, order_id: Any) -> ScalarSelect[int]:
    """What an order's fees come to now, reversals included, as a column of a list of orders."""
    amounts = func.coalesce(func.sum(FeeLine.amount_minor), 0).cast(BigInteger)  # a sum of them is a decimal
    return select(amounts).where(FeeLine.tenant_id == tenant_id, FeeLine.order_id == order_id).scalar_subquery()


def bases_of_orders(work: Work, order_ids: Sequence[UUID]) -> dict[tuple[UUID, str, bool], int]:
    """What the lines of a kind of some orders were taken of, in centavos; True for what was given, not taken."""
    given = (FeeLine.amount_minor < 0).label("given")
    rows = work.session.execute(
        select(FeeLine.order_id, FeeLine.kind, given, func.sum(FeeLine.base_minor))
        .where(FeeLine.order_id.in_(order_ids), FeeLine.reverses_id.is_(None))
        .group_by(FeeLine.order_id, FeeLine.kind, given)
    )
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows}


def fees_of_order(work: Work, order_id: UUID) -> list[FrozenLine]:
    """Gather an order's fee lines by kind, in reading order, as they stand now."""
    return fees_of_orders(work, [order_id])[order_id]


def fees_of_orders(work: Work, order_ids: Sequence[UUID]) -> dict[UUID, list[FrozenLine]]:
    """Gather the fee lines of some orders by kind, in reading order, as they stand now."""
    lines: dict[UUID, dict[str, list[Fee]]] = {order_id: defaultdict(list) for order_id in order_ids}
    for row in work.session.scalars(
        select(FeeLine).where(FeeLine.order_id.in_(order_ids)).order_by(FeeLine.at, FeeLine.id)
    ):
        lines[row.order_id][row.kind].append(_frozen(work, row))
    return {
        order_id: [
            FrozenLine(kind, sum(fee.amount_minor for fee in by_kind[kind]), tuple(by_kind[kind]))
            for kind in FeeKind
            if kind in by_kind
        ]
        for order_id, by_kind in lines.items()
    }


def _frozen(work: Work, row: FeeLine) -> Fee:
    """Read a frozen line: numbers and source from the line itself, only the words from the rule."""
    line = str(row.order_line_id) if row.order_line_id else None
    rule = replace(_rule_named(work, row), rate_bp=row.rate_bp, source=row.source)
    return Fee(
        line,
        rule,
        row.base_minor,
        row.fixed_minor,
        row.amount_minor,
        back=row.reverses_id is not None,
        floor_minor=row.floor_minor,
        # Lines of before they carried it are of rules for the order as a whole.
        cap_minor=rule.cap_minor if row.cap_minor is None else row.cap_minor,
        shop_plan=ShopPlan(row.shop_plan) if row.shop_plan else None,
    )


def _rule_named(work: Work, row: FeeLine) -> Rule:
    kind = FeeKind(row.kind)
    if row.version is None:
        rates = (rate for rate in published_rates(work) if rate.id == row.rule_id)
        found = next((by_law(kind, rate) for rate in rates), None)
    else:
        found = next((rule for rule in schedule(work, row.version).rules if rule.id == row.rule_id), None)
    return found or Rule(row.rule_id, row.version, kind, None, None, row.rate_bp, 0, None, row.source, "", "")
