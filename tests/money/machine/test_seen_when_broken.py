"""The control: where something of money is broken, what is asked after each step of the machine sees it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from marketplace.money.payments import get_twin
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.rules import CancelReason
from marketplace.worker import Worker
from tests import make
from tests.cast import Cast
from tests.money.machine.holding import Watch, look_when_quiet
from tests.money.payments.disputing import hear


@pytest.fixture
def cancelled(market: Cast, worker: Worker) -> str:
    """An order whose money went back."""
    code = make.paid_order(market, worker, [make.line(make.goods(market))])
    with market.as_alicia() as work:
        orders.cancel_order(work, code, why=CancelReason.BROKEN)
    hear(market, worker)
    return code


def test_what_is_whole_is_seen_so(market: Cast, administrator: Engine, cancelled: str) -> None:
    Watch().look(administrator, market)
    look_when_quiet(administrator)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("UPDATE \"order\" SET refunded_minor = refunded_minor - 1", "own"),
        ("UPDATE refund SET amount_minor = amount_minor + 1", "gave back more"),
        ("UPDATE stock SET on_hand = on_hand + 1", "movements"),
        ("DELETE FROM ledger_entry WHERE id = (SELECT id FROM ledger_entry LIMIT 1)", "sum to zero"),
        ("UPDATE ledger_balance SET amount_minor = amount_minor + 1", "entries come to"),
        (
            "INSERT INTO shop_hold (tenant_id, id, cause, first_day, last_day) "
            "SELECT tenant_id, tenant_id, 'measure:no', '2026-01-01', '2026-01-02' FROM shop LIMIT 1",
            "held by no decision",
        ),
        ("UPDATE charge SET amount_minor = amount_minor + 1", "orders cost"),
    ],
)  # fmt: skip
def test_a_row_that_says_something_else(
    market: Cast, administrator: Engine, cancelled: str, broken: str, said: str
) -> None:
    with administrator.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(broken))
    with pytest.raises(AssertionError, match=said):
        Watch().look(administrator, market)


def test_what_was_over_and_is_not(market: Cast, administrator: Engine, cancelled: str) -> None:
    watch = Watch()
    watch.look(administrator, market)
    with administrator.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE refund SET state = 'due'"))
    with pytest.raises(AssertionError, match="refund went from succeeded to due"):
        watch.look(administrator, market)


def test_what_the_provider_did_twice(market: Cast, administrator: Engine, cancelled: str) -> None:
    with get_twin().store.change() as shelf:
        (refund,) = shelf.all("refund")
        shelf.put({**refund, "id": "re_again"})
    with pytest.raises(AssertionError, match="done twice"):
        Watch().look(administrator, market)


def test_what_the_provider_did_and_nobody_knows(market: Cast, administrator: Engine, cancelled: str) -> None:
    with get_twin().store.change() as shelf:
        (refund,) = shelf.all("refund")
        shelf.put({**refund, "id": "re_other", "metadata": {"key": "refund:other"}})
    with pytest.raises(AssertionError):
        look_when_quiet(administrator)
