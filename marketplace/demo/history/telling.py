"""Tells the history: who bought what when, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select

from marketplace.demo.history.aftermath import cancel, claim, miss, send_back
from marketplace.demo.history.buyers import BUYERS, Buyer
from marketplace.demo.history.fulfilment import fulfil, moment, release
from marketplace.demo.history.paid import PastPayments
from marketplace.demo.history.sales import Basket, Bought, Customer, sell
from marketplace.demo.history.seasons import liking, pull
from marketplace.demo.history.shelf import Article, Stall, read_stalls, weight_of
from marketplace.demo.history.stock import write_stock
from marketplace.demo.history.talk import talk
from marketplace.demo.history.writing import Drawn, Rows, Telling
from marketplace.goods.catalog import count_sold
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.money import split
from marketplace.kernel.work import Work
from marketplace.money.fees import Rulebook, schedules_ever
from marketplace.money.payments import get_twin
from marketplace.money.taxes import law_at, published_rates
from marketplace.people.accounts import find_locality
from marketplace.people.accounts.models import Account
from marketplace.trade.orders import OrderState
from marketplace.trade.shipping import Destination

DAYS = 426  # fourteen months
ORDERS = 4000
_TOGETHER = 250  # purchases that are written at once
_SETTLED = timedelta(days=45)  # what is older is over, whatever went wrong with it
_STORY = timedelta(days=52)  # for so long it has been told
_RESTS = timedelta(days=2)  # for less than that a shop has rested
_UNTIL = timedelta(hours=5)  # before now: what is later is the story's
# How much is bought in an hour, from six in the morning on.
_HOURS = (1, 2, 3, 4, 5, 6, 7, 7, 6, 5, 5, 5, 6, 7, 8, 9, 8, 5)


def begins(now: datetime) -> datetime:
    """When the history of a market that is filled at a moment begins."""
    return moment(mexican_day(now) - timedelta(days=DAYS), 0)


def tell(
    work: Work,
    tenant_ids: Sequence[UUID],
    progress: Callable[[int, int], None],
    *,
    resting: UUID | None = None,
    orders: int = ORDERS,
) -> None:
    """Tell the whole history, in one piece. `resting` is a shop that takes none just now."""
    with get_twin().store.change() as shelf:
        _tell(work, tenant_ids, progress, PastPayments(shelf), resting, orders)
        shelf.note_sent([ref for ref, _body in shelf.unsent()])  # what it would tell is told below


def _tell(
    work: Work,
    tenant_ids: Sequence[UUID],
    progress: Callable[[int, int], None],
    payments: PastPayments,
    resting: UUID | None,
    orders: int,
) -> None:
    dice = Random("fourteen months")  # noqa: S311 - a demo, the same each time
    telling = Telling(work, Rows(), dice, work.now, payments)
    stalls = read_stalls(work, tenant_ids)
    customers = _customers(work)
    books = Books(work)
    moments = list(_moments(dice, work.now, orders))
    for done, at in enumerate(moments):
        who = dice.choices(customers, [1 / (rank + 8) for rank in range(len(customers))])[0]
        for drawn in sell(telling, who, _fill(telling, stalls, at, resting), books.at(at), at):
            _go_on(telling, drawn)
        if done % _TOGETHER == _TOGETHER - 1:
            telling.rows.write(work.session)
            progress(done + 1, len(moments))
    write_stock(telling, stalls)
    telling.rows.write(work.session)
    count_sold(work, [(tenant, product, pieces) for (tenant, product), pieces in sorted(telling.sold.items())])


@dataclass
class Books:
    """The tariff and the law of each moment of the history."""

    work: Work

    def __post_init__(self) -> None:
        self.schedules = schedules_ever(self.work)
        self.rates = published_rates(self.work)

    def at(self, moment: datetime) -> Rulebook:
        """What held at a moment."""
        held = max((effective, schedule.version) for effective, schedule in self.schedules if effective <= moment)
        schedule = next(schedule for _effective, schedule in self.schedules if schedule.version == held[1])
        return Rulebook(schedule, law_at(self.rates, moment))


def _customers(work: Work) -> list[Customer]:
    """The buyers, whose accounts are there."""
    emails = {f"{buyer.mailbox}@demo.tianguis.example": buyer for buyer in BUYERS}
    accounts = {one.email: one for one in work.session.scalars(select(Account).where(Account.email.in_(emails)))}
    return [_customer(work, accounts[email], emails[email]) for email in emails]


def _customer(work: Work, account: Account, buyer: Buyer) -> Customer:
    place = find_locality(work, buyer.postal_code)
    assert place is not None  # a real postal code; a test reads all of them
    address = {
        "postal_code": place.code, "state": place.state, "municipality": place.municipality, "settlement": place.settlements[0],
        "street": buyer.street, "exterior": buyer.exterior, "interior": None, "between": None, "references": None,
    }  # fmt: skip
    return Customer(buyer, account, Destination(place.code, place.state_code), address)


def _moments(dice: Random, now: datetime, orders: int) -> Iterator[datetime]:
    """When each purchase was made: more in some seasons, on some days and at some hours, and more from year to year."""
    today = mexican_day(now)
    days = [today - timedelta(days=DAYS - 1 - n) for n in range(DAYS)]
    weights = [int(1000 * pull(day) * (0.75 + 0.5 * n / DAYS)) for n, day in enumerate(days)]
    made = []
    for day, count in zip(days, split(int(orders / 1.06), weights), strict=True):
        for _ in range(count):
            hour = 6 + dice.choices(range(len(_HOURS)), _HOURS)[0]
            made.append(moment(day, hour + dice.random()))
    yield from sorted(at for at in made if at < now - _UNTIL)


def _fill(telling: Telling, stalls: Sequence[Stall], at: datetime, resting: UUID | None) -> Basket:
    """Choose what somebody buys: of one shop, now and then of two."""
    dice, day = telling.dice, mexican_day(at)
    is_lately = at > telling.now - _STORY
    open_ = [
        (stall, wares)
        for stall in stalls
        if stall.opened_on < day
        and not (stall.tenant_id == resting and at > telling.now - _RESTS)
        and (wares := [ware for ware in stall.wares if ware.published_at < at and not (is_lately and ware.is_storied)])
    ]
    chosen: dict[UUID, tuple[Stall, list[Bought]]] = {}
    for _ in range(2 if dice.random() < 0.07 else 1 if open_ else 0):
        stall, wares = dice.choices(open_, [_drawn_to(stall, day) for stall, _wares in open_])[0]
        chosen[stall.tenant_id] = (stall, _pick(dice, wares, day))
    return list(chosen.values())


def _drawn_to(stall: Stall, day: date) -> float:
    """How much of a day's trade goes to a shop."""
    return weight_of(stall.slug) * sum(liking(day, top) * share for top, share in stall.tops.items())


