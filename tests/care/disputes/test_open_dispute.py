"""A parcel that never came: the shop answers in two working days, staff decide where it says no, the clock waits for nobody."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.care.disputes import service as disputes
from marketplace.care.disputes.errors import (
    DisputeAlreadyOpen,
    DisputeReasonNeeded,
    NoSuchDispute,
    NothingDeclined,
    NotMissing,
    ResentBefore,
    SettledBefore,
)
from marketplace.care.disputes.models import Dispute
from marketplace.care.disputes.reactions import go_on
from marketplace.care.disputes.rules import About, DisputeAnswer
from marketplace.care.returns import service as returns
from marketplace.care.returns.errors import TooMany, WindowOver
from marketplace.care.warranty import service as warranty
from marketplace.care.warranty.errors import ClaimNotCovered
from marketplace.money.payments.models import Refund
from marketplace.money.payouts.models import MoneyHold
from marketplace.platform.notifications.models import Mail
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.errors import DisputeOpen
from marketplace.trade.parcels.errors import TrackingNeeded
from marketplace.trade.parcels.models import Parcel
from marketplace.worker import Worker
from tests import make
from tests.care.asking import answer, ask, claim, finish, late, miss, order_of, run_clock, state_of
from tests.cast import Cast
from tests.money.checking import check_money, owed
from tests.web.asking import client_of


def test_before_the_promise_is_over_nothing_is_missing(market: Cast, worker: Worker) -> None:
    code = make.shipped_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(NotMissing):
        miss(market, code)
    delivered = make.delivered_order(market, worker, [make.line(make.goods(market, title="Otro"))])
    with pytest.raises(NotMissing):
        miss(market, delivered)


def test_a_shop_that_says_nothing_gives_everything_back(market: Cast, worker: Worker) -> None:
    code = late(market, worker)
    dispute = miss(market, code)
    with pytest.raises(DisputeAlreadyOpen):
        miss(market, code)
    run_clock(market, worker)
    assert (state_of(market, dispute), order_of(market).state) == ("open", "shipped")  # and the clock delivers nothing
    make.days_later(market, 10)
    run_clock(market, worker)
    run_clock(market, worker)
    order = order_of(market)
    assert (state_of(market, dispute), order.state, order.cancel_code) == ("refunded", "cancelled", "never_came")
    assert order.refunded_minor == order.total_minor
    assert sum(owed(market, code).values()) == 0
    check_money(market)


def test_the_shop_gives_the_money_back_and_nothing_goes_on_sale(market: Cast, worker: Worker) -> None:
    yarn = make.goods(market, pieces=3)
    code = make.shipped_order(market, worker, [make.line(yarn)])
    make.days_later(market, 40)
    dispute = miss(market, code)
    answer(market, dispute, DisputeAnswer.REFUND)
    assert state_of(market, dispute) == "refund_due"
    worker.drain()
    assert state_of(market, dispute) == "refunded"
    assert make.stock(market, yarn) == (2, 0)
    check_money(market)


def test_it_is_sent_once_more_under_a_new_number_and_not_for_ever(market: Cast, worker: Worker) -> None:
    code = late(market, worker)
    dispute = miss(market, code)
    with pytest.raises(TrackingNeeded):
        answer(
            market, dispute, DisputeAnswer.RESEND, carrier="Estafeta", tracking=make.TRACKING
        )  # the same parcel again
    answer(market, dispute, DisputeAnswer.RESEND, carrier="Estafeta", tracking="9876543210")
    with market.above() as work:
        assert work.session.scalars(select(Parcel.tracking)).one() == "9876543210"
    assert order_of(market).resent_until is not None
    with pytest.raises(NotMissing):
        miss(market, code)
    make.days_later(market, 40)
    again = miss(market, code)
    with pytest.raises(ResentBefore):
        answer(market, again, DisputeAnswer.RESEND, carrier="Estafeta", tracking="5555555555")


def test_after_the_proof_staff_decide_with_reasons_that_both_read(app: Flask, market: Cast, worker: Worker) -> None:
    code = late(market, worker)
    dispute = miss(market, code)
    answer(market, dispute, DisputeAnswer.PROOF)
    carla = client_of(app, market.carla)
    assert "Pedir que intervenga Tianguis" in carla.get(f"/pedidos/{code}/no-me-llego").text
    assert carla.post(f"/pedidos/{code}/intervenir", data={"said": ""}).status_code == 422
    assert carla.post(f"/pedidos/{code}/intervenir", data={"said": "No es mi firma."}).status_code == 302
    run_clock(market, worker)
    assert order_of(market).state == "shipped"
    sergio = client_of(app, market.sergio)
    assert dispute in sergio.get("/operacion/aclaraciones").text
    assert sergio.post(f"/operacion/aclaraciones/{dispute}", data={"refunds": "yes"}).status_code == 422
    decided = {"refunds": "yes", "reason": "La firma es de otra calle."}
    assert sergio.post(f"/operacion/aclaraciones/{dispute}", data=decided).status_code == 302
    worker.drain()
    assert state_of(market, dispute) == "refunded"
    with market.above() as work:
        told = [mail.to for mail in work.session.scalars(select(Mail)) if "otra calle" in mail.text]
    assert len(told) == 2
    check_money(market)


def test_where_staff_say_no_the_order_goes_on_to_its_end(market: Cast, worker: Worker) -> None:
    code = late(market, worker)
    dispute = miss(market, code)
    answer(market, dispute, DisputeAnswer.PROOF)
    with market.as_carla() as work:
        disputes.escalate_dispute(work, dispute, said="No.")
    with pytest.raises(DisputeReasonNeeded), market.as_sergio() as work:
        disputes.decide_dispute(work, dispute, refunds=False, reason="")
    with market.as_sergio() as work:
        disputes.decide_dispute(work, dispute, refunds=False, reason="Firmó su vecina, como pidió.")
    run_clock(market, worker)
    assert (state_of(market, dispute), order_of(market).state) == ("declined", "delivered")
    assert order_of(market).refunded_minor == 0


def test_what_staff_settled_is_not_opened_again_and_the_clock_pays_nothing(
    app: Flask, market: Cast, worker: Worker
) -> None:
    code = late(market, worker)
    dispute = miss(market, code)
    answer(market, dispute, DisputeAnswer.PROOF)
    with market.as_carla() as work:
        disputes.escalate_dispute(work, dispute, said="No.")
    with market.as_sergio() as work:
        disputes.decide_dispute(work, dispute, refunds=False, reason="Firmó su vecina, como pidió.")
    with pytest.raises(SettledBefore):
        miss(market, code)
    carla = client_of(app, market.carla)
    shown = carla.get(f"/pedidos/{code}/no-me-llego").text
    assert 'name="said"' not in shown
    assert "no se vuelve a abrir" in shown
    refused = carla.post(f"/pedidos/{code}/no-me-llego", data={"said": "Otra vez."})
    assert refused.status_code == 422
    make.days_later(market, 10)
    run_clock(market, worker)
    check_nothing_went_back(market)


def test_what_a_buyer_let_rest_is_not_opened_again(market: Cast, worker: Worker) -> None:
    code = late(market, worker)
    answer(market, miss(market, code), DisputeAnswer.PROOF)
    make.days_later(market, 20)
    with market.above("clock") as work:
        go_on(work)
    with pytest.raises(SettledBefore):
        miss(market, code)
    run_clock(market, worker)
    check_nothing_went_back(market)


def check_nothing_went_back(market: Cast) -> None:
    """No money was asked back, nothing holds the shop's, and the books agree."""
    with market.above() as work:
        assert work.session.scalars(select(Refund)).all() == []
        assert work.session.scalars(select(MoneyHold).where(MoneyHold.ended_at.is_(None))).all() == []
        assert len(work.session.scalars(select(Dispute)).all()) == 1
    assert order_of(market).refunded_minor == 0
    check_money(market)


