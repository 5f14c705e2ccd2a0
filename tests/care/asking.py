"""What tests of returns, warranty and disputes need: what buyers ask for and shops answer, step by step."""

from __future__ import annotations

from sqlalchemy import select

from marketplace.care.disputes import service as disputes
from marketplace.care.disputes.reactions import go_on
from marketplace.care.disputes.rules import About, DisputeAnswer
from marketplace.care.returns import service as returns
from marketplace.care.warranty import service as warranty
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.jobs import deliver_overdue, release_money
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast


def ask(market: Cast, code: str, pieces: int, *, reason: str = "changed_mind") -> str:
    with market.as_carla() as work:
        line = orders.lines_of(work, orders.get_order(work, code))[0]
        return returns.request_return(work, code, quantities={line.id: pieces}, reason=reason, message="Me sobró.")


def finish(market: Cast, worker: Worker, return_code: str) -> None:
    with market.as_alicia() as work:
        returns.decide_return(work, return_code, approve=True)
    with market.as_alicia() as work:
        returns.receive_return(work, return_code)
    worker.drain()


def claim(market: Cast, code: str) -> str:
    with market.as_carla() as work:
        line = orders.lines_of(work, orders.get_order(work, code))[0]
        return warranty.open_claim(work, code, line_id=line.id, problem="Se deshizo.")


def late(market: Cast, worker: Worker, *, pieces: int = 1, **more: object) -> str:
    """An order whose promise is over."""
    code = make.shipped_order(market, worker, [make.line(make.goods(market), pieces)], **more)  # type: ignore[arg-type]
    make.days_later(market, 40)
    return code


def miss(market: Cast, code: str) -> str:
    with market.as_carla() as work:
        return disputes.open_dispute(work, code, said="Nadie pasó.")


def answer(market: Cast, dispute: str, what: DisputeAnswer, **more: str) -> None:
    with market.as_alicia() as work:
        disputes.answer_dispute(work, dispute, answer=what, message="Aquí está.", **more)


def state_of(market: Cast, dispute: str) -> str:
    with market.above() as work:
        return disputes.get_dispute(work, dispute).state


def order_of(market: Cast) -> Order:
    with market.above() as work:
        return work.session.scalars(select(Order)).one()


def run_clock(market: Cast, worker: Worker) -> None:
    for job in (go_on, deliver_overdue, release_money):
        with market.above("clock") as work:
            job(work)
    worker.drain()


def declined(market: Cast, code: str, pieces: int = 1) -> str:
    """A return that the shop did not accept."""
    back = ask(market, code, pieces, reason="damaged")
    with market.as_alicia() as work:
        returns.decide_return(work, back, approve=False, message="No procede.")
    return back


def escalate(market: Cast, code: str, back: str) -> str:
    with market.as_carla() as work:
        return disputes.escalate_declined(work, code, about=About.RETURN, declined=back, said="Sí llegó roto.")
