"""A shop says that what was written last needs no answer: nobody waits then, and a first question is never put aside."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from marketplace.care.messaging.errors import MessageSince, NoSuchQuestion, NotAnsweredYet
from marketplace.care.messaging.models import Message, Thread
from marketplace.care.messaging.service import need_no_answer, write_message
from marketplace.kernel.errors import NotAllowed
from marketplace.kernel.work import AuditLine
from marketplace.worker import Worker
from tenants.roles import Role
from tests import make
from tests.cast import Cast
from tests.web.asking import enter


@pytest.fixture
def code(market: Cast, worker: Worker) -> str:
    """An order that Hilos Alpaca was paid for, whose buyer asked and was answered, and said thanks."""
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    for side in ("buyer", "shop", "buyer"):
        write(market, code, side)
    return code


def write(market: Cast, code: str, side: str) -> UUID:
    with market.as_carla() if side == "buyer" else market.as_alicia() as work:
        return write_message(work, code, side=side, body="Gracias.")


def thread_of(market: Cast) -> Thread:
    with market.above() as work:
        return work.session.scalars(select(Thread)).one()


def test_nobody_waits_for_the_shop_any_more(market: Cast, code: str) -> None:
    assert thread_of(market).turn == "shop"
    with market.as_pia() as work:
        need_no_answer(work, thread_of(market).id, seen=3)
    assert (thread_of(market).turn, thread_of(market).reply_by) == ("buyer", None)
    with market.above() as work:
        messages = work.session.scalars(select(Message).order_by(Message.at)).all()
        assert [one.needs_answer for one in messages] == [True, True, False]  # the question of before keeps its wait
        assert work.session.scalars(select(AuditLine).where(AuditLine.verb == "messaging.need_no_answer")).one()


def test_who_writes_again_waits_again(market: Cast, code: str) -> None:
    with market.as_pia() as work:
        need_no_answer(work, thread_of(market).id, seen=3)
    write(market, code, "buyer")
    assert thread_of(market).turn == "shop"
    assert thread_of(market).reply_by is not None


def test_a_first_question_is_never_put_aside(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    write(market, code, "buyer")
    with pytest.raises(NotAnsweredYet), market.as_pia() as work:
        need_no_answer(work, thread_of(market).id, seen=1)
    assert thread_of(market).turn == "shop"


def test_what_came_after_the_page_was_opened_is_read_first(market: Cast, code: str) -> None:
    write(market, code, "buyer")
    with pytest.raises(MessageSince), market.as_pia() as work:
        need_no_answer(work, thread_of(market).id, seen=3)
    assert thread_of(market).turn == "shop"


def test_who_may_not(market: Cast, code: str) -> None:
    with pytest.raises(NotAllowed), market.as_member(market.alpaca, market.pia, Role.ACCOUNTANT) as work:
        need_no_answer(work, thread_of(market).id, seen=3)
    with pytest.raises(NoSuchQuestion), market.as_bruno() as work:
        need_no_answer(work, thread_of(market).id, seen=3)
    with pytest.raises(NotAllowed), market.as_carla() as work:
        need_no_answer(work, thread_of(market).id, seen=3)
    assert thread_of(market).turn == "shop"


def test_the_page_offers_it_where_it_makes_sense(app: Flask, market: Cast, code: str) -> None:
    client = app.test_client()
    enter(client, market.alicia)
    at = f"/vender/hilos-alpaca/pedidos/{code}/mensajes"
    action = f"/vender/hilos-alpaca/mensajes/{thread_of(market).id}/sin-respuesta"
    assert action in client.get(at).text
    said = client.post(action, data={"seen": "2"}, follow_redirects=True).text
    assert "Llegó otro mensaje" in said
    said = client.post(action, data={"seen": "3"}, follow_redirects=True).text
    assert "ya nadie espera tu respuesta" in said
    assert "no hacía falta contestar" in said
    assert action not in said
    buyer = app.test_client()
    enter(buyer, market.carla)
    assert "no hacía falta contestar" in buyer.get(f"/pedidos/{code}/mensajes").text
