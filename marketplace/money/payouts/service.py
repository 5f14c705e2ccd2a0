"""Verbs on payouts: when they are made, making one, and what is told of it. Accounts and files are in modules of their own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.ids import new_code, new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.states import may_step, transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.money import ledger
from marketplace.money.payouts import rules
from marketplace.money.payouts.errors import PlanChanged, PlanHeld
from marketplace.money.payouts.events import PayoutFailed, PayoutMade, PayoutPaid
from marketplace.money.payouts.gateways import TransferTold
from marketplace.money.payouts.holds import held_by_order
from marketplace.money.payouts.models import MoneyHold, Payout, PayoutAccount, PayoutPlan
from marketplace.money.payouts.rules import AccountEnd, AccountState, Every, PayoutState, Plan
from marketplace.money.payouts.shop_holds import held_on, holds_of_shop

# No transaction lasts so long: what was written since the last payout, less this, is all that it did not see.
_MARGIN = timedelta(hours=2)


@verb(needs=May.MANAGE_PAYOUT)
def choose_plan(work: Work, plan: Plan, *, seen_version: int) -> None:
    """Say when the shop is paid, and from which amount on.

    Raises PlanChanged when it was changed since it was seen; PlanHeld, so that nobody who reads that money will be held has
    it paid out before.
    """
    found = work.session.find(select(PayoutPlan).where(PayoutPlan.tenant_id == work.tenant_id), lock=True)
    if (found.version if found else 0) != seen_version:
        raise PlanChanged
    if holds_of_shop(work, work.tenant_id):
        raise PlanHeld
    if found is None:
        found = PayoutPlan(tenant_id=work.tenant_id, id=work.tenant_id, version=0)
        work.session.add(found)
    before = Plan(Every(found.every), found.weekday, found.least_minor) if found.version else Plan()
    found.every, found.weekday, found.least_minor = plan.every, plan.weekday, plan.least_minor
    found.version += 1
    work.session.flush()
    work.audit(
        "payout.plan", f"shop:{work.tenant_id}", every=plan.every.value, weekday=int(plan.weekday),
        least_minor=plan.least_minor,
        before={"every": before.every.value, "weekday": int(before.weekday), "least_minor": before.least_minor},
    )  # fmt: skip


def plan_of(work: Work, tenant_id: UUID) -> tuple[Plan, int]:
    """Give when a shop is paid, and the version of that; the market's own plan, of version 0, where it chose none."""
    found = work.session.scalar(select(PayoutPlan).where(PayoutPlan.tenant_id == tenant_id))
    return (Plan(Every(found.every), found.weekday, found.least_minor), found.version) if found else (Plan(), 0)


def payable_now(work: Work, tenant_id: UUID) -> dict[UUID | None, int]:
    """Say what each order of a shop would give to a payout just now, in centavos, were nothing held of the whole shop."""
    held = held_by_order(work, tenant_id)
    return rules.payable(available_now(work, tenant_id), held)


def available_now(work: Work, tenant_id: UUID) -> dict[UUID | None, int]:
    """Say what a shop has available of each order, in centavos, what is held back of it too."""
    since = _seen_until(work, tenant_id)
    kept = select(MoneyHold.order_id).where(MoneyHold.tenant_id == tenant_id)
    if since is not None:
        kept = kept.where((MoneyHold.ended_at.is_(None)) | (MoneyHold.ended_at >= since))
        return ledger.available_by_order(work, tenant_id, since=since, also=work.session.scalars(kept).all())
    return ledger.available_by_order(work, tenant_id)


def _seen_until(work: Work, tenant_id: UUID) -> datetime | None:
    """Until when payouts took everything that was not held of an order; None before the first.

    One of which something stayed behind by a decision on the whole shop did not: orders are looked at from before it.
    """
    made = select(Payout.made_at).where(Payout.tenant_id == tenant_id, Payout.kept_minor == 0)
    last = work.session.scalar(made.order_by(Payout.made_at.desc()).limit(1))
    return None if last is None else last - _MARGIN


def account_in_use(work: Work, tenant_id: UUID) -> PayoutAccount | None:
    """Give the bank account that a shop is paid to; None where it has proven none."""
    return work.session.scalar(
        select(PayoutAccount).where(PayoutAccount.tenant_id == tenant_id, PayoutAccount.state == AccountState.IN_USE)
    )


