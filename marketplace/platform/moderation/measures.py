"""Verbs on measures: what staff do about something live, told with its reasons before it begins, ended by day or by decision.

How a shop's money comes to be held is in `holding.py`; what a measure does, and how it ends, is here for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from marketplace.goods import catalog
from marketplace.kernel.calendar import mexican_day, morning_of, night_of
from marketplace.kernel.ids import new_id
from marketplace.kernel.impartial import check_not_own
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money import payouts
from marketplace.people.market_rules import RuleSection, version_with
from marketplace.platform import leaving
from marketplace.platform.moderation import errors, reports, rules
from marketplace.platform.moderation.events import MeasureDecided, MeasureLifted
from marketplace.platform.moderation.models import HoldRequest, LiveMeasure, ReportCase
from marketplace.platform.moderation.reporting import ReportAbout
from marketplace.platform.moderation.rules import MEASURE_NEXT, MEASURE_STANDING, MeasureKind, MeasureState
from marketplace.platform.moderation.things import Thing

SUITS = {
    ReportAbout.LISTING: (MeasureKind.LIMIT, MeasureKind.WARNING),
    ReportAbout.SHOP: (MeasureKind.PAUSE, MeasureKind.WARNING),
    ReportAbout.MESSAGE: (MeasureKind.PAUSE, MeasureKind.WARNING),
}


@dataclass(frozen=True)
class Reasons:
    """Why: the rule, what was seen, and how it is mended; its shop reads all three."""

    rule: str
    facts: str
    how_to_fix: str


@verb(needs=StaffMay.MODERATE)
def decide_measure(
    work: Work, thing: Thing, kind: MeasureKind, why: Reasons, *, begins_on: date | None, ends_on: date | None
) -> UUID:
    """Limit a listing, pause a shop, or warn it; its shop is told at once, what people reported of it is decided with it.

    It begins on a day of Mexico City, today only by a rule about what may be dangerous; a warning needs no day. A pause ends
    with its last day, `ends_on`; a limit without one lasts until it is lifted. Raises RuleNotInForce, CannotDoThat,
    ReasonsNeeded, BadBeginning, BadEnd, OwnCase, MeasureStands.
    """
    case = work.session.find(
        select(ReportCase).where(
            ReportCase.about == thing.about, ReportCase.about_id == thing.id, ReportCase.state == "open"
        )
    )
    rules_version = version_with(work, RuleSection.LISTING, why.rule)
    if rules_version is None:
        raise errors.RuleNotInForce
    begins = _check(work, thing, kind, why, begins_on, ends_on)
    made = draw_up(work, thing, kind, why, rules_version, evidence=evidence_of(case, case.flags if case else []))
    made.begins_at = max(work.now, morning_of(begins))
    made.ends_at = night_of(ends_on) if ends_on else None
    announce(work, made)
    by = reports.Acted(why.rule, rules_version, kind.value)
    reports.settle_about(work, thing.about, thing.id, answer=why.facts, by=by)
    begin_if_due(work, made)
    return made.id


def evidence_of(case: ReportCase | None, flags: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Say what a decision rests on besides what its maker saw: what automatic checks found, and how many reported it."""
    told: dict[str, Any] = {"flags": sorted({one["code"] for one in flags})}
    return told if case is None else {**told, "report_case": str(case.id), "reports": case.reports}


def _check(
    work: Work, thing: Thing, kind: MeasureKind, why: Reasons, begins_on: date | None, ends_on: date | None
) -> date:
    """Refuse what does not suit; gives the day on which it begins."""
    if kind not in SUITS[thing.about]:
        raise errors.CannotDoThat
    if not why.facts or not why.how_to_fix:
        raise errors.ReasonsNeeded
    today = mexican_day(work.now)
    begins = today if kind is MeasureKind.WARNING else begins_on
    if begins is None or (kind is not MeasureKind.WARNING and not rules.may_begin(begins, today, rule=why.rule)):
        raise errors.BadBeginning
    if not rules.may_end(ends_on, begins, kind):
        raise errors.BadEnd(most=rules.LONGEST_PAUSE.days)
    check_not_own(work, thing.shop_id)
    if kind is not MeasureKind.WARNING and standing(work, thing, kind) is not None:
        raise errors.MeasureStands
    return begins


def standing(work: Work, thing: Thing, kind: MeasureKind) -> LiveMeasure | None:
    """Find the measure of a kind that a thing has, announced or in effect."""
    of = LiveMeasure.product_id == thing.id if thing.about is ReportAbout.LISTING else LiveMeasure.product_id.is_(None)
    return work.session.scalar(
        select(LiveMeasure).where(
            LiveMeasure.tenant_id == thing.shop_id,
            LiveMeasure.kind == kind,
            of,
            LiveMeasure.state.in_(MEASURE_STANDING),
        )
    )


def draw_up(
    work: Work, thing: Thing, kind: MeasureKind, why: Reasons, rules_version: int, *, evidence: dict[str, Any]
) -> LiveMeasure:
    """Write the statement of reasons of a measure that whoever acts decides; when it begins and ends is the caller's to say."""
    is_listing = thing.about is ReportAbout.LISTING
    return LiveMeasure(
        id=new_id(), tenant_id=thing.shop_id, kind=kind, product_id=thing.id if is_listing else None, number=thing.number,
        title=thing.title if is_listing else thing.shop_name, shop_name=thing.shop_name, shop_slug=thing.shop_slug,
        rule=why.rule, rules_version=rules_version, facts=why.facts, how_to_fix=why.how_to_fix, evidence=evidence,
        state=MeasureState.ANNOUNCED,
        decided_at=work.now, decided_by=work.actor.name, decided_by_id=work.actor.account_id,
    )  # fmt: skip