_SEVERAL = frozenset({"estambres", "cafe-grano", "miel", "velas", "cuadernos", "plumas-lapices", "telas", "macetas"})


def _pick(dice: Random, wares: Sequence[Article], day: date) -> list[Bought]:
    likings = [ware.liked * liking(day, ware.top) for ware in wares]
    picked = {ware.number: ware for ware in dice.choices(wares, likings, k=2 if dice.random() < 0.18 else 1)}
    bought = []
    for ware in picked.values():
        quantity = dice.choices(
            (1, 2, 3, 4, 6), (40, 28, 16, 10, 6) if ware.category in _SEVERAL else (90, 8, 1, 1, 0)
        )[0]
        bought.append(Bought(ware, dice.choice(ware.variants), quantity))
    return bought


def _go_on(telling: Telling, drawn: Drawn) -> None:
    """Say what became of an order: most go well, and what goes wrong is over by now."""
    dice, is_old = telling.dice, drawn.order["placed_at"] < telling.now - _SETTLED
    if dice.random() < 0.13:
        talk(telling, drawn)
    fate = dice.random()
    if fate < 0.022 and cancel(telling, drawn):
        return
    lost = is_old and fate > 0.993
    fulfil(telling, drawn, arrives=not lost)
    if lost and drawn.order["state"] == OrderState.SHIPPED:
        miss(telling, drawn)
    elif drawn.order["state"] == OrderState.DELIVERED and is_old and 0.022 <= fate < 0.055:
        send_back(telling, drawn)
    elif drawn.order["state"] == OrderState.DELIVERED and is_old and 0.055 <= fate < 0.07:
        claim(telling, drawn)
    else:
        release(telling, drawn)
