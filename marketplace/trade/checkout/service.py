"""Placing a purchase. It stands above the walls: it holds the stock of several shops for one buyer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from marketplace.money import fees, payments
from marketplace.money.fees import rulebook_in_force
from marketplace.money.fees import rules as fee_rules
from marketplace.money.taxes import Goods, Law, NoRateInForce, Place, TaxStanding
from marketplace.people.accounts import find_locality, open_guest
from marketplace.people.sellers import TaxProfile, tax_profiles
from marketplace.trade.cart import CartLine, Change, EmptyCart, PricedCart, ShopPart, price_cart
from marketplace.trade.checkout.errors import CartChanged, FormUsed, TooManyHeld, TooManyUnpaid
from marketplace.trade.checkout.unpaid_limits import check_unpaid
from marketplace.trade.orders import OrderState, guests
from marketplace.trade.orders.models import Order, OrderEvent, OrderLine, Purchase
from marketplace.trade.pricing import freeze_amounts, taxes_in
from marketplace.trade.shipping import Destination
from tenants.rows import NewRows

LINK_DAYS = 90


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


@dataclass(frozen=True)
class Placed:
    """A purchase that was placed, and where it stands."""

    purchase_id: UUID
    code: str
    buyer_id: UUID
    state: str = OrderState.AWAITING_PAYMENT


@dataclass(frozen=True)
class NewPurchase:
    """What the orders of a purchase being placed need to know of it."""

    id: UUID
    account_id: UUID
    code: str
    name: str
    address: Mapping[str, Any]
    expires_at: datetime


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
def place_purchase(work: Work, checkout: Checkout, *, provider: str, hold: timedelta) -> Placed:
    """Buy a cart: hold the stock, freeze prices, terms and fees, and open one order for each shop and one charge.

    Raises EmptyCart; CartChanged when anything is not as the buyer saw it, TooManyUnpaid or TooManyHeld, NoRateInForce on a
    day for which the law's rates are not published (nothing is held then). A form sent twice gives the purchase it made the
    first time, which may be the very reason why the second is refused; to who did not send the first one, FormUsed.
    """
    try:
        with work.attempt():
            return _place(work, checkout, provider, hold)
    except (CartChanged, TooManyUnpaid, TooManyHeld, NoRateInForce, IntegrityError):
        # The key is unique: the twin that was first may not have committed before.
        before = find_placed(work, checkout.key, buyer_id=checkout.buyer_id, cart_id=checkout.cart_id)
        if before is None and _is_taken(work, checkout.key):
            raise FormUsed from None
        if before is None:
            raise
        return before


def _place(work: Work, checkout: Checkout, provider: str, hold: timedelta) -> Placed:
    priced = price_cart(work, checkout.lines, checkout.to)
    _check_unchanged(priced, checkout)
    check_unpaid(work, buyer_id=checkout.buyer_id, email=checkout.email, source=checkout.source, hold=hold)
    rows = NewRows()
    purchase = _open_purchase(work, rows, checkout, priced, hold)
    _hold_stock(work, rows, purchase, priced)
    _open_orders(work, rows, purchase, priced, checkout.to)
    payments.open_charge(
        work, rows, purchase_id=purchase.id, reference=purchase.code, amount_minor=priced.total_minor, provider=provider
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
        address=dict(checkout.address),
        expires_at=work.now + hold,
    )
    rows.add(
        Purchase,
        **vars(purchase),
        idempotency_key=checkout.key,
        state=OrderState.AWAITING_PAYMENT,
        email=checkout.email,
        phone=checkout.phone,
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
    profiles = tax_profiles(work, [part.tenant_id for part in priced.parts])
    fixed = book.schedule.rule(fee_rules.FeeKind.PROCESSING).fixed_minor
    # One payment has one fixed cost; the orders share it by what they are worth.
    shares = split(fixed, [part.total_minor for part in priced.parts])
    for part, share in zip(priced.parts, shares, strict=True):
        profile = profiles[part.tenant_id]
        _draw_up(work, rows, purchase, part, book, profile, _place_of_sale(work, profile, to), share)


def _place_of_sale(work: Work, profile: TaxProfile, to: Destination) -> Place:
    """At the border is what a shop of the scheme hands over there too (decree of 31-12-2018, art. 12)."""
    if not profile.at_border:
        return Place.INLAND
    locality = find_locality(work, to.postal_code)
    return Place.BORDER if locality is not None and locality.border else Place.INLAND


def _draw_up(
    work: Work,
    rows: NewRows,
    purchase: NewPurchase,
    part: ShopPart,
    book: fee_rules.Rulebook,
    profile: TaxProfile,
    place: Place,
    fixed_share: int,
) -> None:
    """Draw up one shop's order with its lines and what it will cost the shop."""
    assert part.quote is not None  # an uncovered part was refused as a change
    order_id = new_id()
    owner = {"tenant_id": part.tenant_id, "buyer_id": purchase.account_id}
    lines = [(new_id(), line) for line in part.lines]
    sale = fee_rules.Sale(
        lines=[fee_rules.SoldLine(str(key), line.category, line.total_minor) for key, line in lines],
        shipping_minor=part.shipping_minor,
        own_shipping_minor=part.quote.rate_minor,
        standing=TaxStanding(profile.standing),
        fixed_minor=fixed_share,
        place=place,
    )
    charged = fee_rules.fees_for(sale, book)
    _add_order(work, rows, purchase, part, order_id, fees_minor=fee_rules.total(charged), version=book.schedule.version)
    _freeze_price(work, rows, part, {**owner, "order_id": order_id}, sale, book.law)
    for (key, line), sold in zip(lines, sale.lines, strict=True):
        iva = fee_rules.iva_of(sold, sale, book.law)
        rows.add(
            OrderLine,
            **owner,
            id=key,
            order_id=order_id,
            picture_key=line.picture["key"] if line.picture else None,
            unit_price_minor=line.unit_minor,
            iva_bp=iva.rate_bp,
            iva_article=iva.article,
            **{name: getattr(line, name) for name in _FROZEN},
        )
    fees.freeze(work, rows, order_id=order_id, **owner, fees=charged)
    rows.add(OrderEvent, **owner, order_id=order_id, at=work.now, kind="placed", by=purchase.name)


