"""A shop as staff see it behind a look: read-only, within that shop's walls, no more than the look opened."""

from __future__ import annotations

from marketplace.care.messaging import messages_of, threads
from marketplace.care.returns import returns, returns_of_order
from marketplace.care.warranty import claims, claims_of_order
from marketplace.goods.inventory import own_products
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.work import Work
from marketplace.money.ledger import balance, movements
from marketplace.people.sellers import own_shop
from marketplace.platform.staff import queries
from marketplace.platform.staff.web import words
from marketplace.trade.orders import codes_of, count_by_state, get_order, pieces_of_orders, shop_orders, view_order
from marketplace.web.access import requires
from marketplace.web.audiences import LOOK
from marketplace.web.pages import page
from marketplace.web.paging import Page, page_number

room = LOOK.room("staff")
_ON_PAGE = 30


@room.get("/")
@requires(StaffMay.LOOK)
def facts(work: Work) -> str:
    """What the shop is: people, addresses, numbers."""
    return page("platform/staff/look/facts.html", shop=own_shop(work), facts=queries.facts(work), words=words)


@room.get("/productos")
@requires(StaffMay.LOOK)
def products(work: Work) -> str:
    """What it sells, as its own members see it."""
    number = page_number()
    rows, total = own_products(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page("platform/staff/look/products.html", rows=rows, page_of=Page(number, _ON_PAGE, total))


@room.get("/pedidos")
@requires(StaffMay.LOOK_ORDERS)
def orders(work: Work) -> str:
    """Its orders."""
    number = page_number()
    rows = shop_orders(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    total = count_by_state(work).total()
    pieces = pieces_of_orders(work, [row.id for row in rows])
    return page("platform/staff/look/orders.html", rows=rows, pieces=pieces, page_of=Page(number, _ON_PAGE, total))


@room.get("/pedidos/<code>")
@requires(StaffMay.LOOK_ORDERS)
def order(work: Work, code: str) -> str:
    """One order with what was written about it and what came of it."""
    found = get_order(work, code)
    return page(
        "platform/staff/look/order.html",
        view=view_order(work, found),
        messages=messages_of(work, found),
        returns=returns_of_order(work, found),
        claims=claims_of_order(work, found),
    )


@room.get("/casos")
@requires(StaffMay.LOOK_ORDERS)
def cases(work: Work) -> str:
    """Its returns, claims and conversations, those that wait first."""
    return page(
        "platform/staff/look/cases.html",
        returns=returns(work, limit=_ON_PAGE)[0],
        claims=claims(work, limit=_ON_PAGE)[0],
        threads=threads(work, limit=_ON_PAGE)[0],
    )


@room.get("/dinero")
@requires(StaffMay.LOOK_MONEY)
def money(work: Work) -> str:
    """Its balance and what moved."""
    number = page_number()
    rows, total = movements(work, offset=(number - 1) * _ON_PAGE, limit=_ON_PAGE)
    return page(
        "platform/staff/look/money.html",
        balance=balance(work),
        rows=rows,
        codes=codes_of(work, [row.order_id for row in rows if row.order_id]),
        page_of=Page(number, _ON_PAGE, total),
    )
