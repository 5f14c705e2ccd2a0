"""The verb that deletes a product for good. What is only its own goes with it; the database says what must stay."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from marketplace.goods.catalog import errors
from marketplace.goods.catalog.rules import MAY_GO
from marketplace.goods.catalog.service import get_product
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work

# The keys by which rows of higher floors hold a product, as the database names them (migration 0065).
_HELD_BY = {
    "fk_order_line_tenant_id_variant_id_variant": errors.ProductSold,
    "fk_reservation_tenant_id_variant_id_variant": errors.ProductSold,
    "fk_recall_tenant_id_product_id_product": errors.ProductWasRecalled,
    "product_is_looked_at": errors.ProductLookedAt,
    "product_was_taken_down": errors.ProductKept,
    "fk_measure_tenant_id_product_id_product": errors.ProductKept,
    "fk_report_case_shop_id_product_id_product": errors.ProductKept,
}


@verb(needs=May.EDIT_PRODUCTS)
def delete_product(work: Work, product_id: UUID) -> None:
    """Delete a draft, or what is archived, for good: variants, pictures, pieces, prices and what was typed of it go too.

    What was done with it stays in the shop's record. Raises ProductWrongState, ProductSold, ProductWasRecalled,
    ProductLookedAt, ProductKept; then nothing is deleted.
    """
    product = get_product(work, product_id, lock=True)
    if product.state not in MAY_GO:
        raise errors.ProductWrongState(state=product.state)
    title = product.title
    try:
        with work.attempt():
            work.session.delete(product)
            work.session.flush()
    except IntegrityError as error:
        held_by = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
        if held_by not in _HELD_BY:
            raise
        raise _HELD_BY[held_by] from error
    work.audit("catalog.delete", f"product:{product_id}", title=title)
