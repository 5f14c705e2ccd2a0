"""Questions about goods. The public ones read rows from prebuilt statements: they are on every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from marketplace.goods.catalog import ProductState, costs_of
from marketplace.goods.catalog.models import Media, PriceChange, Product, Variant
from marketplace.goods.inventory.models import Stock
from marketplace.kernel.matching import has_words
from marketplace.kernel.work import Work
from marketplace.people.sellers import SHUT_SQL
from marketplace.trade.orders.models import OrderLine
from marketplace.trade.pricing import FROM_SHELF, Offer, read_offers, select_offers
from marketplace.trade.shipping.models import ShippingTerms
from tenants import resolve
from tenants.models import Tenant
from tenants.wall import ShelfRow, shelf_sql

# The shelf is ordered by an index first; only what is shown is joined.
_FIRST = FROM_SHELF.replace(
    "FROM listing l", "FROM (SELECT * FROM listing WHERE available > 0 AND NOT limited ORDER BY {order} LIMIT :most) l"
)
_NEWEST = select_offers(
    Offer, _FIRST.format(order="published_at DESC, number") + " ORDER BY l.published_at DESC, l.number"
)
_LIKED = select_offers(Offer, _FIRST.format(order="popularity DESC, number") + " ORDER BY l.popularity DESC, l.number")
_OF_SHOP = select_offers(
    Offer, f"{FROM_SHELF} WHERE l.tenant_id = :shop ORDER BY l.popularity DESC, l.number OFFSET :offset LIMIT :most"
)
# What has its address here: at the market, all but the goods of shops with a domain of their own; at such a domain, its.
_HERE = """CASE WHEN cast(:shop AS uuid) IS NULL
    THEN NOT EXISTS (SELECT FROM shop_name n WHERE n.tenant_id = s.tenant_id AND n.kind = 'domain')
    ELSE s.tenant_id = :shop END"""
_IN_A_PART = 10_000
_PARTS = shelf_sql(
    f"SELECT DISTINCT s.number / {_IN_A_PART} AS part FROM listing s WHERE {_HERE} ORDER BY part"  # noqa: S608 - ours
)
_PART = shelf_sql(
    "SELECT s.number, s.slug, s.published_at FROM listing s "  # noqa: S608 - ours
    f"WHERE s.number >= :first AND s.number < :first + {_IN_A_PART} AND NOT s.limited AND {_HERE} ORDER BY s.number"
)
_SHOPS_HERE = shelf_sql(
    f"SELECT s.slug FROM shop s WHERE s.status NOT IN {SHUT_SQL} AND {_HERE} ORDER BY s.slug"  # noqa: S608 - ours
)
_CATEGORIES = shelf_sql("SELECT category, count(*) AS goods FROM listing WHERE NOT limited GROUP BY category")
_LAST_NUMBER = shelf_sql("SELECT coalesce(max(number), 0) AS last FROM listing")
_COUNT_OF_SHOP = shelf_sql("SELECT count(*) FROM listing WHERE tenant_id = :shop")


def newest(work: Work, most: int) -> list[Offer]:
    """Give the cards of what came last."""
    return read_offers(work, _NEWEST, most=most)


def best_sold(work: Work, most: int) -> list[Offer]:
    """Give the cards of what sells most."""
    return read_offers(work, _LIKED, most=most)


def of_shop(work: Work, tenant_id: UUID, *, offset: int, limit: int) -> tuple[list[Offer], int]:
    """Give the cards of a shop, what sells most first, with how many there are."""
    rows = read_offers(work, _OF_SHOP, shop=tenant_id, offset=offset, most=limit)
    return rows, work.session.read_shelf(_COUNT_OF_SHOP, shop=tenant_id)[0].count


def parts_of_shelf(work: Work, shop: UUID | None) -> list[int]:
    """Give the parts, of ten thousand numbers each, in which something has its address at the market, or at a shop's domain."""
    return [row.part for row in work.session.read_shelf(_PARTS, shop=shop)]


def part_of_shelf(work: Work, part: int, shop: UUID | None) -> list[ShelfRow]:
    """Give number, slug and day of what such a part has."""
    return work.session.read_shelf(_PART, first=part * _IN_A_PART, shop=shop)


def known_here(work: Work) -> tuple[list[str], list[str]]:
    """Give the slugs of shops that are known by the market's address, and the categories in which something is sold."""
    shops = [row.slug for row in work.session.read_shelf(_SHOPS_HERE, shop=None)]
    return shops, list(categories(work))


