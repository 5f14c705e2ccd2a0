"""A parcel goes with a carrier; it may be sent again, and then it left when it left first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import Order
from marketplace.trade.parcels.models import Parcel
from marketplace.trade.parcels.queries import orders_with_number, parcel_of_order
from marketplace.trade.parcels.service import mark_parcels_arrived, send_parcel
from marketplace.trade.parcels.tracking import Label
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast

FIRST, AGAIN = Label("Estafeta", "0123456789"), Label("DHL", "1234567890")


@pytest.fixture
def packed(market: Cast, worker: Worker) -> UUID:
    """The order of a parcel that Pía packed."""
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_pia() as work:
        orders.pack_order(work, code, message="Va con cuidado.")
    with market.above() as work:
        return work.session.scalars(select(Order.id)).one()


def send(market: Cast, order_id: UUID, label: Label) -> datetime | None:
    with market.as_pia() as work:
        return send_parcel(work, market.alpaca.id, order_id, label).shipped_at


def parcel(market: Cast, order_id: UUID) -> Parcel:
    with market.above() as work:
        found = parcel_of_order(work, market.alpaca.id, order_id)
        assert found is not None
        return found


def test_who_packs_it_is_written_on_it_and_it_has_not_left(market: Cast, packed: UUID) -> None:
    one = parcel(market, packed)
    assert (one.packed_by, one.note) == ("Pía Cuatecontzi", "Va con cuidado.")
    assert (one.carrier, one.tracking, one.shipped_at, one.delivered_at) == (None, None, None, None)


def test_it_leaves_with_a_carrier_under_its_number(market: Cast, packed: UUID) -> None:
    left = send(market, packed, FIRST)
    one = parcel(market, packed)
    assert left is not None
    assert (one.carrier, one.tracking, one.shipped_at) == ("Estafeta", "0123456789", left)
    assert one.delivered_at is None


def test_sent_again_it_has_the_new_number_and_left_when_it_left_first(market: Cast, packed: UUID) -> None:
    left = send(market, packed, FIRST)
    assert send(market, packed, AGAIN) == left
    one = parcel(market, packed)
    assert (one.carrier, one.tracking) == ("DHL", "1234567890")
    with market.above() as work:
        assert len(work.session.scalars(select(Parcel)).all()) == 1


def test_an_order_is_found_by_its_carrier_and_number_together(market: Cast, packed: UUID) -> None:
    send(market, packed, FIRST)
    with market.above() as work:
        assert orders_with_number(work, "Estafeta", "0123456789") == [(market.alpaca.id, packed)]
        assert orders_with_number(work, "DHL", "0123456789") == []
        assert orders_with_number(work, "Estafeta", "0123456780") == []


def test_what_arrives_is_of_this_order_alone(market: Cast, worker: Worker, packed: UUID) -> None:
    other = make.shipped_order(market, worker, [make.line(make.goods(market, title="Otro"))])
    send(market, packed, FIRST)
    with market.above("own delivery") as work:
        mark_parcels_arrived(work, market.alpaca.id, packed)
    assert parcel(market, packed).delivered_at is not None
    with market.above() as work:
        of_other = work.session.scalars(select(Order.id).where(Order.code == other)).one()
    assert parcel(market, of_other).delivered_at is None
