"""Verbs on the next tariff: it is drafted, weighed, published by a second person with a day, and taken back before that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.goods.catalog import CATEGORIES
from marketplace.kernel.calendar import morning_of
from marketplace.kernel.drafts import begin_draft, lock_draft, write_draft
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money.fees import errors, queries, schedules
from marketplace.money.fees.events import DraftWritten, TariffAnnounced, TariffWithdrawn
from marketplace.money.fees.models import FeeDraft, FeeRule, FeeSchedule
from marketplace.money.fees.rules import NEXT, DraftState, FeeKind, Rule, Schedule
from marketplace.money.fees.tariff import AT_COST, OUR_DECISION, PROCESSING_TEXT, SUBSIDY_TEXT, plan_source, plan_text
from marketplace.people.sellers import ShopPlan

_SHORTEST_REASON = 10
# Whoever reads a version some seconds ago may still go by it: none is taken back so late.
_LAST_MOMENT = timedelta(minutes=5)
# What a draft keeps of a rule; the rest is made from it.
_WRITTEN = (
    "category", "shop_plan", "from_minor", "until_minor", "rate_bp", "fixed_minor", "floor_minor", "cap_minor", "months",
)  # fmt: skip


def rules_of(draft: FeeDraft) -> tuple[Rule, ...]:
    """Read a draft's rules, in their order, as they will stand in its version (0 while it has none)."""
    return tuple(_read(row, draft.version or 0, number) for number, row in enumerate(draft.rules, 1))


def faults_of(draft: FeeDraft) -> list[schedules.Fault]:
    """List why a draft is no tariff yet; rules are named by their places in it."""
    return schedules.faults_of(rules_of(draft))


def _read(row: Mapping[str, Any], version: int, number: int) -> Rule:
    kind, category = FeeKind(row["kind"]), row["category"]
    months = row.get("months")
    text, text_en = plan_text(months) if months else _texts(kind, category)
    source = AT_COST if kind is FeeKind.PROCESSING else OUR_DECISION
    source = plan_source(months, row["rate_bp"]) if months else source
    said: dict[str, Any] = {name: row.get(name) for name in _WRITTEN}  # a draft of before knows no months and no plans
    plan = said["shop_plan"] = ShopPlan(said["shop_plan"]) if said["shop_plan"] else None
    named = f"v{version}:{kind}:{months or category or ('general' if kind is FeeKind.COMMISSION else 'all')}"
    named = f"{named}:{plan}" if plan else named
    id_ = f"{named}:{row['from_minor']}" if row["from_minor"] and not months else named
    return Rule(id=id_, version=version, kind=kind, source=source, text=text, text_en=text_en, number=number, **said)


def _texts(kind: FeeKind, category: str | None) -> tuple[str, str]:
    if kind is FeeKind.PROCESSING:
        return PROCESSING_TEXT
    if kind is FeeKind.SHIPPING_SUBSIDY:
        return SUBSIDY_TEXT
    if category is None or category not in CATEGORIES:
        return "Comisión por venta", "Selling commission"
    known = CATEGORIES[category]
    return f"Comisión por venta: {known.es}", f"Selling commission: {known.en}"


def written(kind: FeeKind, category: str | None = None, **parts: int | str | None) -> dict[str, Any]:
    """Write a rule as a draft keeps it; of what is not said, nothing."""
    row: dict[str, Any] = {"kind": kind.value, **dict.fromkeys(_WRITTEN), "category": category}
    return row | {"from_minor": 0, "rate_bp": 0, "fixed_minor": 0} | parts


def _kept(rule: Rule) -> dict[str, Any]:
    return {"kind": rule.kind.value, **{name: getattr(rule, name) for name in _WRITTEN}}


@verb(needs=StaffMay.SET_FEES)
def open_draft(work: Work) -> FeeDraft:
    """Begin a draft from the version in force."""
    rules = sorted(queries.schedule_in_force(work).rules, key=lambda rule: rule.number)
    draft = begin_draft(work, FeeDraft(rules=[_kept(rule) for rule in rules]))
    work.audit("fees.draft", f"draft:{draft.id}")
    return draft


@verb(needs=StaffMay.SET_FEES)
def save_draft(
    work: Work,
    draft_id: UUID,
    *,
    rules: Sequence[Mapping[str, Any]],
    summary: str,
    summary_en: str,
    starts_on: date | None,
    seen_revision: int,
) -> FeeDraft:
    """Save what a draft says; what is wrong with it is said when it is published. Raises NoSuchDraft, DraftChanged."""
    draft = _open(work, draft_id, seen_revision)
    write_draft(work, draft, rules, summary=summary, summary_en=summary_en, starts_on=starts_on)
    work.tell(DraftWritten(draft.id, draft.revision))
    return draft


@verb(needs=StaffMay.SET_FEES)
def drop_draft(work: Work, draft_id: UUID, *, seen_revision: int) -> None:
    """Throw a draft away. Raises NoSuchDraft, DraftChanged."""
    transition(_open(work, draft_id, seen_revision), DraftState.DROPPED, NEXT)
    work.audit("fees.drop_draft", f"draft:{draft_id}")