def categories(work: Work) -> dict[str, int]:
    """Count the listings of each category that holds any, by its code."""
    return {row.category: row.goods for row in work.session.read_shelf(_CATEGORIES)}


def terms_and_domain(work: Work, tenant_id: UUID) -> tuple[ShippingTerms | None, str | None]:
    """Give how a shop ships, and its own domain where it proved one."""
    row = work.session.execute(
        select(Tenant.id, ShippingTerms, resolve.own_domain(Tenant.id).label("domain"))
        .outerjoin(ShippingTerms, ShippingTerms.tenant_id == Tenant.id)
        .where(Tenant.id == tenant_id)
    ).one()
    return row[1], row.domain


def last_number(work: Work) -> int:
    """Give the highest number that a listing has."""
    return int(work.session.read_shelf(_LAST_NUMBER)[0].last)


@dataclass(frozen=True)
class OwnVariant:
    """A buyable form as its shop looks at its price; the cost is for the shop's eyes alone."""

    id: UUID
    product_id: UUID
    title: str
    name: str
    category: str
    price_minor: int
    cost_minor: int | None

    @property
    def said(self) -> str:
        """What it is called."""
        return f"{self.title}, {self.name}" if self.name else self.title


MOST_PROMOTABLE = 100


@dataclass(frozen=True)
class Promotable:
    """A buyable form for sale, with its price of now in centavos."""

    id: UUID
    title: str
    name: str
    price_minor: int

    @property
    def said(self) -> str:
        """What it is called."""
        return f"{self.title}, {self.name}" if self.name else self.title


def promotable_variants(work: Work, *, words: str = "", product_id: UUID | None = None) -> list[Promotable]:
    """List what this shop has for sale by title: of one product, or with words in the title."""
    query = (
        select(Variant.id, Product.title, Variant.name, Variant.price_minor)
        .join(Product, (Product.tenant_id == Variant.tenant_id) & (Product.id == Variant.product_id))
        .where(
            Variant.tenant_id == work.tenant_id,
            Variant.removed_at.is_(None),
            Variant.approved_name.is_not(None),
            Product.state == ProductState.PUBLISHED,
        )
    )
    if product_id is not None:
        query = query.where(Product.id == product_id)
    elif words:
        query = query.where(has_words(words, Product.title))
    query = query.order_by(Product.title, Product.id, Variant.position, Variant.id).limit(MOST_PROMOTABLE)
    return [Promotable(*row) for row in work.session.execute(query)]


def own_variants(work: Work, *, offset: int, limit: int) -> tuple[list[OwnVariant], int]:
    """List the variants of the shop this work stands in by their product's title; with how many there are."""
    query = (
        select(Variant.id, Product.id, Product.title, Variant.name, Product.category, Variant.price_minor)
        .join(Product, (Product.tenant_id == Variant.tenant_id) & (Product.id == Variant.product_id))
        .where(Variant.tenant_id == work.tenant_id, Variant.removed_at.is_(None))
    )
    total = work.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    found = work.session.execute(
        query.order_by(Product.title, Product.id, Variant.position, Variant.id).offset(offset).limit(limit)
    ).all()
    costs = costs_of(work, [row[0] for row in found])
    return [OwnVariant(*row, cost_minor=costs.get(row[0])) for row in found], total


@dataclass(frozen=True)
class WhatGoes:
    """What is deleted with a product, and whether somebody ever bought it, which keeps it."""

    variants: int
    pictures: int
    pieces: int
    price_changes: int
    sold: bool


def what_goes(work: Work, product_id: UUID) -> WhatGoes:
    """Count what is only a product's own, of the shop this work stands in."""

    def count(of: Any, what: Any) -> Any:
        return select(what).where(of.tenant_id == work.tenant_id, of.product_id == product_id).scalar_subquery()

    current = count(Variant, func.count().filter(Variant.removed_at.is_(None)))
    row = work.session.execute(
        select(
            current,
            count(Media, func.count()),
            count(Stock, func.coalesce(func.sum(Stock.on_hand), 0)),
            count(PriceChange, func.count()),
            count(OrderLine, func.count()),
        )
    ).one()
    return WhatGoes(row[0], row[1], int(row[2]), row[3], row[4] > 0)
