"""Buyers, shops, banks, the provider, staff, workers and the clock, in whatever order: after each step all of money's rules hold.

Here a machine of Hypothesis does some hundred steps, the same ones each time. `make money-machine` does ten thousand others
and writes what came of it into bench/MONEY.md.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, create_engine, select

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

EXAMPLES, STEPS_EACH = 4, 100
_UNTIL_QUIET = 40

# How often each step is taken, beside the others.
OFTEN = {
    settling.buy_and_pay: 6, buying.place: 3, buying.place_and_stay: 1, buying.send_form_twice: 1, buying.lack_a_rate: 1,
    buying.go_to_page: 2, buying.pay_by_card: 6, buying.decline_card: 1, buying.choose_oxxo: 5, buying.choose_spei: 3,
    buying.pay_at_oxxo: 5, buying.let_voucher_end: 2, buying.transfer: 6, buying.give_up: 1, buying.pack: 2, buying.ship: 5,
    buying.deliver: 5, buying.deliver_by_the_carrier: 2, buying.cancel: 2, buying.ask_return: 4, buying.decide_return: 7,
    buying.receive_return: 9, buying.claim: 3, buying.answer_claim: 4, buying.close_claim: 1, buying.miss: 3,
    buying.answer_dispute: 5, buying.escalate: 7, buying.decide_dispute: 9, settling.work_a_little: 5,
    settling.work_all: 5, settling.wait: 2, settling.hear_some: 5, settling.hear_all: 5, settling.hear_again: 1,
    settling.have_a_bad_day: 2, settling.judge_once_more: 1, settling.take_back: 2, settling.answer_chargeback: 4,
    settling.decide_chargeback: 6, settling.give_refund_account: 9, settling.pay_shop: 4, settling.write_file: 2,
    settling.answer_file: 7, settling.pay_out_at_stripe: 1, settling.ask_adjustment: 1, settling.decide_adjustment: 2,
    settling.reverse_adjustment: 1, settling.change_tariff: 1, settling.hold_money: 1, settling.lift_hold: 1,
}  # fmt: skip
STEPS = [step for step, times in OFTEN.items() for _time in range(times)]


_TRIES = 8


def do(run: Run, first: int, n: int) -> str:
    """Do a step or, where it is refused or there is nothing to do it to, one of the next; gives what came of it."""
    for place in range(first, first + 7 * _TRIES, 7):
        step = STEPS[place % len(STEPS)]
        try:
            step(run, n)
        except Idle:
            continue
        except (Refusal, TwinRefusal) as refusal:  # as people and providers refuse things: nothing is done
            run.refused[step.__name__] += 1
            note(f"{step.__name__}({n}) was refused: {refusal!r}")
        else:
            run.steps[step.__name__] += 1
            return f"{step.__name__}({n})"
    return "nothing"


def come_to_rest(run: Run) -> None:
    """Everything is heard, and everything done that waits, however often that was tried already."""
    get_twin().bad_days = []
    for _round in range(_UNTIL_QUIET):
        run.pass_time(timedelta(hours=2))
        with suppress(Idle):
            settling.hear_all(run, 0)
        run.worker.drain()
        if not (left := still_to_do(run)):
            return
    raise AssertionError(f"it does not come to rest: {left}")


def still_to_do(run: Run) -> list[str]:
    """What is left to hear, or to do about money."""
    by_the_clock = Job.name.in_([job.name for job in clock_jobs()])
    with run.market.above() as work:
        jobs = select(Job).where(Job.state != "done", Job.lane == Lane.MONEY, ~by_the_clock)
        left = [f"{job.name} {job.state} {job.attempts} {job.last_error}" for job in work.session.scalars(jobs)]
    with get_twin().store.change() as shelf:
        return left + [body for _ref, body in shelf.unsent()]


@pytest.fixture
def life(app: Flask, administrator: Engine, begin_again: Callable[[], Cast]) -> Iterator[Callable[[], Run]]:
    """Begin a new market, as often as it is called, whose time passes as steps say."""
    rest_all(app)
    owner = create_engine(administrator.url)  # which keeps its connection, unlike the other
    with moment.passing(administrator) as pass_time, tariffs.forgotten(administrator), app.app_context():

        def begin() -> Run:
            tariffs.forget(administrator)
            return Run(begin_again(), owner, MoneyWorker(app, clock_jobs=clock_jobs()), pass_time)

        yield begin
        rest_all(app)
        owner.dispose()


def rest_all(app: Flask) -> None:
    """Close every connection, so that the next ones see the clock as it is then."""
    with app.app_context():
        rest()


def machine(begin: Callable[[], Run], done: Counter[str], refused: Counter[str]) -> Callable[[], RuleBasedStateMachine]:
    """Make machines that each run a market of its own, and count what they did."""

    class Money(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.run, self.watch = begin(), Watch()

        @initialize(seed=st.integers(0, 2**24 - 1))
        def begin(self, seed: int) -> None:
            self.dice = Random(seed)

        @rule(roll=st.integers(0, 2**20))
        def step(self, roll: int) -> None:
            # Hypothesis likes small numbers, and what it drew before: mixed with dice of its own each run goes its own way.
            note(do(self.run, self.dice.randrange(2**20) ^ roll, self.dice.randrange(2**20) ^ roll))

        @invariant()
        def holds(self) -> None:
            self.watch.look(self.run.owner, self.run.market)

        def teardown(self) -> None:
            come_to_rest(self.run)
            self.watch.look(self.run.owner, self.run.market)
            look_when_quiet(self.run.owner)
            done.update(self.run.steps)
            refused.update(self.run.refused)

    return Money


@pytest.mark.slow
@pytest.mark.timeout(int(os.environ.get("MONEY_SECONDS", "580")))
def test_all_of_moneys_rules_hold_after_each_step(life: Callable[[], Run]) -> None:
    wanted, done, refused = int(os.environ.get("MONEY_STEPS", "0")), Counter[str](), Counter[str]()
    how = settings(
        max_examples=max(EXAMPLES, -(-wanted * 21 // 20 // STEPS_EACH)), stateful_step_count=STEPS_EACH, derandomize=True,
        deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False,
        phases=[Phase.generate, *([Phase.shrink] if os.environ.get("MONEY_SHRINK") else [])],
    )  # fmt: skip
    run_state_machine_as_test(machine(life, done, refused), settings=how)
    if report := os.environ.get("MONEY_REPORT"):
        Path(report).write_text(json.dumps({"done": done, "refused": refused}), "utf-8")
    assert done.total() + refused.total() >= wanted
