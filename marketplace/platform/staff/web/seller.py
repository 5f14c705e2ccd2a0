"""Quién vio tu tienda: each look of staff into the shop, with who, what, why and when."""

from __future__ import annotations

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.platform.staff import queries
from marketplace.platform.staff.web import words
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = SELLER.room("staff")
_ON_PAGE = 30


@room.get("/quien-vio")
@requires(May.VIEW_SHOP)
def looks(work: Work) -> str:
    """Who of Tianguis looked into the shop."""
    number = page_number()
    rows, total = queries.looks(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page("platform/staff/seller/looks.html", rows=rows, page_of=Page(number, _ON_PAGE, total), words=words)
