"""Paying in months without interest: only where every shop in a purchase bears it, and for what its tariff says."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from marketplace.goods.catalog import service as products
from marketplace.money import fees
from marketplace.money.fees.models import FeeLine
from marketplace.money.ledger.models import LedgerEntry
from marketplace.money.payments.asking import open_page
from marketplace.money.payments.errors import ProviderSilent
from marketplace.money.payments.events import ChargeSucceeded
from marketplace.money.payments.gateways import get_twin
from marketplace.money.payments.gateways.stripe import PLANS_FROM_MINOR, Stripe
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payments.gateways.twin.errors import TwinRefusal
from marketplace.money.payments.models import Charge, PaymentAttempt
from marketplace.money.payments.told import PaidWith
from marketplace.people.sellers import offer_instalments
from marketplace.platform.desk.comparing import differences
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.models import Order, Purchase
from marketplace.trade.orders.rules import CancelReason
from marketplace.trade.shipping.models import ShippingTerms
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast

# months -> what a purchase of 2,500.00 by itself costs its shop for them, before and with the IVA on it.
OF_2500 = {3: 12_500, 6: 18_750, 9: 25_000, 12: 31_250, 18: 43_750, 24: 56_250}


def offer(market: Cast, from_minor: int | None = 0, *, shops: str = "alpaca") -> None:
    """Some shops bear that their buyers pay in months."""
    for as_owner in {"alpaca": (market.as_alicia,), "both": (market.as_alicia, market.as_bruno)}[shops]:
        with as_owner() as work:
            offer_instalments(work, from_minor)


def is_offered(market: Cast, lines: Iterable[make.CartLine]) -> tuple[bool, bool]:
    """Whether a purchase of these may be paid in months: as it is kept, and as Stripe is asked."""
    placed = make.place(market, list(lines))
    with market.above() as work:
        kept = work.session.scalars(select(Charge.instalments).where(Charge.purchase_id == placed.purchase_id)).one()
        session = make.attempt_of(work, placed.purchase_id).provider_ref or ""
    with get_twin().store.change() as shelf:
        asked = shelf.find(session) or {}
    return kept, bool(asked["payment_method_options"]["card"]["installments"]["enabled"])


def taken(market: Cast) -> dict[str, int]:
    """What shops were charged for months, as it stands now."""
    with market.above() as work:
        rows = work.session.execute(
            select(FeeLine.kind, func.sum(FeeLine.amount_minor))
            .where(FeeLine.kind.like("instalments%"))
            .group_by(FeeLine.kind)
        )
        return {kind: int(amount) for kind, amount in rows}


def booked(market: Cast) -> dict[str, int]:
    """The same from the books, on the shops' side."""
    with market.above() as work:
        rows = work.session.execute(
            select(LedgerEntry.kind, func.sum(LedgerEntry.amount_minor))
            .where(LedgerEntry.kind.like("instalments%"), LedgerEntry.tenant_id.is_not(None))
            .group_by(LedgerEntry.kind)
        )
        return {kind: int(amount) for kind, amount in rows}


def test_no_shop_offers_months_until_it_says_so(market: Cast) -> None:
    goods = make.goods(market, price_minor=250_000)
    assert is_offered(market, [make.line(goods)]) == (False, False)
    offer(market)
    assert is_offered(market, [make.line(goods)]) == (True, True)
    offer(market, None)
    assert is_offered(market, [make.line(goods)]) == (False, False)


def test_only_from_what_the_shop_said_and_from_what_the_bank_takes(market: Cast) -> None:
    dear, cheap = make.goods(market, price_minor=50_000), make.goods(market, price_minor=20_000)
    offer(market, 60_000)
    assert is_offered(market, [make.line(dear)]) == (False, False)
    assert is_offered(market, [make.line(dear), make.line(cheap)]) == (True, True)
    offer(market, 0)
    assert is_offered(market, [make.line(cheap)]) == (False, False)  # with its way less than the 300.00 of three months


def test_one_line_that_does_not_offer_them_is_enough(market: Cast) -> None:
    mine = make.goods(market, price_minor=100_000)
    theirs = make.goods(market, shop=market.abedul, price_minor=100_000)
    offer(market)
    assert is_offered(market, [make.line(mine), make.line(theirs)]) == (False, False)
    offer(market, shops="both")
    assert is_offered(market, [make.line(mine), make.line(theirs)]) == (True, True)


def test_a_product_can_be_left_out(market: Cast) -> None:
    goods = make.goods(market, price_minor=100_000)
    offer(market)
    with market.as_alicia() as work:
        data = products.ProductData(**{**make.YARN.__dict__, "instalments": False})
        products.edit_product(work, goods.product_id, data)
    assert is_offered(market, [make.line(goods)]) == (False, False)


def test_what_was_placed_stays_as_it_was_placed(market: Cast, worker: Worker) -> None:
    offer(market)
    placed = make.place(market, [make.line(make.goods(market, price_minor=250_000))])
    offer(market, None)
    make.pay(market, placed, months=6)
    worker.drain()
    assert set(taken(market)) == {"instalments", "instalments_iva"}


