"""Rules do not change without notice, in season, or by one person alone: code says so in words, and the database refuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError

from marketplace.kernel.calendar import mexican_day, morning_of
from marketplace.kernel.errors import NotAllowed, Refusal
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.money.fees import drafting, errors, queries, schedules
from marketplace.money.fees.events import TariffAnnounced
from marketplace.money.fees.models import FeeDraft, FeeRule, FeeSchedule
from tenants.scope import PlatformScope
from tests.cast import Cast
from tests.money.fees.tariffs import commission, dearer, drafted, forgotten, open_day, publish
from tests.money.taxes.law import TARIFF

FIDEL = Actor("Fidel Ochoa", uuid4(), "finance", frozenset(STAFF_GRANTED["finance"]))


@pytest.fixture(autouse=True)
def _shared_tables(market: Cast, administrator: Engine) -> Iterator[None]:
    with forgotten(administrator):
        yield


def as_fidel() -> object:
    return unit_of_work(PlatformScope("staff"), FIDEL)


def versions(market: Cast) -> list[int]:
    with market.above() as work:
        return list(work.session.scalars(select(FeeSchedule.version).order_by(FeeSchedule.version)))


def test_what_one_drafted_another_publishes(market: Cast) -> None:
    with market.as_sergio() as work:
        draft, starts_on = drafted(work, dearer()).id, open_day(work)
    with as_fidel() as work:
        version = publish(work, draft)
        assert TariffAnnounced(version) in work.facts
    with market.above() as work:
        tariff = work.session.get_one(FeeSchedule, version)
        assert (tariff.takes_more, mexican_day(tariff.effective_from)) == (True, starts_on)
        rules = work.session.scalars(select(FeeRule).where(FeeRule.version == version)).all()
        assert sorted(rule.number for rule in rules) == list(range(1, len(TARIFF.rules) + 1))
        assert queries.schedule_in_force(work).version == 1
        announced = queries.find_announced(work)
        assert announced is not None
        changes = schedules.differences(queries.schedule_in_force(work), announced.schedule)
        assert {(one.was.rate_bp, one.becomes.rate_bp) for one in changes} >= {(1000, 1100), (800, 900)}


def test_who_wrote_any_of_it_does_not_publish_it(market: Cast) -> None:
    with market.as_sergio() as work:
        draft = drafted(work, dearer()).id
    with market.as_sergio() as work, pytest.raises(errors.OwnDraft):
        publish(work, draft)
    with market.as_sergio() as work:
        work.session.get_one(FeeDraft, draft).published_by = work.actor.account_id
        with pytest.raises(IntegrityError, match="two_people"):
            work.session.flush()
        work.session.rollback()
    assert versions(market) == [1]


def test_a_shop_does_not_set_what_it_pays(market: Cast) -> None:
    with market.as_alicia() as work, pytest.raises(NotAllowed):
        drafting.open_draft(work)


def refused(market: Cast, rules: list, *, starts_on: date | None = None, weighed: bool = True) -> Refusal:
    with market.as_sergio() as work:
        draft = drafted(work, rules, starts_on=starts_on, weighed=weighed).id
    with as_fidel() as work, pytest.raises(Refusal) as refusal:
        publish(work, draft)
    assert versions(market) == [1]
    return refusal.value


def day_in(days: int) -> date:
    with unit_of_work(PlatformScope("test"), read_only=True) as work:
        return mexican_day(work.now) + timedelta(days=days)


def test_more_is_announced_thirty_days_ahead_and_less_fifteen(market: Cast) -> None:
    for rules, days in ((dearer(), 30), (dearer(-100), 15)):
        refusal = refused(market, rules, starts_on=day_in(days - 1))
        assert isinstance(refusal, errors.TooSoon)
        assert refusal.details["days"] == days
        assert refusal.details["earliest"] >= day_in(days)  # type: ignore[operator]


def test_none_begins_in_season_nor_beyond_the_known_ones(market: Cast) -> None:
    with market.above() as work:
        known = queries.quiet_seasons(work)
    last = schedules.known_until(known)
    season = next(one for one in known if one.first > day_in(60))
    for day in (season.first, season.last):
        refusal = refused(market, dearer(), starts_on=day)
        assert isinstance(refusal, errors.InSeason)
        assert refusal.details["season"] == season.name
    assert isinstance(refused(market, dearer(), starts_on=last + timedelta(days=1)), errors.SeasonsUnknown)


def test_what_is_no_tariff_or_no_change_is_not_announced(market: Cast) -> None:
    assert isinstance(refused(market, [commission("electronica")]), errors.NotATariff)
    assert isinstance(refused(market, list(TARIFF.rules)), errors.NothingChanges)
    assert isinstance(refused(market, dearer(), weighed=False), errors.NotWeighedYet)


def test_one_at_a_time(market: Cast) -> None:
    with market.as_sergio() as work:
        one, other = drafted(work, dearer()).id, drafted(work, dearer(200)).id
    with as_fidel() as work:
        publish(work, one)
    with as_fidel() as work, pytest.raises(errors.AnotherAnnounced):
        publish(work, other)
    assert versions(market) == [1, 2]


def test_what_was_seen_is_published_and_nothing_else(market: Cast) -> None:
    with market.as_sergio() as work:
        draft = drafted(work, dearer())
        seen = draft.revision - 1
    with as_fidel() as work, pytest.raises(errors.DraftChanged):
        drafting.publish_draft(work, draft.id, seen_revision=seen)


def test_it_is_taken_back_before_its_day_with_a_reason(market: Cast, administrator: Engine) -> None:
    with market.as_sergio() as work:
        draft = drafted(work, dearer()).id
    with as_fidel() as work:
        version = publish(work, draft)
    with as_fidel() as work, pytest.raises(errors.ReasonMissing):
        drafting.withdraw_tariff(work, version, reason=" no ")
    with as_fidel() as work, pytest.raises(errors.HasBegun):
        drafting.withdraw_tariff(work, 1, reason="Nos equivocamos de tarifa.")
    with as_fidel() as work:
        drafting.withdraw_tariff(work, version, reason="Nos equivocamos de tarifa.")
    with market.above() as work:
        assert queries.find_announced(work) is None
    with administrator.connect() as connection, pytest.raises(IntegrityError, match="stands"):
        connection.execute(
            text("UPDATE fee_schedule SET withdrawn_at = NULL, withdrawn_reason = NULL WHERE version = 2")
        )
    with market.as_sergio() as work:
        draft = drafted(work, dearer(200)).id
    with as_fidel() as work:
        assert publish(work, draft) == version + 1  # its number is not used again


def _schedule(work: Work, start: date, *, version: int = 99, published: int = 0, more: bool = True) -> FeeSchedule:
    return FeeSchedule(
        version=version,
        published_at=morning_of(start) - timedelta(days=published),
        effective_from=morning_of(start),
        takes_more=more,
        summary="",
        summary_en="",
    )


@pytest.mark.parametrize(
    ("days", "more", "taken"), [(29, True, False), (30, True, True), (14, False, False), (15, False, True)]
)
def test_the_database_holds_the_notice(market: Cast, days: int, more: bool, taken: bool) -> None:
    with market.above() as work:
        work.session.add(_schedule(work, open_day(work), published=days, more=more))
        if taken:
            work.session.flush()
        else:
            with pytest.raises(IntegrityError, match="notice"):
                work.session.flush()
        work.session.rollback()


def test_the_database_holds_the_seasons_and_that_notices_do_not_meet(market: Cast) -> None:
    with market.above() as work:
        season = queries.quiet_seasons(work)[-1]
        for day, said in ((season.first, "season"), (season.last + timedelta(days=1), "not known")):
            work.session.add(_schedule(work, day, published=40))
            with pytest.raises(IntegrityError, match=said):
                work.session.flush()
            work.session.rollback()
    with market.above() as work:
        first, second = open_day(work, 40), open_day(work, 60)
        work.session.add(_schedule(work, first, published=40))
        work.session.flush()
        work.session.add(_schedule(work, second, version=100, published=60))
        with pytest.raises(IntegrityError, match="ex_fee_schedule_notice"):
            work.session.flush()
        work.session.rollback()
