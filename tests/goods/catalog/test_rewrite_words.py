"""An upgrade that reads texts otherwise: what PostgreSQL finds goods by is written anew, listing by listing."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from marketplace.goods.catalog import jobs
from marketplace.goods.catalog.models import ListingWords
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast


def outdate(market: Cast, *goods: make.Goods) -> None:
    """The release before wrote these."""
    with market.above() as work:
        which = [of.product_id for of in goods]
        work.session.execute(update(ListingWords).where(ListingWords.id.in_(which)).values(terms="'alpac':1A"))


def words(market: Cast) -> list[str]:
    with market.above() as work:
        return list(work.session.scalars(select(ListingWords.terms).order_by(ListingWords.id)))


def look(market: Cast, worker: Worker) -> None:
    with market.above() as work:
        jobs.look_for_outdated(work)
    worker.drain()


def test_words_of_an_earlier_release_are_written_as_this_one_would(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_AT_ONCE", 2)
    goods = [make.goods(market, title=f"Estambre {n}") for n in range(5)]
    written = words(market)
    outdate(market, *goods)
    assert words(market) != written
    look(market, worker)
    assert words(market) == written


def test_words_of_this_release_are_left_alone(market: Cast, worker: Worker) -> None:
    first, other = make.goods(market), make.goods(market, title="Otro")
    outdate(market, other)
    with market.above() as work:
        own = update(ListingWords).where(ListingWords.id == first.product_id)
        work.session.execute(own.values(terms=f"'{jobs.EDITION}' 'only'"))
    look(market, worker)
    assert sum("'only'" in terms for terms in words(market)) == 1
    assert not any("alpac'" in terms for terms in words(market))
