"""Brands: one name each, however shops write it. Staff's approval makes a writing known; staff merge two that are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.goods.catalog import errors, shelf
from marketplace.goods.catalog.events import BrandsMerged
from marketplace.goods.catalog.models import Brand, Listing, Product
from marketplace.kernel.matching import has_words
from marketplace.kernel.permissions import StaffMay
from marketplace.kernel.reading.names import key_of_name
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work

_AT_ONCE = 200
_MOST_OFFERED = 200


def brand_named(work: Work, typed: str) -> str:
    """Give the one form of a brand; what nobody wrote before is given as it was typed."""
    key = key_of_name(typed)
    return (work.session.scalar(select(Brand.name).where(Brand.key == key)) if key else None) or typed


def brands_to_offer(work: Work) -> Sequence[str]:
    """The names that an editor suggests, in their order."""
    return work.session.scalars(select(Brand.name).distinct().order_by(Brand.name).limit(_MOST_OFFERED)).all()


def learn_brand(work: Work, name: str) -> None:
    """Know a brand as it was approved, where nobody knew a writing of it."""
    key = key_of_name(name)
    if key and work.session.get(Brand, key) is None:
        work.session.add(Brand(key=key, writing=name, name=name))
        work.session.flush()


def learn_brands(work: Work) -> None:
    """Know the brands of what was approved before brands were; what one wrote otherwise follows the first. By the clock."""
    known = select(Brand.key).where((Brand.writing == Listing.brand) | (Brand.name == Listing.brand))
    unknown = select(Listing.brand).where(Listing.brand != "", ~known.exists()).distinct()
    for name in work.session.scalars(unknown.order_by(Listing.brand).limit(_AT_ONCE)).all():
        into = brand_named(work, name)
        if into == name:
            learn_brand(work, name)
        else:
            work.tell(BrandsMerged(name, into))


@dataclass(frozen=True)
class KnownBrand:
    """A brand with how it is written, and how many products carry it."""

    name: str
    writings: tuple[str, ...]
    products: int


def find_brands(work: Work, text: str, *, offset: int, limit: int) -> tuple[list[KnownBrand], int]:
    """List brands of which some writing holds a text, by name; with how many there are."""
    names = select(Brand.name).distinct()
    if text:
        names = names.where(has_words(text, Brand.writing, Brand.name))
    total = work.session.scalar(select(func.count()).select_from(names.subquery())) or 0
    shown = work.session.scalars(names.order_by(Brand.name).offset(offset).limit(limit)).all()
    writings: dict[str, list[str]] = {name: [] for name in shown}
    for row in work.session.execute(
        select(Brand.name, Brand.writing).where(Brand.name.in_(shown)).order_by(Brand.writing)
    ):
        writings[row.name].append(row.writing)
    carried = count_products(work, shown)
    return [KnownBrand(name, tuple(writings[name]), carried.get(name, 0)) for name in shown], total


def count_products(work: Work, names: Sequence[str]) -> dict[str, int]:
    """Count the products that carry each of some brands, whatever state they are in. Above the walls."""
    query = select(Product.brand, func.count()).where(Product.brand.in_(names)).group_by(Product.brand)
    return {row[0]: int(row[1]) for row in work.session.execute(query)}


@verb(needs=StaffMay.MODERATE)
def merge_brands(work: Work, name: str, *, into: str) -> None:
    """Make all writings of a brand those of another; products follow some at a time, and need no review for it.

    Raises NoSuchBrand, SameBrand.
    """
    writings = work.session.lock(select(Brand).where(Brand.name == name).order_by(Brand.key))
    if not writings or work.session.scalar(select(Brand.key).where(Brand.name == into).limit(1)) is None:
        raise errors.NoSuchBrand
    if name == into:
        raise errors.SameBrand
    for writing in writings:
        writing.name = into
    work.session.flush()
    work.audit("catalog.merge_brands", f"brand:{key_of_name(into)}", name=name, into=into)
    work.tell(BrandsMerged(name, into))


def rename_products(work: Work, fact: BrandsMerged) -> None:
    """Let some products carry the name that their brand has now, and ask for the next ones."""
    products = work.session.lock(
        select(Product).where(Product.brand == fact.name).order_by(Product.tenant_id, Product.id).limit(_AT_ONCE)
    )
    for product in products:
        product.brand = fact.into
        product.version += 1
        listing = work.session.get(Listing, (product.tenant_id, product.id))
        if listing is not None and listing.brand == fact.name:
            shelf.show_brand(work, product, listing, fact.into)
    if len(products) == _AT_ONCE:
        work.tell(fact)
