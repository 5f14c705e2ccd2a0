"""What follows a chargeback for shops: what is not proven waits, and what is lost is shared by the published rule."""

from __future__ import annotations

from sqlalchemy import func, select

from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.ledger.queries import trial_balance, unbalanced
from marketplace.money.payments import RefundState, refunds_of
from marketplace.money.payouts.models import MoneyHold
from marketplace.platform.chargebacks.evidence import FIELDS, draw_evidence
from marketplace.platform.desk.comparing import differences
from marketplace.trade.orders import cancel_order
from marketplace.trade.orders.models import Order
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.payments.disputing import decide, hear, take_back
from tests.platform.chargebacks.answering import send
from tests.web.asking import client_of


def of_shop(market: Cast) -> int:
    """What the books have of the shop's, in centavos."""
    with market.above() as work:
        own = select(func.coalesce(func.sum(LedgerEntry.amount_minor), 0)).where(
            LedgerEntry.tenant_id == market.alpaca.id
        )
        assert unbalanced(work) == 0
        assert list(differences(work)) == []
        return -int(work.session.scalar(own) or 0)


def held(market: Cast) -> int:
    with market.above() as work:
        open_ones = select(func.count()).select_from(MoneyHold).where(MoneyHold.ended_at.is_(None))
        return work.session.scalar(open_ones) or 0


def test_who_cannot_prove_the_arrival_bears_what_it_had_of_the_sale(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    assert of_shop(market) > 0
    one = take_back(market, worker)
    assert held(market) == 1
    before = of_shop(market)
    decide(market, worker, won=False)
    assert (of_shop(market), held(market)) == (0, 0)
    with market.above() as work:
        found = dict(trial_balance(work))
    assert (found["disputes"], found["losses"]) == (0, one.amount_minor - before)


def test_who_has_proof_of_arrival_bears_nothing(market: Cast, worker: Worker) -> None:
    make.delivered_order(market, worker, [make.line(make.goods(market))])
    before = of_shop(market)
    one = take_back(market, worker)
    assert held(market) == 0
    decide(market, worker, won=False)
    assert of_shop(market) == before
    with market.above() as work:
        assert dict(trial_balance(work))["losses"] == one.amount_minor


def test_what_is_won_frees_what_waited(market: Cast, worker: Worker) -> None:
    make.paid_order(market, worker, [make.line(make.goods(market))])
    before = of_shop(market)
    take_back(market, worker)
    decide(market, worker, won=True)
    assert (of_shop(market), held(market)) == (before, 0)


def test_the_answer_is_drawn_from_what_is_known(market: Cast, worker: Worker) -> None:
    code = make.delivered_order(market, worker, [make.line(make.goods(market, title="Estambre azul"), 2)])
    with market.above() as work:
        order = work.session.scalars(select(Order).where(Order.code == code)).one()
        drawn = draw_evidence(work, order.purchase_id)
    assert drawn["product_description"] == "2 × Estambre azul"
    assert drawn["customer_name"] == market.carla.name
    assert "Orizaba" in drawn["shipping_address"]
    assert drawn["shipping_tracking_number"] == make.TRACKING
    assert "según quien compró" in drawn["uncategorized_text"]
    assert all(len(text) <= FIELDS[name] for name, text in drawn.items())


def test_staff_answer_on_a_page_that_is_filled_in(market: Cast, worker: Worker) -> None:
    make.shipped_order(market, worker, [make.line(make.goods(market))])
    one = take_back(market, worker)
    staff = client_of(worker.app, market.sergio)
    assert "Por contestar" in staff.get("/operacion/contracargos").text
    path = f"/operacion/contracargos/{one.id}"
    shown = staff.get(path).text
    assert make.TRACKING in shown
    long = staff.post(path, data={"customer_name": "x" * 201})
    assert long.status_code == 422
    send(staff, path, {"shipping_tracking_number": make.TRACKING})
    worker.drain()
    assert "Lo que se contestó" in staff.get(path).text
    assert staff.post(path, data={}).status_code in (409, 422)
    ada = client_of(worker.app, market.ada)
    assert ada.get(path).status_code in (403, 404)


def test_only_what_arrived_is_said_to_have_gone_back(market: Cast, worker: Worker) -> None:
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.above("own cancellation") as work:
        cancel_order(work, code, words="", buyer_id=market.carla.id)
    hear(market, worker)
    with market.above() as work:
        order = work.session.scalars(select(Order).where(Order.code == code)).one()
        (refund,) = refunds_of(work, order.purchase_id)
        assert order.refunded_minor == refund.amount_minor
        said = draw_evidence(work, order.purchase_id)["uncategorized_text"]
        assert f"Ya se devolvieron {refund.amount_minor // 100}." in said
        refund.state = RefundState.FAILED  # the bank gave it back to us after all
        work.session.flush()
        assert "Ya se devolvieron" not in draw_evidence(work, order.purchase_id)["uncategorized_text"]
