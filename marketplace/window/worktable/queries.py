"""Questions about a shop's products as its table shows them. A page reads an index, and then what stands beside fifty rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from marketplace.goods.catalog import CATEGORIES, ProductState, to_mend
from marketplace.goods.catalog.models import Media, Product, Variant
from marketplace.goods.inventory.models import Stock
from marketplace.kernel.matching import has_code, has_either
from marketplace.kernel.work import Work
from marketplace.window.worktable.models import ProductView
from marketplace.window.worktable.rules import LOW_STOCK, Lacking, Pieces, TableAsked, TableOrder


@dataclass(frozen=True)
class TableVariant:
    """A buyable form, with its cells. Price in centavos."""

    id: UUID
    product_id: UUID
    sku: str
    name: str
    price_minor: int
    on_hand: int
    reserved: int


@dataclass
class TableProduct:
    """A product of the table, with its forms."""

    id: UUID
    title: str
    state: str
    category: str
    gtin: str | None
    warranty_months: int
    return_days: int
    return_paid_by: str
    updated_at: datetime
    pending: bool  # an edit waits for review while the approved revision is shown
    picture_key: str | None
    variants: list[TableVariant] = field(default_factory=list)


_OF_IT = (Variant.tenant_id == Product.tenant_id) & (Variant.product_id == Product.id) & Variant.removed_at.is_(None)
_HAS_PICTURE = exists().where(Media.tenant_id == Product.tenant_id, Media.product_id == Product.id)
_LACKS: Mapping[Lacking, ColumnElement[bool]] = {
    Lacking.PICTURE: ~_HAS_PICTURE,
    Lacking.DESCRIPTION: Product.description == "",
    Lacking.BRAND: Product.brand == "",
    Lacking.GTIN: Product.gtin.is_(None),
    Lacking.WEIGHT: Product.weight_grams == 0,
    Lacking.SIZE: or_(Product.length_mm == 0, Product.width_mm == 0, Product.height_mm == 0),
    Lacking.SAT_KEY: Product.sat_key.is_(None),
    Lacking.PRICE: ~exists().where(_OF_IT),
}
_SHOWN = select(
    Product.id, Product.title, Product.state, Product.category, Product.gtin, Product.warranty_months,
    Product.return_days, Product.return_paid_by, Product.updated_at,
    Product.approved_revision.is_not(None) & (Product.approved_revision != Product.revision),
    select(Media.key)
    .where(Media.tenant_id == Product.tenant_id, Media.product_id == Product.id)
    .order_by(Media.position)
    .limit(1)
    .scalar_subquery(),
)  # fmt: skip
_BY_COUNT = frozenset({TableOrder.PRICE, TableOrder.PRICE_BACK, TableOrder.PIECES, TableOrder.PIECES_BACK})


def find_products(work: Work, asked: TableAsked, *, offset: int, limit: int) -> tuple[list[TableProduct], int]:
    """Find the products that are asked for, with their forms; and how many there are."""
    query, order = _found(work, asked)
    total = work.session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    ids = list(work.session.scalars(query.order_by(*order).offset(offset).limit(limit)))
    rows: Sequence[Any] = work.session.execute(
        _SHOWN.where(Product.tenant_id == work.tenant_id, Product.id.in_(ids))
    ).all()
    found = {row.id: TableProduct(*row) for row in rows}
    for variant in _variants_of(work, ids):
        found[variant.product_id].variants.append(variant)
    return [found[one] for one in ids], total


def found_ids(work: Work, asked: TableAsked) -> list[UUID]:
    """Give the ids of all products that are asked for, in no order."""
    query, _order = _found(work, asked)
    return list(work.session.scalars(query))


def _found(work: Work, asked: TableAsked) -> tuple[Select[UUID], Sequence[Any]]:
    query = select(Product.id).where(Product.tenant_id == work.tenant_id, *_narrowed(asked))
    counted = (
        select(
            Variant.product_id,
            func.min(Variant.price_minor).label("price_minor"),
            func.sum(Stock.on_hand - Stock.reserved).label("pieces"),
        )
        .join(Stock, (Stock.tenant_id == Variant.tenant_id) & (Stock.variant_id == Variant.id))
        .where(Variant.tenant_id == work.tenant_id, Variant.removed_at.is_(None))
        .group_by(Variant.product_id)
        .subquery()
    )
    pieces = func.coalesce(counted.c.pieces, 0)
    if asked.pieces or asked.order in _BY_COUNT:
        query = query.outerjoin(counted, counted.c.product_id == Product.id)
    match asked.pieces:
        case Pieces.NONE:
            query = query.where(pieces <= 0)
        case Pieces.LOW:
            query = query.where(pieces.between(1, LOW_STOCK))
        case Pieces.SOME:
            query = query.where(pieces > 0)
    ways: Mapping[TableOrder, Sequence[Any]] = {
        TableOrder.NEWEST: (Product.id.desc(),),  # ids are in the order of their making: the key's own index
        TableOrder.OLDEST: (Product.id,),
        TableOrder.TITLE: (Product.title, Product.id),
        TableOrder.TITLE_BACK: (Product.title.desc(), Product.id.desc()),
        TableOrder.PRICE: (counted.c.price_minor, Product.id),
        TableOrder.PRICE_BACK: (counted.c.price_minor.desc().nulls_last(), Product.id.desc()),
        TableOrder.PIECES: (pieces, Product.id),
        TableOrder.PIECES_BACK: (pieces.desc(), Product.id.desc()),
        TableOrder.CHANGED: (Product.updated_at.desc(), Product.id.desc()),
        TableOrder.CHANGED_BACK: (Product.updated_at, Product.id),
    }
    return query, ways[asked.order]


def _narrowed(asked: TableAsked) -> list[ColumnElement[bool]]:
    """The conditions on a product itself, and on whether it has a form of some kind."""
    found: list[ColumnElement[bool]] = [_LACKS[one] for one in asked.lacking]
    if asked.state == ProductState.DECLINED:
        found.append(to_mend())
    else:
        found.append(Product.state == asked.state if asked.state else Product.state != ProductState.ARCHIVED)
    if asked.category:
        below = [code for code, one in CATEGORIES.items() if asked.category in one.path]
        found.append(Product.category.in_(below))
    if asked.text:
        words = (Product.title, Product.brand, Product.model)
        of_form = exists().where(_OF_IT, or_(has_code(asked.text, Variant.sku), has_code(asked.text, Variant.gtin)))
        found.append(or_(has_either(asked.text, words=words, codes=(Product.gtin,)), of_form))
    prices = [
        *([Variant.price_minor >= asked.from_minor] if asked.from_minor is not None else []),
        *([Variant.price_minor <= asked.to_minor] if asked.to_minor is not None else []),
    ]
    if prices:
        found.append(exists().where(_OF_IT, and_(*prices)))
    if asked.warranty_most is not None:
        found.append(Product.warranty_months <= asked.warranty_most)
    if asked.return_most is not None:
        found.append(Product.return_days <= asked.return_most)
    return found


def _variants_of(work: Work, product_ids: Sequence[UUID]) -> list[TableVariant]:
    """The forms of the products of a page, in order."""
    rows: Sequence[Any] = work.session.execute(
        select(
            Variant.id,
            Variant.product_id,
            Variant.sku,
            Variant.name,
            Variant.price_minor,
            Stock.on_hand,
            Stock.reserved,
        )
        .join(Stock, (Stock.tenant_id == Variant.tenant_id) & (Stock.variant_id == Variant.id))
        .where(Variant.tenant_id == work.tenant_id, Variant.product_id.in_(product_ids), Variant.removed_at.is_(None))
        .order_by(Variant.product_id, Variant.position, Variant.id)
    ).all()
    return [TableVariant(*row) for row in rows]


def own_views(work: Work) -> list[ProductView]:
    """List the views that whoever looks keeps in this shop, by name."""
    query = select(ProductView).where(
        ProductView.tenant_id == work.tenant_id, ProductView.account_id == work.actor.account_id
    )
    return list(work.session.scalars(query.order_by(func.lower(ProductView.name), ProductView.id)))
