"""Reading the books: a shop sees its own, staff see all of it, and both see what stands there."""

from __future__ import annotations

from sqlalchemy import text

from marketplace.money.ledger import queries
from marketplace.money.ledger import service as ledger
from tests.cast import Cast
from tests.money.ledger.books import give_back, release, sell


def test_a_shop_is_owed_what_is_pending_and_what_is_available(market: Cast) -> None:
    release(market, sell(market))
    sell(market, 500)
    sell(market, 9_000, shop=market.abedul)
    with market.as_alicia() as work:
        assert queries.balance(work) == queries.Balance(pending_minor=500 - 116, available_minor=884)
    with market.as_bruno() as work:
        assert queries.balance(work) == queries.Balance(9_000 - 116, 0)


def test_a_shop_reads_its_movements_from_its_own_side_latest_first(market: Cast) -> None:
    order = sell(market)
    sell(market, 9_000, shop=market.abedul)
    release(market, order)
    with market.as_alicia() as work:
        rows, total = queries.movements(work)
        assert total == 4
        assert (rows[0].kind, rows[0].account, rows[0].amount_minor) == ("release", "seller_available", 884)
        assert {(row.kind, row.amount_minor) for row in rows[1:]} == {
            ("sale", 1_000), ("commission", -100), ("commission_iva", -16),
        }  # fmt: skip
        assert {row.order_id for row in rows} == {order.id}
        first, rest = queries.movements(work, limit=1)[0], queries.movements(work, offset=1, limit=9)[0]
        assert [*first, *rest] == rows


def test_staff_see_every_account_and_every_transaction(market: Cast) -> None:
    order = sell(market)
    give_back(market, order, 300, {"commission": -30})
    with market.above() as work:
        assert queries.trial_balance(work) == [
            ("commission", -70), ("iva_payable", -16), ("provider", 1_000), ("refunds_due", -300),
            ("seller_pending", -614),
        ]  # fmt: skip
        rows, total = queries.transactions(work)
        assert total == 2
        assert [(row.kind, row.cause, int(row.moved_minor), int(row.sum_minor)) for row in rows] == [
            ("reversal", "return:x", 330, 0), ("sale", f"order:{order.id}", 1_116, 0),
        ]  # fmt: skip
        assert [row.orders for row in rows] == [[order.id], [order.id]]
        assert [row.kind for row in queries.transactions(work, offset=1, limit=1)[0]] == ["sale"]


def test_what_was_paid_for_an_order_stays_what_it_was(market: Cast) -> None:
    order, other = sell(market), sell(market, 400)
    give_back(market, order, 300, {})
    with market.above() as work:
        ledger.record_refund(work, tenant_id=order.shop.id, order_id=order.id, cause="return:x", amount_minor=300)
    with market.above() as work:
        assert queries.sold(work, order.id) == 1_000
        assert queries.sold(work, other.id) == 400
        assert queries.sold(work, market.alpaca.id) == 0


def test_what_does_not_balance_would_be_counted(market: Cast) -> None:
    sell(market)
    with market.above() as work:
        assert queries.unbalanced(work) == 0
        entry = (
            "INSERT INTO ledger_entry (id, transaction_id, at, account, kind, amount_minor, currency) "
            "SELECT gen_random_uuid(), id, at, 'commission', 'sale', 1, 'MXN' FROM ledger_transaction"
        )
        work.session.execute(text(entry), execution_options={"wall": "plain"})
        assert queries.unbalanced(work) == 1  # before the commit, which is refused
        work.session.rollback()
