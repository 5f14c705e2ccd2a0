"""A question about a listing before anything is bought: the same to each shop, each answers for itself."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.care.messaging.errors import EmptyMessage, NoSuchQuestion
from marketplace.care.messaging.models import Message, Thread
from marketplace.care.messaging.service import _asked_lately, _question_about, _write, ask_shops, write_in_question
from marketplace.demo.story import at
from marketplace.kernel import clock
from marketplace.kernel.errors import NotAllowed
from marketplace.platform.notifications.models import Mail
from marketplace.trade.pricing.offers import find_offers_to_buy
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import enter


@pytest.fixture
def two(market: Cast) -> list[int]:
    """Listings of two shops, and a second one of the first."""
    return [
        make.goods(market, title="Nube").number,
        make.goods(market, title="Bruma", shop=market.abedul).number,
        make.goods(market, title="Niebla").number,
    ]


def test_each_shop_gets_the_question_once_and_its_clock_starts(market: Cast, worker: Worker, two: list[int]) -> None:
    with market.as_carla() as work:
        assert ask_shops(work, market.carla.id, two, "¿Pica?").shops == ["Ferretería Abedul", "Hilos Alpaca"]
    for as_owner, title in ((market.as_alicia, "Nube"), (market.as_bruno, "Bruma")):
        with as_owner() as work:
            thread = work.session.scalars(select(Thread)).one()
            assert (thread.title, thread.turn) == (title, "shop")
            assert thread.reply_by is not None
            assert thread.reply_by > work.now
    worker.drain()
    with market.above() as work:
        letters = work.session.scalars(
            select(Mail.subject).where(Mail.subject.contains("Carla")).order_by(Mail.subject)
        ).all()
    assert letters == ["Carla Méndez te escribió sobre Bruma", "Carla Méndez te escribió sobre Nube"]


def test_the_answer_reaches_the_buyer_and_nobody_else_reads_it(market: Cast, worker: Worker, two: list[int]) -> None:
    with market.as_carla() as work:
        ask_shops(work, market.carla.id, two[:1], "¿Pica?")
    with market.as_pia() as work:
        thread_id = work.session.scalars(select(Thread.id)).one()
        write_in_question(work, thread_id, side="shop", body="Nada, es de cría.")
    worker.drain()
    with market.as_carla() as work:
        assert work.session.scalars(select(Message.body).order_by(Message.at)).all() == ["¿Pica?", "Nada, es de cría."]
    for stranger, refused in ((market.as_bruno, NoSuchQuestion), (market.as_diego, NotAllowed)):
        with pytest.raises(refused), stranger() as work:
            write_in_question(work, thread_id, side="shop", body="x")
    with market.above() as work:
        assert work.session.scalars(select(Mail.to).where(Mail.subject.startswith("Pía"))).all() == [market.carla.email]


def test_an_empty_question_is_refused_and_nothing_is_begun(market: Cast, two: list[int]) -> None:
    with pytest.raises(EmptyMessage), market.as_carla() as work:
        ask_shops(work, market.carla.id, two, "  ")
    with market.above() as work:
        assert work.session.scalars(select(Thread)).all() == []


def test_a_shop_is_asked_once_an_hour(market: Cast, two: list[int]) -> None:
    with market.as_carla() as work:
        ask_shops(work, market.carla.id, two[:1], "¿Pica?")
    with market.as_carla() as work:
        again = ask_shops(work, market.carla.id, two, "¿Y encoge?")
        assert (again.shops, again.too_soon) == (["Ferretería Abedul"], ["Hilos Alpaca"])
    with at(clock.now() + timedelta(minutes=61)), market.as_carla() as work:
        assert ask_shops(work, market.carla.id, two[:1], "¿Y encoge?").shops == ["Hilos Alpaca"]
    with market.as_alicia() as work:
        assert work.session.scalar(select(func.count()).select_from(Thread)) == 1


def test_questions_sent_at_once_are_counted_one_by_one(app: Flask, market: Cast, two: list[int]) -> None:
    start = threading.Barrier(2)

    def send(number: int) -> None:
        with app.app_context():
            start.wait()
            with market.as_carla() as work:
                ask_shops(work, market.carla.id, [number], "¿Pica?")

    both = [threading.Thread(target=send, args=(number,)) for number in (two[0], two[2])]
    for one in both:
        one.start()
    for one in both:
        one.join()
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Message)) == 1


def test_without_waiting_both_would_find_that_nothing_was_asked(market: Cast, two: list[int]) -> None:
    """The negative control: what the lock on the buyer's row is for."""
    with market.as_carla() as one, market.as_carla() as other:
        for number, work in ((two[0], one), (two[2], other)):
            assert not _asked_lately(work, market.carla.id, market.alpaca.id)
            _write(
                work,
                _question_about(work, market.carla.id, find_offers_to_buy(work, [number])[0]),
                side="buyer",
                body="¿Pica?",
            )
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Message)) == 2


def test_the_form_keeps_what_was_typed_and_both_inboxes_show_it(app: Flask, market: Cast, two: list[int]) -> None:
    carla, alicia = app.test_client(), app.test_client()
    path = f"/preguntar?n={two[0]}&n={two[1]}"
    assert carla.get(path).location.startswith("/entrar")
    enter(carla, market.carla)
    enter(alicia, market.alicia)
    assert carla.post(path, data={"body": " "}).status_code == 422
    assert "Elige primero" in carla.get("/preguntar?n=999999&n=x&n=-1").text
    said = carla.post(path, data={"body": "¿Pica?"}, follow_redirects=True).text
    assert "Preguntamos a Ferretería Abedul y Hilos Alpaca" in said
    assert "¿Pica?" in said
    assert "ya le preguntaste" in carla.post(path, data={"body": "¿Pica?"}, follow_redirects=True).text
    inbox = alicia.get("/vender/hilos-alpaca/mensajes").text
    assert "pregunta por Nube" in inbox
    with market.as_alicia() as work:
        thread_id = work.session.scalars(select(Thread.id)).one()
    answer = alicia.post(f"/vender/hilos-alpaca/preguntas/{thread_id}", data={"body": "No."}, follow_redirects=True)
    assert "No." in answer.text
    assert "No." in carla.get(f"/preguntas/{thread_id}").text
