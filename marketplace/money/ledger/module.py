"""What the house knows of the ledger."""

from __future__ import annotations

from datetime import timedelta

from marketplace.kernel.jobs import ClockJob, Lane
from marketplace.kernel.module import Module
from marketplace.money.ledger.datamap import KEEPS
from marketplace.money.ledger.sealing import seal_days
from marketplace.money.ledger.web import buyer, words

MODULE = Module(
    name="ledger",
    rooms=(buyer.room,),
    clock=(ClockJob("seal_days", timedelta(hours=1), Lane.BULK, seal_days),),
    shown=("ledger_buyer.sealed",),
    labels={
        "movement": words.movement_label,
        "book_account": words.account_label,
        "book_transaction": words.transaction_label,
        "book_cause": words.cause_label,
    },
    keeps=KEEPS,
)
