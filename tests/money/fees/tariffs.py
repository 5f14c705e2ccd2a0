"""Tariffs for tests: rules with everything that a test does not care about filled in, and the console's way to announce one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import Work
from marketplace.money.fees import INSERT_RULE, INSERT_SCHEDULE, drafting, queries, schedules
from marketplace.money.fees.models import FeeDraft
from marketplace.money.fees.rules import FeeKind, Rule
from marketplace.people.sellers import ShopPlan
from tests.money.taxes.law import TARIFF

PLAIN = [rule for rule in TARIFF.rules if rule.kind is not FeeKind.COMMISSION]


def commission(category: str | None = None, rate_bp: int = 1000, **more: Any) -> Rule:
    """A rule of the commission."""
    model = next(rule for rule in TARIFF.rules if rule.kind is FeeKind.COMMISSION)
    named = f"v9:commission:{category or 'general'}:{more.get('shop_plan') or 'all'}:{more.get('from_minor', 0)}"
    return replace(model, id=named, version=9, category=category, rate_bp=rate_bp, **more)


def written(rules: list[Rule]) -> list[dict[str, Any]]:
    """Rules as a draft keeps them."""
    names = ("shop_plan", "from_minor", "until_minor", "rate_bp", "fixed_minor", "floor_minor", "cap_minor", "months")
    return [
        drafting.written(rule.kind, rule.category, **{name: getattr(rule, name) for name in names}) for rule in rules
    ]


def dearer(by_bp: int = 100) -> list[Rule]:
    """The tariff in force, with so much more of each commission."""
    return [
        replace(rule, rate_bp=rule.rate_bp + by_bp) if rule.kind is FeeKind.COMMISSION else rule
        for rule in TARIFF.rules
    ]


# What textiles pay, also of those who sell what they make, and what who sells much pays.
BY_PLAN = [
    commission(None, 1000),
    commission(None, 900, shop_plan=ShopPlan.VOLUME),
    commission("textiles", 700),
    commission("textiles", 400, shop_plan=ShopPlan.SUPPORT),
    commission("hogar", 1000),
    commission("hogar", 1200, shop_plan=ShopPlan.VOLUME),
    *PLAIN,
]


def enter_in_force(administrator: Engine, rules: list[Rule]) -> None:
    """Another tariff since months ago, as the owner of the tables enters one; `forgotten` takes it away."""
    with administrator.begin() as connection:
        connection.execute(
            INSERT_SCHEDULE,
            {
                "version": 2, "published_at": datetime(2026, 1, 7, 12, tzinfo=UTC), "takes_more": True, "summary": "",
                "effective_from": datetime(2026, 2, 15, 6, tzinfo=UTC), "rule_count": len(rules), "summary_en": "",
            },
        )  # fmt: skip
        for number, rule in enumerate(rules, 1):
            connection.execute(INSERT_RULE, vars(replace(rule, id=f"v2:{rule.id}", version=2, number=number)))
    queries.forget_known_schedules()


def open_day(work: Work, after_days: int = 40) -> date:
    """A day on which a tariff may begin, so many days from now or later."""
    return schedules.first_open_day(queries.quiet_seasons(work), mexican_day(work.now) + timedelta(days=after_days))


def drafted(work: Work, rules: list[Rule], *, starts_on: date | None = None, weighed: bool = True) -> FeeDraft:
    """A draft that says something, as whoever this work is for writes it."""
    draft = drafting.open_draft(work)
    drafting.save_draft(
        work,
        draft.id,
        rules=written(rules),
        summary="Cambia la comisión.",
        summary_en="The commission changes.",
        starts_on=starts_on or open_day(work),
        seen_revision=draft.revision,
    )
    if weighed:
        drafting.note_figures(work, draft.id, draft.revision, [])
    return draft


def publish(work: Work, draft_id: UUID) -> int:
    """Publish what a draft says now."""
    revision = work.session.get_one(FeeDraft, draft_id).revision
    return drafting.publish_draft(work, draft_id, seen_revision=revision)


@contextmanager
def forgotten(administrator: Engine) -> Iterator[None]:
    """Whatever is announced meanwhile is gone afterwards: the tables of tariffs are shared by tests."""
    queries.forget_known_schedules()
    try:
        yield
    finally:
        forget(administrator)


def forget(administrator: Engine) -> None:
    """Whatever was announced is gone."""
    with administrator.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM fee_rule WHERE version > 1"))
        connection.execute(text("DELETE FROM fee_schedule WHERE version > 1"))
    queries.forget_known_schedules()
