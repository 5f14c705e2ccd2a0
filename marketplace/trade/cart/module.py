"""What the house knows of the cart."""

from __future__ import annotations

from marketplace.kernel.module import Module
from marketplace.trade.cart.aging import over
from marketplace.trade.cart.datamap import KEEPS
from marketplace.trade.cart.web import buyer, words

MODULE = Module(
    name="cart",
    rooms=(buyer.room,),
    words=words.WORDS,
    labels=words.LABELS,
    private=("/carrito",),
    keeps=KEEPS,
    over=over,
)
