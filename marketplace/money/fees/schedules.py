"""Pure decisions about whole schedules: whether one decides every sale, what differs between two, when one may begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from marketplace.goods.catalog.taxonomy import CATEGORIES
from marketplace.kernel.calendar import mexican_day, morning_of
from marketplace.money.fees.rules import OF_TARIFF, PLANS, FeeKind, Rule, Schedule
from marketplace.people.sellers.rules import ShopPlan

# Regulation (EU) 2019/1150 art. 3(2) asks for fifteen days; where anybody would pay more we give thirty.
NOTICE_DAYS = 15
NOTICE_OF_MORE_DAYS = 30


class FaultKind(StrEnum):
    """Why a schedule does not decide every sale by exactly one rule, or cannot be counted."""

    GAP = "gap"  # at some price no rule holds what has none of its own
    TWO = "two"  # two rules with equal right
    CATEGORY = "category"  # of a category that there is not
    BAND = "band"  # it ends before it begins
    LIMITS = "limits"  # a floor above the cap, or a rate that is none


@dataclass(frozen=True)
class Fault:
    """A fault of a schedule: of one rule, of two, or of what is missing; by their places in the list (from 0)."""

    kind: FaultKind
    of: FeeKind
    at: tuple[int, ...] = ()
    price_minor: int = 0  # from where on no rule holds


def faults_of(rules: Sequence[Rule]) -> list[Fault]:
    """List why rules are no schedule. With none, each sale is decided by exactly one rule of each kind.

    The rules for every category and every plan must hold every price, so that something always fits; rules of one category
    and plan may not share a price, so that of those of the deepest category one wins. The database asks the same (migrations
    0036 and 0045).
    """
    faults = [fault for place, rule in enumerate(rules) for fault in _faults_of_one(place, rule)]
    for place, rule in enumerate(rules):
        for later, other in enumerate(rules[place + 1 :], place + 1):
            if _for_what(rule) == _for_what(other) and _meet(rule, other):
                faults.append(Fault(FaultKind.TWO, rule.kind, (place, later)))
    for kind in OF_TARIFF:
        gap = _first_gap([rule for rule in rules if rule.kind is kind and rule.category is None and not rule.shop_plan])
        if gap is not None:
            faults.append(Fault(FaultKind.GAP, kind, price_minor=gap))
    return faults


def _for_what(rule: Rule) -> tuple[object, ...]:
    return rule.kind, rule.category, rule.shop_plan, rule.months


def _faults_of_one(place: int, rule: Rule) -> Iterator[Fault]:
    if rule.category is not None and rule.category not in CATEGORIES:
        yield Fault(FaultKind.CATEGORY, rule.kind, (place,))
    if rule.until_minor is not None and rule.until_minor <= rule.from_minor:
        yield Fault(FaultKind.BAND, rule.kind, (place,))
    limits = rule.floor_minor is not None and rule.cap_minor is not None and rule.floor_minor > rule.cap_minor
    if limits or not 0 <= rule.rate_bp <= 10_000 or rule.fixed_minor < 0:
        yield Fault(FaultKind.LIMITS, rule.kind, (place,))


def _meet(one: Rule, other: Rule) -> bool:
    return one.holds_at(other.from_minor) or other.holds_at(one.from_minor)


def _first_gap(rules: Iterable[Rule]) -> int | None:
    """The lowest price that none of some rules holds; None where they hold all."""
    reached = 0
    for rule in sorted(rules, key=lambda rule: rule.from_minor):
        if rule.from_minor > reached:
            break
        if rule.until_minor is None:
            return None
        reached = max(reached, rule.until_minor)
    return reached


@dataclass(frozen=True)
class FeeChange:
    """What changes for goods of a category (None: without a rule of their own) at prices from one to just below another.

    Of a whole schedule: `was` and `becomes` are the rules that win there, before and after, for shops of a plan (None: for
    those whose plan has no rule of its own).
    """

    kind: FeeKind
    category: str | None
    from_minor: int
    until_minor: int | None
    was: Rule | None
    becomes: Rule | None
    shop_plan: ShopPlan | None = None

    @property
    def is_more(self) -> bool:
        """Whether somebody may pay more by it: where any part of the rule rises, for whatever price.

        A plan of months that comes or goes makes nobody pay more: no shop bears one that it did not choose.
        """
        if self.was is None or self.becomes is None:
            return False
        less, more = (self.was, self.becomes) if self.kind is not FeeKind.SHIPPING_SUBSIDY else (self.becomes, self.was)
        return any(before < after for before, after in zip(_parts(less), _parts(more), strict=True))


def _parts(rule: Rule) -> tuple[float, ...]:
    """What a rule takes by: each of them takes more when it is greater."""
    cap = float("inf") if rule.cap_minor is None else rule.cap_minor
    return rule.rate_bp, rule.fixed_minor, rule.floor_minor or 0, cap


# A schedule as shops of a plan have it; None: of a plan without rules of its own.
_Terms = tuple[Schedule, ShopPlan | None]


def differences(before: Schedule, after: Schedule) -> list[FeeChange]:
    """List what changes from one schedule to another, for each category that either of them names and each band of prices.

    First for all, then what is otherwise for the shops of each plan that either of them names.
    """
    for_all = list(_changes((before, None), (after, None)))
    named = {rule.shop_plan for schedule in (before, after) for rule in schedule.rules}
    of_plans = [
        one
        for plan in ShopPlan
        if plan in named
        for one in _changes((before, plan), (after, plan))
        if replace(one, shop_plan=None) not in for_all
    ]
    return [*_joined(for_all), *_joined(of_plans), *_differences_of_months(before, after)]


def differences_for(before: Schedule, after: Schedule, plan: ShopPlan) -> list[FeeChange]:
    """List what changes from one schedule to another for a shop of a plan; that it is of that plan, none of them says."""
    changes = (replace(one, shop_plan=None) for one in _changes((before, plan), (after, plan)))
    return [*_joined(changes), *_differences_of_months(before, after)]


def differences_of_plans(schedule: Schedule, was: ShopPlan, becomes: ShopPlan) -> list[FeeChange]:
    """List what changes for a shop that goes from one plan to another under a schedule."""
    return _joined(_changes((schedule, was), (schedule, becomes)))


def _changes(before: _Terms, after: _Terms) -> Iterator[FeeChange]:
    """What changes in each band of prices of each category; months aside."""
    for kind in OF_TARIFF:
        of_kind = [rule for schedule in (before[0], after[0]) for rule in schedule.rules if rule.kind is kind]
        edges = sorted({edge for rule in of_kind for edge in (rule.from_minor, rule.until_minor or 0)})
        named = {rule.category for rule in of_kind}
        for category in [None, *(code for code in CATEGORIES if code in named)]:
            yield from _differences_of(before, after, kind, category, edges)


def _differences_of_months(before: Schedule, after: Schedule) -> Iterator[FeeChange]:
    for months in PLANS:
        was, becomes = before.plan(months), after.plan(months)
        if _said_of_plan(was) != _said_of_plan(becomes):
            least = min(rule.from_minor for rule in (was, becomes) if rule)
            yield FeeChange(FeeKind.INSTALMENTS, None, least, None, was, becomes)


def _said_of_plan(rule: Rule | None) -> tuple[float, ...] | None:
    return (rule.from_minor, *_parts(rule)) if rule else None


def _differences_of(
    before: _Terms, after: _Terms, kind: FeeKind, category: str | None, edges: Sequence[int]
) -> Iterator[FeeChange]:
    for edge, following in zip(edges, [*edges[1:], None], strict=True):
        was, becomes = (
            schedule.rule(kind, category=category, price_minor=edge, shop_plan=plan)
            for schedule, plan in (before, after)
        )
        if _parts(was) != _parts(becomes):
            yield FeeChange(kind, category, edge, following, was, becomes, after[1])


def _joined(found: Iterable[FeeChange]) -> list[FeeChange]:
    """Make one of bands that follow each other and change alike."""
    joined: list[FeeChange] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and last.until_minor == one.from_minor and _of_what(last) == _of_what(one):
            joined[-1] = replace(one, from_minor=last.from_minor)
        else:
            joined.append(one)
    return joined


def _of_what(one: FeeChange) -> tuple[object, ...]:
    return one.kind, one.category, one.shop_plan, one.was, one.becomes


def takes_more(before: Schedule, after: Schedule) -> bool:
    """Whether anybody may pay more by another schedule; in doubt yes, since then the notice is longer."""
    return any(one.is_more for one in differences(before, after))


@dataclass(frozen=True)
class Season:
    """Days in which shops have their hands full, both included: no schedule begins in them."""

    name: str
    name_en: str
    first: date
    last: date


def season_at(seasons: Iterable[Season], day: date) -> Season | None:
    """Find the season that a day lies in."""
    return next((season for season in seasons if season.first <= day <= season.last), None)


def known_until(seasons: Sequence[Season]) -> date:
    """The last day of which the seasons are known; later no schedule can begin yet."""
    return max((season.last for season in seasons), default=date.min)


def earliest_day(published_at: datetime, *, more: bool) -> date:
    """The first day on which a schedule may begin that is published at a moment, seasons aside."""
    ready = published_at + timedelta(days=NOTICE_OF_MORE_DAYS if more else NOTICE_DAYS)
    day = mexican_day(ready)
    return day if morning_of(day) >= ready else day + timedelta(days=1)


def first_open_day(seasons: Sequence[Season], day: date) -> date:
    """The first day from a day on that lies in no season."""
    while season := season_at(seasons, day):
        day = season.last + timedelta(days=1)
    return day
