"""What the house knows of inventory."""

from __future__ import annotations

from marketplace.goods.inventory.datamap import KEEPS
from marketplace.kernel.module import Module

MODULE = Module(
    name="inventory",
    keeps=KEEPS,
)
