"""Making things through the real verbs, with everything that a test does not care about filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from marketplace.care.disputes.models import Dispute
from marketplace.goods.catalog import ProductData, refresh_taxonomy
from marketplace.goods.catalog import service as products
from marketplace.goods.catalog.events import ProductSubmitted
from marketplace.goods.catalog.models import Listing, Media
from marketplace.goods.catalog.taxonomy import Taxonomy, known
from marketplace.goods.inventory.models import Stock
from marketplace.goods.inventory.queries import VariantRow, variants_of
from marketplace.kernel.ids import new_token
from marketplace.kernel.work import Work
from marketplace.money.payments.asking import open_page
from marketplace.money.payments.gateways import get_twin
from marketplace.money.payments.gateways.twin import acts
from marketplace.money.payments.models import Charge, PaymentAttempt
from marketplace.money.payments.twin_events import hear_twin
from marketplace.people.accounts.queries import find_locality
from marketplace.platform.moderation.models import ModerationCase
from marketplace.platform.moderation.service import approve_listing, open_case
from marketplace.trade.cart.prices import price_cart as price
from marketplace.trade.cart.rules import CartLine, ShopChoice
from marketplace.trade.checkout import AddressToKeep
from marketplace.trade.checkout import service as placing
from marketplace.trade.orders import service as orders
from marketplace.trade.orders.jobs import release_money
from marketplace.trade.orders.models import Order
from marketplace.trade.shipping.rules import Destination
from marketplace.window.storefront.service import VariantOnDesk, save_product
from marketplace.worker import Worker
from tests.cast import Cast, Person, Shop

ROMA_NORTE = "06700"
TRACKING = "0123456789"

YARN = ProductData(
    title="Estambre de alpaca Nube",
    category="estambres",
    description="Cien gramos, teñido a mano.",
    brand="Hilos Alpaca",
    attributes={"fibre": "alpaca", "weight_g": 100},
    warranty_months=3,
    warranty_by="Hilos Alpaca",
    return_days=30,
    return_paid_by="seller",
    weight_grams=120,
    length_mm=150,
    width_mm=100,
    height_mm=80,
)


@dataclass(frozen=True)
class Goods:
    """A product on the shelf, with its first variant."""

    shop: Shop
    product_id: UUID
    variant_id: UUID
    number: int
    price_minor: int


def draft(
    market: Cast,
    *,
    shop: Shop | None = None,
    title: str = YARN.title,
    price_minor: int = 20_000,
    pieces: int = 10,
    sku: str = "",
) -> UUID:
    """A product that only its shop sees, complete enough to be submitted."""
    shop = shop or market.alpaca
    as_owner = market.as_alicia if shop == market.alpaca else market.as_bruno
    data = replace(YARN, title=title)
    with as_owner() as work:
        product_id = products.create_product(work, data)
        save_product(work, product_id, data, variants=[VariantOnDesk(sku or new_token()[:8], "", price_minor, pieces)])
        products.add_picture(work, product_id, key="p/00/test", alt=title, width=800, height=600)
    return product_id


def goods(
    market: Cast,
    *,
    shop: Shop | None = None,
    title: str = YARN.title,
    price_minor: int = 20_000,
    pieces: int = 10,
    sku: str = "",
) -> Goods:
    """A product that is for sale: submitted by its shop and approved by staff."""
    shop = shop or market.alpaca
    product_id = draft(market, shop=shop, title=title, price_minor=price_minor, pieces=pieces, sku=sku)
    approve(market, product_id, shop=shop)
    with market.above() as work:
        listing = work.session.get_one(Listing, (shop.id, product_id))
        return Goods(shop, product_id, UUID(listing.variants[0]["id"]), listing.number, price_minor)


def approve(market: Cast, product_id: UUID, *, shop: Shop | None = None) -> None:
    """Its shop submits what a product says now, and staff approve it."""
    shop = shop or market.alpaca
    as_owner = market.as_alicia if shop == market.alpaca else market.as_bruno
    with as_owner() as work:
        products.submit_product(work, product_id, shop_slug=shop.slug, shop_name=shop.name)
        revision = products.get_product(work, product_id).revision
    with market.as_sergio() as work:
        open_case(work, ProductSubmitted(shop.id, product_id, revision, shop.slug, shop.name))
        work.session.flush()
        of_it = (ModerationCase.product_id == product_id) & (ModerationCase.revision == revision)
        approve_listing(work, work.session.scalars(select(ModerationCase.id).where(of_it)).one())


def variants(market: Cast, product_id: UUID) -> list[VariantRow]:
    """The buyable forms of a product of Hilos Alpaca."""
    with market.as_alicia() as work:
        return variants_of(work, product_id)


def picture(market: Cast, product_id: UUID) -> UUID:
    """The first picture of a product."""
    with market.above() as work:
        return work.session.scalars(select(Media.id).where(Media.product_id == product_id)).one()


def line(of: Goods, quantity: int = 1) -> CartLine:
    """So many of some goods, at the price they were made with."""
    return CartLine(of.number, of.variant_id, quantity, of.price_minor)


def checkout(
    work: Work,
    buyer: Person,
    lines: list[CartLine],
    *,
    key: str = "",
    postal_code: str = ROMA_NORTE,
    total_seen: int | None = None,
    choices: Mapping[UUID, ShopChoice] | None = None,
) -> placing.Checkout:
    """What a buyer's filled-in form says."""
    locality = find_locality(work, postal_code)
    assert locality is not None
    to = Destination(locality.code, locality.state_code)
    seen = price(work, lines, to, choices=choices).total_minor if total_seen is None else total_seen
    address = {
        "postal_code": postal_code, "state": locality.state, "municipality": locality.municipality,
        "settlement": "Roma Norte", "street": "Orizaba", "exterior": "101", "interior": None, "between": None,
        "references": None,
    }  # fmt: skip
    return placing.Checkout(
        key=key or new_token(),
        buyer_id=buyer.id,
        email=buyer.email,
        name=buyer.name,
        phone="+52 55 1234 5678",
        address=address,
        to=to,
        lines=lines,
        total_seen_minor=seen,
        locale="es_MX",
        link_token=new_token(),
        choices=choices or {},
    )


