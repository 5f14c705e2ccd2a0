"""What the house knows of the checkout."""

from __future__ import annotations

from marketplace.kernel.jobs import Lane, Reaction
from marketplace.kernel.module import Module
from marketplace.money.payments.events import AttemptOver, ChargeDeclined, ChargeSucceeded, ChargeWaits
from marketplace.trade.checkout import reactions
from marketplace.trade.checkout.datamap import KEEPS
from marketplace.trade.checkout.web import addresses, buyer, paying, words

MODULE = Module(
    name="checkout",
    rooms=(buyer.room, addresses.room, paying.room),
    words=words.WORDS,
    reactions=(
        Reaction("settle_purchase", ChargeSucceeded, Lane.MONEY, outside=reactions.settle_paid),
        Reaction("hold_longer", ChargeWaits, Lane.MONEY, inside=reactions.hold_longer),
        Reaction("note_decline", ChargeDeclined, Lane.MONEY, inside=reactions.note_decline),
        Reaction("hold_shorter", AttemptOver, Lane.MONEY, inside=reactions.hold_shorter),
    ),
    private=("/pagar",),
    keeps=KEEPS,
)
