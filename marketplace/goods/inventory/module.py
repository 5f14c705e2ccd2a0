"""What the house knows of inventory."""

from __future__ import annotations

from marketplace.goods.inventory.datamap import KEEPS
from marketplace.goods.inventory.web import words
from marketplace.kernel.module import Module

MODULE = Module(
    name="inventory",
    words=words.WORDS,
    labels={"stock_reason": words.reason_label},
    activity=words.ACTIVITY,
    keeps=KEEPS,
)
