"""Verbs on adjustments and credits: two people move the money, the shop is told why, and a third answers its appeal."""

from __future__ import annotations

from uuid import UUID

from marketplace.kernel.ids import new_id
from marketplace.kernel.impartial import check_not_own
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money import ledger
from marketplace.people.sellers import get_shop
from marketplace.platform.adjustments import errors, rules
from marketplace.platform.adjustments.events import AdjustmentAppealAnswered, AdjustmentReversed, MoneyAdjusted
from marketplace.platform.adjustments.models import Adjustment, AdjustmentAppeal
from marketplace.platform.adjustments.queries import find_appeal, find_order, get_adjustment
from marketplace.platform.adjustments.rules import ADJUSTMENT_NEXT, AdjustmentKind, AdjustmentState, Reason


@verb(needs=StaffMay.ADJUST)
def ask_adjustment(
    work: Work, slug: str, *, kind: AdjustmentKind, amount_minor: int, reason: Reason, facts: str, order: str = ""
) -> UUID:
    """Ask for a shop's money to be put right, in centavos: plus is given. Nothing moves until somebody else decides.

    `order` is the code of the order that it is about, if it is about one. Raises NoSuchShop, OwnCase, BadReason,
    BadAmount, AdjustmentFactsNeeded, NotOfThisShop.
    """
    shop = get_shop(work, slug)
    check_not_own(work, shop.tenant_id)
    if reason not in rules.REASONS[kind]:
        raise errors.BadReason
    if not rules.may_be_asked(kind, reason, amount_minor):
        raise errors.BadAmount(most_minor=rules.MOST_MINOR)
    if len(facts) < rules.SHORTEST_FACTS:
        raise errors.AdjustmentFactsNeeded(least=rules.SHORTEST_FACTS)
    found = find_order(work, shop.tenant_id, order) if order else None
    if order and found is None:
        raise errors.NotOfThisShop
    assert work.actor.account_id is not None  # staff are people
    asked = Adjustment(
        id=new_id(),
        tenant_id=shop.tenant_id,
        shop_name=shop.name,
        shop_slug=shop.slug,
        kind=kind,
        state=AdjustmentState.ASKED,
        amount_minor=amount_minor,
        reason=reason,
        facts=facts,
        order_id=found.id if found else None,
        order_code=found.code if found else "",
        asked_at=work.now,
        asked_by=work.actor.name,
        asked_by_id=work.actor.account_id,
    )
    work.session.add(asked)
    work.audit(
        "adjustments.ask", f"adjustment:{asked.id}", amount_minor=amount_minor, reason=reason.value, shop=shop.slug
    )
    return asked.id


@verb(needs=StaffMay.ADJUST)
def withdraw_adjustment(work: Work, adjustment_id: UUID) -> None:
    """Take back what one asked for, while nobody decided. Raises NoSuchAdjustment, NotYours, DecidedAlready."""
    asked = get_adjustment(work, adjustment_id, lock=True)
    if asked.asked_by_id != work.actor.account_id:
        raise errors.NotYours
    transition(asked, AdjustmentState.WITHDRAWN, ADJUSTMENT_NEXT, otherwise=errors.DecidedAlready())
    work.audit("adjustments.withdraw", f"adjustment:{asked.id}", shop=asked.shop_slug)


@verb(needs=StaffMay.ADJUST)
def approve_adjustment(work: Work, adjustment_id: UUID) -> None:
    """Move the money that somebody else asked for: what the shop has available, at once. It is told why.

    Raises NoSuchAdjustment, AnotherMustDecide, OwnCase, DecidedAlready.
    """
    asked = _to_decide(work, adjustment_id)
    _decide(work, asked, AdjustmentState.APPROVED)
    assert asked.tenant_id is not None  # an adjustment is always of a shop
    record = ledger.record_credit if asked.kind == AdjustmentKind.CREDIT else ledger.record_adjustment
    record(
        work,
        tenant_id=asked.tenant_id,
        order_id=asked.order_id,
        cause=rules.cause_of(asked.id),
        amount_minor=asked.amount_minor,
    )
    work.audit(
        "adjustments.approve",
        f"adjustment:{asked.id}",
        tenant_id=asked.tenant_id,
        amount_minor=asked.amount_minor,
        reason=asked.reason,
        asked_by=asked.asked_by,
    )
    work.tell(MoneyAdjusted(asked.id, asked.tenant_id))


