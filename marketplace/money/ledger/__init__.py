"""The books: accounts, what moved money and its two sides, and what each shop is owed."""

from marketplace.money.ledger import queries, rules
from marketplace.money.ledger.finding import (
    TransactionFilter,
    TransactionKey,
    WrittenTransaction,
    entries_for_file,
    entries_of_transactions,
    find_transaction,
    find_transactions,
    transactions_of_orders,
)
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
from marketplace.money.ledger.statement import (
    Statement,
    StatementKey,
    entries_of,
    lines_of,
    loose_lines,
    moved_by_day,
    orders_of,
    statement,
)
from marketplace.money.ledger.withheld import Withheld, withheld_by_month, withheld_of_shops

__all__ = [
    "LedgerAccount",
    "ProvenEntry",
    "Statement",
    "StatementKey",
    "TransactionFilter",
    "TransactionKey",
    "TransactionKind",
    "Withheld",
    "WrittenTransaction",
    "balance",
    "broken_days",
    "entries_for_file",
    "entries_of",
    "entries_of_transactions",
    "find_transaction",
    "find_transactions",
    "latest_check",
    "lines_of",
    "loose_lines",
    "moved_by_day",
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
    "transactions_of_orders",
    "withheld_by_month",
    "withheld_of_shops",
]
