"""Packing with a note, shipping with a number, delivering: one step after the other, by the right people."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from marketplace.money.ledger.queries import balance
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.errors import AlreadyCancelled, AlreadyDone, NoSuchOrder, NotYet
from marketplace.trade.orders.jobs import release_money
from marketplace.trade.orders.models import OrderEvent
from marketplace.trade.orders.rules import CancelReason
from marketplace.trade.parcels.errors import TrackingNeeded
from marketplace.trade.parcels.models import Parcel
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast


def test_the_buyer_sees_who_packed_and_with_which_words(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_pia() as work:
        orders.pack_order(work, code, message="Lo envolví doble.")
        orders.ship_order(work, code, carrier="Estafeta", tracking=make.TRACKING)
    with market.as_carla() as work:
        parcel = work.session.scalars(select(Parcel)).one()
        assert (parcel.packed_by, parcel.note, parcel.tracking) == (
            "Pía Cuatecontzi",
            "Lo envolví doble.",
            make.TRACKING,
        )
        kinds = work.session.scalars(select(OrderEvent.kind).order_by(OrderEvent.at, OrderEvent.id)).all()
        assert kinds == ["placed", "paid", "packed", "shipped"]


def test_money_becomes_available_after_the_hold_and_not_before(market: Cast, worker: Worker) -> None:
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    with market.above("clock") as work:
        release_money(work)
    with market.as_alicia() as work:
        assert balance(work).available_minor == 0
        assert balance(work).pending_minor > 0
    make.release(market)
    with market.as_alicia() as work:
        owed = balance(work)
        assert owed.pending_minor == 0
        assert owed.available_minor > 0


@pytest.mark.parametrize("step", ["ship", "deliver"])
def test_no_step_can_be_left_out(market: Cast, worker: Worker, step: str) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(NotYet), market.as_pia() as work:
        if step == "ship":
            orders.ship_order(work, code, carrier="DHL", tracking=make.TRACKING)
        else:
            orders.tell_arrival(work, code)
    with market.as_alicia() as work:
        assert orders.get_order(work, code).state == "paid"


def test_packing_twice_is_refused_and_makes_one_parcel(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_pia() as work:
        orders.pack_order(work, code)
    with pytest.raises(AlreadyDone), market.as_pia() as work:
        orders.pack_order(work, code)
    with market.as_alicia() as work:
        assert len(work.session.scalars(select(Parcel)).all()) == 1


def test_a_cancelled_order_is_not_packed(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_alicia() as work:
        orders.cancel_order(work, code, why=CancelReason.BROKEN)
    with pytest.raises(AlreadyCancelled), market.as_pia() as work:
        orders.pack_order(work, code)


def test_a_parcel_needs_its_number(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(TrackingNeeded), market.as_pia() as work:
        orders.pack_order(work, code)
        orders.ship_order(work, code, carrier="DHL", tracking="")


def test_the_neighbour_cannot_pack_it(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(NoSuchOrder), market.as_bruno() as work:
        orders.pack_order(work, code)


def test_an_unpaid_order_cannot_be_packed(market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market))])
    code = make.order_codes(market, placed)[0]
    with pytest.raises(NotYet), market.as_pia() as work:
        orders.pack_order(work, code)