@verb(needs=StaffMay.ADJUST)
def decline_adjustment(work: Work, adjustment_id: UUID, *, answer: str) -> None:
    """Leave the money where it is, with the reason. Raises as `approve_adjustment`, and AnswerNeeded."""
    asked = _to_decide(work, adjustment_id)
    if not answer:
        raise errors.AnswerNeeded
    _decide(work, asked, AdjustmentState.DECLINED)
    asked.answer = answer
    work.audit("adjustments.decline", f"adjustment:{asked.id}", shop=asked.shop_slug)


def _to_decide(work: Work, adjustment_id: UUID) -> Adjustment:
    asked = get_adjustment(work, adjustment_id, lock=True)
    assert asked.tenant_id is not None  # an adjustment is always of a shop
    if asked.asked_by_id == work.actor.account_id:
        raise errors.AnotherMustDecide
    check_not_own(work, asked.tenant_id)
    return asked


def _decide(work: Work, asked: Adjustment, state: AdjustmentState) -> None:
    transition(asked, state, ADJUSTMENT_NEXT, otherwise=errors.DecidedAlready())
    asked.decided_at, asked.decided_by, asked.decided_by_id = work.now, work.actor.name, work.actor.account_id


@verb(needs=StaffMay.ADJUST)
def reverse_adjustment(work: Work, adjustment_id: UUID) -> None:
    """Take an adjustment back whole, by entries that cite it. Who asked for it does not; its shop is told.

    Raises NoSuchAdjustment, AnotherMustDecide, OwnCase, DecidedAlready.
    """
    done = _to_decide(work, adjustment_id)
    _reverse(work, done)
    assert done.tenant_id is not None  # an adjustment is always of a shop
    work.tell(AdjustmentReversed(done.id, done.tenant_id))


def _reverse(work: Work, done: Adjustment) -> None:
    transition(done, AdjustmentState.REVERSED, ADJUSTMENT_NEXT, otherwise=errors.DecidedAlready())
    done.reversed_at = work.now
    ledger.reverse(work, ledger.TransactionKind(done.kind), rules.cause_of(done.id))
    work.audit(
        "adjustments.reverse", f"adjustment:{done.id}", tenant_id=done.tenant_id, amount_minor=-done.amount_minor
    )


@verb(needs=May.OWN_SHOP)
def appeal_adjustment(work: Work, adjustment_id: UUID, *, body: str) -> None:
    """Say why an adjustment is wrong, once. Raises NoSuchAdjustment, NoAdjustmentToAppeal, AdjustmentAppealedAlready."""
    done = get_adjustment(work, adjustment_id)
    if done.state != AdjustmentState.APPROVED:
        raise errors.NoAdjustmentToAppeal
    if find_appeal(work, done) is not None:
        raise errors.AdjustmentAppealedAlready
    work.session.add(
        AdjustmentAppeal(
            tenant_id=work.tenant_id,
            id=new_id(),
            adjustment_id=done.id,
            body=body,
            written_at=work.now,
            written_by=work.actor.name,
        )
    )
    work.audit("adjustments.appeal", f"adjustment:{done.id}")


@verb(needs=StaffMay.ADJUST)
def answer_adjustment_appeal(work: Work, adjustment_id: UUID, *, upheld: bool, answer: str) -> None:
    """Answer a shop's appeal with reasons; one that is right takes the adjustment back.

    Who asked for it or decided it does not answer. Raises NoSuchAdjustment, AnotherMustDecide, OwnCase, AnswerNeeded,
    NoAdjustmentToAppeal.
    """
    done = _to_decide(work, adjustment_id)
    if done.decided_by_id == work.actor.account_id:
        raise errors.AnotherMustDecide
    if not answer:
        raise errors.AnswerNeeded
    appeal = find_appeal(work, done, lock=True)
    if appeal is None or appeal.answer is not None:
        raise errors.NoAdjustmentToAppeal
    assert done.tenant_id is not None  # an adjustment is always of a shop
    appeal.upheld, appeal.answer = upheld, answer
    appeal.answered_at, appeal.answered_by = work.now, work.actor.name
    if upheld and done.state == AdjustmentState.APPROVED:
        _reverse(work, done)
    work.audit("adjustments.answer_appeal", f"adjustment:{done.id}", tenant_id=done.tenant_id, upheld=upheld)
    work.tell(AdjustmentAppealAnswered(done.id, done.tenant_id))


__all__ = [
    "answer_adjustment_appeal",
    "appeal_adjustment",
    "approve_adjustment",
    "ask_adjustment",
    "decline_adjustment",
    "reverse_adjustment",
    "withdraw_adjustment",
]
