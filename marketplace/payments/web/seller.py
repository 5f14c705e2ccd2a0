"""A shop's balance: what it is owed, and every line that made it so."""

from __future__ import annotations

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.payments import queries
from marketplace.payments.web.words import movement_label
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = SELLER.room("payments")
_ON_PAGE = 50


@room.get("/dinero")
@requires(May.VIEW_MONEY)
def balance(work: Work) -> str:
    """Available, pending, and each line of the ledger that is the shop's."""
    number = page_number()
    rows, total = queries.movements(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "payments/seller/balance.html",
        balance=queries.balance(work),
        rows=rows,
        page_of=Page(number, _ON_PAGE, total),
        label=movement_label,
    )
