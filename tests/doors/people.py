"""Who stands before the doors, and which permissions they hold. Written by hand, so that a change of a role shows here."""

from __future__ import annotations

from marketplace.kernel.permissions import May, StaffMay

# Members of Hilos Alpaca, by name in this file.
MEMBERS = {
    "owner": "owner", "manager": "manager", "catalogue": "catalogue", "warehouse": "warehouse", "service": "service",
    "accountant": "accountant",
}  # fmt: skip
STAFF = ("moderator", "support", "finance", "auditor", "administrator")
OUTSIDERS = ("anonymous", "buyer", "other buyer", "neighbour")
EVERYBODY = (*OUTSIDERS, *MEMBERS, *STAFF)

HOLDS: dict[May, set[str]] = {
    May.VIEW_SHOP: {"owner", "manager", "catalogue", "warehouse", "service", "accountant"},
    May.EDIT_SHOP: {"owner", "manager"},
    May.EDIT_PRODUCTS: {"owner", "manager", "catalogue"},
    May.RECALL_PRODUCTS: {"owner", "manager", "catalogue"},
    May.CHANGE_STOCK: {"owner", "manager", "catalogue", "warehouse"},
    May.VIEW_ORDERS: {"owner", "manager", "warehouse", "service", "accountant"},
    May.SHIP_ORDERS: {"owner", "manager", "warehouse"},
    May.CANCEL_ORDERS: {"owner", "manager", "service"},
    May.DECIDE_RETURNS: {"owner", "manager", "service"},
    May.SERVE_WARRANTY: {"owner", "manager", "service"},
    May.WRITE_MESSAGES: {"owner", "manager", "warehouse", "service"},
    May.ISSUE_INVOICES: {"owner", "manager", "accountant"},
    May.VIEW_MONEY: {"owner", "manager", "accountant"},
    May.MANAGE_PAYOUT: {"owner"},
    May.MANAGE_KEYS: {"owner"},
    May.MANAGE_TEAM: {"owner", "manager"},
    May.OWN_SHOP: {"owner"},
    May.MANAGE_ADDRESSES: {"owner", "manager"},
}
STAFF_HOLDS: dict[StaffMay, set[str]] = {
    StaffMay.ENTER: {"administrator", "moderator", "support", "finance", "auditor"},
    StaffMay.MODERATE: {"administrator", "moderator"},
    StaffMay.VIEW_BOOKS: {"administrator", "finance", "auditor"},
    StaffMay.ADJUST: {"administrator", "finance"},
    StaffMay.RUN_MACHINE: {"administrator"},
    StaffMay.MANAGE_STAFF: {"administrator"},
    StaffMay.SELL_PLACES: {"administrator", "finance"},
    StaffMay.SET_FEES: {"administrator", "finance"},
    StaffMay.SET_RULES: {"administrator", "moderator"},
    StaffMay.EDIT_TAXONOMY: {"administrator", "moderator"},
    StaffMay.PAY_SHOPS: {"administrator", "finance"},
    StaffMay.PRIVACY: {"administrator", "support"},
    StaffMay.LOOK: {"administrator", "moderator", "support", "finance"},
    StaffMay.MEDIATE: {"administrator", "support"},
    StaffMay.LOOK_ORDERS: {"administrator", "support"},
    StaffMay.LOOK_MONEY: {"administrator", "finance"},
}
