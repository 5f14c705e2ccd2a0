"""The table: every door of the house, and what it asks of whoever stands before it.

ANYONE enters; a PERSON is signed in; the BUYER is the one of the order in the address, and for all others there is
nothing; a permission is a member's or a staff member's. A key opens the API. What is not in the table does not pass.
Where reading and writing ask for different things, each method says its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.kernel.permissions import May, StaffMay

ANYONE, PERSON, BUYER, LINK = "anyone", "person", "buyer", "whoever has the link"
Lock = str | May | StaffMay


@dataclass(frozen=True)
class Key:
    """A lock of the API: an API key that holds a permission."""

    permission: May


DOORS: dict[str, Lock | Key | dict[str, Lock]] = {
    # accounts
    "accounts_buyer.account": PERSON,
    "accounts_buyer.choose_place": ANYONE,
    "accounts_buyer.end_others": PERSON,
    "accounts_buyer.language": ANYONE,
    "accounts_buyer.postal_code": ANYONE,
    "accounts_buyer.sign_in": ANYONE,
    "accounts_buyer.sign_out": ANYONE,
    "accounts_buyer.sign_up": ANYONE,
    # the market
    "compare_buyer.add": ANYONE,
    "compare_buyer.remove": ANYONE,
    "compare_buyer.table": ANYONE,
    "fees_buyer.tariff": ANYONE,
    "health.alive": ANYONE,
    "health.ready": ANYONE,
    "health.robots": ANYONE,
    "notifications_buyer.letter": ANYONE,
    "notifications_buyer.mailbox": ANYONE,
    "openapi": ANYONE,
    "search_buyer.category": ANYONE,
    "search_buyer.results": ANYONE,
    "search_buyer.suggest": ANYONE,
    "storefront_buyer.home": ANYONE,
    "storefront_buyer.how": ANYONE,
    "storefront_buyer.legal": ANYONE,
    "storefront_buyer.media": ANYONE,
    "storefront_buyer.product": ANYONE,
    "storefront_buyer.shop": ANYONE,
    "storefront_buyer.shop_colour": ANYONE,
    # buying
    "ordering_buyer.add": ANYONE,
    "ordering_buyer.again": BUYER,
    "ordering_buyer.cancel": BUYER,
    "ordering_buyer.cart": ANYONE,
    "ordering_buyer.change": ANYONE,
    "ordering_buyer.checkout": ANYONE,
    "ordering_buyer.delivered": BUYER,
    "ordering_buyer.guest_link": LINK,
    "ordering_buyer.order": BUYER,
    "ordering_buyer.orders": PERSON,
    "ordering_buyer.pay": BUYER,
    "ordering_buyer.purchase": BUYER,
    "payments_buyer.sandbox": ANYONE,
    "messaging_buyer.thread": BUYER,
    "returns_buyer.ask": BUYER,
    "returns_buyer.index": BUYER,
    "returns_buyer.photo": BUYER,
    "warranty_buyer.claim": BUYER,
    # the seller centre
    "channels_seller.keys": May.MANAGE_KEYS,
    "channels_seller.revoke": May.MANAGE_KEYS,
    "desk_seller.today": May.VIEW_SHOP,
    "messaging_seller.index": May.WRITE_MESSAGES,
    "messaging_seller.thread": May.WRITE_MESSAGES,
    "moderation_seller.decisions": May.VIEW_SHOP,
    "ordering_seller.cancel": May.CANCEL_ORDERS,
    "ordering_seller.delivered": May.SHIP_ORDERS,
    "ordering_seller.order": May.VIEW_ORDERS,
    "ordering_seller.orders": May.VIEW_ORDERS,
    "ordering_seller.pack": May.SHIP_ORDERS,
    "ordering_seller.packing_slip": May.VIEW_ORDERS,
    "ordering_seller.ship": May.SHIP_ORDERS,
    "payments_seller.balance": May.VIEW_MONEY,
    "returns_seller.decide": May.DECIDE_RETURNS,
    "returns_seller.index": May.VIEW_ORDERS,
    "returns_seller.photo": May.VIEW_ORDERS,
    "returns_seller.receive": May.DECIDE_RETURNS,
    "returns_seller.show": May.VIEW_ORDERS,
    "shipping_seller.settings": {"GET": May.VIEW_SHOP, "POST": May.EDIT_SHOP},
    "storefront_seller.edit": May.EDIT_PRODUCTS,
    "storefront_seller.index": May.VIEW_SHOP,
    "storefront_seller.new": May.EDIT_PRODUCTS,
    "storefront_seller.pause": May.EDIT_PRODUCTS,
    "storefront_seller.remove_picture": May.EDIT_PRODUCTS,
    "storefront_seller.resume": May.EDIT_PRODUCTS,
    "storefront_seller.simulate": May.VIEW_SHOP,
    "warranty_seller.answer": May.SERVE_WARRANTY,
    "warranty_seller.close": May.SERVE_WARRANTY,
    "warranty_seller.index": May.VIEW_ORDERS,
    "warranty_seller.show": May.VIEW_ORDERS,
    # staff
    "desk_staff.dead": StaffMay.RUN_MACHINE,
    "desk_staff.revive": StaffMay.RUN_MACHINE,
    "desk_staff.today": StaffMay.MODERATE,
    "moderation_staff.approve": StaffMay.MODERATE,
    "moderation_staff.decisions": StaffMay.MODERATE,
    "moderation_staff.decline": StaffMay.MODERATE,
    "moderation_staff.queue": StaffMay.MODERATE,
    "moderation_staff.show": StaffMay.MODERATE,
    "payments_staff.ledger": StaffMay.VIEW_BOOKS,
    # the API
    "ordering_api.get_order": Key(May.VIEW_ORDERS),
    "ordering_api.list_orders": Key(May.VIEW_ORDERS),
    "ordering_api.ship_order": Key(May.SHIP_ORDERS),
    "storefront_api.change_variant": Key(May.CHANGE_STOCK),
    "storefront_api.get_product": Key(May.VIEW_SHOP),
    "storefront_api.list_products": Key(May.VIEW_SHOP),
}

# What stands in an address, by the first words of the endpoint; the longest beginning that fits counts.
ADDRESSES: dict[str, dict[str, str]] = {
    "": {"shop": "shop_slug", "slug": "shop_slug", "product_id": "product_id", "variant_id": "variant_id",
         "media_id": "media_id", "case_id": "case_id", "key_id": "key_id", "job_id": "job_id", "mail_id": "mail_id",
         "ref": "charge_ref", "token": "link_token", "position": "zero", "number": "number", "key": "picture_key",
         "filename": "file_name"},
    "accounts_buyer.postal_code": {"code": "postal_code"},
    "search_buyer.category": {"code": "category"},
    "storefront_buyer.product": {"slug": "listing_slug"},
    "ordering_buyer.again": {"code": "purchase_code"},
    "ordering_buyer.guest_link": {"code": "purchase_code"},
    "ordering_buyer.pay": {"code": "purchase_code"},
    "ordering_buyer.purchase": {"code": "purchase_code"},
    "ordering_": {"code": "order_code"},
    "messaging_": {"code": "order_code"},
    "returns_buyer": {"code": "order_code"},
    "returns_buyer.photo": {"code": "return_code"},
    "returns_seller": {"code": "return_code"},
    "warranty_buyer": {"code": "order_code"},
    "warranty_seller": {"code": "claim_code"},
}  # fmt: skip
