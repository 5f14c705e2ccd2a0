"""Placing a purchase. It stands above the walls: it holds the stock of several shops for one buyer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.goods import inventory
from marketplace.goods.inventory import NotEnough, Wanted
from marketplace.kernel.ids import hash_token, new_code, new_id
from marketplace.kernel.money import split
from marketplace.kernel.verbs import PROOF, verb
from marketplace.kernel.work import Work
from marketplace.money import payments
from marketplace.money.fees import rulebook_in_force
from marketplace.money.fees import rules as fee_rules
from marketplace.money.taxes import NoRateInForce, Place
from marketplace.people.accounts import find_locality, open_guest
from marketplace.people.sellers import SellerProfile, seller_profiles
from marketplace.trade.cart import CartLine, Change, EmptyCart, PricedCart, ShopChoice, find_plan_of_cart, price_cart
from marketplace.trade.checkout.drawing_up import NewPurchase, draw_up_order
from marketplace.trade.checkout.errors import CartChanged, FormUsed, TooManyHeld, TooManyUnpaid
from marketplace.trade.checkout.unpaid_limits import check_unpaid
from marketplace.trade.orders import LINK_DAYS, OrderState, guests
from marketplace.trade.orders.models import Purchase
from marketplace.trade.shipping import Destination
from tenants.rows import NewRows


@dataclass(frozen=True)
class Checkout:
    """All that a buyer says to buy. `key` was made with the form, so that sending it twice buys once.

    `cart_id` is whose cart it is: the account's, or of a guest the browser's, which alone finds the purchase again.
    """

    key: str
    buyer_id: UUID | None  # None: a guest
    email: str
    name: str
    phone: str
    address: Mapping[str, Any]
    to: Destination
    lines: Sequence[CartLine]
    total_seen_minor: int
    locale: str
    link_token: str
    source: str | None = None  # the network address it was sent from
    cart_id: UUID | None = None
    choices: Mapping[UUID, ShopChoice] = field(default_factory=dict)  # by shop: how it is sent, and whether as a gift


@dataclass(frozen=True)
class Placed:
    """A purchase that was placed, and where it stands."""

    purchase_id: UUID
    code: str
    buyer_id: UUID
    state: str = OrderState.AWAITING_PAYMENT


def find_placed(work: Work, key: str, *, buyer_id: UUID | None, cart_id: UUID | None) -> Placed | None:
    """Find the purchase that a form already made, for who sent it: the same account, or a guest with the same cart.

    For anybody else there is none: a key may be stolen, and a form sent again after somebody signed out.
    """
    found = work.session.execute(
        select(Purchase.id, Purchase.code, Purchase.account_id, Purchase.state).where(Purchase.idempotency_key == key)
    ).first()
    if found is None:
        return None
    if found.account_id != buyer_id and not guests.is_made_here(work, found.id, cart_id):
        return None
    return Placed(found.id, found.code, found.account_id, found.state)


def _is_taken(work: Work, key: str) -> bool:
    return work.session.scalar(select(Purchase.id).where(Purchase.idempotency_key == key)) is not None


@verb(needs=PROOF)
def place_purchase(work: Work, checkout: Checkout, *, hold: timedelta) -> Placed:
    """Buy a cart: hold the stock, freeze prices, terms and fees, and open one order for each shop and one charge.

    Raises EmptyCart; CartChanged when anything is not as the buyer saw it, TooManyUnpaid or TooManyHeld, NoRateInForce on a
    day for which the law's rates are not published (nothing is held then). A form sent twice gives the purchase it made the
    first time, which may be the very reason why the second is refused; to who did not send the first one, FormUsed.
    """
    try:
        with work.attempt():
            return _place(work, checkout, hold)
    except (CartChanged, TooManyUnpaid, TooManyHeld, NoRateInForce, IntegrityError):
        # The key is unique: the twin that was first may not have committed before.
        before = find_placed(work, checkout.key, buyer_id=checkout.buyer_id, cart_id=checkout.cart_id)
        if before is None and _is_taken(work, checkout.key):
            raise FormUsed from None
        if before is None:
            raise
        return before


def _place(work: Work, checkout: Checkout, hold: timedelta) -> Placed:
    priced = price_cart(work, checkout.lines, checkout.to, choices=checkout.choices)
    _check_unchanged(priced, checkout)
    check_unpaid(work, buyer_id=checkout.buyer_id, email=checkout.email, source=checkout.source, hold=hold)
    rows = NewRows()
    purchase = _open_purchase(work, rows, checkout, priced, hold)
    _hold_stock(work, rows, purchase, priced)
    _open_orders(work, rows, purchase, priced, checkout.to)
    payments.open_charge(
        work,
        rows,
        purchase_id=purchase.id,
        reference=purchase.code,
        amount_minor=priced.total_minor,
        instalments=find_plan_of_cart(work, priced) is not None,
    )
    work.audit("checkout.place", f"purchase:{purchase.id}", rows=rows, total_minor=priced.total_minor)
    rows.write(work.session)
    return Placed(purchase.id, purchase.code, purchase.account_id)


def _check_unchanged(priced: PricedCart, checkout: Checkout) -> None:
    if not checkout.lines:
        raise EmptyCart
    changes = list(priced.changes)
    if not changes and priced.total_minor != checkout.total_seen_minor:
        changes.append(Change(0, "", "total", checkout.total_seen_minor, priced.total_minor))
    if changes:
        raise CartChanged(changes=changes)


def _open_purchase(work: Work, rows: NewRows, checkout: Checkout, priced: PricedCart, hold: timedelta) -> NewPurchase:
    purchase = NewPurchase(
        id=new_id(),
        account_id=checkout.buyer_id
        or open_guest(
            work, rows, email=checkout.email, name=checkout.name, phone=checkout.phone, locale=checkout.locale
        ),
        code=new_code(),
        name=checkout.name,
        phone=checkout.phone,
        address=dict(checkout.address),
        expires_at=work.now + hold,
    )
    rows.add(
        Purchase,
        **vars(purchase),
        idempotency_key=checkout.key,
        state=OrderState.AWAITING_PAYMENT,
        email=checkout.email,
        total_minor=priced.total_minor,
        locale=checkout.locale,
        created_at=work.now,
        link_hash=hash_token(checkout.link_token),
        link_expires_at=work.now + timedelta(days=LINK_DAYS),
        source=checkout.source,
        cart_id=checkout.cart_id,
    )
    return purchase


def _hold_stock(work: Work, rows: NewRows, purchase: NewPurchase, priced: PricedCart) -> None:
    wanted = [Wanted(line.tenant_id, line.variant_id, line.quantity) for part in priced.parts for line in part.lines]
    try:
        inventory.reserve(work, rows, purchase.id, wanted, until=purchase.expires_at)
    except NotEnough as short:
        gone = short.details["variants"]
        assert isinstance(gone, list)  # inventory.reserve names the variants
        raise CartChanged(
            changes=[
                Change(line.number, line.title, "stock", line.quantity, 0)
                for part in priced.parts
                for line in part.lines
                if line.variant_id in gone
            ]
        ) from short


def _open_orders(work: Work, rows: NewRows, purchase: NewPurchase, priced: PricedCart, to: Destination) -> None:
    book = rulebook_in_force(work)
    profiles = seller_profiles(work, [part.tenant_id for part in priced.parts])
    fixed = book.schedule.rule(fee_rules.FeeKind.PROCESSING).fixed_minor
    # One payment has one fixed cost; the orders share it by what they are worth.
    shares = split(fixed, [part.total_minor for part in priced.parts])
    for part, share in zip(priced.parts, shares, strict=True):
        profile = profiles[part.tenant_id]
        draw_up_order(work, rows, purchase, part, book, profile, _place_of_sale(work, profile, to), share)


def _place_of_sale(work: Work, profile: SellerProfile, to: Destination) -> Place:
    """At the border is what a shop of the scheme hands over there too (decree of 31-12-2018, art. 12)."""
    if not profile.at_border:
        return Place.INLAND
    locality = find_locality(work, to.postal_code)
    return Place.BORDER if locality is not None and locality.border else Place.INLAND