def _open(work: Work, draft_id: UUID, seen_revision: int) -> FeeDraft:
    return lock_draft(
        work, FeeDraft, draft_id, seen_revision, missing=errors.NoSuchDraft(), changed=errors.DraftChanged()
    )


def note_figures(work: Work, draft_id: UUID, revision: int, figures: list[dict[str, Any]]) -> None:
    """Keep what the last ninety days would have cost by a draft, unless it says something else by now."""
    draft = work.session.lock_row(FeeDraft, draft_id)
    if draft.revision == revision:
        draft.figures, draft.weighed_revision = figures, revision


@verb(needs=StaffMay.SET_FEES)
def publish_draft(work: Work, draft_id: UUID, *, seen_revision: int) -> int:
    """Announce a draft as the next version, for good; gives its number.

    Raises NoSuchDraft, DraftChanged; OwnDraft to who wrote any of it; NotATariff, NothingChanges, SummaryMissing, DayMissing,
    TooSoon, InSeason, SeasonsUnknown, AnotherAnnounced, NotWeighedYet. The database holds the same (migration 0036).
    """
    draft = _open(work, draft_id, seen_revision)
    if draft.is_written_by(work.actor.account_id):
        raise errors.OwnDraft
    more = _check(work, draft)
    if draft.weighed_revision != draft.revision:
        raise errors.NotWeighedYet
    assert draft.starts_on is not None  # checked
    version = (work.session.scalar(select(func.max(FeeSchedule.version))) or 0) + 1
    draft.version, draft.published_by = version, work.actor.account_id
    transition(draft, DraftState.PUBLISHED, NEXT)
    work.session.add(
        FeeSchedule(
            version=version,
            published_at=work.now,
            effective_from=morning_of(draft.starts_on),
            takes_more=more,
            rule_count=len(draft.rules),
            summary=draft.summary,
            summary_en=draft.summary_en,
        )
    )
    work.session.flush()
    work.session.add_all(FeeRule(**vars(rule)) for rule in rules_of(draft))
    work.session.flush()
    work.audit("fees.publish", f"tariff:{version}", starts_on=draft.starts_on.isoformat(), takes_more=more)
    work.tell(TariffAnnounced(version))
    return version


def _check(work: Work, draft: FeeDraft) -> bool:
    """Refuse what cannot be announced; says whether anybody may pay more by it."""
    rules = rules_of(draft)
    faults = faults_of(draft)
    if faults:
        raise errors.NotATariff(faults=faults)
    before = queries.schedule_in_force(work)
    if not schedules.differences(before, Schedule(0, rules)):
        raise errors.NothingChanges
    if not draft.summary.strip() or not draft.summary_en.strip():
        raise errors.SummaryMissing
    announced = queries.find_announced(work)
    if announced is not None:
        raise errors.AnotherAnnounced(version=announced.version)
    more = schedules.takes_more(before, Schedule(0, rules))
    if draft.starts_on is None:
        raise errors.DayMissing
    check_day(work, draft.starts_on, more=more)
    return more


def check_day(work: Work, starts_on: date, *, more: bool) -> None:
    """Refuse a day on which what is announced now may not begin. Raises TooSoon, InSeason, SeasonsUnknown."""
    seasons = queries.quiet_seasons(work)
    earliest = schedules.first_open_day(seasons, schedules.earliest_day(work.now, more=more))
    if starts_on < schedules.earliest_day(work.now, more=more):
        days = schedules.NOTICE_OF_MORE_DAYS if more else schedules.NOTICE_DAYS
        raise errors.TooSoon(days=days, earliest=earliest)
    season = schedules.season_at(seasons, starts_on)
    if season is not None:
        after = schedules.first_open_day(seasons, starts_on)
        raise errors.InSeason(season=season.name, earliest=after)
    if starts_on > schedules.known_until(seasons):
        raise errors.SeasonsUnknown(last=schedules.known_until(seasons))


@verb(needs=StaffMay.SET_FEES)
def withdraw_tariff(work: Work, version: int, *, reason: str) -> None:
    """Take back an announced version before its day, with a reason that everybody reads: the one of before goes on.

    Raises NoSuchTariff, ReasonMissing, HasBegun.
    """
    schedule = work.session.find(select(FeeSchedule).where(FeeSchedule.version == version), lock=True)
    if schedule is None:
        raise errors.NoSuchTariff
    if schedule.withdrawn_at is not None:
        return
    if schedule.effective_from - work.now <= _LAST_MOMENT:
        raise errors.HasBegun
    if len(reason.strip()) < _SHORTEST_REASON:
        raise errors.ReasonMissing
    schedule.withdrawn_at, schedule.withdrawn_reason = work.now, reason.strip()
    work.session.flush()
    work.audit("fees.withdraw", f"tariff:{version}", reason=reason.strip())
    work.tell(TariffWithdrawn(version))
