"""Doing to one product, or undoing, what an act on many does: by the verbs that a single product's page calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marketplace.goods.catalog import service
from marketplace.goods.catalog.archiving import archive_product, unarchive_product
from marketplace.goods.catalog.bulk_plans import Planned
from marketplace.goods.catalog.bulk_rules import BulkKind
from marketplace.goods.catalog.changing import change_terms, move_category, move_category_back
from marketplace.goods.catalog.errors import ChangedSince, EditedWhilePaused
from marketplace.goods.catalog.models import Product
from marketplace.goods.catalog.rules import ProductState
from marketplace.kernel.work import Work
from marketplace.people.sellers import own_shop


def _submit(work: Work, product: Product, _planned: Planned) -> None:
    shop = own_shop(work)
    service.submit_product(work, product.id, shop_slug=shop.slug, shop_name=shop.name)


def _move(work: Work, product: Product, planned: Planned) -> None:
    planned.before["approved"] = product.approved_revision == product.revision
    move_category(work, product.id, planned.after["category"], planned.after["attributes"])
    planned.after["version"] = product.version


DO: Mapping[BulkKind, Callable[[Work, Product, Planned], None]] = {
    BulkKind.PAUSE: lambda work, product, _planned: service.pause_product(work, product.id),
    BulkKind.RESUME: lambda work, product, _planned: service.resume_product(work, product.id),
    BulkKind.ARCHIVE: lambda work, product, _planned: archive_product(work, product.id),
    BulkKind.UNARCHIVE: lambda work, product, _planned: unarchive_product(work, product.id),
    BulkKind.SUBMIT: _submit,
    BulkKind.TERMS: lambda work, product, planned: change_terms(work, product.id, planned.after),
    BulkKind.CATEGORY: _move,
}


def undo_row(
    work: Work, kind: BulkKind, product: Product, *, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Give a product back what an act changed of it. Raises ChangedSince, EditedWhilePaused."""
    if any(getattr(product, name) != value for name, value in after.items() if name not in ("version", "attributes")):
        raise ChangedSince
    match kind:
        case BulkKind.RESUME:
            service.pause_product(work, product.id)
        case BulkKind.PAUSE | BulkKind.ARCHIVE:
            _show_again(work, product, before["state"])
        case BulkKind.UNARCHIVE:
            archive_product(work, product.id)
        case BulkKind.TERMS:
            change_terms(work, product.id, before)
        case BulkKind.CATEGORY:
            move_category_back(work, product.id, before, version=after["version"])


def _show_again(work: Work, product: Product, before: str) -> None:
    if before == ProductState.PUBLISHED and product.approved_revision != product.revision:
        raise EditedWhilePaused  # its listing went with what was approved; what came after nobody has seen
    if product.state == ProductState.ARCHIVED:
        unarchive_product(work, product.id)
    if before == ProductState.PUBLISHED:
        service.resume_product(work, product.id)
