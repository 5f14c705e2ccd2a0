"""What staff read of the tree: what each category holds, who asks for what, and what was changed. Above the walls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from marketplace.goods.catalog.taxonomy import Category
from marketplace.goods.catalog.taxonomy_edits import CategoryData, data_of_category
from marketplace.goods.catalog.taxonomy_effects import counts_by_category
from marketplace.goods.catalog.taxonomy_models import AttributeRow, CategoryRow, TaxonomyChange
from marketplace.goods.catalog.taxonomy_reading import read_taxonomy
from marketplace.kernel.work import Work

_MOST_CHANGES = 50


@dataclass(frozen=True)
class CategoryLine:
    """A category in the tree, with how many products it and what is below it hold, and how many of them are for sale."""

    category: Category
    name: str
    into: str  # the name of the one that it became part of
    products: int
    listings: int

    @property
    def depth(self) -> int:
        """How many stand above it."""
        return len(self.category.path) - 1


def category_rows(work: Work, language: str) -> list[CategoryLine]:
    """List the tree in its order."""
    tree, held = read_taxonomy(work, ""), counts_by_category(work)
    lines = []
    for one in tree.categories.values():
        below = [held.get(other.code, (0, 0)) for other in tree.categories.values() if one.code in other.path]
        into = tree.categories[one.merged_into].name(language) if one.merged_into else ""
        products, listings = (sum(column) for column in zip(*below, strict=True))
        lines.append(CategoryLine(one, one.name(language), into, products, listings))
    return lines


def categories_kept(work: Work) -> list[tuple[str, CategoryData]]:
    """Give every category that did not become part of another, by code, with what it says now."""
    kept = select(CategoryRow).where(CategoryRow.merged_into.is_(None)).order_by(CategoryRow.number)
    return [(row.code, data_of_category(row)) for row in work.session.scalars(kept)]


def find_category_code(work: Work, written: str) -> str | None:
    """Find the category that is named by its code, or by its address."""
    named = select(CategoryRow.code).where(or_(CategoryRow.code == written, CategoryRow.slug == written))
    return work.session.scalars(named.order_by(CategoryRow.code != written).limit(1)).first()


def attribute_rows(work: Work) -> Sequence[AttributeRow]:
    """List the attributes, by name."""
    return work.session.scalars(select(AttributeRow).order_by(AttributeRow.es, AttributeRow.code)).all()


def categories_asking(work: Work, attribute: str) -> Sequence[CategoryRow]:
    """List the categories that ask for an attribute, by name."""
    asks = CategoryRow.attributes.contains([[attribute]])
    return work.session.scalars(select(CategoryRow).where(asks).order_by(CategoryRow.es, CategoryRow.code)).all()


def changes_of(work: Work, about: str, code: str) -> Sequence[TaxonomyChange]:
    """List what was changed of a category or an attribute, the newest first."""
    query = select(TaxonomyChange).where(TaxonomyChange.about == about, TaxonomyChange.code == code)
    return work.session.scalars(query.order_by(TaxonomyChange.at.desc(), TaxonomyChange.id).limit(_MOST_CHANGES)).all()


def following_now(work: Work) -> Sequence[TaxonomyChange]:
    """List the changes that products still follow, the oldest first."""
    query = select(TaxonomyChange).where(TaxonomyChange.finished_at.is_(None))
    return work.session.scalars(query.order_by(TaxonomyChange.at, TaxonomyChange.id).limit(_MOST_CHANGES)).all()
