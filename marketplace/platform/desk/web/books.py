"""The books, for staff: every account, every transaction, and that they sum to zero."""

from __future__ import annotations

from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.money.ledger import queries
from marketplace.trade.orders import codes_of
from marketplace.web.access import requires
from marketplace.web.audiences import STAFF
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = STAFF.room("desk_books")
_ON_PAGE = 30


@room.get("/libros")
@requires(StaffMay.VIEW_BOOKS)
def ledger(work: Work) -> str:
    """The trial balance and the latest transactions."""
    number = page_number()
    rows, total = queries.transactions(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    accounts = queries.trial_balance(work)
    return page(
        "platform/desk/staff/books.html",
        accounts=accounts,
        whole=sum(amount for _account, amount in accounts),
        unbalanced=queries.unbalanced(work),
        rows=rows,
        codes=codes_of(work, [order_id for row in rows for order_id in row.orders if order_id]),
        page_of=Page(number, _ON_PAGE, total),
    )
