"""Every permission and which role has it, on one page."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from tenants.roles import Role


class May(StrEnum):
    """What a member of a shop may do, as `subject.verb`."""

    VIEW_SHOP = "shop.view"
    EDIT_SHOP = "shop.edit"
    EDIT_PRODUCTS = "products.edit"
    RECALL_PRODUCTS = "products.recall"  # stop selling what may be bad, and write to everybody who bought it
    CHANGE_STOCK = "stock.change"
    VIEW_ORDERS = "orders.view"
    SHIP_ORDERS = "orders.ship"
    CANCEL_ORDERS = "orders.cancel"
    DECIDE_RETURNS = "returns.decide"
    SERVE_WARRANTY = "warranty.serve"
    WRITE_MESSAGES = "messages.write"
    ISSUE_INVOICES = "invoices.issue"  # of sales, to buyers: with their tax data
    VIEW_MONEY = "money.view"
    MANAGE_PAYOUT = "payout.manage"
    MANAGE_KEYS = "keys.manage"
    MANAGE_TEAM = "team.manage"
    OWN_SHOP = "shop.own"  # closing it, and handing it over
    MANAGE_ADDRESSES = "addresses.manage"


_ALL = frozenset(May)
_SERVICE = {May.VIEW_SHOP, May.VIEW_ORDERS, May.WRITE_MESSAGES, May.DECIDE_RETURNS, May.SERVE_WARRANTY}

GRANTED: dict[Role, frozenset[May]] = {
    Role.OWNER: _ALL,
    Role.MANAGER: _ALL - {May.MANAGE_KEYS, May.MANAGE_PAYOUT, May.OWN_SHOP},
    Role.CATALOGUE: frozenset({May.VIEW_SHOP, May.EDIT_PRODUCTS, May.RECALL_PRODUCTS, May.CHANGE_STOCK}),
    Role.WAREHOUSE: frozenset({May.VIEW_SHOP, May.VIEW_ORDERS, May.SHIP_ORDERS, May.CHANGE_STOCK, May.WRITE_MESSAGES}),
    Role.SERVICE: frozenset({*_SERVICE, May.CANCEL_ORDERS}),
    Role.ACCOUNTANT: frozenset({May.VIEW_SHOP, May.VIEW_ORDERS, May.VIEW_MONEY, May.ISSUE_INVOICES}),
}

# What no mix adds or takes: every member sees the shop, and only owners own it.
FIXED = frozenset({May.VIEW_SHOP, May.OWN_SHOP})


def effective(role: Role, granted: Iterable[str] = (), withheld: Iterable[str] = ()) -> frozenset[May]:
    """Say what a member may do: the role's permissions, with those added to this person and without those taken."""
    added = {May(one) for one in granted if one in _ALL} - FIXED
    taken = {May(one) for one in withheld if one in _ALL} - FIXED
    return (GRANTED[role] | added) - taken


# Whoever holds one of these may touch a shop's money, or sees what people are to the tax office, and enters with a second
# factor (`web/audiences.py`).
TOUCHES_MONEY: frozenset[May] = frozenset({May.VIEW_MONEY, May.MANAGE_PAYOUT, May.MANAGE_KEYS, May.ISSUE_INVOICES})


# Whoever holds one of these sees what was paid for an order: who does the books, and who gives money back.
SEES_WHAT_WAS_PAID: frozenset[May] = frozenset(
    {May.VIEW_MONEY, May.CANCEL_ORDERS, May.DECIDE_RETURNS, May.SERVE_WARRANTY, May.ISSUE_INVOICES}
)


class StaffMay(StrEnum):
    """What a member of the platform's staff may do. The three looks into a shop open only with a reason."""

    ENTER = "staff.enter"  # the console's first page, which says what waits for whom
    MODERATE = "staff.moderate"
    VIEW_BOOKS = "staff.books"
    ADJUST = "staff.adjust"  # ask for a shop's money to be put right by hand or held, and decide what somebody else asked for
    LOOK = "staff.look"  # what a shop is and sells
    LOOK_ORDERS = "staff.look_orders"  # with messages, returns and claims
    LOOK_MONEY = "staff.look_money"
    MANAGE_STAFF = "staff.people"
    RUN_MACHINE = "staff.machine"
    SELL_PLACES = "staff.places"  # the paid ones beside results
    PAY_SHOPS = "staff.pay"  # send shops their money, and take the bank's answer
    MEDIATE = "staff.mediate"  # decide between a buyer and a shop
    SET_FEES = "staff.fees"  # draft the next tariff; who wrote it does not publish it
    SET_RULES = "staff.rules"  # draft the next rules of the market; who wrote them does not announce them
    EDIT_TAXONOMY = "taxonomy.edit"  # categories, and what is asked of goods
    PRIVACY = "staff.privacy"  # requests about personal data


STAFF_GRANTED: dict[str, frozenset[StaffMay]] = {
    "administrator": frozenset(StaffMay),
    "moderator": frozenset(
        {StaffMay.ENTER, StaffMay.MODERATE, StaffMay.LOOK, StaffMay.SET_RULES, StaffMay.EDIT_TAXONOMY}
    ),
    "support": frozenset({StaffMay.ENTER, StaffMay.LOOK, StaffMay.LOOK_ORDERS, StaffMay.MEDIATE, StaffMay.PRIVACY}),
    "finance": frozenset(
        {
            StaffMay.ENTER,
            StaffMay.VIEW_BOOKS,
            StaffMay.ADJUST,
            StaffMay.LOOK,
            StaffMay.LOOK_MONEY,
            StaffMay.SELL_PLACES,
            StaffMay.SET_FEES,
            StaffMay.PAY_SHOPS,
        }
    ),
    # Reads the books, each operation and the files, and changes nothing: who audits, or asks for the state.
    "auditor": frozenset({StaffMay.ENTER, StaffMay.VIEW_BOOKS}),
}
