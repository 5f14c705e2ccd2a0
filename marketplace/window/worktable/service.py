"""Verbs of the table: the cells of a row, a product's turn, and the views that a member keeps."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from marketplace.goods import catalog, inventory
from marketplace.goods.catalog import ProductState
from marketplace.goods.catalog import service as products
from marketplace.goods.inventory import StockReason
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.window.storefront import check_leaves_something
from marketplace.window.worktable import queries
from marketplace.window.worktable.errors import NoSuchView, SkuChanged, StateChanged, TooManyViews, ViewNamed
from marketplace.window.worktable.models import ProductView
from marketplace.window.worktable.rules import MOST_VIEWS


@dataclass(frozen=True)
class RowSaid:
    """What somebody wrote into the cells of a form of a product, with what they saw there. Price in centavos.

    `delta` are pieces more or fewer, for a `reason`; `sure` is what they were asked about before.
    """

    variant_id: UUID
    sku: str
    seen_sku: str
    price_minor: int
    seen_minor: int
    delta: int = 0
    reason: StockReason | None = None
    seen_on_hand: int | None = None
    sure: str = ""


@verb(needs=May.EDIT_PRODUCTS)
def save_row(work: Work, product_id: UUID, said: RowSaid) -> None:
    """Save the cells that somebody changed, or none of them.

    Raises NoSuchProduct, NoSuchVariant, PriceChanged, SkuChanged, SkuTaken, StockChanged, HeldByBuyers, MoreThanThere,
    LeavesLess, BelowCost or FarFromPrice where a price is to be asked about, NotAllowed where pieces change and the actor
    may not.
    """
    product = products.get_product(work, product_id, lock=True)
    if said.price_minor != said.seen_minor:
        catalog.set_price(work, product_id, said.variant_id, price_minor=said.price_minor, seen_minor=said.seen_minor)
        cost = catalog.costs_of(work, [said.variant_id]).get(said.variant_id, 0)
        grams = catalog.billable_grams(product.weight_grams, product.length_mm, product.width_mm, product.height_mm)
        check_leaves_something(work, product.category, [(said.price_minor, cost)], grams=grams, sure=said.sure)
    if said.sku != said.seen_sku:
        found = next((one for one in catalog.variants_of(work, product) if one.id == said.variant_id), None)
        if found is not None and found.sku != said.seen_sku:
            raise SkuChanged(seen=said.seen_sku, now=found.sku)
        catalog.set_sku(work, product_id, said.variant_id, said.sku)
    if said.delta and said.reason:
        inventory.change_stock(work, said.variant_id, delta=said.delta, reason=said.reason, seen=said.seen_on_hand)
    catalog.check_not_far(said.seen_minor, said.price_minor, sure=said.sure)


@verb(needs=May.EDIT_PRODUCTS)
def turn_product(work: Work, product_id: UUID, *, to: ProductState, seen: str) -> None:
    """Pause what is for sale, or resume what is paused. Raises StateChanged when it is not as it was seen."""
    product = products.get_product(work, product_id, lock=True)
    if product.state != seen:
        raise StateChanged(seen=seen, now=product.state)
    if to is ProductState.PAUSED:
        products.pause_product(work, product_id)
    else:
        products.resume_product(work, product_id)


@verb(needs=May.VIEW_SHOP)
def save_view(work: Work, name: str, asked: str) -> UUID:
    """Keep what is asked of the table under a name of one's own. Raises ViewNamed, TooManyViews."""
    kept = queries.own_views(work)
    if any(one.name.casefold() == name.casefold() for one in kept):
        raise ViewNamed
    if len(kept) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    assert work.actor.account_id is not None  # a person: keys of the API keep no views
    view = ProductView(
        tenant_id=work.tenant_id, id=new_id(), account_id=work.actor.account_id, name=name, asked=asked,
        made_at=work.now,
    )  # fmt: skip
    work.session.add(view)
    work.session.flush()
    return view.id


@verb(needs=May.VIEW_SHOP)
def remove_view(work: Work, view_id: UUID) -> None:
    """Forget a view of one's own. Raises NoSuchView."""
    view = work.session.scalar(
        select(ProductView).where(
            ProductView.tenant_id == work.tenant_id,
            ProductView.id == view_id,
            ProductView.account_id == work.actor.account_id,
        )
    )
    if view is None:
        raise NoSuchView
    work.session.delete(view)
    work.session.flush()
