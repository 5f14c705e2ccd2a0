"""What a shop was paid: each deposit, of which orders it was, and what became of it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import request

from marketplace.kernel.permissions import May
from marketplace.kernel.work import Work
from marketplace.money.ledger import orders_paid_out
from marketplace.money.payouts import queries
from marketplace.platform.desk.next_payout import shop_money
from marketplace.platform.moderation import holds_of, rules_then
from marketplace.trade.orders import codes_of
from marketplace.web.access import requires
from marketplace.web.audiences import SELLER
from marketplace.web.pages import page

room = SELLER.room("desk_payouts")
_ON_PAGE = 50


def _before() -> datetime | None:
    """Where the page before ended; None for the first one, and for what is no moment."""
    try:
        at = datetime.fromisoformat(request.args.get("antes", ""))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


@room.get("/dinero/depositos")
@requires(May.VIEW_MONEY)
def index(work: Work) -> str:
    """The deposits to the shop, the latest first."""
    rows = queries.payouts_of(work, limit=_ON_PAGE + 1, before=_before())
    shown, more = rows[:_ON_PAGE], rows[_ON_PAGE:]
    holds = holds_of(work, work.tenant_id)
    return page(
        "platform/desk/seller/payouts.html",
        rows=shown,
        next_key=shown[-1].made_at.isoformat() if more else "",
        holds=holds,
        rules=rules_then(work, holds),
        kept_minor=shop_money(work).kept_minor if holds else 0,
    )


@room.get("/dinero/depositos/<code>")
@requires(May.VIEW_MONEY)
def show(work: Work, code: str) -> str:
    """A deposit, order by order."""
    payout = queries.get_payout(work, code)
    by_order = orders_paid_out(work, payout.transaction_id)
    return page(
        "platform/desk/seller/payout.html",
        payout=payout,
        by_order=by_order,
        codes=codes_of(work, [order_id for order_id in by_order if order_id]),
    )
