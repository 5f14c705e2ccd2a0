"""What one shop can change of its neighbour: nothing. The session refuses; when it forgets, the database does."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from marketplace.goods.catalog.models import Listing, Product, Variant
from marketplace.kernel.ids import new_id
from tenants import wall
from tenants.errors import ForeignRow, SideDoor
from tests import make
from tests.cast import Cast


def _variant(market: Cast, product_id: object, **more: object) -> Variant:
    values = {
        "id": new_id(),
        "product_id": product_id,
        "sku": "X",
        "name": "",
        "options": {},
        "price_minor": 100,
        "position": 0,
    }
    return Variant(**{**values, **more})


def test_a_row_of_the_neighbour_cannot_be_added(market: Cast) -> None:
    theirs = make.draft(market, shop=market.abedul)
    with pytest.raises(ForeignRow), market.as_alicia() as work:
        work.session.add(_variant(market, theirs, tenant_id=market.abedul.id))
        work.session.flush()


def test_a_row_cannot_be_moved_to_the_neighbour(market: Cast) -> None:
    mine = make.draft(market)
    with pytest.raises(ForeignRow), market.as_alicia() as work:
        work.session.get_one(Product, (market.alpaca.id, mine)).tenant_id = market.abedul.id
        work.session.flush()


def test_a_reference_to_the_neighbours_product_is_refused_by_the_key(market: Cast) -> None:
    theirs = make.draft(market, shop=market.abedul)
    with pytest.raises(DBAPIError, match="foreign key"), market.as_alicia() as work:
        work.session.add(_variant(market, theirs, tenant_id=market.alpaca.id))
        work.session.flush()


def test_update_and_delete_reach_own_rows_only(market: Cast) -> None:
    make.draft(market, title="mine")
    make.draft(market, shop=market.abedul, title="theirs")
    with market.as_alicia() as work:
        work.session.execute(update(Product).values(brand="changed"))
    with market.above() as work:
        assert dict(work.session.execute(select(Product.title, Product.brand)).all()) == {  # type: ignore[arg-type]
            "mine": "changed",
            "theirs": "Hilos Alpaca",
        }


def test_the_neighbours_shelf_can_be_read_and_not_changed(market: Cast) -> None:
    theirs = make.goods(market, shop=market.abedul)
    with market.as_alicia() as work:
        assert work.session.scalar(select(Listing.title).where(Listing.number == theirs.number))
        work.session.execute(update(Listing).values(title="taken over"))
        work.session.execute(delete(Listing))
    with market.above() as work:
        assert work.session.scalar(select(Listing.title).where(Listing.number == theirs.number)) == make.YARN.title


def test_bulk_statements_are_refused(market: Cast) -> None:
    with market.as_alicia() as work:
        with pytest.raises(SideDoor):
            work.session.execute(insert(Variant), [{"tenant_id": market.abedul.id}])
        with pytest.raises(SideDoor):
            work.session.execute(update(Product), [{"tenant_id": market.abedul.id, "id": new_id(), "title": "x"}])
        with pytest.raises(SideDoor):
            work.session.bulk_save_objects([])


def test_the_database_refuses_when_the_session_forgets(market: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = make.draft(market, shop=market.abedul)
    monkeypatch.setattr(wall, "_check", lambda *_args, **_more: None)
    with pytest.raises(DBAPIError, match="row-level security"), market.as_alicia() as work:
        work.session.add(_variant(market, theirs, tenant_id=market.abedul.id))
        work.session.flush()


def test_a_buyer_cannot_write_a_product_and_the_public_cannot_write_at_all(market: Cast) -> None:
    with pytest.raises(ForeignRow), market.as_carla() as work:
        work.session.add(_variant(market, new_id(), tenant_id=market.alpaca.id))
        work.session.flush()