def make_payout(work: Work, tenant_id: UUID, day: date) -> Payout | None:
    """Take what a shop has to be paid out of what is available, all that nothing holds, to go to its bank. Once for a day.

    None where it has been done, nothing is worth paying, no account is proven, or its road asks something of the shop.
    What arrives at the same moment (a dispute, a refund, a hold of the whole shop) is before it or after it, and never half
    in it: all lock what is available.
    """
    account = account_in_use(work, tenant_id)
    if account is None:
        return None
    account = work.session.lock_row(PayoutAccount, (tenant_id, account.id))
    ledger.lock_available(work, tenant_id)
    again = select(Payout.id).where(Payout.tenant_id == tenant_id, Payout.due_on == day)
    if account.state != AccountState.IN_USE or account.asked or work.session.scalar(again) is not None:
        return None
    plan, _version = plan_of(work, tenant_id)
    held = held_on(holds_of_shop(work, tenant_id), mexican_day(work.now))
    by_order, kept = rules.keep_back(payable_now(work, tenant_id), held)
    amount = sum(by_order.values())
    if not rules.is_worth_paying(amount, plan):
        return None
    before = select(Payout.due_on).where(Payout.tenant_id == tenant_id).order_by(Payout.due_on.desc()).limit(1)
    payout = Payout(
        tenant_id=tenant_id, id=new_id(), code=new_code(), state=PayoutState.DUE, amount_minor=amount, kept_minor=kept,
        currency="MXN", account_id=account.id, clabe=account.clabe, recipient=account.recipient, holder=account.holder,
        road=account.road, orders=len(by_order), since=work.session.scalar(before), due_on=day, made_at=work.now,
    )  # fmt: skip
    payout.transaction_id = ledger.record_payout(work, tenant_id=tenant_id, payout_id=payout.id, by_order=by_order)
    work.session.add(payout)
    work.session.flush()
    work.audit(
        "payout.make",
        f"payout:{payout.id}",
        tenant_id=tenant_id,
        code=payout.code,
        amount_minor=amount,
        kept_minor=kept,
    )
    work.tell(PayoutMade(tenant_id, payout.id))
    return payout


def pays_on(work: Work, tenant_id: UUID, *, after: date | None = None) -> date:
    """Give the next day on which a shop is paid: today, if it is one and nothing was paid on it yet."""
    plan, _version = plan_of(work, tenant_id)
    day = rules.next_pay_day(plan, after or mexican_day(work.now))
    done = select(Payout.id).where(Payout.tenant_id == tenant_id, Payout.due_on == day)
    return rules.next_pay_day(plan, day + timedelta(days=1)) if work.session.scalar(done) else day


def take_told(work: Work, payout: Payout, told: TransferTold) -> bool:
    """Take what a road tells of a locked payout; in any order, and twice is once. False where it changes nothing."""
    to = rules.state_told(payout, told.kind)
    if to is None or not may_step(payout, to, rules.NEXT):
        return False
    before = PayoutState(payout.state)
    transition(payout, to, rules.NEXT)
    if to is PayoutState.SENT:
        payout.sent_at = work.now
        return True
    payout.settled_at = work.now
    work.audit(f"payout.{to}", f"payout:{payout.id}", tenant_id=payout.tenant_id, code=payout.code)
    if to is PayoutState.PAID:
        ledger.record_payout_paid(
            work, tenant_id=payout.tenant_id, payout_id=payout.id, amount_minor=payout.amount_minor
        )
        work.tell(PayoutPaid(payout.tenant_id, payout.id))
        return True
    payout.failure = told.failure
    _give_back(work, payout, arrived=before is PayoutState.PAID)
    return True


def _give_back(work: Work, payout: Payout, *, arrived: bool) -> None:
    """The money is available again, order by order; and nothing more goes to an account that did not take it."""
    account = work.session.lock_row(PayoutAccount, (payout.tenant_id, payout.account_id))
    if account.state == AccountState.IN_USE:
        transition(account, AccountState.OVER, rules.ACCOUNT_NEXT)
        account.ended_at, account.ended_for = work.now, AccountEnd.BOUNCED
    ledger.record_payout_failed(
        work,
        tenant_id=payout.tenant_id,
        payout_id=payout.id,
        by_order=ledger.orders_paid_out(work, payout.transaction_id),
        arrived=arrived,
    )
    work.tell(PayoutFailed(payout.tenant_id, payout.id))
