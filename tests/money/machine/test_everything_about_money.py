"""Buyers, shops, banks, the provider, staff, workers and the clock, in whatever order: after each step all of money's rules hold.

Here a machine of Hypothesis does some hundred steps, the same ones each time. `make money-machine` does ten thousand others
and writes what came of it into bench/MONEY.md.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, func, select

from marketplace.kernel.errors import Refusal
from marketplace.kernel.jobs import Job, Lane
from marketplace.money.payments import get_twin
from marketplace.money.payments.gateways.twin.errors import TwinRefusal
from tenants.db import rest
from tests import moment
from tests.cast import Cast
from tests.money.fees import tariffs
from tests.money.machine import buying, settling
from tests.money.machine.holding import Watch, look_when_quiet
from tests.money.machine.run import Idle, MoneyWorker, Run, clock_jobs

EXAMPLES, STEPS_EACH = 5, 60
_UNTIL_QUIET = 40

# How often each step is taken, beside the others.
OFTEN = {
    buying.place: 5, buying.place_and_stay: 1, buying.send_form_twice: 1, buying.lack_a_rate: 1, buying.go_to_page: 2,
    buying.pay_by_card: 6, buying.decline_card: 1, buying.choose_oxxo: 2, buying.choose_spei: 2, buying.pay_at_oxxo: 2,
    buying.let_voucher_end: 1, buying.transfer: 3, buying.give_up: 1, buying.pack: 2, buying.ship: 4, buying.deliver: 4,
    buying.deliver_by_the_carrier: 1, buying.cancel: 2, buying.ask_return: 3, buying.decide_return: 3,
    buying.receive_return: 3, buying.claim: 2, buying.answer_claim: 2, buying.close_claim: 1, buying.miss: 2,
    buying.answer_dispute: 2, buying.escalate: 2, buying.decide_dispute: 2, settling.work_a_little: 4,
    settling.work_all: 4, settling.wait: 4, settling.hear_some: 4, settling.hear_all: 4, settling.hear_again: 1,
    settling.have_a_bad_day: 2, settling.judge_once_more: 1, settling.take_back: 1, settling.answer_chargeback: 1,
    settling.decide_chargeback: 1, settling.give_refund_account: 2, settling.pay_shop: 3, settling.write_file: 2,
    settling.answer_file: 3, settling.pay_out_at_stripe: 1, settling.ask_adjustment: 2, settling.decide_adjustment: 2,
    settling.reverse_adjustment: 1, settling.change_tariff: 1,
}  # fmt: skip
STEPS = [step for step, times in OFTEN.items() for _time in range(times)]


def do(run: Run, step: settling.Step, n: int) -> None:
    """Do a step; where it is refused, as people and providers refuse things, nothing is done."""
    try:
        step(run, n)
    except Idle:
        run.steps["(nothing to do it to)"] += 1
    except (Refusal, TwinRefusal):
        run.steps[step.__name__] += 1
        run.steps["(of these refused)"] += 1
    else:
        run.steps[step.__name__] += 1


def come_to_rest(run: Run) -> None:
    """Everything is heard, and everything done that waits, however often that was tried already."""
    get_twin().bad_days = []
    for _round in range(_UNTIL_QUIET):
        run.pass_time(timedelta(hours=2))
        do(run, settling.hear_all, 0)
        run.worker.drain()
        if is_quiet(run):
            return
    raise AssertionError("it does not come to rest")


def is_quiet(run: Run) -> bool:
    """Whether nothing is left to hear, or to do about money."""
    with run.market.above() as work:
        left = select(func.count()).select_from(Job).where(Job.state != "done", Job.lane == Lane.MONEY)
        by_hand = Job.name.in_([job.name for job in clock_jobs()])
        waiting = work.session.scalar(left.where(~by_hand)) or 0
    with get_twin().store.change() as shelf:
        return not waiting and not shelf.unsent()


@pytest.fixture
def life(app: Flask, administrator: Engine, begin_again: Callable[[], Cast]) -> Iterator[Callable[[], Run]]:
    """Begin a new market, as often as it is called, whose time passes as steps say."""
    rest_all(app)
    with moment.passing(administrator) as pass_time, tariffs.forgotten(administrator), app.app_context():

        def begin() -> Run:
            tariffs.forget(administrator)
            return Run(begin_again(), administrator, MoneyWorker(app, clock_jobs=clock_jobs()), pass_time)

        yield begin
        rest_all(app)


def rest_all(app: Flask) -> None:
    """Close every connection, so that the next ones see the clock as it is then."""
    with app.app_context():
        rest()


def machine(begin: Callable[[], Run], done: Counter[str]) -> Callable[[], RuleBasedStateMachine]:
    """Make machines that each run a market of its own, and count what they did."""

    class Money(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.run, self.watch = begin(), Watch()

        @rule(step=st.sampled_from(STEPS), n=st.integers(0, 9_999))
        def step(self, step: settling.Step, n: int) -> None:
            do(self.run, step, n)

        @invariant()
        def holds(self) -> None:
            self.watch.look(self.run)

        def teardown(self) -> None:
            come_to_rest(self.run)
            self.watch.look(self.run)
            look_when_quiet(self.run)
            done.update(self.run.steps)

    return Money


@pytest.mark.slow
@pytest.mark.timeout(int(os.environ.get("MONEY_SECONDS", "580")))
def test_all_of_moneys_rules_hold_after_each_step(life: Callable[[], Run]) -> None:
    wanted, done = int(os.environ.get("MONEY_STEPS", "0")), Counter[str]()
    how = settings(
        max_examples=max(EXAMPLES, -(-wanted * 3 // STEPS_EACH // 2)), stateful_step_count=STEPS_EACH, derandomize=True,
        deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False,
        phases=[Phase.generate, *([Phase.shrink] if os.environ.get("MONEY_SHRINK") else [])],
    )  # fmt: skip
    run_state_machine_as_test(machine(life, done), settings=how)
    if report := os.environ.get("MONEY_REPORT"):
        Path(report).write_text(json.dumps(done), "utf-8")
    assert sum(times for name, times in done.items() if not name.startswith("(")) >= wanted
