"""Verbs that change one thing about a product and leave the rest: its terms, its category."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marketplace.goods.catalog import errors, shelf, taxonomy
from marketplace.goods.catalog.bulk_plans import TERMS
from marketplace.goods.catalog.events import EditDiscarded
from marketplace.goods.catalog.models import Product
from marketplace.goods.catalog.rules import ProductState, check_terms
from marketplace.goods.catalog.service import get_product, note_edit
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work


@verb(needs=May.EDIT_PRODUCTS)
def change_terms(work: Work, product_id: UUID, terms: Mapping[str, Any]) -> None:
    """Change warranty (months), return (days) or who pays the way back; for new sales at once.

    Raises WarrantyTooShort, ReturnTooShort.
    """
    product = get_product(work, product_id, lock=True)
    for name in TERMS:
        setattr(product, name, terms.get(name, getattr(product, name)))
    check_terms(product.warranty_months, product.return_days)
    note_edit(work, product, reviewed=False)
    if product.state == ProductState.PUBLISHED:
        shelf.show_terms(work, product)
    _note(work, product)


@verb(needs=May.EDIT_PRODUCTS)
def move_category(work: Work, product_id: UUID, category: str, attributes: Mapping[str, Any]) -> None:
    """Move a product to another category, with those of its technical data that are known there; staff look at it anew.

    What was approved stays visible meanwhile. Raises UnknownCategory, BadAttribute.
    """
    product = get_product(work, product_id, lock=True)
    if not taxonomy.is_leaf(category):
        raise errors.UnknownCategory
    for code, value in attributes.items():
        if not taxonomy.accepts(category, code, value):
            raise errors.BadAttribute(attribute=code)
    product.category, product.attributes = category, dict(attributes)
    note_edit(work, product, reviewed=True)
    _note(work, product)


def move_category_back(work: Work, product_id: UUID, before: Mapping[str, Any], *, version: int) -> None:
    """Undo `move_category`: what staff had approved is approved again, where nothing else changed since that `version`."""
    product = get_product(work, product_id, lock=True)
    as_it_was = before["approved"] and product.version == version
    product.category, product.attributes = before["category"], dict(before["attributes"])
    note_edit(work, product, reviewed=True)
    if as_it_was:
        product.approved_revision, product.declined = product.revision, None
        work.tell(EditDiscarded(product.tenant_id, product.id))
    _note(work, product)


def _note(work: Work, product: Product) -> None:
    work.audit("catalog.edit", f"product:{product.id}", title=product.title, revision=product.revision)