def kept_address(label: str = "Casa", **other: str) -> AddressToKeep:
    """What somebody keeps in their account: of Roma Norte, where nothing else is said."""
    said = {
        "name": "Carla Méndez", "phone": "55 1234 5678", "postal_code": ROMA_NORTE, "state": "Ciudad de México",
        "municipality": "Cuauhtémoc", "settlement": "Roma Norte", "street": "Orizaba", "exterior": "101",
    }  # fmt: skip
    return AddressToKeep(label, **(said | other))


def place(
    market: Cast,
    lines: list[CartLine],
    *,
    buyer: Person | None = None,
    key: str = "",
    hold: timedelta = timedelta(minutes=15),
    opened: bool = True,
    choices: Mapping[UUID, ShopChoice] | None = None,
) -> placing.Placed:
    """A purchase that waits for its payment."""
    with market.above("checkout") as work:
        asked = checkout(work, buyer or market.carla, lines, key=key, choices=choices)
        placed = placing.place_purchase(work, asked, hold=hold)
    if opened:
        open_page(placed.purchase_id)  # as who placed it is led there
    return placed


def attempt_of(work: Work, purchase_id: UUID) -> PaymentAttempt:
    """The latest attempt to take a purchase's money."""
    return work.session.scalars(
        select(PaymentAttempt)
        .join(Charge, Charge.id == PaymentAttempt.charge_id)
        .where(Charge.purchase_id == purchase_id)
        .order_by(PaymentAttempt.number.desc())
    ).all()[0]


def pay(market: Cast, placed: placing.Placed, *, heard: bool = True, months: int | None = None) -> None:
    """The buyer pays with a card that the bank approves, at once or in months; a job takes what the provider tells of it,
    once it is `heard`."""
    with market.above() as work:
        state = attempt_of(work, placed.purchase_id).state
    if state in ("new", "ended"):
        open_page(placed.purchase_id)
    with market.above() as work:
        session = attempt_of(work, placed.purchase_id).provider_ref or ""
    with get_twin().store.change() as shelf:
        acts.pay_by_card(shelf, session, acts.APPROVED, months)
    if heard:
        with market.above("webhook") as work:
            hear_twin(work)


def paid_order(market: Cast, worker: Worker, lines: list[CartLine]) -> str:
    """An order that its shop may pack; gives its code (the first one, where there are several)."""
    placed = place(market, lines)
    pay(market, placed)
    worker.drain()
    return order_codes(market, placed)[0]


def order_codes(market: Cast, placed: placing.Placed) -> list[str]:
    """The codes of a purchase's orders, by shop."""
    with market.above() as work:
        return list(
            work.session.scalars(
                select(Order.code).where(Order.purchase_id == placed.purchase_id).order_by(Order.shop_slug)
            )
        )


def delivered_order(market: Cast, worker: Worker, lines: list[CartLine]) -> str:
    """An order of Hilos Alpaca that arrived: its buyer says so."""
    code = shipped_order(market, worker, lines)
    with market.above("own delivery") as work:
        orders.deliver_order(work, code, buyer_id=market.carla.id)
    worker.drain()
    return code


def shipped_order(market: Cast, worker: Worker, lines: list[CartLine], *, tracking: str = TRACKING) -> str:
    """An order of Hilos Alpaca that is under way."""
    code = paid_order(market, worker, lines)
    with market.as_pia() as work:
        orders.pack_order(work, code, message="Va con cuidado.")
        orders.ship_order(work, code, carrier="Estafeta", tracking=tracking)
    worker.drain()
    return code


def days_later(market: Cast, days: int) -> None:
    """Everything that a clock of orders looks at happened so many days earlier."""
    moved = timedelta(days=days)
    with market.above() as work:
        for column in (Order.promise_to, Order.promise_from, Order.held_until, Order.resent_until):
            work.session.execute(update(Order).values({column: column - days}))
        work.session.execute(update(Order).values(delivered_at=Order.delivered_at - moved))
        work.session.execute(update(Dispute).values(answer_by=Dispute.answer_by - moved))


def release(market: Cast) -> None:
    """The hold of everything that was delivered is over, and the clock looks."""
    days_later(market, 10)
    with market.above("clock") as work:
        release_money(work)


def stock(market: Cast, of: Goods) -> tuple[int, int]:
    """What is on the shelf and what is held, of some goods."""
    with market.above() as work:
        row = work.session.scalars(select(Stock).where(Stock.variant_id == of.variant_id)).one()
        return row.on_hand, row.reserved


def know_taxonomy(market: Cast) -> Taxonomy:
    """Let this process know the tree as staff left it, which it does by itself every other second; gives it."""
    with market.above() as work:
        refresh_taxonomy(work)
    return known()
