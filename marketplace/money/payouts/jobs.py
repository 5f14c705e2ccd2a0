"""What happens to payouts by the clock, and what is asked of roads between two units of work."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from marketplace.kernel.calendar import MEXICO, mexican_day
from marketplace.kernel.jobs import Finish
from marketplace.kernel.work import Work, unit_of_work
from marketplace.money.payments.events import AccountTold
from marketplace.money.payouts import accounts, rules, service
from marketplace.money.payouts.events import PayDayCame, PayoutMade
from marketplace.money.payouts.gateways import BankFile, StripeTransfers, get_road
from marketplace.money.payouts.gateways.stripe_transfers import find_recipient
from marketplace.money.payouts.models import Payout, PayoutAccount, PayoutPlan
from marketplace.money.payouts.rules import AccountState, Every, PayoutState, Plan
from tenants.scope import PlatformScope

PAID_FROM_HOUR = 10  # of Mexico City: by then the clock has released what the night before was the last to wait
_LOOK_AGAIN = timedelta(hours=1)
_AT_ONCE = 50


def call_pay_day(work: Work) -> None:
    """By the clock: tell of each shop that is paid today and was not yet; a job each does it."""
    today = mexican_day(work.now)
    if work.now.astimezone(MEXICO).hour < PAID_FROM_HOUR:
        return
    done = select(Payout.tenant_id).where(Payout.due_on == today)
    proven = select(PayoutAccount.tenant_id).where(
        PayoutAccount.state == AccountState.IN_USE, PayoutAccount.tenant_id.not_in(done)
    )
    plans = {
        row.tenant_id: Plan(Every(row.every), row.weekday, row.least_minor)
        for row in work.session.scalars(select(PayoutPlan))
    }
    for tenant_id in work.session.scalars(proven).all():
        if rules.next_pay_day(plans.get(tenant_id, Plan()), today) == today:
            work.tell(PayDayCame(tenant_id, today))


def pay_shop(work: Work, fact: PayDayCame) -> None:
    """Make what a shop is paid on a day. Again makes nothing."""
    service.make_payout(work, fact.tenant_id, fact.day)


def send_payout(fact: PayoutMade, key: str) -> Finish:
    """Ask the road that a payout goes by, or look how that stands; it sends once, however often it is asked."""
    with unit_of_work(PlatformScope("payout")) as work:
        payout = work.session.lock_row(Payout, (fact.tenant_id, fact.payout_id))
        if payout.state not in rules.ON_WAY:
            return lambda _work: None
        before, payout.asked_at = payout.asked_at, work.now
        asked, road = payout.asked, get_road(payout.road)
    told = (road.find(asked.key) if before else None) or road.send(asked)

    def finish(work: Work) -> None:
        service.take_told(work, work.session.lock_row(Payout, (fact.tenant_id, fact.payout_id)), told)

    return finish


def look_at_recipient(fact: AccountTold, key: str) -> Finish:
    """Look at the road how an account of a shop stands; one that is nobody's is left alone."""
    with unit_of_work(PlatformScope("payout"), read_only=True) as work:
        account = work.session.scalar(select(PayoutAccount).where(PayoutAccount.recipient == fact.ref))
    if account is None:
        return lambda _work: None
    standing, owner = find_recipient(fact.ref), (account.tenant_id, account.id)
    return lambda work: accounts.note_recipient(work, *owner, standing)


def doubt_recipients(work: Work) -> None:
    """By the clock: have looked at accounts at Stripe that still ask something, in case that was told and got lost."""
    asking = (PayoutAccount.state == AccountState.UNPROVEN) | (func.jsonb_array_length(PayoutAccount.asked) > 0)
    refs = select(PayoutAccount.recipient).where(
        PayoutAccount.recipient.is_not(None), PayoutAccount.state != AccountState.OVER, asking
    )
    for ref in work.session.scalars(refs.limit(_AT_ONCE)).all():
        work.tell(AccountTold(StripeTransfers.name, ref or ""))


def start_accounts(work: Work) -> None:
    """By the clock: accounts that were proven, and whose owners had two days to say no, come into use."""
    due = select(PayoutAccount.tenant_id).where(
        PayoutAccount.state == AccountState.WAITING, PayoutAccount.starts_at <= work.now
    )
    for tenant_id in work.session.scalars(due.limit(_AT_ONCE)).all():
        accounts.start_waiting(work, tenant_id)


def begin_accounts(work: Work) -> None:
    """By the clock: the account that a shop opened with waits to be proven."""
    accounts.begin_given(work, at_once=_AT_ONCE)


def ask_again(work: Work) -> None:
    """By the clock: have looked at what a road was asked and has not said a word of. A file waits for people."""
    unheard = select(Payout).where(
        Payout.state.in_([PayoutState.DUE, PayoutState.SENT]),
        Payout.road != BankFile.name,
        Payout.asked_at < work.now - _LOOK_AGAIN,
    )
    for payout in work.session.lock(unheard.limit(_AT_ONCE), skip_taken=True):
        work.tell(PayoutMade(payout.tenant_id, payout.id))