@pytest.mark.parametrize("months", OF_2500)
def test_each_plan_costs_its_share_to_the_centavo(market: Cast, worker: Worker, months: int) -> None:
    offer(market)
    _free_way(market)
    placed = make.place(market, [make.line(make.goods(market, price_minor=250_000))])
    make.pay(market, placed, months=months)
    worker.drain()
    cost = OF_2500[months]
    assert taken(market) == booked(market) == {"instalments": cost, "instalments_iva": round(cost * 0.16)}
    with market.above() as work:
        attempt = work.session.scalars(select(PaymentAttempt)).one()
        assert attempt.months == work.session.get_one(Purchase, placed.purchase_id).months == months
        order = work.session.scalars(select(Order)).one()
        lines = work.session.scalars(select(FeeLine).where(FeeLine.order_id == order.id)).all()
        charged = sum(line.amount_minor for line in lines if line.kind in ("processing", "instalments"))
        assert charged == attempt.cost_minor  # what the shop is charged is what the provider takes
        assert [*differences(work)] == []


def _free_way(market: Cast) -> None:
    """Shipping is free, so that a purchase is its goods."""
    with market.above() as work:
        work.session.execute(update(ShippingTerms).values(free_from_minor=1))


def test_paid_at_once_it_costs_nothing_more(market: Cast, worker: Worker) -> None:
    offer(market)
    make.paid_order(market, worker, [make.line(make.goods(market, price_minor=250_000))])
    assert taken(market) == {}


def test_orders_of_one_purchase_bear_their_own_share_each(market: Cast, worker: Worker) -> None:
    offer(market, shops="both")
    mine = make.goods(market, price_minor=123_457)
    theirs = make.goods(market, shop=market.abedul, price_minor=60_019)
    placed = make.place(market, [make.line(mine), make.line(theirs)])
    make.pay(market, placed, months=12)
    worker.drain()
    with market.above() as work:
        for order in work.session.scalars(select(Order)):
            base, amount = work.session.execute(
                select(func.sum(FeeLine.base_minor), func.sum(FeeLine.amount_minor)).where(
                    FeeLine.order_id == order.id, FeeLine.kind == "instalments"
                )
            ).one()
            assert base == order.total_minor
            assert abs(amount * 8 - order.total_minor) <= 8  # goods and way are rounded each by itself


def test_what_comes_back_brings_its_share_back_and_piece_by_piece_all_of_it(market: Cast, worker: Worker) -> None:
    offer(market)
    placed = make.place(market, [make.line(make.goods(market, price_minor=33_333), 3)])
    make.pay(market, placed, months=9)
    worker.drain()
    before = taken(market)
    with market.above() as work:
        line = work.session.scalars(select(FeeLine).where(FeeLine.kind == "instalments")).first()
        assert line is not None
        assert line.order_line_id is not None
        order = work.session.scalars(select(Order)).one()
        way = order.shipping_minor
        for piece in range(3):
            paid_way = (way, 0, way if piece == 2 else 0)
            fees.reverse_units(
                work, order.id, cause=f"piece:{piece}", units={line.order_line_id: (3, piece, 1)}, way=paid_way
            )
    assert before["instalments"] > 0
    assert set(taken(market).values()) == {0}


def test_a_cancelled_order_reverses_all_of_it_in_the_books_too(market: Cast, worker: Worker) -> None:
    offer(market)
    placed = make.place(market, [make.line(make.goods(market, price_minor=250_000))])
    make.pay(market, placed, months=6)
    worker.drain()
    with market.above() as work:
        code = work.session.scalars(select(Order.code)).one()
    with market.as_alicia() as work:
        orders.cancel_order(work, code, why=CancelReason.MISSING)
    worker.drain()
    assert set(taken(market).values()) == set(booked(market).values()) == {0}
    with market.above() as work:
        assert [*differences(work)] == []


def test_settling_twice_charges_once(market: Cast, worker: Worker) -> None:
    offer(market)
    placed = make.place(market, [make.line(make.goods(market, price_minor=250_000))])
    make.pay(market, placed, months=3)
    worker.drain()
    before = taken(market)
    with market.above() as work:
        work.tell(ChargeSucceeded(placed.purchase_id, 1))
    worker.drain()
    assert taken(market) == before


def test_the_sale_waits_until_the_provider_says_in_how_many_months(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:

    def silent(_self: Stripe, _ref: str) -> PaidWith:
        raise ProviderSilent

    offer(market)
    placed = make.place(market, [make.line(make.goods(market, price_minor=250_000))])
    with monkeypatch.context() as patch:
        patch.setattr(Stripe, "find_paid_with", silent)
        make.pay(market, placed, months=6)
        worker.drain()
        assert _state(market, placed.purchase_id) == "awaiting_payment"
        assert booked(market) == {}


def _state(market: Cast, purchase_id: UUID) -> str:
    with market.above() as work:
        return work.session.get_one(Purchase, purchase_id).state


def test_months_that_the_tariff_does_not_know_cost_the_shop_nothing(
    market: Cast, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:

    offer(market)
    placed = make.place(market, [make.line(make.goods(market, price_minor=250_000))])
    make.pay(market, placed)
    monkeypatch.setattr(Stripe, "find_paid_with", lambda _self, _ref: PaidWith(36))
    worker.drain()
    assert taken(market) == {}
    assert _state(market, placed.purchase_id) == "paid"


def test_the_twin_takes_no_plan_that_was_not_asked_for(market: Cast) -> None:
    placed = make.place(market, [make.line(make.goods(market, price_minor=250_000))])
    open_page(placed.purchase_id)
    with pytest.raises(TwinRefusal):
        make.pay(market, placed, months=6)


def test_the_twin_and_the_gateway_know_the_same_plans() -> None:
    assert {months: least for months, (least, _bp) in acts.PLANS.items()} == PLANS_FROM_MINOR
