"""The tariffs as data that programs read. Amounts in centavos, rates in basis points, moments in UTC."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from marketplace.money.fees.queries import PublishedSchedule, before_of
from marketplace.money.fees.rules import Rule
from marketplace.money.fees.saying import plan_said, who_is_in
from marketplace.money.fees.schedules import FeeChange, Season, differences
from marketplace.money.taxes import Rate
from marketplace.people.sellers import ShopPlan

_OF_RULE = (
    "id", "number", "category", "shop_plan", "from_minor", "until_minor", "rate_bp", "fixed_minor", "floor_minor", "cap_minor",
    "months", "source", "text", "text_en",
)  # fmt: skip


def tell_tariffs(
    published: Sequence[PublishedSchedule], rates: Iterable[Rate], seasons: Iterable[Season]
) -> dict[str, Any]:
    """Write down all there is to know of tariffs, newest first."""
    return {
        "which_rule": (
            "Of the rules of a kind that hold the category (with all below it; null holds every one), the shop's plan "
            "(shop_plan; null holds every one) and the price of one piece (from_minor <= price < until_minor), the one of the "
            "deepest category decides, and of that category the one of the plan before the one for all. A rule with months is "
            "for what is paid in so many months without interest, from_minor being of the whole payment."
        ),
        "shop_plans": [{"shop_plan": plan.value, "name": plan_said(plan), "who": who_is_in(plan)} for plan in ShopPlan],
        "versions": [_version(one, before_of(published, one)) for one in published],
        "law": [_rate(rate) for rate in rates],
        "no_version_begins": [
            {"name": one.name, "name_en": one.name_en, "first": one.first.isoformat(), "last": one.last.isoformat()}
            for one in seasons
        ],
    }


def _version(one: PublishedSchedule, before: PublishedSchedule | None) -> dict[str, Any]:
    return {
        "version": one.version,
        "published_at": one.published_at.isoformat(),
        "effective_from": one.effective_from.isoformat(),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
        "withdrawn_reason": one.withdrawn_reason,
        "summary": one.summary,
        "summary_en": one.summary_en,
        "rules": [tell_rule(rule) for rule in one.rules],
        "changes_from": before.version if before else None,
        "changes": [_difference(each) for each in differences(before.schedule, one.schedule)] if before else [],
    }


def tell_rule(rule: Rule) -> dict[str, Any]:
    """Write down a rule."""
    return {"kind": rule.kind.value, **{name: getattr(rule, name) for name in _OF_RULE}}


def _difference(one: FeeChange) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "category": one.category,
        "shop_plan": one.shop_plan,
        "from_minor": one.from_minor,
        "until_minor": one.until_minor,
        "was": one.was and one.was.id,
        "becomes": one.becomes and one.becomes.id,
        "is_more": one.is_more,
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "id": rate.id,
        "levy": rate.levy.value,
        "goods": rate.goods.value if rate.goods else None,
        "place": rate.place.value if rate.place else None,
        "standing": rate.standing.value if rate.standing else None,
        "rate_bp": rate.rate_bp,
        "valid_from": rate.valid_from.isoformat(),
        "valid_until": rate.valid_until.isoformat() if rate.valid_until else None,
        "article": rate.article,
    }
