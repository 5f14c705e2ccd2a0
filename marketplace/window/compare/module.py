"""What the house knows of compare."""

from __future__ import annotations

from marketplace.kernel.module import Module
from marketplace.window.compare.datamap import KEEPS
from marketplace.window.compare.web import article, buyer

MODULE = Module(
    name="compare",
    rooms=(article.room, buyer.room),
    private=("/comparar",),
    keeps=KEEPS,
)
