"""A buyer and a shop write to each other, by name, with a clock for whoever owes an answer."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.care.messaging.errors import EmptyMessage, TooManyMessages
from marketplace.care.messaging.models import Message, Thread
from marketplace.care.messaging.rules import MOST_AN_HOUR
from marketplace.care.messaging.service import write_message
from marketplace.kernel.errors import NotAllowed
from marketplace.trade.orders.errors import NoSuchOrder
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.web.asking import enter


def test_a_question_and_its_answer(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_carla() as work:
        write_message(work, code, side="buyer", body="¿Es del mismo baño?")
    with market.as_alicia() as work:
        thread = work.session.scalars(select(Thread)).one()
        assert thread.turn == "shop"
        assert thread.reply_by is not None
        assert thread.reply_by > work.now
    with market.as_pia() as work:
        write_message(work, code, side="shop", body="Sí, del mismo.")
    with market.as_carla() as work:
        thread = work.session.scalars(select(Thread)).one()
        assert (thread.turn, thread.reply_by) == ("buyer", None)
        said = work.session.execute(select(Message.author, Message.body).order_by(Message.at)).all()
        assert [tuple(one) for one in said] == [
            ("Carla Méndez", "¿Es del mismo baño?"),
            ("Pía Cuatecontzi", "Sí, del mismo."),
        ]


def test_nobody_else_reads_or_writes(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_carla() as work:
        write_message(work, code, side="buyer", body="Hola")
    for stranger, refused in ((market.as_bruno, NoSuchOrder), (market.as_diego, NotAllowed)):
        with pytest.raises(refused), stranger() as work:
            assert work.session.scalars(select(Message)).all() == []
            write_message(work, code, side="shop", body="x")


def test_a_flood_is_stopped_and_what_was_typed_is_kept(app: Flask, market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_carla() as work:
        for _ in range(MOST_AN_HOUR):
            write_message(work, code, side="buyer", body="¿Ya?")
    with pytest.raises(TooManyMessages), market.as_carla() as work:
        write_message(work, code, side="buyer", body="¿Y ahora?")
    client = app.test_client()
    enter(client, market.carla)
    answer = client.post(f"/pedidos/{code}/mensajes", data={"body": "¿Y ahora?"})
    assert answer.status_code == 422
    assert "¿Y ahora?" in answer.text
    with market.as_pia() as work:
        write_message(work, code, side="shop", body="Mañana.")
    with market.above() as work:
        assert work.session.scalar(select(func.count()).select_from(Message)) == MOST_AN_HOUR + 1


def test_an_empty_message_is_refused(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with pytest.raises(EmptyMessage), market.as_carla() as work:
        write_message(work, code, side="buyer", body="  \n ")
