"""The table's second column: at each door that finds something by what an address, form, link or cookie carries, WHAT proves
that it is theirs. A key that may be guessed, seen or stolen is no proof by itself; a secret link is, and only its hash is kept.

Doors of shops, staff and the API need no line: the seat in the shop of the address, the staff role or the API key is the proof,
and the scope that follows from it holds nothing else.
"""

from __future__ import annotations

from tests.doors.table import BUYER, DOORS, Key, Lock

PUBLIC = "public: what is named is for anybody, and what is done with it is this browser's or this account's own"
ACCOUNT = "the session's account, by its scope or by name"
PURCHASE = "buyer's scope: the account, or the browser that bought as a guest, or a followed link"
CART = "the session's account, or the browser's secret, of which the hash is kept"
SECRET = "secret link, hashed, for a time"
SIGNED = "signed for who looks, for a time"
PASSWORD = "the password, a code or a signature, counted before it is looked at"
STEP = "secret of the second step in the cookie, hashed, ten minutes"
REFERENCE = (
    "the provider's random reference, which is told to who pays; it shows an amount and leads to a door that asks"
)
SIGNATURE = "the caller's key: it signs what it says, and the moment at which it does"
DEMO = "open in the demo market only"

PROOFS: dict[str, str] = {
    "accounts_buyer.choose_place": PUBLIC,
    "accounts_buyer.language": PUBLIC,
    "accounts_buyer.postal_code": PUBLIC,
    "accounts_buyer.sign_in": PASSWORD,
    "accounts_buyer.sign_out": ACCOUNT,
    "accounts_buyer.sign_up": PUBLIC,
    "accounts_entry_buyer.enter_by_key": PASSWORD,
    "accounts_entry_buyer.forgot": PUBLIC,
    "accounts_entry_buyer.key_options": STEP,
    "accounts_entry_buyer.link": SECRET,
    "accounts_entry_buyer.prove": ACCOUNT,
    "accounts_entry_buyer.second_step": STEP,
    "accounts_entry_buyer.second_step_by_key": STEP,
    "accounts_factors_buyer.add_key": ACCOUNT,
    "accounts_factors_buyer.begin_app": ACCOUNT,
    "accounts_factors_buyer.confirm_app": ACCOUNT,
    "accounts_factors_buyer.key_options": ACCOUNT,
    "accounts_factors_buyer.remove_key": ACCOUNT,
    "accounts_lost_buyer.ask": STEP,
    "accounts_security_buyer.email": ACCOUNT,
    "accounts_security_buyer.end_one": ACCOUNT,
    "accounts_security_buyer.password": ACCOUNT,
    "accounts_security_buyer.verify_email": ACCOUNT,
    "compare_buyer.add": PUBLIC,
    "compare_buyer.article": PUBLIC,
    "compare_article_buyer.offers": PUBLIC,
    "compare_buyer.choose": PUBLIC,
    "compare_buyer.note": PUBLIC,
    "compare_buyer.remove": PUBLIC,
    "compare_buyer.table": PUBLIC,
    "crawlers_buyer.products_map": PUBLIC,
    "disputes_buyer.escalate": PURCHASE,
    "disputes_buyer.missing": PURCHASE,
    "fees_buyer.tariff": PUBLIC,
    "market_rules_buyer.difference": PUBLIC,
    "market_rules_buyer.version": PUBLIC,
    "files.private": SIGNED,
    "health.domain": PUBLIC,
    "invoices_buyer.ask": PURCHASE,
    "invoices_buyer.ask_all": PURCHASE,
    "invoices_buyer.saved": ACCOUNT,
    "invoices_buyer.xml": PURCHASE,
    "messaging_buyer.ask": ACCOUNT,
    "messaging_buyer.question": ACCOUNT,
    "messaging_buyer.thread": PURCHASE,
    "moderation_buyer.appeal_dismissal": SECRET,
    "moderation_buyer.report_listing": PUBLIC,
    "moderation_buyer.report_message": PURCHASE,
    "moderation_buyer.report_shop": PUBLIC,
    "moderation_buyer.reported": SECRET,
    "notifications_buyer.mail": DEMO,
    "cart_buyer.add": CART,
    "cart_buyer.again": PURCHASE,
    "orders_buyer.cancel": PURCHASE,
    "cart_buyer.cart": CART,
    "cart_buyer.change": CART,
    "cart_buyer.take_back": CART,
    "checkout_addresses_buyer.add": ACCOUNT,
    "checkout_addresses_buyer.change": ACCOUNT,
    "checkout_addresses_buyer.remove": ACCOUNT,
    "checkout_buyer.checkout": CART,
    "checkout_buyer.send": CART,
    "orders_buyer.delivered": PURCHASE,
    "orders_purchases_buyer.guest_link": SECRET,
    "orders_buyer.order": PURCHASE,
    "checkout_buyer.paid": PURCHASE,
    "checkout_paying_buyer.pay": PURCHASE,
    "orders_purchases_buyer.purchase": PURCHASE,
    "orders_adopting_buyer.by_link": SECRET,
    "orders_adopting_buyer.adopt_by_email": ACCOUNT,
    "orders_adopting_buyer.adopt_by_link": SECRET,
    "orders_purchases_buyer.forget": PURCHASE,
    "orders_purchases_buyer.give_up": PURCHASE,
    "orders_money_back_buyer.show": PURCHASE,
    "orders_purchases_buyer.receipt": PURCHASE,
    "orders_hooks.hear_carrier": SIGNATURE,
    "orders_finding_buyer.find": PUBLIC,
    "payments_hooks.hear_provider": SIGNATURE,
    "payments_buyer.twin": REFERENCE,
    "payments_buyer.twin_voucher": REFERENCE,
    "payments_buyer.twin_account": REFERENCE,
    "privacy_buyer.notice": PUBLIC,
    "privacy_own_buyer.download": ACCOUNT,
    "privacy_own_buyer.leave": ACCOUNT,
    "privacy_own_buyer.switch": ACCOUNT,
    "privacy_requests_buyer.ask": PUBLIC,
    "privacy_requests_buyer.confirm": SECRET,
    "privacy_requests_buyer.confirmed": SECRET,
    "recalls_buyer.answer": PURCHASE,
    "recalls_buyer.of_order": PURCHASE,
    "returns_buyer.ask": PURCHASE,
    "returns_buyer.index": PURCHASE,
    "search_buyer.category": PUBLIC,
    "search_buyer.results": PUBLIC,
    "search_buyer.suggest": PUBLIC,
    "search_buyer.why": PUBLIC,
    "groups_buyer.accept": SECRET,
    "groups_buyer.invitation": SECRET,
    "groups_buyer.leave": ACCOUNT,
    "sellers_buyer.accept": SECRET,
    "sellers_buyer.document": ACCOUNT,
    "sellers_buyer.invitation": SECRET,
    "sellers_buyer.meanwhile": ACCOUNT,
    "sellers_buyer.save": ACCOUNT,
    "storefront_buyer.media": PUBLIC,
    "storefront_buyer.product": PUBLIC,
    "storefront_buyer.shop": PUBLIC,
    "storefront_buyer.shop_colour": PUBLIC,
    "warranty_buyer.claim": PURCHASE,
    "watching_buyer.ask_stop": SECRET,
    "watching_buyer.change": ACCOUNT,
    "watching_buyer.keep_seen": PUBLIC,
    "watching_buyer.letters": ACCOUNT,
    "watching_buyer.note_seen": ACCOUNT,
    "watching_buyer.save_search": ACCOUNT,
    "watching_buyer.stop_letters": SECRET,
    "watching_buyer.watch_price": PUBLIC,
}


def proof_of(endpoint: str) -> str:
    """What proves, at this door, that a thing is theirs; KeyError where nobody wrote it down."""
    lock: Lock | Key | dict[str, Lock] = DOORS[endpoint]
    if isinstance(lock, Key):
        return "API key of the shop"
    if endpoint.partition(".")[0].endswith("_seller"):
        return "seat"
    if endpoint.partition(".")[0].endswith(("_staff", "_look")):
        return "staff role"
    return PROOFS[endpoint]


__all__ = ["ACCOUNT", "BUYER", "CART", "PROOFS", "PURCHASE", "SECRET", "SIGNATURE", "proof_of"]
