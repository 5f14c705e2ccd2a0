"""The verbs that change a state: what each is done to, who asks for it, and what all but the first are told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.care.messaging import errors as messaging_errors
from marketplace.care.messaging import rules as messaging_rules
from marketplace.care.messaging.service import write_message
from marketplace.care.returns import errors as returns_errors
from marketplace.care.returns import service as returns
from marketplace.care.warranty import errors as warranty_errors
from marketplace.care.warranty import service as warranty
from marketplace.goods.catalog import errors as catalog_errors
from marketplace.goods.catalog import service as catalog
from marketplace.kernel import clock
from marketplace.kernel.calendar import mexican_day
from marketplace.kernel.permissions import STAFF_GRANTED
from marketplace.kernel.work import Actor, Work, unit_of_work
from marketplace.people.sellers import errors as sellers_errors
from marketplace.people.sellers import team
from marketplace.platform.moderation import closings
from marketplace.platform.moderation import errors as moderation_errors
from marketplace.platform.moderation import service as moderation
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.privacy import erasure, requests
from marketplace.platform.privacy import errors as privacy_errors
from marketplace.trade.invoices import InvoiceDecline
from marketplace.trade.invoices import service as invoices
from marketplace.trade.invoices.errors import InvoiceWrongState
from marketplace.trade.orders import errors as order_errors
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.rules import CancelReason
from marketplace.window.watching import errors as watching_errors
from marketplace.window.watching.service import allow_letters, watch_price
from marketplace.worker import Worker
from tenants.scope import PlatformScope
from tests import make
from tests.care.asking import ask as ask_return
from tests.care.asking import claim
from tests.cast import Cast
from tests.people.sellers.applying import invite
from tests.platform.privacy.asking import WHY
from tests.platform.privacy.asking import ask as ask_request
from tests.trade.invoices.papers import PDF_KEY, asked, order_of, stamped

CALLERS = 4
Door = Callable[[Cast], AbstractContextManager[Work]]


@dataclass(frozen=True)
class Race:
    """A verb, what it is done to, where its callers stand, and what all but the first of them are told."""

    ready: Callable[[Cast, Worker], Any]
    stand: Door
    read: Callable[[Work, Any], object]
    do: Callable[[Work, Any, int], object]
    refusal: type[Exception]


def paid(market: Cast, worker: Worker) -> str:
    return make.paid_order(market, worker, [make.line(make.goods(market))])


def packed(market: Cast, worker: Worker) -> str:
    code = paid(market, worker)
    with market.as_pia() as work:
        orders.pack_order(work, code)
    return code


def shipped(market: Cast, worker: Worker) -> str:
    code = packed(market, worker)
    with market.as_pia() as work:
        orders.ship_order(work, code, carrier="Estafeta", tracking=make.TRACKING)
    return code


def delivered(market: Cast, worker: Worker) -> str:
    return make.delivered_order(market, worker, [make.line(make.goods(market))])


def invoiced(market: Cast, worker: Worker) -> tuple[str, list[bytes]]:
    """An invoice that was asked for, and stamped papers that answer it."""
    order, code = asked(market, worker)
    total = order_of(market, order).total_minor
    return code, [stamped(total) for _each in range(8)]


def returning(market: Cast, worker: Worker) -> str:
    return ask_return(market, delivered(market, worker), 1)


def sent_back(market: Cast, worker: Worker) -> str:
    code = returning(market, worker)
    with market.as_alicia() as work:
        returns.decide_return(work, code, approve=True)
    return code


def claimed(market: Cast, worker: Worker) -> str:
    return claim(market, delivered(market, worker))


def accepted(market: Cast, worker: Worker) -> str:
    code = claimed(market, worker)
    with market.as_alicia() as work:
        warranty.answer_claim(work, code, remedy="replace", answer="Te mandamos otra.")
    return code


def submitted(market: Cast, worker: Worker) -> UUID:
    product_id = make.draft(market)
    submit(market, product_id)
    worker.drain()
    with market.above() as work:
        return work.session.scalars(select(ModerationCase.id)).one()


def submit(market: Cast, product_id: UUID) -> None:
    with market.as_alicia() as work:
        submit_product(work, product_id, 0)


def submit_product(work: Work, product_id: UUID, _number: int) -> None:
    catalog.submit_product(work, product_id, shop_slug="hilos-alpaca", shop_name="Hilos Alpaca")


def published(market: Cast, worker: Worker) -> UUID:
    return make.goods(market).product_id


def paused(market: Cast, worker: Worker) -> UUID:
    product_id = published(market, worker)
    with market.as_alicia() as work:
        catalog.pause_product(work, product_id)
    return product_id


def appealed(market: Cast, worker: Worker) -> UUID:
    day = mexican_day(clock.now() + timedelta(days=40))
    with market.as_sergio() as work:
        closing_id = closings.decide_closing(
            work, "hilos-alpaca", ground="undelivered", facts="Tres.", effective_on=day
        )
    with market.as_alicia() as work:
        closings.appeal_closing(work, closing_id, body="Sí se entregaron.")
    return closing_id


def read_appeal(work: Work, closing_id: UUID) -> object:
    closing = closings.get_closing(work, closing_id)
    return closing, closings.find_appeal(work, closing)


def as_colleague(market: Cast) -> AbstractContextManager[Work]:
    return unit_of_work(
        PlatformScope("staff"), Actor("Diego Uc", market.diego.id, "moderator", STAFF_GRANTED["moderator"])
    )


def as_administrator(market: Cast) -> AbstractContextManager[Work]:
    return market.as_sergio()


def invited(market: Cast, _worker: Worker) -> tuple[UUID, str, Cast]:
    return *invite(market), market


def join(work: Work, given: tuple[UUID, str, Cast], _number: int) -> None:
    diego = given[2].diego
    team.accept_invitation(work, given[1], account_id=diego.id, email=diego.email, name=diego.name)


def leaving(market: Cast, _worker: Worker) -> UUID:
    with market.above() as work:
        erasure.ask_erasure(work, market.carla.id, blocked_for=timedelta(days=30))
    return market.carla.id


def order(work: Work, code: str) -> object:
    return orders.get_order(work, code)


def product(work: Work, product_id: UUID) -> object:
    return catalog.get_product(work, product_id)


# What is decided by the state of the locked row.
BY_STATE = {
    "pack_order": Race(
        paid, Cast.as_pia, order, lambda work, code, _n: orders.pack_order(work, code), order_errors.OutOfStep
    ),
    "ship_order": Race(
        packed,
        Cast.as_pia,
        order,
        lambda work, code, n: orders.ship_order(work, code, carrier="Estafeta", tracking=f"012345678{n}"),
        order_errors.OutOfStep,
    ),
    "deliver_order": Race(
        shipped,
        Cast.as_carla,
        order,
        lambda work, code, _n: orders.deliver_order(work, code, buyer_id=order(work, code).buyer_id),
        order_errors.OutOfStep,
    ),
    "cancel_order": Race(
        paid,
        Cast.as_alicia,
        order,
        lambda work, code, _n: orders.cancel_order(work, code, why=CancelReason.BROKEN),
        order_errors.OutOfStep,
    ),
    "decline_invoice": Race(
        invoiced,
        Cast.as_alicia,
        lambda work, given: invoices.get_invoice(work, given[0]),
        lambda work, given, _n: invoices.decline_invoice(work, given[0], reason=InvoiceDecline.NAME),
        InvoiceWrongState,
    ),
    "send_invoice": Race(
        invoiced,
        Cast.as_alicia,
        lambda work, given: invoices.get_invoice(work, given[0]),
        lambda work, given, n: invoices.send_invoice(work, given[0], xml=given[1][n], pdf_key=PDF_KEY),
        InvoiceWrongState,
    ),
    "decide_return": Race(
        returning,
        Cast.as_alicia,
        returns.get_return,
        lambda work, code, n: returns.decide_return(work, code, approve=n % 2 == 0, message="Gracias."),
        returns_errors.ReturnWrongState,
    ),
    "receive_return": Race(
        sent_back,
        Cast.as_alicia,
        returns.get_return,
        lambda work, code, _n: returns.receive_return(work, code),
        returns_errors.ReturnWrongState,
    ),
    "answer_claim": Race(
        claimed,
        Cast.as_alicia,
        warranty.get_claim,
        lambda work, code, n: warranty.answer_claim(work, code, remedy="replace" if n % 2 else None, answer="Sí."),
        warranty_errors.ClaimWrongState,
    ),
    "close_claim": Race(
        accepted,
        Cast.as_alicia,
        warranty.get_claim,
        lambda work, code, _n: warranty.close_claim(work, code),
        warranty_errors.ClaimWrongState,
    ),
    "decide_listing": Race(
        submitted,
        as_administrator,
        moderation.get_case,
        lambda work, case, n: (
            moderation.approve_listing(work, case)
            if n % 2
            else moderation.decline_listing(work, case, rule="misleading", facts="No es.", how_to_fix="Dilo.")
        ),
        moderation_errors.AlreadyDecided,
    ),
    "submit_product": Race(
        lambda market, _worker: make.draft(market),
        Cast.as_alicia,
        product,
        submit_product,
        catalog_errors.ProductWrongState,
    ),
    "pause_product": Race(
        published,
        Cast.as_alicia,
        product,
        lambda work, it, _n: catalog.pause_product(work, it),
        catalog_errors.ProductWrongState,
    ),
    "resume_product": Race(
        paused,
        Cast.as_alicia,
        product,
        lambda work, it, _n: catalog.resume_product(work, it),
        catalog_errors.ProductWrongState,
    ),
    "answer_appeal": Race(
        appealed,
        as_colleague,
        read_appeal,
        lambda work, it, n: closings.answer_appeal(work, it, upheld=n % 2 == 0, answer="Revisé los pedidos."),
        moderation_errors.NothingToAppeal,
    ),
    "accept_invitation": Race(
        invited, Cast.above, lambda work, it: team.get_invitation(work, it[1]), join, sellers_errors.InvitationOver
    ),
    "revoke_invitation": Race(
        invited,
        Cast.as_alicia,
        lambda work, it: team.get_invitation(work, it[1]),
        lambda work, it, _n: team.revoke_invitation(work, it[0]),
        sellers_errors.InvitationOver,
    ),
    "answer_request": Race(
        lambda market, _worker: ask_request(market),
        as_administrator,
        requests.get_request,
        lambda work, code, n: requests.answer(work, code, granted=n % 2 == 0, reason=WHY),
        privacy_errors.RequestNotOpen,
    ),
}

# What is found by its state: the lock itself asks again whether the row is still so, and there is nothing to forget.
BY_QUERY = {
    "cancel_erasure": Race(
        leaving,
        Cast.above,
        erasure.open_erasure,
        lambda work, it, _n: erasure.cancel_erasure(work, it),
        privacy_errors.NotLeaving,
    ),
}


def two_listings(market: Cast, _worker: Worker) -> tuple[UUID, list[int]]:
    with market.as_carla() as work:
        allow_letters(work, market.carla.id, allowed=True)
    return market.carla.id, [make.goods(market, title=f"Estambre {n}").number for n in range(CALLERS)]


def return_one(work: Work, code: str, _number: int) -> None:
    line = orders.lines_of(work, orders.get_order(work, code))[0]
    returns.request_return(work, code, quantities={line.id: 1}, reason="changed_mind", message="Me sobró.")


def open_claim(work: Work, code: str, _number: int) -> None:
    line = orders.lines_of(work, orders.get_order(work, code))[0]
    warranty.open_claim(work, code, line_id=line.id, problem="Se deshizo.")


def talked(market: Cast, worker: Worker) -> str:
    """A conversation with room for one more message of the buyer this hour."""
    code = paid(market, worker)
    for _n in range(messaging_rules.MOST_AN_HOUR - 1):
        with market.as_carla() as work:
            write_message(work, code, side="buyer", body="Hola.")
    return code


# What is decided by counting what hangs off the locked row.
BY_COUNT = {
    "request_return": Race(delivered, Cast.as_carla, order, return_one, returns_errors.TooMany),
    "open_claim": Race(delivered, Cast.as_carla, order, open_claim, warranty_errors.ClaimAlreadyOpen),
    "write_message": Race(
        talked, Cast.as_carla, order, lambda work, code, _n: write_message(work, code, side="buyer", body="¿Ya?"),
        messaging_errors.TooManyMessages,
    ),
    "watch_price": Race(
        two_listings, Cast.as_carla, lambda _work, _it: None,
        lambda work, it, n: watch_price(work, it[0], it[1][n], 100),
        watching_errors.TooManyWatched,
    ),
    "ask_erasure": Race(
        lambda market, _worker: market.carla.id, Cast.above, lambda _work, _it: None,
        lambda work, it, _n: erasure.ask_erasure(work, it, blocked_for=timedelta(days=30)),
        privacy_errors.AlreadyLeaving,
    ),
}  # fmt: skip
