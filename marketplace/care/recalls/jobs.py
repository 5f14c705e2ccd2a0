"""What is done about recalls after the commit and by the clock: letters in batches, each once, and one reminder."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.care.recalls.events import RecallLettersLeft, RecallNoticed, RecallStarted
from marketplace.care.recalls.models import Recall, RecallNotice
from marketplace.care.recalls.rules import REMIND_AFTER, RecallState
from marketplace.care.recalls.service import meet
from marketplace.kernel.work import Work
from marketplace.trade.checkout.events import PurchasePaid
from marketplace.trade.orders import note
from marketplace.trade.orders.models import Order

BATCH = 200


def write_letters(work: Work, fact: RecallStarted | RecallLettersLeft) -> None:
    """Above the walls: tell some of those that were not told yet, and go on with the others in a job of its own.

    What is told and that it is told are one transaction: a job that is killed begins again where the one before ended.
    """
    recall = work.session.get_one(Recall, (fact.tenant_id, fact.recall_id))
    if recall.state != RecallState.OPEN:
        return
    untold = (
        select(RecallNotice)
        .where(
            RecallNotice.tenant_id == fact.tenant_id,
            RecallNotice.recall_id == fact.recall_id,
            RecallNotice.written_at.is_(None),
        )
        .order_by(RecallNotice.id)
        .limit(BATCH)
    )
    rows = work.session.lock(untold)
    orders = work.session.scalars(
        select(Order).where(Order.tenant_id == fact.tenant_id, Order.id.in_([one.order_id for one in rows]))
    )
    by_id = {order.id: order for order in orders}
    for notice in rows:
        notice.written_at = work.now
        note(work, by_id[notice.order_id], "recalled", by=recall.shop_name, text=recall.code)
        work.tell(RecallNoticed(notice.tenant_id, notice.id))
    if len(rows) == BATCH:
        work.tell(RecallLettersLeft(fact.tenant_id, fact.recall_id))


def meet_late_purchase(work: Work, fact: PurchasePaid) -> None:
    """Above the walls: what was in a checkout when its recall began, and is paid now, is met too."""
    for tenant_id, recall_id in sorted(meet(work, purchase_id=fact.purchase_id)):
        work.tell(RecallLettersLeft(tenant_id, recall_id))


def remind(work: Work) -> None:
    """By the clock: write once more to those who said nothing in a week, of recalls that are open."""
    due = (
        select(RecallNotice)
        .where(
            RecallNotice.recall_id.in_(select(Recall.id).where(Recall.state == RecallState.OPEN)),
            RecallNotice.written_at <= work.now - REMIND_AFTER,
            RecallNotice.answer.is_(None),
            RecallNotice.reminded_at.is_(None),
        )
        .order_by(RecallNotice.written_at, RecallNotice.id)
        .limit(BATCH)
    )
    for notice in work.session.lock(due, skip_taken=True):
        notice.reminded_at = work.now
        work.tell(RecallNoticed(notice.tenant_id, notice.id, again=True))
