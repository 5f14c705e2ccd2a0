"""Who says nothing in a week gets one more letter, and no third."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from marketplace.care.recalls.jobs import remind
from marketplace.care.recalls.models import RecallNotice
from marketplace.care.recalls.service import answer_recall, close_recall
from marketplace.worker import Worker
from tests.care.recalls.recalling import letters, notice_of, recalled
from tests.cast import Cast


def later(market: Cast, worker: Worker, days: int) -> None:
    with market.above() as work:
        work.session.execute(update(RecallNotice).values(written_at=RecallNotice.written_at - timedelta(days=days)))
    with market.above("clock") as work:
        remind(work)
    worker.drain()


def test_a_week_later_once(market: Cast, worker: Worker) -> None:
    recalled(market, worker)
    later(market, worker, 6)
    assert letters(market, "recall_reminder") == []
    for _each in range(2):
        later(market, worker, 2)
        assert letters(market, "recall_reminder") == [market.carla.email]


def test_nobody_who_answered_and_nothing_of_what_is_closed(market: Cast, worker: Worker) -> None:
    _code, order, _of = recalled(market, worker)
    with market.as_carla() as work:
        answer_recall(work, order, notice_of(market, order).id, "gone")
    code, _order, _other = recalled(market, worker)
    with market.as_alicia() as work:
        close_recall(work, code, closing="Ya.")
    later(market, worker, 9)
    assert letters(market, "recall_reminder") == []