def announce(work: Work, measure: LiveMeasure) -> None:
    """Keep a measure that was drawn up, and have its shop told."""
    assert measure.tenant_id is not None  # a measure is always about a shop
    work.session.add(measure)
    work.session.flush()
    work.audit(
        "moderation.measure",
        f"measure:{measure.id}",
        tenant_id=measure.tenant_id,
        measure=measure.kind,
        rule=measure.rule,
        title=measure.title,
    )
    work.tell(MeasureDecided(measure.id, measure.tenant_id))


def begin_if_due(work: Work, measure: LiveMeasure) -> None:
    """Have a measure that was announced begin, where its moment has come."""
    if measure.begins_at <= work.now:
        _begin(work, measure)


def _begin(work: Work, measure: LiveMeasure) -> None:
    assert measure.tenant_id is not None  # a measure is always about a shop
    transition(measure, MeasureState.IN_EFFECT, MEASURE_NEXT)
    match MeasureKind(measure.kind):
        case MeasureKind.LIMIT:
            assert measure.product_id is not None  # a limit is of a listing
            catalog.limit_product(work, measure.tenant_id, measure.product_id, limited=True)
        case MeasureKind.PAUSE:
            assert measure.last_day is not None  # a pause has an end
            leaving.pause_by_decision(work, measure.tenant_id, last=measure.last_day)
        case MeasureKind.WARNING:
            _end(work, measure, MeasureState.OVER)
        case MeasureKind.HOLD:
            pass  # payouts know its days since it was decided


def _end(work: Work, measure: LiveMeasure, state: MeasureState) -> None:
    assert measure.tenant_id is not None  # a measure is always about a shop
    began = measure.state == MeasureState.IN_EFFECT
    transition(measure, state, MEASURE_NEXT)
    measure.over_at = work.now
    if measure.kind == MeasureKind.HOLD and state is MeasureState.LIFTED:
        payouts.free_shop_money(work, tenant_id=measure.tenant_id, cause=cause_of(measure.id))
    if not began:
        return
    if measure.kind == MeasureKind.LIMIT and measure.product_id is not None:
        catalog.limit_product(work, measure.tenant_id, measure.product_id, limited=False)
    elif measure.kind == MeasureKind.PAUSE:
        leaving.resume_by_decision(work, measure.tenant_id)


def cause_of(measure_id: UUID) -> str:
    """Name a measure to those below who hold something because of it."""
    return f"measure:{measure_id}"


def carry_out_measures(work: Work) -> None:
    """By the clock: measures begin, and end, when their moment has come."""
    due = or_(
        (LiveMeasure.state == MeasureState.ANNOUNCED) & (LiveMeasure.begins_at <= work.now),
        (LiveMeasure.state == MeasureState.IN_EFFECT) & (LiveMeasure.ends_at <= work.now),
    )
    for measure in work.session.lock(select(LiveMeasure).where(due).order_by(LiveMeasure.id), skip_taken=True):
        if measure.state == MeasureState.ANNOUNCED:
            _begin(work, measure)
        else:
            _end(work, measure, MeasureState.OVER)
        work.session.flush()  # one hold ends before the next begins


def get_measure(work: Work, measure_id: UUID, *, lock: bool = False) -> LiveMeasure:
    """Load a measure, within the scope; raises NoSuchMeasure."""
    found = work.session.find(select(LiveMeasure).where(LiveMeasure.id == measure_id), lock=lock)
    if found is None:
        raise errors.NoSuchMeasure
    return found


@verb(needs=StaffMay.MODERATE)
def lift_measure(work: Work, measure_id: UUID, *, why: str) -> None:
    """Take a measure back before its end, with a reason: everything is as it was before.

    Raises NoSuchMeasure, ReasonForPersonNeeded, OwnCase, MeasureNotStanding, MoneyIsFinances.
    """
    measure = get_measure(work, measure_id, lock=True)
    if measure.kind == MeasureKind.HOLD:
        raise errors.MoneyIsFinances
    lift_with_reason(work, measure, why)


def lift_with_reason(work: Work, measure: LiveMeasure, why: str) -> None:
    """Lift a locked measure as one of the staff, who is not of its shop; the shop is told why.

    Raises ReasonForPersonNeeded, OwnCase, MeasureNotStanding.
    """
    if not why:
        raise errors.ReasonForPersonNeeded
    assert measure.tenant_id is not None  # a measure is always about a shop
    check_not_own(work, measure.tenant_id)
    lift(work, measure, why)
    work.tell(MeasureLifted(measure.id, measure.tenant_id))


def lift(work: Work, measure: LiveMeasure, why: str) -> None:
    """End a locked measure by decision, and one that was to go on from it. Raises MeasureNotStanding."""
    if measure.state not in MEASURE_STANDING:
        raise errors.MeasureNotStanding
    goes_on = select(HoldRequest.measure_id).where(HoldRequest.follows_id == measure.id)
    for following in work.session.lock(
        select(LiveMeasure).where(LiveMeasure.id.in_(goes_on), LiveMeasure.state == MeasureState.ANNOUNCED)
    ):
        lift(work, following, why)
    _end(work, measure, MeasureState.LIFTED)
    measure.lifted_by, measure.lifted_why = work.actor.name, why
    work.audit(
        "moderation.lift",
        f"measure:{measure.id}",
        tenant_id=measure.tenant_id,
        measure=measure.kind,
        title=measure.title,
    )
