"""What holds of money at every moment, whatever happened in whatever order; asked past the walls, in plain SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, text

from marketplace.care.disputes import rules as disputes
from marketplace.care.returns import rules as returns
from marketplace.care.warranty import rules as warranty
from marketplace.money.payments import get_twin
from marketplace.money.payments import rules as payments
from marketplace.money.payouts import rules as payouts
from marketplace.platform.adjustments.rules import ADJUSTMENT_NEXT
from marketplace.platform.desk.comparing import differences
from marketplace.platform.moderation import rules as moderation
from marketplace.trade.orders import rules as orders
from tests.cast import Cast

# What must never be: a name, and a question that gives the cases.
NEVER = {
    "a transaction that does not sum to zero":
        "SELECT transaction_id FROM ledger_entry GROUP BY transaction_id, currency HAVING sum(amount_minor) <> 0",
    "a balance that is not what its entries come to":
        "SELECT b.tenant_id, b.account FROM ledger_balance b WHERE b.amount_minor <> (SELECT coalesce(sum(e.amount_minor), 0) "
        "FROM ledger_entry e WHERE e.tenant_id = b.tenant_id AND e.account = b.account)",
    "a cause in the books twice":
        "SELECT kind, cause FROM ledger_transaction GROUP BY kind, cause HAVING count(*) > 1",
    "a purchase that was charged twice":
        "SELECT purchase_id FROM charge WHERE state = 'succeeded' GROUP BY purchase_id HAVING count(*) > 1",
    "an order that gave back more than was paid":
        'SELECT o.code FROM "order" o JOIN refund r ON r.order_id = o.id GROUP BY o.tenant_id, o.id '
        "HAVING sum(r.amount_minor) > o.total_minor",
    "a charge that gave back more than was paid":
        "SELECT c.reference FROM charge c JOIN refund r ON r.charge_id = c.id GROUP BY c.id "
        "HAVING sum(r.amount_minor) > c.amount_minor OR c.state <> 'succeeded'",
    "a buyer who has more back than was paid, by whichever bank": (
        "SELECT c.reference FROM charge c WHERE (SELECT coalesce(sum(r.amount_minor), 0) FROM refund r WHERE r.charge_id = c.id "
        "AND r.state = 'succeeded' AND r.way <> 'chargeback') + (SELECT coalesce(sum(b.amount_minor), 0) FROM chargeback b "
        "WHERE b.charge_id = c.id AND b.state = 'lost') > c.amount_minor"
    ),
    "a cause that was given back for twice": "SELECT cause FROM refund GROUP BY cause HAVING count(*) > 1",
    "stock that is less than nothing": "SELECT variant_id FROM stock WHERE on_hand < reserved OR reserved < 0",
    "stock that is not the sum of its movements":
        "SELECT s.variant_id FROM stock s WHERE on_hand <> (SELECT coalesce(sum(delta), 0) FROM movement m "
        "WHERE m.variant_id = s.variant_id)",
    "stock held that is not what is reserved":
        "SELECT s.variant_id FROM stock s WHERE reserved <> (SELECT coalesce(sum(quantity), 0) FROM reservation r "
        "WHERE r.variant_id = s.variant_id AND r.state = 'held')",
    "a paid order without its one sale, or a sale without its order":
        'SELECT o.code FROM "order" o WHERE (o.state NOT IN (\'awaiting_payment\', \'expired\')) <> EXISTS '
        "(SELECT FROM ledger_entry e WHERE e.order_id = o.id AND e.kind = 'sale')",
    "an order whose total is not its lines and its way":
        'SELECT o.code FROM "order" o WHERE o.total_minor <> o.shipping_minor + coalesce(o.wrap_minor, 0) + '
        "(SELECT sum(l.total_minor) FROM order_line l WHERE l.order_id = o.id)",
    "a charge that is not what its orders cost":
        'SELECT c.reference FROM charge c WHERE c.amount_minor <> (SELECT sum(total_minor) FROM "order" o '
        "WHERE o.purchase_id = c.purchase_id)",
    "pieces that went back twice":
        "SELECT id FROM order_line WHERE going_back + claimed > quantity OR returned > going_back",
    "a shop that has not what is its own": (
        "WITH own AS ("
        'SELECT o.tenant_id, o.total_minor - o.refunded_minor - (SELECT coalesce(sum(f.amount_minor), 0) FROM fee_line f '
        "WHERE f.order_id = o.id) AS amount FROM \"order\" o WHERE o.state NOT IN ('awaiting_payment', 'expired') "
        "UNION ALL SELECT tenant_id, amount_minor FROM adjustment WHERE state = 'approved' "
        "UNION ALL SELECT tenant_id, -amount_minor FROM payout WHERE state = 'paid' "
        "UNION ALL SELECT e.tenant_id, -e.amount_minor FROM ledger_entry e JOIN ledger_transaction t ON t.id = e.transaction_id "
        "WHERE t.kind = 'dispute_lost' AND e.account LIKE 'seller%') "
        "SELECT s.tenant_id FROM shop s WHERE (SELECT coalesce(sum(amount), 0) FROM own WHERE own.tenant_id = s.tenant_id) <> "
        "-(SELECT coalesce(sum(amount_minor), 0) FROM ledger_balance b WHERE b.tenant_id = s.tenant_id "
        "AND b.account LIKE 'seller%')"
    ),
    "two decisions that hold money of a shop on one day":
        "SELECT a.cause FROM shop_hold a JOIN shop_hold b ON a.tenant_id = b.tenant_id AND a.id < b.id "
        "WHERE a.freed_at IS NULL AND b.freed_at IS NULL AND a.first_day <= b.last_day AND b.first_day <= a.last_day",
    "money that is held by no decision, or by one that was lifted":
        "SELECT h.cause FROM shop_hold h LEFT JOIN measure m ON h.cause = 'measure:' || m.id "
        "WHERE coalesce(m.kind, '') <> 'hold' OR (h.freed_at IS NULL) <> (m.state <> 'lifted')",
    "money of an order that was released before it arrived":
        "SELECT code FROM \"order\" WHERE released_at IS NOT NULL AND (delivered_at IS NULL OR released_at < delivered_at)",
}  # fmt: skip

# How many cases there are of each, by its place: one question, for it is asked after every step.
_CASES = text(
    " UNION ALL ".join(
        f"SELECT {place}, count(*) FROM ({asked}) x{place}" for place, asked in enumerate(NEVER.values())
    )
)

_STATES: Mapping[str, Mapping[Any, frozenset[Any]]] = {
    '"order"': orders.NEXT, "purchase": orders.PURCHASE_NEXT, "charge": payments.CHARGE_NEXT,
    "payment_attempt": payments.ATTEMPT_NEXT, "refund": payments.REFUND_NEXT, "chargeback": payments.CHARGEBACK_NEXT,
    "payout": payouts.NEXT, "payout_account": payouts.ACCOUNT_NEXT, "refund_transfer": payouts.NEXT,
    "return_case": returns.NEXT, "claim": warranty.NEXT, "dispute": disputes.NEXT, "adjustment": ADJUSTMENT_NEXT,
    "measure": moderation.MEASURE_NEXT, "hold_request": moderation.HOLD_REQUEST_NEXT,
}  # fmt: skip
_ALL_STATES = " UNION ALL ".join(f"SELECT '{table}', id, state FROM {table}" for table in _STATES)
_WHOLE = "SELECT order_id FROM money_hold WHERE ended_at IS NULL AND amount_minor IS NULL"
_RELEASED = 'SELECT id FROM "order" WHERE released_at IS NOT NULL'


def _after(following: Mapping[Any, frozenset[Any]]) -> dict[str, set[str]]:
    """Say for each state which ones can come after it, in any number of steps."""
    after = {str(state): {str(one) for one in nexts} for state, nexts in following.items()}
    for _round in after:
        for reached in after.values():
            reached |= set().union(*(after[one] for one in reached))
    return after


_AFTER = {table: _after(following) for table, following in _STATES.items()}


@dataclass
class Watch:
    """Looks after each step, and remembers what it saw after the one before."""

    states: dict[tuple[str, Any], str] = field(default_factory=dict)
    whole: set[Any] = field(default_factory=set)
    released: set[Any] = field(default_factory=set)

    def look(self, owner: Engine, market: Cast) -> None:
        """Assert all that holds. `owner` goes past all walls."""
        with owner.connect() as connection:
            found = dict(tuple(row) for row in connection.execute(_CASES))
            seen = [name for place, name in enumerate(NEVER) if found[place]]
            assert seen == [], f"there is {', '.join(seen)}"
            states = {(row[0], row[1]): row[2] for row in connection.execute(text(_ALL_STATES))}
            whole = set(connection.scalars(text(_WHOLE)))
            released = set(connection.scalars(text(_RELEASED)))
        for about, state in self.states.items():
            now = states[about]
            assert now == state or now in _AFTER[about[0]][state], f"{about[0]} went from {state} to {now}"
        assert not (released - self.released) & self.whole & whole, "money was released that is held"
        assert self.released <= released
        self.states, self.whole, self.released = states, whole, released
        with market.above() as work:
            assert list(differences(work)) == []
        _look_at_provider()


def _look_at_provider() -> None:
    """What the provider did, it did once for each of our keys, and never more than was paid."""
    with get_twin().store.change() as shelf:
        charges, refunds, transfers = shelf.all("charge"), shelf.all("refund"), shelf.all("transfer")
    for charge in charges:
        assert charge["amount_refunded"] <= charge["amount"]
    once(charge["metadata"]["key"] for charge in charges)
    once(refund["metadata"]["key"] for refund in refunds)
    once(transfer["transfer_group"] for transfer in transfers)


def once(keys: Any) -> None:
    """Assert that none comes twice."""
    twice = [key for key, times in Counter(keys).items() if times > 1]
    assert twice == [], f"done twice: {twice}"


def look_when_quiet(owner: Engine) -> None:
    """Where all is heard and done, the books are what the provider did."""
    with get_twin().store.change() as shelf:
        taken = {one["metadata"]["key"]: one["amount"] for one in shelf.all("charge")}
        given = {one["metadata"]["key"]: one["amount"] for one in shelf.all("refund")}
        sent = {one["transfer_group"]: one["amount"] for one in shelf.all("transfer")}
        disputed = {one["id"]: (one["amount"], _ended(one["status"])) for one in shelf.all("dispute")}
    with owner.connect() as connection:
        ask = lambda question: {row[0]: row[1] for row in connection.execute(text(question))}  # noqa: E731
        assert ask("SELECT 'charge:' || id, amount_minor FROM payment_attempt WHERE state = 'succeeded'") == taken
        back = ask("SELECT 'refund:' || id, amount_minor FROM refund WHERE state = 'succeeded' AND way = 'provider'")
        left = ask(
            "SELECT 'left:' || id, amount_minor FROM provider_event WHERE kind = 'money.left' AND charge_id IS NOT NULL"
        )
        assert {**back, **left} == given
        assert ask("SELECT 'payout:' || id, amount_minor FROM payout WHERE state = 'paid' AND road = 'stripe'") == sent
        rows = connection.execute(text("SELECT ref, amount_minor, state FROM chargeback"))
        assert {row[0]: (row[1], _ended(row[2])) for row in rows} == disputed
        books = connection.scalar(
            text("SELECT coalesce(sum(amount_minor), 0) FROM ledger_entry WHERE account = 'disputes'")
        )
        assert books == sum(amount for amount, ended in disputed.values() if not ended)


def _ended(state: str) -> StrEnum | str:
    return state if state in ("won", "lost") else ""
