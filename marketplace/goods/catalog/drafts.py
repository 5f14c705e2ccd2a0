"""What somebody typed on a product's page and has not saved yet: kept apart, so that nothing of the product changes."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, select

from marketplace.goods.catalog.models import ProductDraft
from marketplace.goods.catalog.service import get_product
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work


def find_draft(work: Work, product_id: UUID) -> ProductDraft | None:
    """Find what the actor typed of a product and did not save."""
    return work.session.scalar(
        select(ProductDraft).where(
            ProductDraft.tenant_id == work.tenant_id,
            ProductDraft.product_id == product_id,
            ProductDraft.account_id == work.actor.account_id,
        )
    )


@verb(needs=May.EDIT_PRODUCTS)
def keep_draft(work: Work, product_id: UUID, typed: Mapping[str, str]) -> None:
    """Keep what the actor typed so far; of two browsers the later one counts. Raises NoSuchProduct."""
    product = get_product(work, product_id, lock=True)
    assert work.actor.account_id is not None  # only people type
    draft = find_draft(work, product_id)
    if draft is None:
        draft = ProductDraft(
            tenant_id=product.tenant_id, id=new_id(), product_id=product_id, account_id=work.actor.account_id
        )
        work.session.add(draft)
    draft.typed, draft.saved_at = dict(typed), work.now
    work.session.flush()


@verb(needs=May.EDIT_PRODUCTS)
def drop_draft(work: Work, product_id: UUID) -> None:
    """Throw away what the actor typed and did not save; again finds nothing."""
    work.session.execute(
        delete(ProductDraft).where(
            ProductDraft.tenant_id == work.tenant_id,
            ProductDraft.product_id == product_id,
            ProductDraft.account_id == work.actor.account_id,
        )
    )