def _add_order(
    work: Work, rows: NewRows, purchase: NewPurchase, part: ShopPart, order_id: UUID, *, fees_minor: int, version: int
) -> None:
    assert part.quote is not None  # see `_draw_up`
    rows.add(
        Order,
        tenant_id=part.tenant_id,
        buyer_id=purchase.account_id,
        id=order_id,
        purchase_id=purchase.id,
        code=new_code(),
        state=OrderState.AWAITING_PAYMENT,
        shop_slug=part.slug,
        shop_name=part.name,
        buyer_name=purchase.name,
        ship_to=purchase.address,
        goods_minor=part.goods_minor,
        shipping_minor=part.shipping_minor,
        total_minor=part.total_minor,
        fees_minor=fees_minor,
        fee_version=version,
        promise_from=part.quote.promise.first,
        promise_to=part.quote.promise.last,
        ship_by=part.quote.promise.ship_by,
        placed_at=work.now,
    )


def _freeze_price(
    work: Work, rows: NewRows, part: ShopPart, order: Mapping[str, UUID], sale: fee_rules.Sale, law: Law
) -> None:
    """Write down what the buyer pays of an order, line by line, with the tax that is in it."""
    sold = {line.variant_id: one for line, one in zip(part.lines, sale.lines, strict=True)}

    def rate_of(variant: UUID | None) -> tuple[int, str]:
        rate = fee_rules.iva_of(sold[variant], sale, law) if variant else law.iva(Goods.GENERAL, sale.place)
        return rate.rate_bp, rate.article

    amounts = [*part.goods, *part.way]
    lines = {variant: UUID(one.key) for variant, one in sold.items()}
    freeze_amounts(work, rows, order, [*amounts, *taxes_in(amounts, rate_of)], lines)


# What an order line keeps of the shelf, for good.
_FROZEN = (
    "product_id", "variant_id", "number", "title", "variant_name", "sku", "category", "quantity", "total_minor",
    "warranty_months", "warranty_by", "return_days", "return_paid_by",
)  # fmt: skip
