"""A letter to who did something says "you"; to everybody else it names them."""

from __future__ import annotations

from sqlalchemy import select, update

from marketplace.goods.addresses import service as addresses
from marketplace.money.payouts import accounts
from marketplace.people.sellers import team
from marketplace.people.sellers.models import Shop
from marketplace.platform.notifications.models import Mail
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.rules import CancelReason
from marketplace.worker import Worker
from tenants.roles import Role
from tests import make
from tests.cast import Cast, Person
from tests.money.payouts.paying import CLABE


def letter(market: Cast, kind: str, to: str) -> Mail:
    with market.above() as work:
        return work.session.scalars(select(Mail).where(Mail.key.startswith(f"{kind}:"), Mail.to == to)).one()


def paid(market: Cast, worker: Worker) -> str:
    return make.paid_order(market, worker, [make.line(make.goods(market))])


def test_who_cancels_what_they_bought_reads_that_they_did(market: Cast, worker: Worker) -> None:
    code = paid(market, worker)
    with market.above("own cancellation") as work:
        orders.cancel_order(work, code, words="Ya no lo quiero", buyer_id=market.carla.id)
    worker.drain()
    said = letter(market, "order_cancelled", market.carla.email)
    assert said.subject == f"Cancelaste tu pedido {code} de Hilos Alpaca"
    assert "Lo cancelaste tú." in said.text
    assert "Lo canceló" not in said.text


def test_of_what_the_shop_cancels_its_buyer_reads_who_did(market: Cast, worker: Worker) -> None:
    code = paid(market, worker)
    with market.as_alicia() as work:
        orders.cancel_order(work, code, why=CancelReason.BROKEN)
    worker.drain()
    said = letter(market, "order_cancelled", market.carla.email)
    assert f"Lo canceló {market.alicia.name}." in said.text
    assert "Lo cancelaste" not in said.text


def make_owner(market: Cast, person: Person) -> None:
    with market.as_alicia() as work:
        seat = next(one for one in team.members(work) if one.account_id == person.id)
        team.change_role(work, seat.id, role=Role.OWNER, version=seat.version)


def test_of_two_owners_the_one_who_gave_the_account_reads_you(market: Cast, worker: Worker) -> None:
    make_owner(market, market.ada)
    with market.as_alicia() as work:
        accounts.give_account(work, CLABE)
    worker.drain()
    mine, hers = (letter(market, "payout_account_given", to.email) for to in (market.alicia, market.ada))
    assert mine.subject == "Diste otra cuenta de pago de Hilos Alpaca"
    assert "Pediste que el dinero llegue" in mine.text
    assert "Si no fuiste tú" in mine.text
    assert market.alicia.name not in mine.text.split(":", 1)[1]
    assert f"{market.alicia.name} pidió que el dinero llegue" in hers.text


def test_a_shops_letter_says_you_where_its_address_is_the_actors(market: Cast, worker: Worker) -> None:
    with market.as_alicia() as work:
        addresses.change_slug(work, "hilos-de-alpaca")
    worker.drain()
    said = letter(market, "shop_moved", "hilos-alpaca@example.mx")
    assert f"{market.alicia.name} la cambió" in said.text
    with market.above() as work:
        work.session.execute(
            update(Shop).where(Shop.tenant_id == market.alpaca.id).values(email=market.alicia.email.upper())
        )
    with market.as_alicia() as work:
        addresses.change_slug(work, "hilos-de-la-alpaca")
    worker.drain()
    assert "La cambiaste de" in letter(market, "shop_moved", market.alicia.email.upper()).text