def test_a_buyer_who_does_not_go_on_lets_it_rest(market: Cast, worker: Worker) -> None:
    code = late(market, worker)
    dispute = miss(market, code)
    answer(market, dispute, DisputeAnswer.PROOF)
    make.days_later(market, 20)
    run_clock(market, worker)
    assert state_of(market, dispute) == "lapsed"


def test_it_came_after_all(market: Cast, worker: Worker) -> None:
    code = late(market, worker)
    dispute = miss(market, code)
    with market.above("own delivery") as work:
        orders.deliver_order(work, code, buyer_id=market.carla.id)
    worker.drain()
    make.days_later(market, 10)
    run_clock(market, worker)
    assert (state_of(market, dispute), order_of(market).state) == ("arrived", "delivered")
    with market.above() as work:
        assert work.session.scalars(select(Refund)).all() == []


def test_a_declined_return_goes_to_staff_once(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market), 2)])
    back = ask(market, code, 1, reason="damaged")
    with pytest.raises(NothingDeclined), market.as_carla() as work:
        disputes.escalate_declined(work, code, about=About.RETURN, declined=back, said="Sí llegó roto.")
    with market.as_alicia() as work:
        returns.decide_return(work, back, approve=False, message="No.")
    with market.as_carla() as work:
        dispute = disputes.escalate_declined(work, code, about=About.RETURN, declined=back, said="Sí llegó roto.")
    with market.as_sergio() as work:
        disputes.decide_dispute(work, dispute, refunds=True, reason="Se ve en la foto.")
    worker.drain()
    order = order_of(market)
    assert state_of(market, dispute) == "refunded"
    assert order.refunded_minor == 20_000 + order.shipping_minor // 2
    with pytest.raises(NothingDeclined), market.as_carla() as work:
        disputes.escalate_declined(work, code, about=About.RETURN, declined=back, said="Otra vez.")
    check_money(market)


