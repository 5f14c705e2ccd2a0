"""Verbs on disputes: the buyer says what is wrong, the shop answers, staff decide, the clock does not wait for ever."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from marketplace.care.disputes import rules
from marketplace.care.disputes.errors import (
    AnotherOpen,
    DisputeAlreadyOpen,
    DisputeReasonNeeded,
    DisputeTooLate,
    DisputeWrongState,
    NoSuchDispute,
    NothingDeclined,
    NothingLeft,
    NotMissing,
    ResentBefore,
    SettledBefore,
)
from marketplace.care.disputes.events import (
    DisputeAnswered,
    DisputeDecided,
    DisputeEscalated,
    DisputeOpened,
    RefundDecided,
)
from marketplace.care.disputes.models import Dispute
from marketplace.care.disputes.queries import disputes_of_order, is_settled
from marketplace.care.disputes.rules import About, DisputeAnswer, DisputeState
from marketplace.care.returns import ReturnState, is_shops_fault, lines_of_return
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty import ClaimState
from marketplace.care.warranty.models import Claim
from marketplace.kernel.calendar import closing_after, mexican_day, night_of, nth_business_day
from marketplace.kernel.errors import OwnCase
from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.permissions import May, StaffMay
from marketplace.kernel.published import ESCALATE_DECLINED_DAYS
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.money.payouts.models import MoneyHold
from marketplace.trade import parcels
from marketplace.trade.orders import at_stake, end_hold, get_order, hold_money, is_held, lines_of, may_be_missed, note
from marketplace.trade.orders.models import Order
from marketplace.trade.parcels import TrackingNeeded, parcel_of_order, read_label
from tenants import resolve


@verb(needs=PROOF)
def open_dispute(work: Work, order_code: str, *, said: str) -> str:
    """The buyer says that an order never came; gives the dispute's code. Its money is held from now on.

    Raises NotMissing before the end of the promise or once the money is released, DisputeAlreadyOpen, SettledBefore once it was
    settled and no other parcel was sent since.
    """
    order = get_order(work, order_code, lock=True)
    if not may_be_missed(order, work.now):
        raise NotMissing
    if is_settled(disputes_of_order(work, order)):
        raise SettledBefore
    if is_held(work, order):
        raise DisputeAlreadyOpen  # a dispute; or a return or claim: whoever asked for one has it in hand
    dispute = _open(work, order, About.NEVER_CAME, None, DisputeState.OPEN, said)
    dispute.answer_by = closing_after(work.now, rules.ANSWER_DAYS)
    note(work, order, "dispute_opened", by=order.buyer_name)
    work.tell(DisputeOpened(order.tenant_id, dispute.id))
    return dispute.code


def _open(work: Work, order: Order, about: About, about_id: UUID | None, state: DisputeState, said: str) -> Dispute:
    waiting = select(Dispute.id).where(
        Dispute.tenant_id == order.tenant_id, Dispute.order_id == order.id, Dispute.ended_at.is_(None)
    )
    if work.session.scalars(waiting.limit(1)).first() is not None:
        raise DisputeAlreadyOpen
    dispute = Dispute(
        tenant_id=order.tenant_id,
        id=new_id(),
        buyer_id=order.buyer_id,
        order_id=order.id,
        code=new_code(),
        about=about,
        about_id=about_id,
        state=state,
        said=said,
        opened_at=work.now,
        answer_by=work.now,
    )
    work.session.add(dispute)
    stake = None
    if about is not About.NEVER_CAME:
        pieces, with_way = pieces_of(work, dispute)
        stake = at_stake(work, order, pieces, with_way=with_way)
    hold_money(work, order, dispute.cause, amount_minor=stake)
    return dispute


def get_dispute(work: Work, code: str, *, lock: bool = False) -> Dispute:
    """Load a dispute by its code, within the scope; raises NoSuchDispute."""
    found = work.session.find(select(Dispute).where(Dispute.code == code), lock=lock)
    if found is None:
        raise NoSuchDispute
    return found


def lock_dispute(work: Work, code: str) -> tuple[Dispute, Order]:
    """Lock the order of a dispute, then the dispute (docs/rules/locking.md). Raises NoSuchDispute."""
    found = get_dispute(work, code)
    order = work.session.lock_row(Order, (found.tenant_id, found.order_id))
    return get_dispute(work, code, lock=True), order


def move(work: Work, dispute: Dispute, to: DisputeState) -> None:
    """Take a locked dispute on. Raises DisputeWrongState."""
    transition(dispute, to, rules.NEXT, otherwise=DisputeWrongState(state=dispute.state))


@verb(needs=May.DECIDE_RETURNS)
def answer_dispute(
    work: Work, code: str, *, answer: DisputeAnswer, message: str, carrier: str = "", tracking: str = ""
) -> None:
    """The shop answers: it sends once more, gives the money back, or shows that it arrived.

    Raises DisputeReasonNeeded without words, TrackingNeeded or BadTracking for another parcel, ResentBefore, DisputeWrongState.
    """
    if not message:
        raise DisputeReasonNeeded
    dispute, order = lock_dispute(work, code)
    if dispute.state != DisputeState.OPEN:
        raise DisputeWrongState(state=dispute.state)
    match answer:
        case DisputeAnswer.RESEND:
            _resend(work, dispute, order, carrier, tracking)
        case DisputeAnswer.REFUND:
            due_refund(work, dispute)
        case DisputeAnswer.PROOF:
            move(work, dispute, DisputeState.PROVEN)
            dispute.answer_by = closing_after(work.now, rules.ESCALATE_DAYS)
    dispute.answer, dispute.answer_note = answer, message
    dispute.answered_at, dispute.answered_by = work.now, work.actor.name
    note(work, order, "dispute_answered", text=message)
    work.audit("disputes.answer", f"dispute:{dispute.id}", code=dispute.code, answer=answer.value)
    work.tell(DisputeAnswered(dispute.tenant_id, dispute.id, by_clock=False))


def _resend(work: Work, dispute: Dispute, order: Order, carrier: str, tracking: str) -> None:
    label = read_label(carrier, tracking)
    if order.resent_until is not None or order.delivered_at is not None:
        raise ResentBefore
    parcel = parcel_of_order(work, order.tenant_id, order.id)
    if parcel is not None and parcel.tracking == label.tracking:
        raise TrackingNeeded
    parcels.send_parcel(work, order.tenant_id, order.id, label)
    order.resent_until = nth_business_day(mexican_day(work.now), rules.RESENT_DAYS)
    order.arrival_told_at = order.arrival_told_by = None
    move(work, dispute, DisputeState.RESENT)
    end(work, dispute, order)


def due_refund(work: Work, dispute: Dispute) -> None:
    """Owe the buyer what a locked dispute is about; the money follows by the reaction. Raises DisputeWrongState."""
    move(work, dispute, DisputeState.REFUND_DUE)
    work.tell(RefundDecided(dispute.tenant_id, dispute.id))


def end(work: Work, dispute: Dispute, order: Order) -> None:
    """A locked dispute is over, and holds nothing back any more."""
    dispute.ended_at = work.now
    note(work, order, "dispute_ended")
    end_hold(work, order, dispute.cause)


def close_paid(work: Work, dispute: Dispute, order: Order) -> None:
    """The money that a locked dispute owes is back with the buyer, by it or by something else: it is over."""
    move(work, dispute, DisputeState.REFUNDED)
    end(work, dispute, order)


def pieces_of(work: Work, dispute: Dispute) -> tuple[dict[UUID, int], bool]:
    """Give the pieces that were declined (order line -> how many), and whether their way there goes back too."""
    if dispute.about == About.RETURN:
        case = work.session.get_one(ReturnCase, (dispute.tenant_id, dispute.about_id))
        return {line.id: back.quantity for back, line in lines_of_return(work, case)}, is_shops_fault(case.reason)
    claim = work.session.get_one(Claim, (dispute.tenant_id, dispute.about_id))
    return {claim.order_line_id: claim.quantity}, True


def _is_left(work: Work, dispute: Dispute, order: Order) -> bool:
    """Whether any piece that was declined has not gone back by something else; any, where all of the order is meant."""
    if dispute.about == About.NEVER_CAME:
        return True
    pieces, _with_way = pieces_of(work, dispute)
    return any(pieces.get(line.id) and line.going_back < line.quantity for line in lines_of(work, order, lock=True))


@verb(needs=PROOF)
def escalate_dispute(work: Work, code: str, *, said: str) -> None:
    """The buyer asks for Tianguis after the shop showed its proof. Raises DisputeReasonNeeded, NothingDeclined."""
    if not said:
        raise DisputeReasonNeeded
    dispute, order = lock_dispute(work, code)
    if dispute.state != DisputeState.PROVEN:
        raise NothingDeclined
    move(work, dispute, DisputeState.ESCALATED)
    _escalated(work, dispute, order, said)


@verb(needs=PROOF)
def escalate_declined(work: Work, order_code: str, *, about: About, declined: str, said: str) -> str:
    """The buyer asks for Tianguis about a return or a claim that the shop declined; gives the dispute's code.

    Raises DisputeReasonNeeded, NothingDeclined (also the second time), AnotherOpen while anything else about the order is, and
    NothingLeft when the pieces went back meanwhile, DisputeTooLate after the published days.
    """
    if not said:
        raise DisputeReasonNeeded
    order = get_order(work, order_code, lock=True)
    found = _declined(work, order, about, declined)
    if found is None:
        raise NothingDeclined
    about_id, since = found
    again = select(Dispute.id).where(Dispute.tenant_id == order.tenant_id, Dispute.about_id == about_id)
    if work.session.scalar(again) is not None:
        raise NothingDeclined
    if is_held(work, order):
        raise AnotherOpen
    if mexican_day(work.now) > _last_day(work, order, since):
        raise DisputeTooLate(days=ESCALATE_DECLINED_DAYS)
    dispute = _open(work, order, about, about_id, DisputeState.ESCALATED, said)
    if not _is_left(work, dispute, order):
        raise NothingLeft
    note(work, order, "dispute_opened", by=order.buyer_name)
    _escalated(work, dispute, order, said)
    return dispute.code


def is_declined(work: Work, order: Order, about: About, code: str) -> bool:
    """Say whether a shop declined a return or a claim of this code, or did not receive it in time."""
    return _declined(work, order, about, code) is not None


def _declined(work: Work, order: Order, about: About, code: str) -> tuple[UUID, datetime] | None:
    """Find what a shop declined, or did not receive in time, and when that was; None when there is no such thing."""
    if about is About.RETURN:
        over = select(ReturnCase).where(
            ReturnCase.order_id == order.id,
            ReturnCase.code == code,
            ReturnCase.state.in_([ReturnState.DECLINED, ReturnState.LAPSED]),
        )
        case = work.session.scalar(over)
        at = None if case is None else case.answer_by if case.state == ReturnState.LAPSED else case.decided_at
        return None if case is None or at is None else (case.id, at)
    if about is About.CLAIM:
        no = select(Claim).where(Claim.order_id == order.id, Claim.code == code, Claim.state == ClaimState.DECLINED)
        claim = work.session.scalar(no)
        return None if claim is None or claim.answered_at is None else (claim.id, claim.answered_at)
    return None


def _last_day(work: Work, order: Order, since: datetime) -> date:
    """Give the last day to ask staff: counted again from the end of what was open beside it, which they had to wait for."""
    last = rules.last_day_to_escalate(since)
    waited = select(func.max(MoneyHold.ended_at)).where(
        MoneyHold.tenant_id == order.tenant_id, MoneyHold.order_id == order.id, MoneyHold.since < night_of(last)
    )
    return max(last, rules.last_day_to_escalate(work.session.scalar(waited) or since))


def _escalated(work: Work, dispute: Dispute, order: Order, said: str) -> None:
    dispute.escalated_at, dispute.escalation = work.now, said
    dispute.answer_by = closing_after(work.now, rules.ESCALATE_DAYS)
    note(work, order, "dispute_escalated", by=order.buyer_name)
    work.tell(DisputeEscalated(dispute.tenant_id, dispute.id))


def is_own_case(work: Work, order: Order) -> bool:
    """Say whether who works here bought the order, or works in its shop. Above the walls."""
    account_id = work.actor.account_id
    return account_id is not None and (
        account_id == order.buyer_id or resolve.works_in(work.session, account_id=account_id, tenant_id=order.tenant_id)
    )


@verb(needs=StaffMay.MEDIATE)
def decide_dispute(work: Work, code: str, *, refunds: bool, reason: str) -> None:
    """Staff decide whether the money goes back, with the reasons both sides read.

    Raises DisputeReasonNeeded, OwnCase for one's own purchase or shop, DisputeWrongState.
    """
    if not reason:
        raise DisputeReasonNeeded
    dispute, order = lock_dispute(work, code)
    if is_own_case(work, order):
        raise OwnCase
    if dispute.state != DisputeState.ESCALATED:
        raise DisputeWrongState(state=dispute.state)
    dispute.refunds, dispute.reason = refunds, reason
    dispute.decided_at, dispute.decided_by = work.now, work.actor.name
    note(work, order, "dispute_decided", text=reason)
    if refunds and _is_left(work, dispute, order):
        due_refund(work, dispute)
    elif refunds:
        move(work, dispute, DisputeState.REFUND_DUE)
        close_paid(work, dispute, order)
    else:
        move(work, dispute, DisputeState.DECLINED)
        end(work, dispute, order)
    work.audit(
        "disputes.decide", f"dispute:{dispute.id}", tenant_id=dispute.tenant_id, code=dispute.code, refunds=refunds
    )
    work.tell(DisputeDecided(dispute.tenant_id, dispute.id))
