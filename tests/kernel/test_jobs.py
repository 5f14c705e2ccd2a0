"""The job table: what comes first, who holds what, what is told of it, and that one statement enters all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from marketplace import log
from marketplace.kernel import job_figures, jobs, queue
from marketplace.kernel.errors import OutsideFailure
from marketplace.kernel.jobs import (
    FIRST_DELAY_SECONDS,
    MOST_ATTEMPTS,
    WAITS_OUTSIDE,
    Job,
    Lane,
    WorkerBeat,
    most_attempts,
)
from marketplace.kernel.queue import Claimed, LeaseLost
from marketplace.modules import MODULES
from marketplace.money.payments.errors import ProviderSilent
from marketplace.money.payments.models import Charge
from marketplace.platform.desk.comparing import Disagreement, differences
from marketplace.platform.upkeep.events import SweepDue
from marketplace.worker import SEATS, Worker
from tenants.db import count_statements
from tests import mail, make
from tests.cast import Cast
from tests.faults.waiting import running, until
from tests.web.asking import enter


def sweep(market: Cast, times: int = 1) -> None:
    with market.above() as work:
        for _n in range(times):
            work.tell(SweepDue("exports"))


def claim(market: Cast, worker: str, *lanes: Lane) -> Claimed | None:
    with market.above("worker") as work:
        return queue.claim(work, worker, lanes or tuple(Lane))


def end_leases(market: Cast) -> None:
    with market.above() as work:
        work.session.execute(update(Job).where(Job.state == "running").values(lease_until=func.now()))


def free(market: Cast) -> list[queue.Freed]:
    with market.above("worker") as work:
        return queue.free_expired(work)


def test_all_jobs_of_a_unit_of_work_are_entered_by_one_statement(market: Cast) -> None:
    seen = count_statements()
    before = len(seen)
    sweep(market, 20)
    assert len(seen) - before == 1
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Job)) == 20


def test_what_may_wait_least_comes_first_and_then_the_oldest(market: Cast) -> None:
    sweep(market, 2)
    make.pay(market, make.place(market, [make.line(make.goods(market))]))
    taken = []
    while job := claim(market, "one"):
        taken.append(job)
    assert [job.lane for job in taken] == sorted(job.lane for job in taken)
    assert taken[0].name == "judge_told"
    assert [job.id for job in taken if job.lane == Lane.BULK] == sorted(
        job.id for job in taken if job.lane == Lane.BULK
    )


def test_a_seat_takes_one_job_and_only_from_its_lanes(market: Cast) -> None:
    sweep(market, 3)
    assert claim(market, "one", Lane.MONEY, Lane.MAIL) is None
    assert claim(market, "one", Lane.BULK) is not None
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Job).where(Job.state == "running")) == 1


def test_some_seat_is_kept_for_money_and_some_seat_serves_each_lane() -> None:
    assert (Lane.MONEY,) in SEATS
    assert {lane for seat in SEATS for lane in seat} == set(Lane)
    assert all(Lane.MONEY in seat for seat in SEATS)


def test_long_work_is_in_the_last_lane_and_money_in_the_first() -> None:
    lanes = {one.name: one.lane for module in MODULES for one in (*module.reactions, *module.clock)}
    assert {lanes[name] for name in ("make_export", "erase", "sweep_uploads", "find_news", "measure_shops")} == {
        Lane.BULK
    }
    assert {lanes[name] for name in ("settle_purchase", "send_refund", "release_money", "expire_unpaid")} == {
        Lane.MONEY
    }
    assert {lane for name, lane in lanes.items() if name == "carry_mail"} == {Lane.MAIL}


def test_the_claim_searches_by_its_index(market: Cast) -> None:
    """A volatile clock in the condition scanned every waiting job: 14 ms with 20,000 of them."""
    statement = str(queue._CLAIM.text)
    assert "run_at <= statement_timestamp()" in statement
    assert "run_at <= clock_timestamp()" not in statement


def test_only_the_attempt_that_holds_a_job_may_end_it(market: Cast) -> None:
    sweep(market)
    first = claim(market, "one")
    assert first is not None
    end_leases(market)
    free(market)
    second = claim(market, "one")  # another seat of the same process
    assert second is not None
    assert (second.id, second.attempts) == (first.id, 2)
    with pytest.raises(LeaseLost), market.above("worker") as work:
        queue.mark_done(work, first, "one")
    with market.above("worker") as work:
        queue.mark_failed(work, first, "one", "too late")
    with market.above() as work:
        row = work.session.get_one(Job, first.id)
        assert (row.state, row.last_error) == ("running", "its worker went away")
    with market.above("worker") as work:
        queue.mark_done(work, second, "one")


def test_the_beat_renews_what_its_worker_holds_and_nothing_else(market: Cast) -> None:
    sweep(market, 2)
    mine, other = claim(market, "one"), claim(market, "two")
    assert mine is not None
    assert other is not None
    end_leases(market)
    with market.above("worker") as work:
        queue.renew(work, "one", [mine.id, other.id])
    assert [one.id for one in free(market)] == [other.id]


def test_the_first_death_costs_no_time_and_later_ones_ever_more(market: Cast) -> None:
    sweep(market)
    delays = []
    for _attempt in range(jobs.MOST_ATTEMPTS - 1):
        assert claim(market, "one") is not None
        end_leases(market)
        free(market)
        with market.above() as work:
            delays.append(work.session.scalar(select(Job.run_at > func.now())))
            work.session.execute(update(Job).values(run_at=func.now()))
    assert delays == [False] + [True] * (jobs.MOST_ATTEMPTS - 2)


def test_a_worker_that_runs_is_seen_and_one_that_stops_takes_its_row_along(app: Flask, market: Cast) -> None:
    with market.above() as work:
        state = job_figures.state(work)
        assert (state.is_looked_after, state.is_well) == (False, False)
    worker = Worker(app, beat_seconds=0.1)

    def well() -> bool:
        with market.above() as work:
            return job_figures.state(work).is_well

    with running(worker):
        until(well)
        with market.above() as work:
            assert [one.name for one in job_figures.workers(work)] == [worker.name]
    with market.above() as work:
        assert job_figures.workers(work) == []


def test_a_worker_that_was_killed_is_missed_after_a_minute(market: Cast) -> None:
    with market.above("worker") as work:
        queue.beat(work, "gone", looked_at=work.now - timedelta(minutes=2), took_at=None)
    with market.above() as work:
        assert not job_figures.state(work).is_looked_after
        assert work.session.scalars(select(WorkerBeat.name)).all() == ["gone"]


def test_the_oldest_of_each_lane_is_known_and_what_waits_too_long_is_late(market: Cast) -> None:
    sweep(market, 2)
    make.pay(market, make.place(market, [make.line(make.goods(market))]))
    with market.above() as work:
        late = update(Job).where(Job.name == "judge_told").values(run_at=func.now() - timedelta(minutes=3))
        work.session.execute(late)
        later = update(Job).where(Job.lane == Lane.BULK).values(run_at=func.now() + timedelta(minutes=3))
        work.session.execute(later)
    with market.above() as work:
        state = job_figures.state(work)
    lanes = {one.lane: one for one in state.lanes}
    assert [one.lane for one in state.late] == [Lane.MONEY]
    assert (lanes[Lane.MONEY].oldest or timedelta()) >= timedelta(minutes=3)
    assert (lanes[Lane.BULK].waiting, lanes[Lane.BULK].oldest) == (3, None)  # an attempt to come is not late


def test_how_long_each_kind_took_is_told(market: Cast, worker: Worker) -> None:
    sweep(market, 3)
    worker.drain()
    with market.above() as work:
        (figures,) = job_figures.by_name(work)
    assert (figures.name, figures.lane, figures.done, figures.most_attempts) == ("sweep_uploads", Lane.BULK, 3, 1)
    assert 0 < figures.median <= figures.longest


@pytest.fixture
def written(app: Flask, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """What production writes, line by line."""
    log.set_up(production=True)
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    log.set_up(production=False)


def test_each_line_that_a_job_writes_names_it(
    market: Cast, worker: Worker, written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def speak(_work: object, _fact: object) -> None:
        structlog.get_logger().info("test.spoke")

    real = jobs.REACTIONS["sweep_uploads"]
    monkeypatch.setitem(jobs.REACTIONS, "sweep_uploads", replace(real, outside=None, inside=speak))
    sweep(market)
    with market.above() as work:
        job_id = str(work.session.scalars(select(Job.id)).one())
    worker.drain()
    lines = {line["event"]: line for line in written()}
    assert {"test.spoke", "job.done"} <= set(lines)
    for line in lines.values():
        assert (line["job_id"], line["job"], line["attempt"]) == (job_id, "sweep_uploads", 1)
    assert {"lane", "seconds", "waited"} <= set(lines["job.done"])


def test_staff_see_the_lanes_and_letters_that_came_back(app: Flask, market: Cast) -> None:
    from marketplace.platform.notifications.models import Mail

    sweep(market, 7)
    with market.above() as work:
        mail.write(work, "nadie@example.mx")
        work.session.flush()
        work.session.execute(update(Mail).values(state="bounced", said="550 No such user here"))
    browser: FlaskClient = app.test_client()
    enter(browser, market.sergio)
    page = browser.get("/operacion/trabajos").text
    assert "nadie@example.mx" in page
    assert "550 No such user here" in page
    assert "Nadie toma trabajos" in page
    for lane in ("Dinero", "Correo", "Vitrina", "Lo largo"):
        assert lane in page


def test_who_cannot_be_written_to_is_told_on_their_pages(app: Flask, market: Cast) -> None:
    from marketplace.people.accounts.service import note_mail

    browser = app.test_client()
    enter(browser, market.carla)
    assert "no aceptó nuestro último correo" not in browser.get("/cuenta").text
    with market.above() as work:
        note_mail(work, market.carla.email.upper(), bounced=True)
    assert "no aceptó nuestro último correo" in browser.get("/cuenta").text
    with market.above() as work:
        note_mail(work, market.carla.email, bounced=False)
    assert "no aceptó nuestro último correo" not in browser.get("/cuenta").text


@pytest.mark.parametrize("lane", list(Lane))
def test_who_waits_for_somebody_outside_is_tried_for_a_day_and_no_longer(lane: Lane) -> None:
    most = most_attempts(lane, OutsideFailure())
    waited = [FIRST_DELAY_SECONDS[lane] * 2**attempt for attempt in range(most - 1)]
    assert timedelta(hours=10) < timedelta(seconds=sum(waited)) <= WAITS_OUTSIDE
    assert most_attempts(lane, ZeroDivisionError()) == MOST_ATTEMPTS


def test_what_does_not_answer_outside_is_asked_again_after_eight_times(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:

    def silent(*_asked: object) -> None:
        raise ProviderSilent

    make.pay(market, make.place(market, [make.line(make.goods(market))]))
    monkeypatch.setitem(jobs.REACTIONS, "settle_purchase", replace(jobs.REACTIONS["settle_purchase"], outside=silent))
    most = most_attempts(Lane.MONEY, ProviderSilent())
    for attempt in range(most):
        with market.above("worker") as work:
            work.session.execute(update(Job).where(Job.name == "settle_purchase").values(run_at=func.now()))
        worker.drain()
        with market.above() as work:
            job = work.session.scalars(select(Job).where(Job.name == "settle_purchase")).one()
            assert job.state == ("dead" if attempt == most - 1 else "waiting")
    with market.above("test") as work:
        assert list(differences(work)) == []  # it may still be settled for today
        work.session.execute(update(Charge).values(succeeded_at=Charge.succeeded_at - timedelta(days=1, minutes=1)))
    with market.above() as work:
        (found,) = differences(work)
        assert (found.kind, found.other_minor) == (Disagreement.UNSETTLED, 0)
    monkeypatch.undo()
    with market.as_sergio() as work:
        assert queue.revive(work, job.id)
    worker.drain()
    with market.above() as work:
        assert list(differences(work)) == []
