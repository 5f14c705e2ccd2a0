"""Verbs that put a product out of its shop's way and take it back."""

from __future__ import annotations

from uuid import UUID

from marketplace.goods.catalog import errors, rules, shelf
from marketplace.goods.catalog.bulk_plans import back_from_archive
from marketplace.goods.catalog.rules import ProductState
from marketplace.goods.catalog.service import get_product
from marketplace.kernel.permissions import May
from marketplace.kernel.states import transition
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work


@verb(needs=May.EDIT_PRODUCTS)
def archive_product(work: Work, product_id: UUID) -> None:
    """Take a product out of the shop's lists, and off the shelf. Raises ProductWrongState while staff look at it."""
    product = get_product(work, product_id, lock=True)
    was_shown = product.state == ProductState.PUBLISHED
    transition(product, ProductState.ARCHIVED, rules.NEXT, otherwise=errors.ProductWrongState(state=product.state))
    if was_shown:
        shelf.take_off_shelf(work, product)
    work.audit("catalog.archive", f"product:{product.id}", title=product.title)


@verb(needs=May.EDIT_PRODUCTS)
def unarchive_product(work: Work, product_id: UUID) -> None:
    """Take a product back from the archive: paused where staff approved it, else as a draft. Raises ProductWrongState."""
    product = get_product(work, product_id, lock=True)
    if product.state != ProductState.ARCHIVED:
        raise errors.ProductWrongState(state=product.state)
    transition(product, back_from_archive(product), rules.NEXT)
    work.audit("catalog.unarchive", f"product:{product.id}", title=product.title)
