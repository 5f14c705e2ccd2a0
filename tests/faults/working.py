"""A worker process that dies at a named point, again and again: `python -m tests.faults.working <point> <job>`."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from marketplace.app import create_app
from marketplace.kernel import jobs, queue
from marketplace.kernel.jobs import Finish, Reaction
from marketplace.money.payments.gateways.twin import StripeTwin
from marketplace.worker import Worker

# Where a worker may be when the power goes: in this order.
POINTS = ("adopting", "claimed", "outside", "inside", "before_commit", "after_commit")


def die() -> None:
    """As `kill -9` does: no handler runs, nothing is closed."""
    os.kill(os.getpid(), signal.SIGKILL)


def after(real: Callable[..., Any], job_name: str, *, then: Callable[[], None] = die) -> Callable[..., Any]:
    """A step of the worker that is followed by death when it was that of one kind of job."""

    def step(*args: Any, **more: Any) -> Any:
        answer = real(*args, **more)
        if any(getattr(one, "name", None) == job_name for one in (*args, answer)):
            then()
        return answer

    return step


def inside(reaction: Reaction, *, then: Callable[[], None] = die) -> Reaction:
    """A reaction whose effect is written, and then the process dies before its job is marked."""

    def wrap(finish: Callable[..., None]) -> Callable[..., None]:
        def written(*args: Any) -> None:
            finish(*args)
            args[0].session.flush()
            then()

        return written

    if reaction.inside is not None:
        return replace(reaction, inside=wrap(reaction.inside))
    outside = reaction.outside
    assert outside is not None  # a reaction has one of the two

    def done(fact: Any, key: str) -> Finish:
        return wrap(outside(fact, key))

    return replace(reaction, outside=done)


def prepare(point: str, job_name: str) -> None:
    """Lay the trap."""
    match point:
        case "adopting":
            queue.claim = after(queue.claim, job_name)  # before the claim's own commit
        case "claimed":
            Worker._do = after(lambda *_: None, job_name)  # type: ignore[method-assign]
        case "outside":
            Worker._effect = after(Worker._effect, job_name)  # type: ignore[method-assign]
        case "inside":
            jobs.REACTIONS[job_name] = inside(jobs.REACTIONS[job_name])
        case "before_commit":
            queue.mark_done = after(queue.mark_done, job_name)
        case "after_commit":
            Worker._perform = after(Worker._perform, job_name)  # type: ignore[method-assign]
        case "abort":
            jobs.REACTIONS[job_name] = inside(jobs.REACTIONS[job_name], then=os.abort)
        case _:
            die_asking(point)


def die_asking(point: str) -> None:
    """Die at a question to the payment provider: `before post /v1/refunds`, not heard there, or `after …`, unanswered."""
    when, asked = point.split(" ", 1)
    real = StripeTwin.request

    def request(self: StripeTwin, method: str, url: str, *more: Any, **usage: Any) -> Any:
        is_it = re.fullmatch(asked, f"{method} {urlsplit(url).path}") is not None
        if is_it and when == "before":
            die()
        answer = real(self, method, url, *more, **usage)
        if is_it:
            die()
        return answer

    StripeTwin.request = request  # type: ignore[method-assign]


def main(point: str, job_name: str) -> None:
    """Work until dead."""
    app = create_app()
    prepare(point, job_name)
    worker = Worker(app)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
