"""The books: accounts, what moved money and its two sides, and what each shop is owed."""

from marketplace.money.ledger import queries, rules
from marketplace.money.ledger.queries import balance, latest_check, movements, sold
from marketplace.money.ledger.rules import LedgerAccount, TransactionKind
from marketplace.money.ledger.sealing import ProvenEntry, broken_days, prove_day, seal_days
from marketplace.money.ledger.service import (
    record_adjustment,
    record_credit,
    record_refund,
    record_reversal,
    record_sale,
    release_net,
    reverse,
)
from marketplace.money.ledger.statement import OrderMoney, Statement, StatementKey, entries_of, orders_of, statement

__all__ = [
    "LedgerAccount",
    "OrderMoney",
    "ProvenEntry",
    "Statement",
    "StatementKey",
    "TransactionKind",
    "balance",
    "broken_days",
    "entries_of",
    "latest_check",
    "movements",
    "orders_of",
    "prove_day",
    "queries",
    "record_adjustment",
    "record_credit",
    "record_refund",
    "record_reversal",
    "record_sale",
    "release_net",
    "reverse",
    "rules",
    "seal_days",
    "sold",
    "statement",
]
