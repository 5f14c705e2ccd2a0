"""A shop recalls what it sold: off sale at once, and each order that it meets is written to, once."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.care.recalls import errors, jobs
from marketplace.care.recalls.events import RecallStarted
from marketplace.care.recalls.models import Recall
from marketplace.care.recalls.queries import reach_of
from marketplace.care.recalls.rules import AGAIN_AFTER
from marketplace.care.recalls.service import close_recall, start_recall
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.errors import NoSuchProduct, NoSuchVariant, ProductRecalled
from marketplace.goods.catalog.models import Listing, Product
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.errors import NotAllowed
from marketplace.trade.orders.models import Order, OrderEvent
from marketplace.worker import Worker
from tests import make
from tests.care.recalls.recalling import SAID, letters, notices, recall, recalls
from tests.cast import Cast
from tests.racing import at_once


def listed(market: Cast, of: make.Goods) -> bool:
    with market.above() as work:
        return work.session.get(Listing, (of.shop.id, of.product_id)) is not None


def state_of(market: Cast, of: make.Goods) -> tuple[str, bool]:
    with market.above() as work:
        product = work.session.get_one(Product, (of.shop.id, of.product_id))
        return product.state, product.recalled


def test_it_is_off_sale_and_whoever_bought_it_is_written_to(market: Cast, worker: Worker) -> None:
    of, other = make.goods(market), make.goods(market, title="Otra cosa")
    make.paid_order(market, worker, [make.line(of, 2)])
    make.paid_order(market, worker, [make.line(other)])
    recall(market, of, seen=1)
    assert not listed(market, of)
    assert state_of(market, of) == ("paused", True)
    assert listed(market, other)
    worker.drain()
    (notice,) = notices(market)
    assert (notice.pieces, notice.written_at is not None, notice.answer) == (2, True, None)
    assert letters(market) == [market.carla.email]
    assert letters(market, "recall_started_shop") == []  # it knows
    with market.above() as work:
        of_order = select(OrderEvent.kind).where(OrderEvent.order_id == notice.order_id, OrderEvent.kind == "recalled")
        assert work.session.scalars(of_order).all() == ["recalled"]


def test_what_is_seen_before_is_counted_by_order_buyer_and_piece(market: Cast, worker: Worker) -> None:
    of = make.goods(market)
    for buyer, pieces in ((market.carla, 2), (market.carla, 1), (market.diego, 3)):
        make.pay(market, make.place(market, [make.line(of, pieces)], buyer=buyer))
        worker.drain()
    make.place(market, [make.line(of)])  # nobody paid this one
    with market.as_alicia() as work:
        reach = reach_of(work, market.alpaca.id, of.product_id, (), None, None)
    assert (reach.orders, reach.buyers, reach.pieces, reach.on_the_way) == (3, 2, 6, 3)


def test_days_are_mexico_citys_and_both_count(market: Cast, worker: Worker) -> None:
    of = make.goods(market)
    early, late = (make.paid_order(market, worker, [make.line(of)]) for _each in range(2))
    with market.above() as work:
        bought = work.session.scalars(select(Order.placed_at).where(Order.code == late)).one()
        before = Order.placed_at - timedelta(days=3)
        work.session.execute(update(Order).where(Order.code == early).values(placed_at=before))
    day = mexican_day(bought)
    recall(market, of, seen=1, bought_from=day - timedelta(days=1), bought_until=day)
    worker.drain()
    assert len(notices(market)) == 1
    with market.above() as work:
        assert work.session.scalars(select(Order.code).where(Order.id == notices(market)[0].order_id)).one() == late


def test_who_may_not(market: Cast, worker: Worker) -> None:
    of = make.goods(market)
    with pytest.raises(NotAllowed), market.as_pia() as work:
        start_recall(work, of.product_id, SAID, seen_orders=0)
    with pytest.raises(NoSuchProduct), market.as_bruno() as work:
        start_recall(work, of.product_id, SAID, seen_orders=0)
    assert recalls(market) == []
    assert listed(market, of)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"wrong": ""}, errors.RecallWordsNeeded),
        ({"contact": "Paga en example.com/devolucion"}, errors.BadContact),
        ({"contact": "55 1234"}, errors.BadContact),
        ({"contact": ""}, errors.RecallWordsNeeded),
        ({"offers": ()}, errors.NoOffer),
        ({"offers": ("gone",)}, errors.NoOffer),
        ({"variants": (uuid4(),)}, NoSuchVariant),
    ],
)
def test_what_is_no_recall_changes_nothing(market: Cast, said: dict[str, object], refusal: type[Exception]) -> None:
    of = make.goods(market)
    with pytest.raises(refusal):
        recall(market, of, seen=0, **said)
    assert recalls(market) == []
    assert listed(market, of)
    assert state_of(market, of) == ("published", False)


def test_days_out_of_order_are_refused(market: Cast) -> None:
    of = make.goods(market)
    with market.above() as work:
        today = mexican_day(work.now)
    for first, last in (
        (today, today - timedelta(days=1)), (today + timedelta(days=1), None), (None, today + timedelta(days=1)),
        (None, date.max),
    ):  # fmt: skip
        with pytest.raises(errors.BadRecallDays):
            recall(market, of, seen=0, bought_from=first, bought_until=last)
    assert recalls(market) == []


def test_a_page_older_than_what_was_sold_meanwhile_is_told_so(market: Cast, worker: Worker) -> None:
    of = make.goods(market)
    make.paid_order(market, worker, [make.line(of)])
    with pytest.raises(errors.RecallNotAsShown) as told:
        recall(market, of, seen=0)
    assert told.value.details == {"seen": 0, "now": 1}
    assert notices(market) == []
    assert listed(market, of)


def test_a_product_has_one_open_recall(market: Cast) -> None:
    of = make.goods(market)
    recall(market, of, seen=0)
    with pytest.raises(errors.RecallOpen):
        recall(market, of, seen=0)
    assert len(recalls(market)) == 1


def test_of_two_starts_at_once_one_is_told(app: Flask, market: Cast) -> None:
    of = make.goods(market)

    def start(_number: int, barrier: Barrier) -> str:
        try:
            with market.as_alicia() as work:
                barrier.wait()
                return start_recall(work, of.product_id, SAID, seen_orders=0)
        except errors.RecallOpen:
            return ""

    told = at_once(app, 2, start)
    assert len([code for code in told if code]) == 1
    assert len(recalls(market)) == 1


def test_letters_go_in_batches_and_nobody_gets_two(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 1)
    of = make.goods(market)
    for buyer in (market.carla, market.diego):
        make.pay(market, make.place(market, [make.line(of)], buyer=buyer))
        worker.drain()
    recall(market, of, seen=2)
    worker.drain()
    assert letters(market) == [market.carla.email, market.diego.email]
    (one,) = recalls(market)
    with market.above() as work:  # a job that is done once more, as after a kill
        jobs.write_letters(work, RecallStarted(one.tenant_id, one.id))
    worker.drain()
    assert letters(market) == [market.carla.email, market.diego.email]


def test_a_job_that_dies_has_written_to_nobody(market: Cast, worker: Worker) -> None:
    of = make.goods(market)
    make.paid_order(market, worker, [make.line(of)])
    recall(market, of, seen=1)
    (one,) = recalls(market)
    with pytest.raises(RuntimeError), market.above() as work:
        jobs.write_letters(work, RecallStarted(one.tenant_id, one.id))
        raise RuntimeError("killed")
    assert notices(market)[0].written_at is None
    assert letters(market) == []
    worker.drain()
    assert letters(market) == [market.carla.email]


def test_what_was_in_a_checkout_is_met_when_it_is_paid(market: Cast, worker: Worker) -> None:
    of = make.goods(market)
    placed = make.place(market, [make.line(of)])
    recall(market, of, seen=0)
    worker.drain()
    assert notices(market) == []
    make.pay(market, placed)
    worker.drain()
    assert letters(market) == [market.carla.email]


def test_it_is_not_put_on_sale_again(market: Cast) -> None:
    of = make.goods(market)
    recall(market, of, seen=0)
    with pytest.raises(ProductRecalled), market.as_alicia() as work:
        products.resume_product(work, of.product_id)
    with pytest.raises(ProductRecalled), market.as_alicia() as work:
        products.submit_product(work, of.product_id, shop_slug=of.shop.slug, shop_name=of.shop.name)
    assert not listed(market, of)
    assert state_of(market, of) == ("paused", True)


def test_what_staff_approve_meanwhile_stays_off_sale(market: Cast) -> None:
    product_id = make.draft(market)
    with market.as_alicia() as work:
        products.submit_product(work, product_id, shop_slug=market.alpaca.slug, shop_name=market.alpaca.name)
    of = make.Goods(market.alpaca, product_id, uuid4(), 0, 20_000)
    recall(market, of, seen=0)
    with market.above() as work:
        revision = work.session.get_one(Product, (market.alpaca.id, product_id)).revision
        assert products.publish_product(work, market.alpaca.id, product_id, revision=revision) is False
    assert state_of(market, of) == ("paused", True)
    assert not listed(market, of)


@pytest.mark.parametrize(
    "words", ["Compra en https://mi-tienda.example", "Llámanos al 55 1234 5678 90", "Escribe a yo@mi.mx"]
)
def test_its_words_lead_nobody_elsewhere(market: Cast, words: str) -> None:
    of = make.goods(market)
    for said in ({"wrong": words}, {"what_to_do": words}):
        with pytest.raises(errors.RecallLeadsElsewhere):
            recall(market, of, seen=0, **said)
    assert recalls(market) == []
    assert listed(market, of)


def test_another_of_the_same_waits_some_days(market: Cast, worker: Worker) -> None:
    of, other = make.goods(market), make.goods(market, title="Otra cosa")
    make.paid_order(market, worker, [make.line(of)])
    code = recall(market, of, seen=1)
    worker.drain()
    with market.as_alicia() as work:
        close_recall(work, code, closing="Ya.")
    with pytest.raises(errors.RecalledLately):
        recall(market, of, seen=1)
    recall(market, other, seen=0)
    worker.drain()
    assert letters(market) == [market.carla.email]
    with market.above() as work:
        work.session.execute(update(Recall).values(closed_at=work.now - AGAIN_AFTER))
    recall(market, of, seen=1)
    worker.drain()
    assert letters(market) == [market.carla.email] * 2
