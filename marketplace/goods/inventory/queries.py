"""Questions about a shop's own goods and stock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Subquery, func, select

from marketplace.goods.catalog.models import Media, Product, Variant
from marketplace.goods.inventory.models import Reservation, Stock
from marketplace.kernel.work import Work


@dataclass(frozen=True)
class ProductRow:
    """A line of a shop's product table. Prices in centavos."""

    id: UUID
    title: str
    state: str
    category: str
    price_minor: int | None
    on_hand: int
    reserved: int
    variants: int
    picture_key: str | None
    pending: bool  # an edit waits for review while the approved revision is shown
    updated_at: datetime


_FIRST_PICTURE = (
    select(Media.key)
    .where(Media.tenant_id == Product.tenant_id, Media.product_id == Product.id, Media.position == 0)
    .limit(1)
    .scalar_subquery()
)


def own_products(work: Work, *, offset: int = 0, limit: int = 50) -> tuple[list[ProductRow], int]:
    """List the products of the shop this work stands in, latest first; with how many there are."""
    stocked = _counted_by_product(work)
    query = (
        select(
            Product.id,
            Product.title,
            Product.state,
            Product.category,
            stocked.c.price_minor,
            func.coalesce(stocked.c.on_hand, 0),
            func.coalesce(stocked.c.reserved, 0),
            func.coalesce(stocked.c.variants, 0),
            _FIRST_PICTURE,
            (Product.approved_revision.is_not(None)) & (Product.approved_revision != Product.revision),
            Product.updated_at,
        )
        .outerjoin(stocked, stocked.c.product_id == Product.id)
        .where(Product.tenant_id == work.tenant_id)
    )
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = work.session.execute(query.order_by(Product.updated_at.desc(), Product.id).offset(offset).limit(limit))
    return [ProductRow(*row) for row in rows], total


def _counted_by_product(work: Work) -> Subquery:
    """Return, for each product of the shop, its lowest price, its variants, and their pieces."""
    return (
        select(
            Variant.product_id,
            func.min(Variant.price_minor).label("price_minor"),
            func.count().label("variants"),
            func.sum(Stock.on_hand).label("on_hand"),
            func.sum(Stock.reserved).label("reserved"),
        )
        .join(Stock, (Stock.tenant_id == Variant.tenant_id) & (Stock.variant_id == Variant.id))
        .where(Variant.tenant_id == work.tenant_id, Variant.removed_at.is_(None))
        .group_by(Variant.product_id)
        .subquery()
    )


def held_for(work: Work, purchase_ids: Collection[UUID]) -> dict[UUID, int]:
    """Sum what is held for some purchases that wait to be paid, by variant. Above the walls."""
    if not purchase_ids:
        return {}
    rows = work.session.execute(
        select(Reservation.variant_id, func.sum(Reservation.quantity))
        .where(Reservation.purchase_id.in_(purchase_ids), Reservation.state == "held")
        .group_by(Reservation.variant_id)
    )
    return {variant_id: int(quantity) for variant_id, quantity in rows}


@dataclass(frozen=True)
class VariantRow:
    """One buyable form with its stock."""

    id: UUID
    sku: str
    name: str
    options: Mapping[str, Any]
    price_minor: int
    on_hand: int
    reserved: int
    gtin: str | None = None
    weight_grams: int | None = None


def own_skus(work: Work) -> set[str]:
    """Give the keys that the shop this work stands in uses."""
    return set(
        work.session.scalars(
            select(Variant.sku).where(Variant.tenant_id == work.tenant_id, Variant.removed_at.is_(None))
        )
    )


def variants_of(work: Work, product_id: UUID) -> list[VariantRow]:
    """List the buyable forms of one of the shop's products, in order."""
    rows = work.session.execute(
        select(
            Variant.id,
            Variant.sku,
            Variant.name,
            Variant.options,
            Variant.price_minor,
            Stock.on_hand,
            Stock.reserved,
            Variant.gtin,
            Variant.weight_grams,
        )
        .join(Stock, (Stock.tenant_id == Variant.tenant_id) & (Stock.variant_id == Variant.id))
        .where(Variant.tenant_id == work.tenant_id, Variant.product_id == product_id, Variant.removed_at.is_(None))
        .order_by(Variant.position)
    )
    return [VariantRow(*row) for row in rows]
