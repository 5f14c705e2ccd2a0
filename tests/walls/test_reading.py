"""What one shop can read of its neighbour: nothing, by any way of asking. With the wall down, each way would leak."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import exists, func, select, text, union_all
from sqlalchemy.orm import aliased

from marketplace.goods.catalog.models import Listing, Product, Variant
from marketplace.kernel.work import Work
from marketplace.trade.orders.models import Order, Purchase
from marketplace.worker import Worker
from tenants import wall
from tenants.errors import NoScope, SideDoor
from tenants.wall import open_session, plain_sql
from tests import make
from tests.cast import Cast

Way = Callable[[Work, UUID], Any]

MINE, THEIRS = "Estambre de Alicia", "ZZ-VECINO"


def _titles(rows: Any) -> set[str]:
    return {row if isinstance(row, str) else row[0] for row in rows}


WAYS: dict[str, Way] = {
    "entities": lambda work, _: {p.title for p in work.session.scalars(select(Product))},
    "columns": lambda work, _: _titles(work.session.execute(select(Product.title))),
    "an alias": lambda work, _: _titles(work.session.execute(select(aliased(Product).title))),
    "a subquery": lambda work, _: _titles(work.session.execute(select(select(Product.title).subquery()))),
    "a cte": lambda work, _: _titles(work.session.execute(select(select(Product.title).cte("mine")))),
    "a union": lambda work, _: _titles(work.session.execute(union_all(select(Product.title), select(Product.title)))),
    "a join": lambda work, _: _titles(
        work.session.execute(select(Product.title).join(Variant, Variant.product_id == Product.id))
    ),
    "exists": lambda work, _: _titles(
        work.session.execute(select(Product.title).where(exists().where(Variant.product_id == Product.id)))
    ),
    "legacy query": lambda work, _: {p.title for p in work.session.query(Product)},
    "get by key": lambda work, their: {p.title for p in [work.session.get(Product, (work.tenant_id, their))] if p},
    "a plain statement": lambda work, _: _titles(
        work.session.execute(plain_sql("SELECT title FROM product", why="test"))
    ),
}


@pytest.fixture
def two_shops(market: Cast) -> Iterator[tuple[Cast, UUID]]:
    """Both shops have a product; gives the neighbour's."""
    make.draft(market, title=MINE)
    return market, make.draft(market, shop=market.abedul, title=THEIRS)


@pytest.mark.parametrize("way", WAYS)
def test_a_shop_sees_its_own_and_nothing_else(two_shops: tuple[Cast, UUID], way: str) -> None:
    market, theirs = two_shops
    with market.as_alicia() as work:
        seen = WAYS[way](work, theirs)
    assert THEIRS not in seen
    assert seen <= {MINE}


@pytest.mark.parametrize("way", [way for way in WAYS if way not in ("get by key", "a plain statement")])
def test_the_database_alone_holds_when_the_session_forgets(
    two_shops: tuple[Cast, UUID], way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    market, theirs = two_shops
    monkeypatch.setattr(wall, "criteria", lambda _session: ([], []))
    with market.as_alicia() as work:
        assert WAYS[way](work, theirs) == {MINE}


@pytest.mark.parametrize("way", [way for way in WAYS if way != "get by key"])
def test_above_the_walls_each_way_would_see_both(two_shops: tuple[Cast, UUID], way: str) -> None:
    market, theirs = two_shops
    with market.above() as work:
        assert {MINE, THEIRS} <= WAYS[way](work, theirs)


def test_counts_do_not_leak(two_shops: tuple[Cast, UUID]) -> None:
    market, _ = two_shops
    with market.as_alicia() as work:
        assert work.session.scalar(select(func.count()).select_from(Product)) == 1


def test_an_object_that_came_in_by_add_does_not_open_the_neighbours_rows(two_shops: tuple[Cast, UUID]) -> None:
    market, theirs = two_shops
    with market.as_alicia() as work:
        assert work.session.get(Product, (market.abedul.id, theirs)) is None
        assert work.session.get(Product, (market.abedul.id, theirs), populate_existing=True) is None


def test_nobody_without_a_scope_sees_anything(market: Cast) -> None:
    from tenants.db import db

    session = open_session(db.engine, None)  # type: ignore[arg-type]
    with pytest.raises(NoScope):
        session.scalars(select(Product))
    session.close()


def test_plain_text_is_refused_unless_it_says_why(market: Cast) -> None:
    with market.as_alicia() as work, pytest.raises(SideDoor):
        work.session.execute(text("SELECT 1"))


def test_the_bare_connection_is_refused(market: Cast) -> None:
    with market.as_alicia() as work, pytest.raises(SideDoor):
        work.session.connection()


def test_the_public_sees_the_shelf_and_no_order(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    from marketplace.kernel.work import unit_of_work
    from tenants.scope import PublicScope

    with unit_of_work(PublicScope()) as work:
        assert work.session.scalar(select(func.count()).select_from(Listing)) == 1
        for table in (Product, Variant, Order, Purchase):
            assert work.session.scalar(select(func.count()).select_from(table)) == 0


def test_a_buyer_sees_their_own_purchases_only(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_carla() as work:
        assert work.session.scalar(select(func.count()).select_from(Order)) == 1
        assert work.session.scalar(select(func.count()).select_from(Purchase)) == 1
    with market.as_diego() as work:
        assert work.session.scalar(select(func.count()).select_from(Order)) == 0
        assert work.session.scalar(select(func.count()).select_from(Purchase)) == 0


def test_a_shop_sees_the_orders_of_its_own_and_never_the_purchase(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_alicia() as work:
        assert work.session.scalar(select(func.count()).select_from(Order)) == 1
        assert work.session.scalar(select(func.count()).select_from(Purchase)) == 0
    with market.as_bruno() as work:
        assert work.session.scalar(select(func.count()).select_from(Order)) == 0
