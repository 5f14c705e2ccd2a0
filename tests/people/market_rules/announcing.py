"""Rules that Sergio drafts and Sonia announces, in tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Engine, text

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.people.market_rules import queries, service
from marketplace.people.market_rules.models import RulesDraft
from marketplace.people.market_rules.rules import RuleText, earliest_morning
from tenants.scope import PlatformScope
from tests.cast import Cast

SONIA = Actor("Sonia Ríos", uuid4(), "moderator", frozenset(STAFF_GRANTED["moderator"]))
WHY = "Nos equivocamos de texto."
NEW = RuleText("photos_of_people", "listing", "Fotos de personas", "Pictures of people", "Con su permiso.",
               "With their permission.", "LFPDPPP art. 7")  # fmt: skip


def next_rules(work: Work) -> list[RuleText]:
    """The rules in force, with one said otherwise, one retired and a new one."""
    now = queries.rules_of(work, queries.version_in_force(work))
    said = [
        replace(rule, body="Lo que dices es cierto.") if rule.code == "misleading" else rule
        for rule in now
        if rule.code != "wrong_category"
    ]
    return [*said, NEW]


def drafted(work: Work, rules: list[RuleText] | None = None, **other: object) -> RulesDraft:
    """A draft that says something, as whoever this work is for writes it."""
    draft = service.open_draft(work)
    said: dict[str, object] = {
        "rules": next_rules(work) if rules is None else rules,
        "summary": "Las fotos de personas llevan su permiso.",
        "summary_en": "Pictures of people need their permission.",
        "starts_on": first_day(work),
        "seen_revision": draft.revision,
    }
    return service.save_draft(work, draft.id, **{**said, **other})  # type: ignore[arg-type]


def first_day(work: Work) -> date:
    """The first day on which what is announced now may begin."""
    return mexican_day(earliest_morning(work.now))


def announce_draft(draft_id: UUID, seen_revision: int = 2) -> int:
    """Sonia announces what Sergio wrote."""
    with unit_of_work(PlatformScope("staff"), SONIA) as work:
        return service.announce_rules(work, draft_id, seen_revision=seen_revision)


def announced(market: Cast, rules: list[RuleText] | None = None) -> int:
    """The next version; gives its number."""
    with market.as_sergio() as work:
        draft_id = drafted(work, rules).id
    return announce_draft(draft_id)


def begun(administrator: Engine, version: int) -> None:
    """The day of an announced version comes."""
    with administrator.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        moments = "announced_at = now() - interval '20 days', in_force_from = now()"
        connection.execute(text(f"UPDATE rules_version SET {moments} WHERE version = :version"), {"version": version})


def withdraw(version: int, reason: str = WHY) -> None:
    """Sonia takes an announced version back."""
    with unit_of_work(PlatformScope("staff"), SONIA) as work:
        service.withdraw_rules(work, version, reason=reason)


@contextmanager
def forgotten(administrator: Engine) -> Iterator[None]:
    """Whatever is announced meanwhile is gone afterwards: tests share the tables of the rules."""
    try:
        yield
    finally:
        with administrator.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text("DELETE FROM market_rule WHERE version > 1"))
            connection.execute(text("DELETE FROM rules_version WHERE version > 1"))
