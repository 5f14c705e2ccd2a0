"""The first page of staff counts what waits, and nothing that is done."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from marketplace.goods.catalog.service import submit_product
from marketplace.kernel.jobs import Job
from marketplace.kernel.permissions import StaffMay
from marketplace.platform.desk.queries import dead_jobs, market_as_it_is, waiting_for_staff
from marketplace.platform.moderation.models import ModerationCase
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.people.sellers.applying import handed_in, taken
from tests.platform.privacy.asking import answer, ask

LISTINGS, APPLICATIONS, REQUESTS, DEAD = (
    "moderation_staff.queue", "sellers_staff.queue", "privacy_staff.queue", "desk_staff.dead",
)  # fmt: skip


def waits(market: Cast) -> dict[str, tuple[int, int]]:
    """How many wait for staff and how many of those are late, by the page that shows them."""
    with market.as_sergio() as work:
        return {
            todo.endpoint: (count, late) for todo, count, late in waiting_for_staff(work, frozenset(StaffMay)) if count
        }


def test_on_a_quiet_day_nothing_waits(market: Cast) -> None:
    make.goods(market)  # approved: no case of it is open
    assert waits(market) == {}
    with market.as_sergio() as work:
        market_now = market_as_it_is(work)
    assert market_now.rates_ending == []
    assert not market_now.is_copy


def test_a_listing_waits_and_is_overdue_after_its_time(market: Cast, worker: Worker) -> None:
    product_id = make.draft(market)
    with market.as_alicia() as work:
        submit_product(work, product_id, shop_slug=market.alpaca.slug, shop_name=market.alpaca.name)
    worker.drain()
    assert waits(market) == {LISTINGS: (1, 0)}
    with market.above() as work:
        work.session.execute(update(ModerationCase).values(decide_by=work.now - timedelta(seconds=1)))
    assert waits(market) == {LISTINGS: (1, 1)}


def test_an_application_waits_until_it_is_decided(app: Flask, market: Cast) -> None:
    handed_in(app, market)
    assert waits(market) == {APPLICATIONS: (1, 0)}


def test_who_has_taken_it_has_not_decided_yet(app: Flask, market: Cast) -> None:
    taken(app, market)
    assert waits(market) == {APPLICATIONS: (1, 0)}


def test_a_request_about_personal_data_waits_for_its_answer(market: Cast) -> None:
    code = ask(market)
    assert waits(market) == {REQUESTS: (1, 0)}
    answer(market, code, granted=False)
    assert waits(market) == {}


def test_jobs_that_were_laid_aside_are_listed_and_those_that_wait_are_not(market: Cast) -> None:
    make.place(market, [make.line(make.goods(market))])  # its letters wait
    assert DEAD not in waits(market)
    with market.above() as work:
        jobs = list(work.session.scalars(select(Job)))
        assert jobs
        jobs[0].state = "dead"
    assert waits(market)[DEAD][0] == 1
    with market.as_sergio() as work:
        assert [job.id for job in dead_jobs(work)] == [jobs[0].id]
