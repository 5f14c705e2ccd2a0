"""What the house knows of the checkout."""

from __future__ import annotations

from marketplace.kernel.jobs import Lane, Reaction
from marketplace.kernel.module import Module
from marketplace.money.payments.events import ChargeSucceeded
from marketplace.trade.checkout import reactions
from marketplace.trade.checkout.web import buyer, paying, words

MODULE = Module(
    name="checkout",
    rooms=(buyer.room, paying.room),
    words=words.WORDS,
    reactions=(Reaction("settle_purchase", ChargeSucceeded, Lane.MONEY, inside=reactions.settle_purchase),),
    private=("/pagar",),
)
