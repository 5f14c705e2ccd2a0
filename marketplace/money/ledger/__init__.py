"""The books: accounts, what moved money and its two sides, and what each shop is owed."""

from marketplace.money.ledger import queries, rules
from marketplace.money.ledger.queries import balance, movements, sold
from marketplace.money.ledger.rules import LedgerAccount
from marketplace.money.ledger.service import record_refund, record_reversal, record_sale, release_net

__all__ = [
    "LedgerAccount",
    "balance",
    "movements",
    "queries",
    "record_refund",
    "record_reversal",
    "record_sale",
    "release_net",
    "rules",
    "sold",
]
