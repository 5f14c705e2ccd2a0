"""`tianguis doctor` finds each part that is broken, on a line of its own, and says how to mend it."""

from __future__ import annotations

import gc
import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, update

from marketplace import doctor
from marketplace.kernel import quarantine, queue
from marketplace.kernel.jobs import Job, Lane, WorkerBeat
from marketplace.kernel.settings import Settings
from marketplace.window.search import service as search
from marketplace.window.search.gateways.whoosh_index import Index
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.long


@pytest.fixture
def here(settings: Settings, market: Cast, tmp_path: Path) -> Settings:
    """An installation that is well in every part: a worker looked for jobs just now, and the index is new."""
    own = settings.model_copy(update={"var": tmp_path})
    own.private_dir.mkdir(mode=0o700)
    own.media_dir.mkdir()
    with market.above("worker") as work:
        queue.beat(work, "here:1", looked_at=work.now, took_at=None)
    make.goods(market)
    search.rebuild(Index(own.search_dir))
    return own


def broken(app: Flask, settings: Settings) -> dict[str, str]:
    """What is not well, and what is said of it."""
    return {one.part: one.said for one in doctor.examine(app, settings) if not one.well}


def test_all_is_well(app: Flask, here: Settings) -> None:
    assert broken(app, here) == {}


def test_no_worker_ever(app: Flask, here: Settings, market: Cast) -> None:
    with market.above("worker") as work:
        queue.leave(work, "here:1")
    assert broken(app, here) == {"workers": "No worker ever looked for jobs. Start one: tianguis worker"}


def test_a_worker_that_died(app: Flask, here: Settings, market: Cast) -> None:
    with market.above() as work:
        work.session.execute(update(WorkerBeat).values(looked_at=func.now() - timedelta(minutes=7)))
    assert broken(app, here).keys() == {"workers"}
    assert "for 7 minutes" in broken(app, here)["workers"]


@pytest.mark.parametrize("lane", [Lane.MONEY, Lane.MAIL])
def test_a_job_that_is_late(app: Flask, here: Settings, market: Cast, lane: Lane) -> None:
    make.pay(market, make.place(market, [make.line(make.goods(market))]))
    with market.above() as work:
        work.session.execute(update(Job).values(lane=lane, run_at=func.now() - timedelta(minutes=20)))
    assert broken(app, here).keys() == {"jobs"}
    assert f"{lane.name.lower()} (20 minutes)" in broken(app, here)["jobs"]


def test_a_job_that_was_laid_aside(app: Flask, here: Settings, market: Cast) -> None:
    make.pay(market, make.place(market, [make.line(make.goods(market))]))
    with market.above() as work:
        work.session.execute(update(Job).values(state="dead"))
    assert broken(app, here).keys() == {"jobs laid aside"}


def test_no_index(app: Flask, here: Settings) -> None:
    shutil.rmtree(here.search_dir)
    assert broken(app, here).keys() == {"search index"}


# Whoosh leaves files open when it cannot read them.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("pattern", ["*.seg", "names.json", "lexicon-*", "*.toc"])
def test_a_garbled_index(app: Flask, here: Settings, pattern: str) -> None:
    files = list(Index(here.search_dir).files().glob(pattern)) or list(
        Index(here.search_dir).files().glob(f"_*{pattern[1:]}")
    )
    assert files
    for file in files:
        file.write_bytes(b"garbled" * 50)
    assert broken(app, here).keys() == {"search index"}
    assert "tianguis search rebuild" in broken(app, here)["search index"]
    gc.collect()


def test_an_index_that_nobody_looks_after(app: Flask, here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.window.search.gateways.whoosh_index._LEFT_BEHIND_SECONDS", -1)
    assert broken(app, here).keys() == {"index follows"}


def test_private_files_that_others_can_read(app: Flask, here: Settings) -> None:
    here.private_dir.chmod(0o755)
    (here.var / "postgresql").mkdir(mode=0o750)
    said = broken(app, here)
    assert said.keys() == {"private folder"}
    assert str(here.private_dir) in said["private folder"]
    assert str(here.var / "postgresql") in said["private folder"]


def test_a_disk_that_is_nearly_full(app: Flask, here: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(100e9, 99.9e9, 100_000_000))
    assert broken(app, here).keys() == {"disk"}
    assert "100 MB" in broken(app, here)["disk"]


def test_a_copy(app: Flask, here: Settings, market: Cast) -> None:
    with market.above() as work:
        quarantine.hold(work)
    try:
        assert broken(app, here).keys() == {"copy"}
        assert "tianguis db release" in broken(app, here)["copy"]
    finally:
        with market.above() as work:
            quarantine.release(work)
