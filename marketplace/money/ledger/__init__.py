"""The books: accounts, what moved money and its two sides, and what each shop is owed."""

from marketplace.money.ledger import queries, rules
from marketplace.money.ledger.paying_out import (
    available_by_order,
    lock_available,
    orders_paid_out,
    record_account_check,
    record_payout,
    record_payout_failed,
    record_payout_paid,
)
from marketplace.money.ledger.queries import balance, latest_check, movements, sold
from marketplace.money.ledger.rules import OTHER_SIDE, OWN, LedgerAccount
from marketplace.money.ledger.sealing import ProvenEntry, broken_days, prove_day, seal_days
from marketplace.money.ledger.service import record_refund, record_reversal, record_sale, release_net
from marketplace.money.ledger.statement import OrderMoney, Statement, StatementKey, entries_of, orders_of, statement

__all__ = [
    "OTHER_SIDE",
    "OWN",
    "LedgerAccount",
    "OrderMoney",
    "ProvenEntry",
    "Statement",
    "StatementKey",
    "available_by_order",
    "balance",
    "broken_days",
    "entries_of",
    "latest_check",
    "lock_available",
    "movements",
    "orders_of",
    "orders_paid_out",
    "prove_day",
    "queries",
    "record_account_check",
    "record_payout",
    "record_payout_failed",
    "record_payout_paid",
    "record_refund",
    "record_reversal",
    "record_sale",
    "release_net",
    "rules",
    "seal_days",
    "sold",
    "statement",
]
