"""Products follow what staff changed of the tree: some at a time, with how far it came; a worker that dies leaves off there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_

from marketplace.goods.catalog import shelf
from marketplace.goods.catalog.events import TaxonomyChanged
from marketplace.goods.catalog.models import Listing, Product
from marketplace.goods.catalog.taxonomy_effects import in_any, says_in_any_form
from marketplace.goods.catalog.taxonomy_models import CategoryRow, TaxonomyChange
from marketplace.goods.catalog.taxonomy_reading import refresh_taxonomy
from marketplace.kernel.work import Work

_AT_ONCE = 200


class Followed(TypedDict, total=False):
    """Which products follow, and what becomes of them besides that their words are written anew."""

    categories: list[str]
    into: str  # the category into which they go
    attribute: str
    values: list[list[Any]]  # of that attribute: what was said, and what is said instead


def whose(said: Followed) -> ColumnElement[bool]:
    """Condition for the products that follow."""
    return says_in_any_form(said["attribute"]) if "attribute" in said else in_any(said["categories"])


def follow_change(work: Work, fact: TaxonomyChanged) -> None:
    """Let some products follow a change, and ask for the next ones."""
    refresh_taxonomy(work)
    change = work.session.lock_row(TaxonomyChange, fact.change_id)
    said: Followed = change.said  # type: ignore[assignment]  # as `begin_following` wrote it
    query = select(Product).where(whose(said)).order_by(Product.tenant_id, Product.id).limit(_AT_ONCE)
    if change.after_product:
        query = query.where(tuple_(Product.tenant_id, Product.id) > (change.after_tenant, change.after_product))
    products = work.session.lock(query)
    for product in products:
        _follow(work, product, said)
        change.after_tenant, change.after_product = product.tenant_id, product.id
    change.done += len(products)
    if len(products) == _AT_ONCE:
        work.tell(fact)
    else:
        change.finished_at = work.now


def _follow(work: Work, product: Product, said: Followed) -> None:
    """Let a product, and what is shown of it, follow. Nothing of it waits for review: its shop changed nothing."""
    listing = work.session.find(
        select(Listing).where(Listing.tenant_id == product.tenant_id, Listing.id == product.id), lock=True
    )
    for one in (product, listing):
        if one is not None:
            if "into" in said:
                one.category = said["into"]
            if "values" in said:
                one.attributes = _said_anew(one.attributes, said["attribute"], said["values"])
    if "values" in said:
        for variant in shelf.variants_of(work, product):
            variant.options = _said_anew(variant.options, said["attribute"], said["values"])
    if "into" in said or "values" in said:
        product.version += 1
    if listing is not None:
        shelf.show_words(work, product, listing)


def _said_anew(attributes: Mapping[str, Any], code: str, values: list[list[Any]]) -> dict[str, Any]:
    held = attributes.get(code)
    anew = [new for old, new in values if old == held and isinstance(held, bool) == isinstance(old, bool)]
    return {**attributes, code: anew[0]} if anew else dict(attributes)


def begin_following(work: Work, change: TaxonomyChange) -> None:
    """Count the products that follow a change, and ask for the first of them; where there are none it is done."""
    said: Followed = change.said  # type: ignore[assignment]
    change.total = (
        (work.session.scalar(select(func.count()).select_from(Product).where(whose(said))) or 0) if said else 0
    )
    if change.total:
        work.tell(TaxonomyChanged(change.id))
    else:
        change.finished_at = work.now


def gather_left_behind(work: Work) -> None:
    """Let products follow that somebody put into a category while it became part of another. By the clock."""
    for row in work.session.execute(
        select(CategoryRow.code, CategoryRow.es, CategoryRow.merged_into)
        .where(
            CategoryRow.merged_into.is_not(None),
            select(Product.id).where(Product.category == CategoryRow.code).exists(),
        )
        .order_by(CategoryRow.code)
    ).all():
        running = select(TaxonomyChange.id).where(TaxonomyChange.code == row.code, TaxonomyChange.finished_at.is_(None))
        if work.session.scalar(running.limit(1)) is None:
            work.tell(TaxonomyChanged(_left_behind(work, row.code, row.es, row.merged_into)))


def _left_behind(work: Work, code: str, name: str, into: str) -> UUID:
    change = TaxonomyChange(
        about="category", code=code, name=name, after={"merged_into": into}, at=work.now, by=work.actor.name,
        said={"categories": [code], "into": into}, total=0,
    )  # fmt: skip
    work.session.add(change)
    work.session.flush()
    return change.id
