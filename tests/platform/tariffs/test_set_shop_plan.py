"""Staff decide the plan of a shop: at once where it pays less by it, else with the notice of a tariff that takes more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.errors import NotAllowed, OwnCase
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, AuditLine, Work, unit_of_work
from marketplace.money.fees import errors as fee_errors
from marketplace.money.fees import fees_of_order, queries, schedules
from marketplace.money.fees.models import FeeLine
from marketplace.people.sellers import ShopPlan
from marketplace.people.sellers.models import PlanDecision
from marketplace.platform.notifications.models import Mail, Notification
from marketplace.platform.tariffs import errors, set_shop_plan
from marketplace.platform.tariffs.queries import plan_of
from marketplace.platform.tariffs.weighing import weigh
from marketplace.trade.orders.models import Order
from marketplace.trade.orders.rules import CancelReason
from marketplace.trade.orders.service import cancel_order
from marketplace.worker import Worker
from tenants.scope import PlatformScope, PublicScope
from tenants.wall import plain_sql
from tests import make
from tests.cast import Cast
from tests.money.fees.tariffs import BY_PLAN, drafted, enter_in_force, forget, forgotten, open_day, publish
from tests.platform.tariffs.announcing import FIDEL, sold_before_today
from tests.platform.tariffs.planning import WHY, decide, plans

BASE, SUPPORT, VOLUME = ShopPlan
LATER = timedelta(days=40)
ROWS = plain_sql("SELECT plan FROM shop_plan", why="test")


@pytest.fixture(autouse=True)
def _rules_by_plan(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        enter_in_force(administrator, BY_PLAN)
        yield


def day_in(market: Cast, days: int) -> date:
    with market.above() as work:
        return mexican_day(work.now) + timedelta(days=days)


def make_older(market: Cast, administrator: Engine, by: timedelta) -> None:
    """What was decided was decided so much earlier, and begins so much earlier."""
    with administrator.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        earlier = {"decided_at": PlanDecision.decided_at - by, "valid_from": PlanDecision.valid_from - by}
        connection.execute(update(PlanDecision).values(earlier))


def test_what_costs_a_shop_less_begins_at_once_and_for_that_shop_alone(market: Cast) -> None:
    assert plans(market) == (BASE, BASE)
    decided = decide(market, SUPPORT)
    assert (decided.takes_more, decided.valid_from, decided.number) == (False, decided.decided_at, 1)
    assert plans(market) == (SUPPORT, BASE)


def test_it_may_begin_later_too_and_nothing_holds_before(market: Cast, administrator: Engine) -> None:
    decide(market, SUPPORT, starts_on=day_in(market, 3))
    assert plans(market) == (BASE, BASE)
    make_older(market, administrator, timedelta(days=4))
    assert plans(market) == (SUPPORT, BASE)
    with pytest.raises(errors.DayOver):
        decide(market, SUPPORT, slug=market.abedul.slug, starts_on=day_in(market, -1))


def test_the_shop_is_told_why_and_by_whom(market: Cast, worker: Worker) -> None:
    decide(market, SUPPORT)
    worker.drain()
    with market.above() as work:
        (told,) = work.session.scalars(select(Notification).where(Notification.kind == "shop_plan_decided")).all()
        assert told.tenant_id == market.alpaca.id
        (letter,) = work.session.scalars(select(Mail).where(Mail.subject.contains("plan Apoyo"))).all()
        assert WHY in letter.text
        assert "Sergio" in letter.text
        assert "te contesta otra persona" in " ".join(letter.text.split())
        assert "ninguna comisión sube" in letter.text
    with market.as_alicia() as work:
        (line,) = work.session.scalars(select(AuditLine).where(AuditLine.verb == "tariffs.plan")).all()
        assert line.details["reason"] == WHY
    with market.as_bruno() as work:
        assert work.session.scalars(select(AuditLine).where(AuditLine.verb == "tariffs.plan")).all() == []


def test_what_may_cost_it_more_waits_for_thirty_days_out_of_season(market: Cast) -> None:
    decide(market, SUPPORT)
    back = decide(market, BASE)
    begins = mexican_day(back.valid_from)
    assert back.takes_more
    assert begins >= day_in(market, 30)
    with market.above() as work:
        seasons = queries.quiet_seasons(work)
        assert schedules.season_at(seasons, begins) is None
        earliest = schedules.earliest_day(work.now, more=True)
        assert begins == schedules.first_open_day(seasons, earliest)
    assert plans(market) == (SUPPORT, BASE)  # meanwhile nothing changes


def test_less_than_thirty_days_or_a_day_in_season_is_refused(market: Cast) -> None:
    decide(market, SUPPORT)
    with pytest.raises(fee_errors.TooSoon) as refusal:
        decide(market, BASE, starts_on=day_in(market, 29))
    assert refusal.value.details["days"] == 30
    with market.above() as work:
        season = next(one for one in queries.quiet_seasons(work) if one.first > mexican_day(work.now) + LATER)
        last = schedules.known_until(queries.quiet_seasons(work))
    with pytest.raises(fee_errors.InSeason):
        decide(market, BASE, starts_on=season.first)
    with pytest.raises(fee_errors.SeasonsUnknown):
        decide(market, BASE, starts_on=last + timedelta(days=1))
    with market.above() as work:
        assert [one.plan for one in plan_of(work, market.alpaca.id).decisions] == [SUPPORT]


def test_a_plan_that_is_dearer_for_anything_counts_as_dearer(market: Cast) -> None:
    assert decide(market, VOLUME).takes_more  # it is for the home, although all the rest is less
    assert plans(market) == (BASE, BASE)


def test_a_dearer_one_to_come_is_taken_back_at_once(market: Cast, administrator: Engine) -> None:
    decide(market, SUPPORT)
    decide(market, BASE)
    again = decide(market, SUPPORT)
    assert not again.takes_more
    with market.above() as work:
        assert plan_of(work, market.alpaca.id).coming == []
    make_older(market, administrator, timedelta(days=120))
    assert plans(market) == (SUPPORT, BASE)  # the day that was told comes, and nothing with it


def test_a_cheaper_one_that_was_told_is_not_taken_back_without_notice(market: Cast, administrator: Engine) -> None:
    decide(market, SUPPORT, starts_on=day_in(market, 3))
    back = decide(market, BASE)
    assert back.takes_more
    with market.above() as work:
        assert [one.plan for one in plan_of(work, market.alpaca.id).coming] == [SUPPORT, BASE]
    make_older(market, administrator, timedelta(days=4))
    assert plans(market) == (SUPPORT, BASE)


def test_an_announced_tariff_counts_too(market: Cast, administrator: Engine) -> None:
    forget(administrator)  # the first tariff holds again, which has nothing for plans
    assert not decide(market, VOLUME, slug=market.abedul.slug).takes_more
    with market.as_sergio() as work:
        draft = drafted(work, BY_PLAN).id
    with unit_of_work(PlatformScope("staff"), FIDEL) as work:
        publish(work, draft)
    assert decide(market, VOLUME).takes_more


def test_what_is_already_so_is_refused_and_so_is_what_was_not_seen(market: Cast) -> None:
    with pytest.raises(errors.PlanStands):
        decide(market, BASE)
    decide(market, SUPPORT)
    with pytest.raises(errors.PlanStands):
        decide(market, SUPPORT)
    with market.as_sergio() as work, pytest.raises(errors.PlanDecidedMeanwhile):
        set_shop_plan(work, market.alpaca.slug, BASE, reason=WHY, seen=0)
    with market.as_sergio() as work, pytest.raises(errors.PlanReasonMissing):
        set_shop_plan(work, market.alpaca.slug, BASE, reason="Porque sí", seen=1)
    assert plans(market) == (SUPPORT, BASE)


def test_neither_shops_nor_staff_without_the_permission_decide_it(market: Cast) -> None:
    support = Actor("Nora Paz", uuid4(), "support", frozenset(STAFF_GRANTED["support"]))
    with unit_of_work(PlatformScope("staff"), support) as work, pytest.raises(NotAllowed):
        set_shop_plan(work, market.alpaca.slug, SUPPORT, reason=WHY)
    with market.as_alicia() as work, pytest.raises(NotAllowed):
        set_shop_plan(work, market.alpaca.slug, SUPPORT, reason=WHY)
    assert plans(market) == (BASE, BASE)


def test_nobody_decides_about_a_shop_they_work_in(market: Cast) -> None:
    alicia = Actor(market.alicia.name, market.alicia.id, "finance", frozenset(STAFF_GRANTED["finance"]))
    with unit_of_work(PlatformScope("staff"), alicia) as work, pytest.raises(OwnCase):
        set_shop_plan(work, market.alpaca.slug, SUPPORT, reason=WHY)
    assert plans(market) == (BASE, BASE)


def commissions(work: Work, code: str) -> list[tuple[int, str | None, int]]:
    found = select(FeeLine.rate_bp, FeeLine.shop_plan, FeeLine.amount_minor).join(Order, Order.id == FeeLine.order_id)
    rows = work.session.execute(
        found.where(Order.code == code, FeeLine.kind == "commission").order_by(FeeLine.at, FeeLine.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def test_a_sale_is_frozen_by_the_plan_of_its_moment_and_no_later_one_touches_it(market: Cast, worker: Worker) -> None:
    goods = make.goods(market, price_minor=116_000)
    before = make.paid_order(market, worker, [make.line(goods)])
    decide(market, SUPPORT)
    after = make.paid_order(market, worker, [make.line(goods)])
    with market.above() as work:
        assert commissions(work, before) == [(700, "base", 7_000)]
        assert commissions(work, after) == [(400, "support", 4_000)]
        order = work.session.scalars(select(Order).where(Order.code == before)).one()
        (line,) = (one for one in fees_of_order(work, order.id) if one.kind == "commission")
        assert (line.fees[0].shop_plan, line.rules[0].shop_plan) == (BASE, None)
        ids = set(work.session.scalars(select(FeeLine.id)))
    decide(market, BASE)
    worker.drain()
    with market.above() as work:
        assert set(work.session.scalars(select(FeeLine.id))) == ids
        assert commissions(work, after) == [(400, "support", 4_000)]


def test_what_comes_back_comes_back_as_it_was_taken(market: Cast, worker: Worker) -> None:
    decide(market, SUPPORT)
    goods = make.goods(market, price_minor=116_000)
    code = make.paid_order(market, worker, [make.line(goods)])
    with market.as_alicia() as work:
        cancel_order(work, code, why=CancelReason.BROKEN)
    worker.drain()
    with market.above() as work:
        assert commissions(work, code) == [(400, "support", 4_000), (400, "support", -4_000)]


def test_ninety_days_are_weighed_by_the_plan_on_the_day_the_tariff_begins(market: Cast, worker: Worker) -> None:
    sold_before_today(market, worker)
    with market.above() as work:
        now, schedule = work.now, queries.schedule_in_force(work)
        base = weigh(work, schedule)[market.alpaca.id].would_minor
    decide(market, SUPPORT, starts_on=day_in(market, 3))
    with market.above() as work:
        assert weigh(work, schedule)[market.alpaca.id].would_minor == base  # it has not begun
        then = weigh(work, schedule, begins=now + timedelta(days=5))[market.alpaca.id].would_minor
    # Three hundredths of two pieces of 1,000.00 before IVA, and the IVA of that.
    assert then == base - 6_000 - 960


def written(market: Cast, **other: Any) -> dict[str, Any]:
    with market.above() as work:
        now = work.now
    return {
        "id": uuid4(), "tenant_id": market.alpaca.id, "number": 1, "plan": "support", "valid_from": now,
        "takes_more": False, "reason": WHY, "decided_at": now, "decided_by": "Nadie", "decided_by_id": None, **other,
    }  # fmt: skip


def _add(work: Work, row: dict[str, Any]) -> None:
    work.session.add(PlanDecision(**row))
    work.session.flush()


def test_the_database_holds_the_notice_the_seasons_and_the_words(market: Cast) -> None:
    with market.above() as work:
        season = next(one for one in queries.quiet_seasons(work) if one.first > mexican_day(work.now) + LATER)
        now, in_season = work.now, schedules.morning_of(season.first)
        opens = schedules.morning_of(open_day(work))
    more = {"takes_more": True, "valid_from": opens}
    cases = (
        ({**more, "decided_at": opens - timedelta(days=29)}, "notice"),
        ({"valid_from": now - timedelta(days=1)}, "notice"),
        ({"takes_more": True, "valid_from": in_season}, "season"),
        ({"plan": "rich"}, "ck_shop_plan_plan"),
    )
    for other, said in cases:
        with market.above() as work, pytest.raises(IntegrityError, match=said), work.attempt():
            _add(work, written(market, **other))
    with market.above() as work:
        _add(work, written(market, **more, decided_at=opens - timedelta(days=30)))
        _add(work, written(market, number=2, valid_from=in_season))  # it takes no more


def test_what_was_decided_is_never_rewritten(market: Cast, administrator: Engine) -> None:
    decide(market, SUPPORT)
    for change in ("UPDATE shop_plan SET plan = 'base'", "DELETE FROM shop_plan"):
        with administrator.connect() as connection, pytest.raises(IntegrityError, match="only grows"):
            connection.execute(text(change))


def test_a_shop_reads_its_own_and_writes_none(market: Cast) -> None:
    decide(market, SUPPORT)
    with market.as_alicia() as work:
        assert work.session.scalars(select(PlanDecision.plan)).all() == ["support"]
        assert work.session.execute(ROWS).scalars().all() == ["support"]
    with market.as_bruno() as work:
        assert work.session.execute(ROWS).scalars().all() == []
    with unit_of_work(PublicScope()) as work:
        assert work.session.execute(ROWS).scalars().all() == []
    row = written(market, number=2)
    adding = plain_sql(
        f"INSERT INTO shop_plan ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})", why="test"
    )
    with pytest.raises(DBAPIError, match="permission denied"), market.as_alicia() as work:
        work.session.execute(adding, row)
    assert plans(market) == (SUPPORT, BASE)
