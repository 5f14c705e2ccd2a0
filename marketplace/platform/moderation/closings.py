"""Verbs on closing a shop by decision: a statement of reasons, thirty days, an appeal that somebody else answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.calendar import MEXICO, mexican_day
from marketplace.kernel.ids import new_id
from marketplace.kernel.impartial import check_not_own
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.people.market_rules import RuleSection, version_with
from marketplace.people.sellers import get_shop
from marketplace.platform import leaving
from marketplace.platform.moderation import errors
from marketplace.platform.moderation.events import AppealAnswered, ShopClosingDecided
from marketplace.platform.moderation.models import ClosingAppeal, ShopClosing
from marketplace.platform.moderation.rules import (
    CLOSING_NEXT,
    NOTICE,
    STANDING,
    ClosingState,
    in_time_to_appeal,
    is_closing_day,
)


@verb(needs=StaffMay.MODERATE)
def decide_closing(work: Work, slug: str, *, ground: str, facts: str, effective_on: date | None) -> UUID:
    """Decide to close a shop, with the ground, the facts and the day (P2B art. 4(2), 4(5)); the shop is told at once.

    `effective_on` None means at once, on a ground that allows it. Raises NoSuchShop, GroundNotInForce, FactsNeeded, OwnCase,
    BadDay, ClosingStands.
    """
    shop = get_shop(work, slug)
    rules_version = version_with(work, RuleSection.CLOSING, ground)
    if rules_version is None:
        raise errors.GroundNotInForce
    if not facts:
        raise errors.FactsNeeded
    check_not_own(work, shop.tenant_id)
    if _standing(work, shop.tenant_id) is not None:
        raise errors.ClosingStands
    if not is_closing_day(effective_on, mexican_day(work.now), ground=ground):
        raise errors.BadDay(days=NOTICE.days)
    effective_at = work.now if effective_on is None else datetime.combine(effective_on, time(), MEXICO).astimezone(UTC)
    closing = ShopClosing(
        id=new_id(),
        tenant_id=shop.tenant_id,
        shop_name=shop.name,
        shop_slug=shop.slug,
        ground=ground,
        rules_version=rules_version,
        facts=facts,
        state=ClosingState.ANNOUNCED,
        decided_at=work.now,
        decided_by=work.actor.name,
        decided_by_id=work.actor.account_id,
        effective_at=effective_at,
    )
    work.session.add(closing)
    work.audit(
        "moderation.close_shop",
        f"closing:{closing.id}",
        tenant_id=shop.tenant_id,
        ground=ground,
        effective_at=effective_at.isoformat(),
    )
    work.tell(ShopClosingDecided(closing.id, shop.tenant_id))
    if effective_on is None:
        _carry_out(work, closing)
    return closing.id


def _standing(work: Work, tenant_id: UUID) -> ShopClosing | None:
    return work.session.scalar(
        select(ShopClosing).where(ShopClosing.tenant_id == tenant_id, ShopClosing.state.in_(STANDING))
    )


def _carry_out(work: Work, closing: ShopClosing) -> None:
    assert closing.tenant_id is not None  # a closing is always of a shop
    transition(closing, ClosingState.IN_EFFECT, CLOSING_NEXT)
    leaving.close_shop_by_decision(work, closing.tenant_id)


def carry_out_closings(work: Work) -> None:
    """By the clock: shops whose day has come are closed. An appeal that nobody answered yet does not stop it."""
    due = select(ShopClosing).where(ShopClosing.state == ClosingState.ANNOUNCED, ShopClosing.effective_at <= work.now)
    for closing in work.session.lock(due.order_by(ShopClosing.id), skip_taken=True):
        _carry_out(work, closing)


def get_closing(work: Work, closing_id: UUID, *, lock: bool = False) -> ShopClosing:
    """Load a closing, within the scope; raises NoSuchClosing."""
    query = select(ShopClosing).where(ShopClosing.id == closing_id)
    closing = work.session.find(query, lock=lock)
    if closing is None:
        raise errors.NoSuchClosing
    return closing


def find_appeal(work: Work, closing: ShopClosing, *, lock: bool = False) -> ClosingAppeal | None:
    """Find what the shop said against a closing."""
    return work.session.find(select(ClosingAppeal).where(ClosingAppeal.closing_id == closing.id), lock=lock)


def closings(work: Work) -> Sequence[ShopClosing]:
    """List the closings within the scope, latest first."""
    return work.session.scalars(select(ShopClosing).order_by(ShopClosing.decided_at.desc())).all()


def may_appeal(work: Work, closing_id: UUID) -> bool:
    """Say whether a closing can still be appealed: it stands, was not, and six months are not over. Raises NoSuchClosing."""
    closing = get_closing(work, closing_id)
    in_time = in_time_to_appeal(closing.decided_at, work.now)
    return closing.state in STANDING and in_time and find_appeal(work, closing) is None


@verb(needs=May.OWN_SHOP)
def appeal_closing(work: Work, closing_id: UUID, *, body: str) -> None:
    """Say why a closing is wrong, once, within six months.

    Raises NoSuchClosing, NothingToAppeal, AppealedAlready, TooLateToAppeal.
    """
    closing = get_closing(work, closing_id)
    if closing.state not in STANDING:
        raise errors.NothingToAppeal
    if find_appeal(work, closing) is not None:
        raise errors.AppealedAlready
    if not in_time_to_appeal(closing.decided_at, work.now):
        raise errors.TooLateToAppeal
    work.session.add(
        ClosingAppeal(
            tenant_id=work.tenant_id,
            id=new_id(),
            closing_id=closing.id,
            body=body,
            written_at=work.now,
            written_by=work.actor.name,
        )
    )
    work.audit("moderation.appeal", f"closing:{closing.id}")


@verb(needs=StaffMay.MODERATE)
def answer_appeal(work: Work, closing_id: UUID, *, upheld: bool, answer: str) -> None:
    """Answer an appeal with reasons; one that is right takes the closing back, and the shop sells again.

    Raises AnotherMustAnswer when it is one's own decision, OwnCase when it is one's own shop, FactsNeeded without
    reasons, NothingToAppeal when there is no appeal, or it was answered.
    """
    closing = get_closing(work, closing_id, lock=True)
    assert closing.tenant_id is not None  # a closing is always of a shop
    if closing.decided_by_id == work.actor.account_id:
        raise errors.AnotherMustAnswer
    check_not_own(work, closing.tenant_id)
    if not answer:
        raise errors.FactsNeeded
    appeal = find_appeal(work, closing, lock=True)
    if appeal is None or appeal.answer is not None:
        raise errors.NothingToAppeal
    appeal.upheld, appeal.answer = upheld, answer
    appeal.answered_at, appeal.answered_by = work.now, work.actor.name
    if upheld:
        in_effect = closing.state == ClosingState.IN_EFFECT
        transition(closing, ClosingState.WITHDRAWN, CLOSING_NEXT)
        if in_effect:
            leaving.reopen_by_decision(work, closing.tenant_id)
    work.audit("moderation.answer_appeal", f"closing:{closing.id}", tenant_id=closing.tenant_id, upheld=upheld)
    work.tell(AppealAnswered(closing.id, closing.tenant_id, upheld))
