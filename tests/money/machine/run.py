"""One market while the machine runs: who is there, what is for sale, what may be chosen from, and the steps that were done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Engine, select

from marketplace.kernel.jobs import ClockJob, Lane
from marketplace.kernel.work import Work
from marketplace.modules import CLOCK_JOBS
from marketplace.money.payments import get_twin
from marketplace.money.payments.gateways.twin.store import Shelf
from marketplace.people.sellers import offer_instalments
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast, Person, Shop
from tests.money.machine.stripe_road import open_at_stripe
from tests.money.payouts import paying
from tests.trade.gifts import offers_gifts

One = TypeVar("One")
# What the clock does with money. What the provider tells is heard by steps of their own: late, twice, in any order.
BY_THE_CLOCK = {
    "doubt_unanswered", "doubt_costs", "remind_waiting", "call_pay_day", "start_accounts", "doubt_recipients",
    "ask_roads_again", "expire_unpaid", "deliver_overdue", "release_money", "lapse_returns", "go_on_with_disputes",
    "seal_days",
}  # fmt: skip


class Idle(Exception):
    """Nothing is there to which this step could be done."""


class MoneyWorker(Worker):
    """A worker that does what is due of money alone: letters and the search index move none."""

    def do_one(self) -> bool:
        """Do one job; say whether there was any."""
        return self._take_one((Lane.MONEY,))

    def drain(self) -> None:
        """Do what is due, and what the clock starts."""
        self._enter_clock_jobs()
        while self.do_one():
            pass


def clock_jobs() -> tuple[ClockJob, ...]:
    """Those of the market's clock jobs that have to do with money, seen to be all there."""
    found = tuple(job for job in CLOCK_JOBS if job.name in BY_THE_CLOCK)
    assert {job.name for job in found} == BY_THE_CLOCK
    return found


@dataclass
class Run:
    """What a step works with. `owner`: past all walls; `pass_time` moves the database's clock, which everything follows."""

    market: Cast
    owner: Engine
    worker: MoneyWorker
    pass_time: Callable[[timedelta], None]
    steps: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Fill the shelves of two shops that let their buyers pay in months, each paid by another road; one wraps gifts."""
        market = self.market
        for as_owner in (market.as_alicia, market.as_bruno):
            with as_owner() as work:
                offer_instalments(work, 0)
        offers_gifts(market, wrap_minor=4_501)
        self.goods = [
            make.goods(market, shop=shop, title=f"Estambre {number}", price_minor=price, pieces=pieces)
            for number, (shop, price, pieces) in enumerate(
                [
                    (market.alpaca, 20_000, 90), (market.alpaca, 61_999, 60), (market.abedul, 7_777, 90),
                    (market.alpaca, 333_333, 3), (market.abedul, 150_001, 4),  # scarce
                ]
            )
        ]  # fmt: skip
        self.greta, self.fidel = paying.finance("Greta"), paying.finance("Fidel")
        paying.prove_now(market)
        open_at_stripe(market, self.worker)
        self.last_told: list[tuple[str, str]] = []

    def as_owner(self, tenant_id: UUID) -> AbstractContextManager[Work]:
        """The owner of a shop."""
        return self.market.as_alicia() if tenant_id == self.market.alpaca.id else self.market.as_bruno()

    def as_buyer(self, buyer_id: UUID) -> AbstractContextManager[Work]:
        """Who bought."""
        return self.market.as_carla() if buyer_id == self.market.carla.id else self.market.as_diego()

    def buyer(self, n: int) -> Person:
        """One of the two who buy."""
        return (self.market.carla, self.market.diego)[n % 2]

    def shop(self, n: int) -> Shop:
        """One of the two shops."""
        return (self.market.alpaca, self.market.abedul)[n % 2]

    def choose(self, n: int, query: Any) -> Any:
        """The n-th of what a query finds, counted in circles. Raises Idle where it finds nothing."""
        with self.market.above() as work:
            return pick(n, work.session.scalars(query).all())

    def order(self, n: int, *states: str) -> Order:
        """An order in one of some states."""
        found: Order = self.choose(n, select(Order).where(Order.state.in_(states)).order_by(Order.id))
        return found

    def session(self, n: int, waits_for: str = "") -> str:
        """A page of the provider that is open, or one where a voucher or a transfer is waited for (`next_action`)."""

        def find(shelf: Shelf) -> list[str]:
            sessions = shelf.all("checkout.session")
            if not waits_for:
                return [one["id"] for one in sessions if one["status"] == "open" and one["expires_at"] > shelf.now]
            payments = {one["id"]: (one["next_action"] or {}).get("type") for one in shelf.all("payment_intent")}
            return [one["id"] for one in sessions if payments.get(one["payment_intent"]) == waits_for]

        return pick(n, self.at_bank(find))

    def at_bank(self, act: Callable[[Shelf], Any]) -> Any:
        """Somebody does something at the provider's twin."""
        with get_twin().store.change() as shelf:
            return act(shelf)


def pick(n: int, found: Sequence[One]) -> One:
    """The n-th of some, counted in circles. Raises Idle where there are none."""
    if not found:
        raise Idle
    return found[n % len(found)]
