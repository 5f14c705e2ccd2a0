"""What the house knows of payments."""

from __future__ import annotations

from marketplace.kernel.jobs import Lane, Reaction
from marketplace.kernel.module import Module
from marketplace.money.payments.datamap import KEEPS
from marketplace.money.payments.events import RefundRequested
from marketplace.money.payments.jobs import send_refund
from marketplace.money.payments.web import buyer, words

MODULE = Module(
    name="payments",
    rooms=(buyer.room,),
    words=words.WORDS,
    reactions=(Reaction("send_refund", RefundRequested, Lane.MONEY, outside=send_refund),),
    keeps=KEEPS,
)
