"""Verbs on holding what a shop is due: one of the staff asks, another decides; then it is a measure like any other.

Nothing moves in the books: payouts leave behind what is held (`money/payouts/shop_holds.py`). It ends with its day, is lifted
here, or by an appeal that is right (`appeals.py`); the next payout then takes what was held.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.calendar import mexican_day, morning_of, night_of
from marketplace.kernel.ids import new_id
from marketplace.kernel.impartial import check_not_own
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money import payouts
from marketplace.people.market_rules import RuleSection, version_with
from marketplace.people.sellers import get_shop
from marketplace.people.sellers.models import Shop
from marketplace.platform.moderation import errors, measures, rules
from marketplace.platform.moderation.measures import Reasons
from marketplace.platform.moderation.models import HoldRequest, LiveMeasure, ReportCase
from marketplace.platform.moderation.reporting import ReportAbout, ReportCaseState
from marketplace.platform.moderation.rules import (
    HOLD_REQUEST_NEXT,
    MEASURE_STANDING,
    HoldRequestState,
    MeasureKind,
    MeasureState,
)
from marketplace.platform.moderation.things import Thing

# A shop's money is held for how it sells, or for what may close it; not for how a listing is written.
SECTIONS = (RuleSection.SELLER, RuleSection.CLOSING)


@verb(needs=StaffMay.ADJUST)
def ask_hold(work: Work, slug: str, why: Reasons, *, amount_minor: int | None, days: int) -> UUID:
    """Ask that what a shop is due be held, up to an amount in centavos or all of it (None), for so many days.

    Nothing is held, and the shop is not told, until somebody else decides. Where one is in effect it asks that it goes on,
    by a new statement of reasons. Raises NoSuchShop, OwnCase, RuleNotInForce, ReasonsNeeded, BadHoldAmount, BadHoldDays,
    HoldWaits, HoldStands.
    """
    shop = get_shop(work, slug)
    check_not_own(work, shop.tenant_id)
    _rules_version(work, why.rule)
    if not why.facts or not why.how_to_fix:
        raise errors.ReasonsNeeded
    if amount_minor is not None and amount_minor <= 0:
        raise errors.BadHoldAmount
    if not 1 <= days <= payouts.LONGEST_HOLD_DAYS:
        raise errors.BadHoldDays(most=payouts.LONGEST_HOLD_DAYS)
    work.session.lock_row(Shop, (shop.tenant_id, shop.tenant_id))  # two who ask, or ask and decide, at once
    waits = select(HoldRequest.id).where(
        HoldRequest.shop_id == shop.tenant_id, HoldRequest.state == HoldRequestState.ASKED
    )
    if work.session.scalar(waits) is not None:
        raise errors.HoldWaits
    stands = _standing(work, shop.tenant_id)
    assert work.actor.account_id is not None  # staff are people
    asked = HoldRequest(
        id=new_id(),
        shop_id=shop.tenant_id,
        shop_name=shop.name,
        shop_slug=shop.slug,
        amount_minor=amount_minor,
        days=days,
        rule=why.rule,
        facts=why.facts,
        how_to_fix=why.how_to_fix,
        follows_id=stands.id if stands else None,
        state=HoldRequestState.ASKED,
        asked_at=work.now,
        asked_by=work.actor.name,
        asked_by_id=work.actor.account_id,
    )
    work.session.add(asked)
    work.audit("moderation.ask_hold", f"hold_request:{asked.id}", amount_minor=amount_minor, days=days, shop=shop.slug)
    return asked.id


def _rules_version(work: Work, rule: str) -> int:
    found = next((one for section in SECTIONS if (one := version_with(work, section, rule)) is not None), None)
    if found is None:
        raise errors.RuleNotInForce
    return found


def _standing(work: Work, tenant_id: UUID) -> LiveMeasure | None:
    """Find the hold of a shop that is in effect. Raises HoldStands where the next one is announced already."""
    found = work.session.scalars(
        select(LiveMeasure).where(
            LiveMeasure.tenant_id == tenant_id,
            LiveMeasure.kind == MeasureKind.HOLD,
            LiveMeasure.state.in_(MEASURE_STANDING),
        )
    ).all()
    if any(one.state == MeasureState.ANNOUNCED for one in found):
        raise errors.HoldStands
    return found[0] if found else None


def get_hold_request(work: Work, request_id: UUID, *, lock: bool = False) -> HoldRequest:
    """Load what somebody asked for; raises NoSuchHoldRequest."""
    found = work.session.find(select(HoldRequest).where(HoldRequest.id == request_id), lock=lock)
    if found is None:
        raise errors.NoSuchHoldRequest
    return found


@verb(needs=StaffMay.ADJUST)
def withdraw_hold(work: Work, request_id: UUID) -> None:
    """Take back what one asked for, while nobody decided. Raises NoSuchHoldRequest, NotYourHoldRequest, HoldDecided."""
    asked = get_hold_request(work, request_id, lock=True)
    if asked.asked_by_id != work.actor.account_id:
        raise errors.NotYourHoldRequest
    transition(asked, HoldRequestState.WITHDRAWN, HOLD_REQUEST_NEXT, otherwise=errors.HoldDecided())
    work.audit("moderation.withdraw_hold", f"hold_request:{asked.id}", shop=asked.shop_slug)


def _to_decide(work: Work, request_id: UUID) -> HoldRequest:
    asked = get_hold_request(work, request_id, lock=True)
    if asked.asked_by_id == work.actor.account_id:
        raise errors.AnotherMustDecideHold
    check_not_own(work, asked.shop_id)
    if asked.state != HoldRequestState.ASKED:
        raise errors.HoldDecided
    return asked


def _decide(work: Work, asked: HoldRequest, state: HoldRequestState) -> None:
    transition(asked, state, HOLD_REQUEST_NEXT)
    asked.decided_at, asked.decided_by, asked.decided_by_id = work.now, work.actor.name, work.actor.account_id


@verb(needs=StaffMay.ADJUST)
def approve_hold(work: Work, request_id: UUID) -> UUID:
    """Hold what somebody else asked to hold: its shop gets the statement of reasons, and it begins tomorrow, on the gravest
    grounds today, and behind the one that it goes on from. Gives the measure.

    Raises NoSuchHoldRequest, AnotherMustDecideHold, OwnCase, HoldDecided, RuleNotInForce, HoldStands, MeasureNotStanding
    where the one that it was to go on from is no more.
    """
    asked = _to_decide(work, request_id)
    rules_version = _rules_version(work, asked.rule)
    work.session.lock_row(Shop, (asked.shop_id, asked.shop_id))
    stands = _standing(work, asked.shop_id)
    if stands is None and asked.follows_id is not None:
        raise errors.MeasureNotStanding
    if stands is not None and stands.id != asked.follows_id:
        raise errors.HoldStands
    made = _draw_up(work, asked, rules_version)
    first = rules.first_day_of_hold(
        mexican_day(work.now), rule=asked.rule, after=stands.last_day if stands is not None else None
    )
    last = first + timedelta(days=asked.days - 1)
    made.begins_at, made.ends_at = max(work.now, morning_of(first)), night_of(last)
    measures.announce(work, made)
    asked.measure_id = made.id
    _decide(work, asked, HoldRequestState.APPROVED)
    payouts.hold_shop_money(
        work,
        tenant_id=asked.shop_id,
        cause=measures.cause_of(made.id),
        amount_minor=asked.amount_minor,
        first_day=first,
        last_day=last,
    )
    measures.begin_if_due(work, made)
    return made.id


def _draw_up(work: Work, asked: HoldRequest, rules_version: int) -> LiveMeasure:
    """Write the statement of reasons; what people report of the shop is named in it, and decided by itself."""
    case = work.session.scalar(
        select(ReportCase).where(
            ReportCase.about == ReportAbout.SHOP,
            ReportCase.about_id == asked.shop_id,
            ReportCase.state == ReportCaseState.OPEN,
        )
    )
    shop = Thing(ReportAbout.SHOP, asked.shop_id, asked.shop_id, asked.shop_name, asked.shop_slug, asked.shop_name)
    why = Reasons(asked.rule, asked.facts, asked.how_to_fix)
    evidence = measures.evidence_of(case, case.flags if case else [])
    made = measures.draw_up(work, shop, MeasureKind.HOLD, why, rules_version, evidence=evidence)
    made.amount_minor, made.asked_by, made.asked_by_id = asked.amount_minor, asked.asked_by, asked.asked_by_id
    return made


@verb(needs=StaffMay.ADJUST)
def decline_hold(work: Work, request_id: UUID, *, answer: str) -> None:
    """Leave a shop's money as it is, with the reason for who asked.

    Raises NoSuchHoldRequest, AnotherMustDecideHold, OwnCase, HoldDecided, ReasonForPersonNeeded.
    """
    asked = _to_decide(work, request_id)
    if not answer:
        raise errors.ReasonForPersonNeeded
    _decide(work, asked, HoldRequestState.DECLINED)
    asked.answer = answer
    work.audit("moderation.decline_hold", f"hold_request:{asked.id}", shop=asked.shop_slug)


@verb(needs=StaffMay.ADJUST)
def lift_hold(work: Work, measure_id: UUID, *, why: str) -> None:
    """Free a shop's money before the last day of a hold, with a reason: its next payout takes it.

    Raises NoSuchMeasure, ReasonForPersonNeeded, OwnCase, MeasureNotStanding.
    """
    measure = measures.get_measure(work, measure_id, lock=True)
    if measure.kind != MeasureKind.HOLD:
        raise errors.NoSuchMeasure
    measures.lift_with_reason(work, measure, why)
