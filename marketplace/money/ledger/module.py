"""What the house knows of the ledger."""

from __future__ import annotations

from marketplace.kernel.module import Module
from marketplace.money.ledger.datamap import KEEPS
from marketplace.money.ledger.web import words

MODULE = Module(
    name="ledger",
    labels={
        "movement": words.movement_label,
        "book_account": words.account_label,
        "book_transaction": words.transaction_label,
        "book_cause": words.cause_label,
    },
    keeps=KEEPS,
)