def test_the_neighbour_sees_none_of_it(market: Cast, worker: Worker) -> None:
    dispute = miss(market, late(market, worker))
    with pytest.raises(NoSuchDispute), market.as_bruno() as work:
        disputes.answer_dispute(work, dispute, answer=DisputeAnswer.REFUND, message="x")
    with market.as_diego() as work:
        assert work.session.scalars(select(Dispute)).all() == []


def test_one_thing_after_the_other(market: Cast, worker: Worker) -> None:
    """What counts as delivered by the clock can be missed, or sent back, and not both at once."""
    code = late(market, worker)
    run_clock(market, worker)
    assert order_of(market).delivered_by == "clock"
    dispute = miss(market, code)
    with pytest.raises(DisputeOpen):
        ask(market, code, 1)
    answer(market, dispute, DisputeAnswer.REFUND)
    worker.drain()
    assert order_of(market).state == "cancelled"
    assert sum(owed(market, code).values()) == 0
    with pytest.raises(WindowOver):
        ask(market, code, 1)
    with pytest.raises(ClaimNotCovered):
        claim(market, code)
    check_money(market)


def test_who_sends_a_part_back_cannot_say_later_that_nothing_came(market: Cast, worker: Worker) -> None:
    code = late(market, worker, pieces=2)
    run_clock(market, worker)
    assert order_of(market).delivered_by == "clock"
    until = order_of(market).held_until
    back = ask(market, code, 1)
    with pytest.raises(NotMissing):
        miss(market, code)
    assert (order_of(market).delivered_by, order_of(market).held_until) == ("buyer", until)
    finish(market, worker, back)
    with pytest.raises(NotMissing):
        miss(market, code)
    make.days_later(market, 10)
    run_clock(market, worker)
    check_only_the_return(market)


def test_who_claims_the_warranty_cannot_say_later_that_nothing_came(market: Cast, worker: Worker) -> None:
    code = late(market, worker)
    run_clock(market, worker)
    opened = claim(market, code)
    with market.as_alicia() as work:
        warranty.answer_claim(work, opened, remedy=None, answer="Se mojó.")
    with pytest.raises(NotMissing):
        miss(market, code)
    make.days_later(market, 10)
    run_clock(market, worker)
    with market.above() as work:
        assert work.session.scalars(select(Dispute)).all() == []
        assert work.session.scalars(select(Refund)).all() == []
    check_money(market)


def test_a_return_that_is_refused_says_nothing_about_the_arrival(market: Cast, worker: Worker) -> None:
    code = late(market, worker)
    run_clock(market, worker)
    with pytest.raises(TooMany):
        ask(market, code, 2)
    assert order_of(market).delivered_by == "clock"
    miss(market, code)


def check_only_the_return(market: Cast) -> None:
    """The return was paid, nothing else was, and the order stands."""
    order = order_of(market)
    assert (order.state, order.refunded_minor) == ("delivered", 20_000)
    with market.above() as work:
        assert work.session.scalars(select(Dispute)).all() == []
        assert work.session.scalars(select(Refund.amount_minor)).all() == [20_000]
    check_money(market)
