"""What the house knows of worktable."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import May
from marketplace.window.worktable.aging import over
from marketplace.window.worktable.datamap import KEEPS
from marketplace.window.worktable.web import bulk, seller, words

# What stands under Productos, beside its own.
_BY_FILE = (
    "imports_seller.index",
    "imports_seller.show",
    "quality_seller.index",
    "storefront_seller.count",
    "storefront_seller.edit",
    "storefront_seller.new",
)

MODULE = Module(
    name="worktable",
    rooms=(seller.room, bulk.room),
    words=words.WORDS,
    labels={
        "table_column": words.column_label,
        "table_lacking": words.lacking_label,
        "table_order": words.order_label,
        "table_pieces": words.pieces_label,
    },
    nav=(NavLink(30, _l("Productos"), "worktable_seller.index", May.VIEW_SHOP, _BY_FILE),),
    keeps=KEEPS,
    over=over,
)
