"""What the house knows of worktable."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May
from marketplace.window.worktable.datamap import KEEPS
from marketplace.window.worktable.web import bulk, seller, words

MODULE = Module(
    name="worktable",
    rooms=(seller.room, bulk.room),
    words=words.WORDS,
    nav=(NavLink(30, _l("Productos"), "worktable_seller.index", May.VIEW_SHOP),),
    keeps=KEEPS,
)
