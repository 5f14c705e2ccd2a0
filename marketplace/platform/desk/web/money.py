"""A shop's balance: what it is owed, and every line that made it so, with its order and what it was taken of."""

from __future__ import annotations

from marketplace.kernel import published
from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.fees import bases_of_orders
from marketplace.money.ledger import queries
from marketplace.platform.desk.next_payout import shop_money
from marketplace.platform.moderation import holds_of, rules_then
from marketplace.trade.orders import codes_of, pending_money
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = SELLER.room("desk_money")
_ON_PAGE = 50


@room.get("/dinero")
@requires(May.VIEW_MONEY)
def balance(work: Work) -> str:
    """Available, pending, and each line of the ledger that is the shop's."""
    number, holds = page_number(), holds_of(work, work.tenant_id)
    rows, total = queries.movements(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    ids = list({row.order_id for row in rows if row.order_id})
    return page(
        "platform/desk/seller/money.html",
        told=shop_money(work),
        holds=holds,
        rules=rules_then(work, holds),
        pending=pending_money(work),
        rows=rows,
        published=published,
        codes=codes_of(work, ids),
        bases=bases_of_orders(work, ids),
        page_of=Page(number, _ON_PAGE, total),
    )
