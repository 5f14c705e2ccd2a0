"""What the house knows of fees."""

from __future__ import annotations

from marketplace.kernel.module import Module
from marketplace.money.fees import saying
from marketplace.money.fees.datamap import KEEPS
from marketplace.money.fees.web import buyer, words

MODULE = Module(
    name="fees",
    rooms=(buyer.room,),
    words=words.WORDS,
    labels={"in_readers_language": saying.in_readers_language, "plan_said": saying.plan_said},
    shown=("fees_buyer.tariff",),
    keeps=KEEPS,
)
