"""What the house knows of search."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.module import Module, NavLink
from marketplace.kernel.permissions import StaffMay
from marketplace.window.search.datamap import KEEPS
from marketplace.window.search.web import buyer, seller, staff, words

MODULE = Module(
    name="search",
    rooms=(
        buyer.room,
        seller.room,
        staff.room,
    ),
    words=words.WORDS,
    private=("/buscar",),
    shown=("search_buyer.ordering",),
    nav=(
        NavLink(70, _l("Sinónimos"), "search_staff.synonyms", StaffMay.MODERATE),
        NavLink(
            80, _l("Lugares pagados"), "search_staff.places", StaffMay.SELL_PLACES, pages=("search_staff.sponsor",)
        ),
    ),
    keeps=KEEPS,
)
