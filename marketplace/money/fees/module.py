"""What the house knows of fees."""

from __future__ import annotations

from marketplace.kernel.module import Module
from marketplace.money.fees.datamap import KEEPS
from marketplace.money.fees.web import buyer

MODULE = Module(
    name="fees",
    rooms=(buyer.room,),
    shown=("fees_buyer.tariff",),
    keeps=KEEPS,
)
