"""About returns, warranty claims and disputes: each side learns what the other said, and both what staff decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marketplace.care.disputes import is_paid_otherwise, last_day_to_escalate
from marketplace.care.disputes.events import DisputeAnswered, DisputeDecided, DisputeEscalated, DisputeOpened
from marketplace.care.disputes.models import Dispute
from marketplace.care.recalls.events import RecallNoticed, RecallStarted
from marketplace.care.recalls.models import Recall, RecallNotice
from marketplace.care.returns.events import ReturnDecided, ReturnLapsed, ReturnRequested
from marketplace.care.returns.models import ReturnCase
from marketplace.care.warranty.events import ClaimAnswered, ClaimOpened
from marketplace.care.warranty.models import Claim
from marketplace.kernel.work import Work
from marketplace.platform.moderation import appeal_until
from marketplace.platform.notifications.reactions.orders import find_order, shop_path
from marketplace.platform.notifications.recipients import to_buyer, to_shop
from marketplace.platform.notifications.service import notify
from marketplace.trade.orders import guest_path
from marketplace.trade.orders.models import Order, Purchase


def tell_return_requested(work: Work, fact: ReturnRequested) -> None:
    """The shop learns that something is to come back, and until when to answer."""
    case = work.session.get_one(ReturnCase, (fact.tenant_id, fact.return_id))
    order, _purchase = find_order(work, fact.tenant_id, case.order_id)
    data = {"buyer": order.buyer_name, "code": order.code, "note": case.note, "until": case.answer_by}
    path = shop_path(order, f"devoluciones/{case.code}")
    notify(work, "return_requested", to_shop(work, fact.tenant_id), case.id, data, path)


def tell_return_decided(work: Work, fact: ReturnDecided) -> None:
    """The buyer learns what the shop decided, and what comes next."""
    case = work.session.get_one(ReturnCase, (fact.tenant_id, fact.return_id))
    order, purchase = find_order(work, fact.tenant_id, case.order_id)
    data: dict[str, Any] = {"shop": order.shop_name, "code": order.code, "note": case.decision_note}
    if fact.approved:
        data |= {"paid_by": case.paid_by, "until": case.answer_by}
        notify(work, "return_approved", to_buyer(purchase), case.id, data, guest_path(purchase))
    else:
        data["until"] = last_day_to_escalate(case.decided_at) if case.decided_at else None
        notify(work, "return_declined", to_buyer(purchase), case.id, data, guest_path(purchase))


def tell_return_lapsed(work: Work, fact: ReturnLapsed) -> None:
    """Both learn that a return is over; the buyer, until when to ask for Tianguis if it was sent."""
    case = work.session.get_one(ReturnCase, (fact.tenant_id, fact.return_id))
    order, purchase = find_order(work, case.tenant_id, case.order_id)
    data = {"code": order.code, "shop": order.shop_name, "until": last_day_to_escalate(case.answer_by)}
    notify(work, "return_lapsed", to_buyer(purchase), case.id, data, guest_path(purchase))
    path = shop_path(order, f"devoluciones/{case.code}")
    notify(work, "return_lapsed_shop", to_shop(work, order.tenant_id), case.id, {"code": order.code}, path)


def tell_claim_opened(work: Work, fact: ClaimOpened) -> None:
    """The shop learns that something broke, and until when to answer."""
    claim = work.session.get_one(Claim, (fact.tenant_id, fact.claim_id))
    order, _purchase = find_order(work, fact.tenant_id, claim.order_id)
    data = {"buyer": order.buyer_name, "code": order.code, "problem": claim.problem, "until": claim.answer_by}
    path = shop_path(order, f"garantias/{claim.code}")
    notify(work, "claim_opened", to_shop(work, fact.tenant_id), claim.id, data, path)


def tell_claim_answered(work: Work, fact: ClaimAnswered) -> None:
    """The buyer learns how the shop answers a claim; of one it declined, until when to ask for Tianguis."""
    claim = work.session.get_one(Claim, (fact.tenant_id, fact.claim_id))
    order, purchase = find_order(work, fact.tenant_id, claim.order_id)
    declined_at = None if claim.remedy else claim.answered_at
    data = {
        "shop": order.shop_name, "code": order.code, "answer": claim.answer or "", "who": claim.answered_by,
        "until": last_day_to_escalate(declined_at) if declined_at else None,
    }  # fmt: skip
    notify(work, "claim_answered", to_buyer(purchase), claim.id, data, guest_path(purchase))


def tell_recall(work: Work, fact: RecallNoticed) -> None:
    """Whoever bought what is recalled learns what is wrong and what to do; and once more, who said nothing."""
    notice = work.session.get_one(RecallNotice, (fact.tenant_id, fact.notice_id))
    recall = work.session.get_one(Recall, (fact.tenant_id, notice.recall_id))
    order, purchase = find_order(work, fact.tenant_id, notice.order_id)
    data = {
        "shop": recall.shop_name, "title": recall.title, "code": order.code, "wrong": recall.wrong,
        "what_to_do": recall.what_to_do, "lot": recall.lot, "contact": recall.contact,
    }  # fmt: skip
    kind = "recall_reminder" if fact.again else "recall_notice"
    notify(work, kind, to_buyer(purchase), notice.id, data, guest_path(purchase, order))


def tell_recall_started(work: Work, fact: RecallStarted) -> None:
    """A shop learns that staff recall what it sold, with the reasons; of its own recall it knows."""
    recall = work.session.get_one(Recall, (fact.tenant_id, fact.recall_id))
    if not recall.by_staff:
        return
    data = {
        "title": recall.title, "ground": recall.ground, "wrong": recall.wrong, "how_to_fix": recall.how_to_fix,
        "who": recall.decided_by, "until": appeal_until(recall.started_at),
    }  # fmt: skip
    path = f"/vender/{recall.shop_slug}/retiros/{recall.code}"
    notify(work, "recall_started_shop", to_shop(work, fact.tenant_id), recall.id, data, path)


def _dispute(work: Work, tenant_id: UUID, dispute_id: UUID) -> tuple[Dispute, Order, Purchase]:
    dispute = work.session.get_one(Dispute, (tenant_id, dispute_id))
    return dispute, *find_order(work, tenant_id, dispute.order_id)


def _dispute_path(dispute: Dispute, order: Order) -> str:
    return shop_path(order, f"aclaraciones/{dispute.code}")


def tell_dispute_opened(work: Work, fact: DisputeOpened) -> None:
    """The shop learns that a parcel never came, and until when to answer."""
    dispute, order, _purchase = _dispute(work, fact.tenant_id, fact.dispute_id)
    data = {"buyer": order.buyer_name, "code": order.code, "said": dispute.said, "until": dispute.answer_by}
    notify(work, "dispute_opened", to_shop(work, fact.tenant_id), dispute.id, data, _dispute_path(dispute, order))


def tell_dispute_answered(work: Work, fact: DisputeAnswered) -> None:
    """The buyer learns what the shop does; where it said nothing, both learn that everything goes back."""
    dispute, order, purchase = _dispute(work, fact.tenant_id, fact.dispute_id)
    data = {"code": order.code, "shop": order.shop_name}
    if fact.by_clock:
        notify(work, "dispute_unanswered", to_buyer(purchase), dispute.id, data, guest_path(purchase))
        path = _dispute_path(dispute, order)
        notify(work, "dispute_unanswered_shop", to_shop(work, fact.tenant_id), dispute.id, data, path)
    else:
        said = {"answer": dispute.answer, "note": dispute.answer_note, "who": dispute.answered_by}
        notify(work, "dispute_answered", to_buyer(purchase), dispute.id, data | said, guest_path(purchase))


def tell_dispute_escalated(work: Work, fact: DisputeEscalated) -> None:
    """The shop learns that staff decide now."""
    dispute, order, _purchase = _dispute(work, fact.tenant_id, fact.dispute_id)
    data = {"buyer": order.buyer_name, "code": order.code, "said": dispute.escalation, "until": dispute.answer_by}
    notify(work, "dispute_escalated", to_shop(work, fact.tenant_id), dispute.id, data, _dispute_path(dispute, order))


def tell_dispute_decided(work: Work, fact: DisputeDecided) -> None:
    """Both learn what staff decided, and why."""
    dispute, order, purchase = _dispute(work, fact.tenant_id, fact.dispute_id)
    data = {
        "code": order.code, "refunds": dispute.refunds, "reason": dispute.reason,
        "paid_otherwise": bool(dispute.refunds and is_paid_otherwise(work, dispute)),
    }  # fmt: skip
    notify(work, "dispute_decided", to_buyer(purchase), dispute.id, data, guest_path(purchase))
    path = _dispute_path(dispute, order)
    notify(work, "dispute_decided_shop", to_shop(work, fact.tenant_id), dispute.id, data, path)
