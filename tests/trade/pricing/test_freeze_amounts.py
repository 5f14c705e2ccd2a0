"""What a buyer pays is written down line by line: it adds up, says where each amount comes from, and is never rewritten."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from marketplace.kernel.clock import now
from marketplace.kernel.ids import new_id
from marketplace.trade.orders.models import Order
from marketplace.trade.pricing.models import AmountLine
from marketplace.trade.pricing.rules import (
    Amount,
    AmountKind,
    BorneBy,
    amount_of_goods,
    amounts_of_way,
    taxes_in,
    total_of,
)
from marketplace.trade.shipping.rules import Promise, Quote, Zone
from tests import make
from tests.cast import Cast

LINE, BOOK = new_id(), new_id()


def quoted(charged: int, rate: int) -> Quote:
    return Quote(Zone.NATIONAL, charged, rate, Promise(now(), date(2026, 12, 1), date(2026, 12, 3)))


def test_the_sum_is_goods_and_way_less_what_is_given_and_no_tax_is_added() -> None:
    goods = [amount_of_goods(LINE, number=1001, unit_minor=11_600, quantity=2)]
    amounts = [*goods, *amounts_of_way(quoted(0, 9_900), terms_version=3)]
    taxes = list(taxes_in(amounts, lambda _of: (1600, "LIVA art. 1")))
    assert total_of(amounts) == total_of([*amounts, *taxes]) == 23_200
    assert [(one.kind, one.amount_minor, one.borne_by) for one in amounts[1:]] == [
        (AmountKind.SHIPPING, 9_900, None),
        (AmountKind.DISCOUNT, -9_900, BorneBy.SHOP),
    ]


def test_who_pays_the_way_is_given_nothing() -> None:
    assert amounts_of_way(quoted(9_900, 9_900), terms_version=3) == [
        Amount(AmountKind.SHIPPING, 9_900, "shipping_terms:3:national")
    ]


def test_the_tax_of_each_line_is_at_its_own_rate_and_of_what_is_paid_of_it() -> None:
    amounts = [
        amount_of_goods(LINE, number=1, unit_minor=11_600, quantity=1),
        amount_of_goods(BOOK, number=2, unit_minor=30_000, quantity=1),
        *amounts_of_way(quoted(0, 9_900), terms_version=1),
    ]
    rates = {LINE: (1600, "LIVA art. 1"), BOOK: (0, "LIVA art. 2-A")}
    taxes = list(taxes_in(amounts, lambda of: rates.get(of, (1600, "LIVA art. 1")) if of else (1600, "LIVA art. 1")))
    assert [(one.of, one.base_minor, one.amount_minor, one.rate_bp) for one in taxes] == [
        (LINE, 10_000, 1_600, 1600),
        (BOOK, 30_000, 0, 0),
    ]


def test_what_is_written_down_adds_up_to_what_is_charged(market: Cast) -> None:
    yarn, drill = make.goods(market), make.goods(market, shop=market.abedul)
    make.place(market, [make.line(yarn, 2), make.line(drill)])
    with market.above() as work:
        for order in work.session.scalars(select(Order)):
            lines = work.session.scalars(select(AmountLine).where(AmountLine.order_id == order.id)).all()
            paid = {kind: sum(one.amount_minor for one in lines if one.kind == kind) for kind in AmountKind}
            assert paid[AmountKind.GOODS] == order.goods_minor
            assert paid[AmountKind.SHIPPING] + paid[AmountKind.DISCOUNT] == order.shipping_minor
            assert order.total_minor == order.goods_minor + order.shipping_minor
            assert all(one.base_minor + one.amount_minor > 0 for one in lines if one.kind == AmountKind.TAX)
            assert {one.tenant_id for one in lines} == {order.tenant_id}


def test_nobody_rewrites_what_was_paid_or_takes_it_away(market: Cast) -> None:
    make.place(market, [make.line(make.goods(market))])
    for change in (update(AmountLine).values(amount_minor=1), delete(AmountLine)):
        with pytest.raises(IntegrityError), market.above() as work:
            work.session.execute(change)
    with market.above() as work:
        assert work.session.scalars(select(AmountLine.amount_minor).where(AmountLine.kind == "goods")).one() > 1
