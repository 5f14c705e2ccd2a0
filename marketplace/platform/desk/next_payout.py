"""What a shop is paid next: when, how much, of which orders; and what is not in it, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.work import Work
from marketplace.money import payouts
from marketplace.money.ledger import balance
from marketplace.money.payouts import AccountState, Plan
from marketplace.money.payouts.models import ShopHold
from marketplace.trade.orders import Held, codes_of, held_money


@dataclass(frozen=True)
class NextPayout:
    """What is paid next, by what is known today; amounts in centavos. What an order owes has a minus.

    `waits` is what is held back beyond that day.
    """

    day: date
    by_order: Mapping[UUID | None, int]
    kept_minor: int  # what a decision on the whole shop holds of it on that day
    codes: Mapping[UUID, str]
    waits: Sequence[Held]
    plan: Plan
    account: AccountState | None  # None: none was given
    is_stopped: bool  # whoever keeps the account asks something of the shop first

    @property
    def total_minor(self) -> int:
        """What all orders give together."""
        return sum(self.by_order.values())

    @property
    def is_below_least(self) -> bool:
        """Whether it waits for more, as the shop chose."""
        return 0 < self.total_minor < self.plan.least_minor


@dataclass(frozen=True)
class ShopMoney:
    """Where a shop's money stands, in centavos, and what is paid next. The five amounts together are all that it has."""

    available_minor: int
    kept_minor: int  # would be available, were it not held by a decision on the whole shop
    held_minor: int
    pending_minor: int
    on_way_minor: int
    held: Sequence[Held]
    next: NextPayout


def shop_money(work: Work) -> ShopMoney:
    """Look at the money of the shop that a work stands in."""
    assert work.tenant_id is not None
    owed, held = balance(work), held_money(work)
    apart = sum(one.amount_minor for one in held if one.released)
    waiting = sum(one.amount_minor for one in held if not one.released)
    payable, holds = payouts.payable_now(work, work.tenant_id), payouts.holds_of_shop(work, work.tenant_id)
    _given, kept = payouts.keep_back(payable, payouts.held_on(holds, mexican_day(work.now)))
    return ShopMoney(
        owed.available_minor - apart - kept,
        kept,
        apart + waiting,
        owed.pending_minor - waiting,
        owed.on_way_minor,
        [one for one in held if one.amount_minor],  # what went back waits for nothing
        _next(work, work.tenant_id, payable, holds, held),
    )


def _next(
    work: Work,
    tenant_id: UUID,
    payable: Mapping[UUID | None, int],
    holds: Sequence[ShopHold],
    held: Sequence[Held],
) -> NextPayout:
    day = payouts.pays_on(work, tenant_id)
    by_order = Counter[UUID | None](payable)
    waits = []
    for one in held:
        if one.until is not None and one.until < day:  # it is released in the night before, at the latest
            by_order[one.order_id] += one.amount_minor
        elif one.amount_minor:
            waits.append(one)
    given, kept = payouts.keep_back(by_order, payouts.held_on(holds, day))
    accounts = payouts.queries.accounts_of(work)
    account = accounts.in_use or accounts.open
    return NextPayout(
        day,
        given,
        kept,
        codes_of(work, [order_id for order_id in given if order_id]),
        waits,
        payouts.plan_of(work, tenant_id)[0],
        AccountState(account.state) if account else None,
        bool(accounts.in_use and accounts.in_use.asked),
    )
