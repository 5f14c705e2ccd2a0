"""How prices change is kept, whoever changes them and however many at once; a price of before is only a real one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from marketplace.goods.catalog import BulkKind, preview_bulk_act, price_history, set_price, start_bulk_act
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.jobs import retell_prices
from marketplace.goods.catalog.models import Listing, PriceChange
from marketplace.goods.catalog.price_rules import Offered, tell_price
from marketplace.kernel import clock
from marketplace.kernel.ids import new_id
from marketplace.trade.pricing import find_offers
from tests import make
from tests.cast import Cast

NOW = datetime(2026, 11, 29, 18, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def told(*offered: Offered) -> tuple[int, int | None] | None:
    found = tell_price(offered, NOW)
    return (found.lowest_minor, found.was_minor) if found else None


def test_a_price_of_before_is_one_at_which_it_stood_on_the_shelf() -> None:
    assert told() is None
    assert told(Offered(ago(90), 100, on_shelf=True)) is None  # it never changed
    down = (Offered(ago(90), 100, on_shelf=True), Offered(ago(2), 80, on_shelf=True))
    assert told(*down) == (80, 100)
    assert told(Offered(ago(90), 80, on_shelf=True), Offered(ago(2), 100, on_shelf=True)) == (80, None)  # it went up
    # raised for some days to be struck, never on the shelf at it, or too long ago: none of these is a price of before
    raised = (
        Offered(ago(90), 80, on_shelf=True),
        Offered(ago(6), 200, on_shelf=True),
        Offered(ago(1), 80, on_shelf=True),
    )
    assert told(*raised) == (80, None)
    hidden = (Offered(ago(90), 200, on_shelf=False), Offered(ago(20), 80, on_shelf=True))
    assert told(*hidden) is None
    assert told(Offered(ago(90), 100, on_shelf=True), Offered(ago(25), 80, on_shelf=True)) == (80, None)
    # of several, the lowest; and nothing is told of what is off the shelf
    stairs = (
        Offered(ago(90), 100, on_shelf=True),
        Offered(ago(15), 90, on_shelf=True),
        Offered(ago(2), 80, on_shelf=True),
    )
    assert told(*stairs) == (80, 90)
    assert told(*down, Offered(ago(1), 80, on_shelf=False)) is None


def test_each_change_is_kept_by_one_and_by_many_and_shown(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now - timedelta(days=20))
    yarn = make.goods(market)
    monkeypatch.setattr(clock, "now", lambda: now)
    with market.as_alicia() as work:
        set_price(work, yarn.product_id, yarn.variant_id, price_minor=18_000, seen_minor=20_000)
    with market.as_alicia() as work:
        said = {"basis_points": -1_000}
        seen = preview_bulk_act(work, BulkKind.PRICE, said, [yarn.product_id]).seen
        start_bulk_act(work, new_id(), BulkKind.PRICE, said, [yarn.product_id], seen=seen)
    with market.as_alicia() as work:
        kept = [
            (one.before_minor, one.after_minor, one.on_shelf, one.by) for one in price_history(work, yarn.product_id)
        ]
        assert kept == [
            (18_000, 16_200, True, market.alicia.name),
            (20_000, 18_000, True, market.alicia.name),
            (None, 20_000, True, market.sergio.name),
        ]
    with market.as_bruno() as work:
        assert price_history(work, yarn.product_id) == []
    with market.above() as work:
        offer = find_offers(work, [yarn.number])[0]
        assert (offer.price_minor, offer.was_minor, offer.lowest_minor, offer.offer_until) == (
            16_200,
            20_000,
            16_200,
            None,
        )
        of_it = work.session.get_one(Listing, (yarn.shop.id, yarn.product_id)).variants[0]["told"]
        assert of_it["recent"][0][1] == 16_200
    with market.as_alicia() as work:  # off the shelf nothing is offered
        products.pause_product(work, yarn.product_id)
    with market.as_alicia() as work:
        assert price_history(work, yarn.product_id)[0].on_shelf is False
        products.resume_product(work, yarn.product_id)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=24))  # by itself it ceases to be one of before
    with market.above() as work:
        retell_prices(work)
    with market.above() as work:
        assert find_offers(work, [yarn.number])[0].was_minor is None
        assert find_offers(work, [yarn.number])[0].lowest_minor == 16_200


def test_nobody_rewrites_it(market: Cast) -> None:
    make.goods(market)
    with market.as_alicia() as work:
        row: Any = work.session.scalars(select(PriceChange)).first()
        row.after_minor = 1
        with pytest.raises(DBAPIError):
            work.session.flush()
        work.session.rollback()
