"""A guest's purchase moves into an account: with everything shared with the shops, and by nobody else."""

from __future__ import annotations

from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from marketplace.care.messaging.models import Message
from marketplace.care.messaging.service import write_message
from marketplace.care.returns.service import request_return
from marketplace.kernel.work import Actor, AuditLine, unit_of_work
from marketplace.money.fees.models import FeeLine
from marketplace.people.accounts.errors import VerifyFirst
from marketplace.people.accounts.models import Account
from marketplace.trade.orders import adopting, service
from marketplace.trade.orders.errors import GuestLinkOver
from marketplace.trade.orders.models import Order, OrderLine, Purchase
from marketplace.worker import Worker
from tenants.db import db
from tenants.ownership import Base, SharedWithBuyer
from tenants.scope import BuyerScope
from tenants.wall import PLATFORM_ROLE
from tests import make
from tests.cast import Cast
from tests.people.accounts.people import sign_up
from tests.racing import at_once
from tests.trade.buying import guest_purchase


def adopt(market: Cast) -> int:
    with market.above("guest purchases") as work:
        return adopting.adopt_guest_purchases(work, market.carla.id)


def buyers(market: Cast) -> set[object]:
    """Every buyer that any shared row names."""
    with market.above() as work:
        found: set[object] = set()
        for mapper in Base.registry.mappers:
            if issubclass(mapper.class_, SharedWithBuyer):
                found |= set(work.session.scalars(select(mapper.class_.buyer_id)))
        return found


def test_all_that_is_shared_with_the_shop_moves(market: Cast, worker: Worker) -> None:
    guest_purchase(market, worker)
    with market.above() as work:
        order = work.session.scalars(select(Order)).one()
        guest = order.buyer_id
    with unit_of_work(BuyerScope(guest), Actor("Carla", guest)) as work:
        write_message(work, order.code, side="buyer", body="¿Trae instructivo?")
    assert buyers(market) == {guest}
    assert adopt(market) == 1
    assert buyers(market) == {market.carla.id}
    with market.as_carla() as work:
        assert work.session.scalars(select(Purchase)).one().account_id == market.carla.id
        assert service.get_order(work, order.code)
        assert work.session.scalars(select(Message.body)).one() == "¿Trae instructivo?"
        assert work.session.scalars(select(FeeLine)).all()


def test_what_opens_afterwards_belongs_to_the_account(market: Cast, worker: Worker) -> None:
    guest_purchase(market, worker)
    adopt(market)
    with market.as_carla() as work:
        line = work.session.scalars(select(OrderLine)).one()
        code = work.session.scalars(select(Order.code)).one()
        request_return(work, code, quantities={line.id: 1}, reason="damaged", message="Llegó abierto")
    assert buyers(market) == {market.carla.id}


def test_the_link_is_enough_whatever_the_address(market: Cast, worker: Worker) -> None:
    code, token = guest_purchase(market, worker, email="otra@example.mx")
    assert adopt(market) == 0
    with market.above("guest purchases") as work:
        adopting.adopt_by_link(work, market.carla.id, code, token)
    assert buyers(market) == {market.carla.id}


def test_a_purchase_is_adopted_once(market: Cast, worker: Worker) -> None:
    code, token = guest_purchase(market, worker)
    assert adopt(market) == 1
    assert adopt(market) == 0
    with pytest.raises(GuestLinkOver), market.above("guest purchases") as work:
        adopting.adopt_by_link(work, market.diego.id, code, token)
    assert buyers(market) == {market.carla.id}


def test_a_wrong_link_adopts_nothing(market: Cast, worker: Worker) -> None:
    code, token = guest_purchase(market, worker)
    with pytest.raises(GuestLinkOver), market.above("guest purchases") as work:
        adopting.adopt_by_link(work, market.diego.id, code, token[:-1] + "x")
    assert market.diego.id not in buyers(market)


def test_an_address_that_was_merely_typed_adopts_nothing(market: Cast, worker: Worker) -> None:
    guest_purchase(market, worker, email="nora@example.mx")
    account_id = sign_up(market, "nora@example.mx")
    with pytest.raises(VerifyFirst), market.above("guest purchases") as work:
        adopting.adopt_guest_purchases(work, account_id)
    assert account_id not in buyers(market)


def test_another_members_purchases_stay_theirs(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above() as work:
        work.session.execute(update(Account).where(Account.account_id == market.diego.id).values(email="x@example.mx"))
        adopting.adopt_guest_purchases(work, market.diego.id)
    assert buyers(market) == {market.carla.id}


def test_it_is_written_down(market: Cast, worker: Worker) -> None:
    guest_purchase(market, worker)
    adopt(market)
    with market.above() as work:
        said = work.session.scalars(select(AuditLine).where(AuditLine.verb == "orders.claim_purchase")).one()
    assert said.details["account"] == str(market.carla.id)


@pytest.mark.parametrize("change", ["amount_minor = 0", "amount_minor = 0, buyer_id = tenant_id"])
def test_of_a_frozen_fee_line_nothing_but_the_buyer_moves(market: Cast, worker: Worker, change: str) -> None:
    guest_purchase(market, worker)
    with pytest.raises(DBAPIError, match="permission denied"), db.engine.begin() as connection:
        connection.execute(text(f"SET LOCAL ROLE {PLATFORM_ROLE}"))
        connection.execute(text(f"UPDATE fee_line SET {change}"))


def adopt_at_once(app: Flask, market: Cast, worker: Worker) -> tuple[list[Any], set[object]]:
    """Two people open one link at once and both adopt it; gives what each was told, and whose the shared rows are."""
    own = make.paid_order(market, worker, [make.line(make.goods(market))])
    code, token = guest_purchase(market, worker, email="otra@example.mx")

    def take(number: int, together: Barrier) -> None:
        person = (market.carla, market.diego)[number]
        with market.above("guest purchases") as work:
            found = adopting.open_link(work, code, token)
            together.wait()
            adopting.adopt_by_link(work, person.id, code, token)
            del found

    told = at_once(app, 2, take)
    with market.above() as work:
        of_carla = work.session.scalars(select(Order.buyer_id).where(Order.code == own)).one()
    return told, {of_carla}


def test_of_two_who_adopt_one_link_at_once_one_has_it_and_nobody_has_the_others(
    app: Flask, market: Cast, worker: Worker
) -> None:
    for _round in range(3):
        told, owners = adopt_at_once(app, market, worker)
        assert sorted(type(one).__name__ for one in told) == ["GuestLinkOver", "NoneType"]
        assert owners == {market.carla.id}
