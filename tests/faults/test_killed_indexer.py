"""The indexer is killed again and again in the middle of writing: nothing stands twice, and nothing committed is lost."""

from __future__ import annotations

import multiprocessing
import random
import signal
import time
from pathlib import Path

import pytest

from marketplace.window.search.gateways.executor import Executor
from marketplace.window.search.gateways.facts import RankingFacts
from marketplace.window.search.gateways.whoosh_index import Index
from marketplace.window.search.rules import SearchQuery
from tests.faults.waiting import until
from tests.faults.writing import LISTINGS, document, write

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]  # a hundred processes, on any machine
ROUNDS = 100


def test_a_hundred_killed_writers_leave_each_listing_once(tmp_path: Path) -> None:
    index = Index(tmp_path / "index")
    index.build((document(number, 0) for number in range(1, LISTINGS + 1)), since=1)
    chance = random.Random(11)
    # Each is a process of its own, forked from one that has read its modules already.
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.faults.writing"])
    killed = 0
    for number in range(ROUNDS):
        since = index.state()["since"]
        heard, said = processes.Pipe(duplex=False)
        writer = processes.Process(target=write, args=(index.folder, said))
        writer.start()
        said.close()
        assert heard.recv() == "begun"
        if not number % 10:  # now and then it gets as far as a whole batch, on a slow machine too
            until(lambda: Index(index.folder).state()["since"] > since)  # noqa: B023 - asked before the next round
        time.sleep(chance.uniform(0, 0.12))  # anywhere in the middle of the next
        writer.kill()
        writer.join()
        killed += writer.exitcode == -signal.SIGKILL
        heard.close()
    assert killed > ROUNDS * 0.9
    # What the state says was followed is in the index: version by version, and each listing once.
    since = Index(index.folder).state()["since"]
    executor = Executor(Index(index.folder))
    found = executor.search(SearchQuery(text="estambre", limit=LISTINGS * 2), RankingFacts(key="test"))
    assert sorted(found.numbers) == list(range(1, LISTINGS + 1))
    view = executor.view()
    versions = set(view.columns["price"][view.alive].tolist())
    assert since > 1
    assert len(versions) == 1  # batches are whole
    assert versions <= {since, since + 1}  # killed between the commit and its note, the batch is written once more
    index.write([document(1, 10**6)], since=10**6)  # the next writer gets the lock
