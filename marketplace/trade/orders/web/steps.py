"""Taking an order a step on, from its page."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash

from marketplace.kernel.work import Work
from marketplace.trade.orders.errors import OutOfStep
from marketplace.web.words import say


def take_step(work: Work, take: Callable[[], None], done: str) -> None:
    """Take an order one step on and say so; what was done before is said, and nothing is done twice."""
    try:
        with work.attempt():
            take()
        flash(done, "success")
    except OutOfStep as refusal:
        flash(say(refusal), "warning")
