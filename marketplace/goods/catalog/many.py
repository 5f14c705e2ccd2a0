"""Many products of a shop at once, in a few statements, by the same rules as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from marketplace.goods.catalog.brands import brand_named
from marketplace.goods.catalog.models import Product, Variant
from marketplace.goods.catalog.prices import PriceSet, change_prices
from marketplace.goods.catalog.product_data import ProductData, check_data
from marketplace.goods.catalog.service import begin_product
from marketplace.goods.catalog.variants import VariantData, check_keys
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work


@dataclass(frozen=True)
class NewProduct:
    """A product to be begun, with its variants, each with a price in centavos."""

    data: ProductData
    variants: Sequence[VariantData]


def lock_products(work: Work, product_ids: Sequence[UUID]) -> None:
    """Lock the rows of some products of the shop this work stands in, and read them again, in the written order."""
    work.session.lock(
        select(Product).where(Product.tenant_id == work.tenant_id, Product.id.in_(product_ids)).order_by(Product.id)
    )


@verb(needs=May.EDIT_PRODUCTS)
def set_prices(work: Work, changes: Sequence[PriceSet]) -> None:
    """Change prices of products whose rows are locked (`lock_products`), for new sales at once."""
    change_prices(work, work.tenant_id, changes)


@verb(needs=May.EDIT_PRODUCTS)
def create_products(work: Work, new: Sequence[NewProduct]) -> list[tuple[UUID, list[UUID]]]:
    """Begin products as drafts that only their shop sees; gives the id of each, and of its variants in order.

    How many there are of each variant is inventory's. Raises what `create_product` does, and SkuTaken.
    """
    check_keys(work, [variant for one in new for variant in one.variants])
    made, rows = [], []
    brands = {name: brand_named(work, name) for name in {one.data.brand for one in new} if name}
    for one in new:
        product = begin_product(work, check_data(replace(one.data, brand=brands.get(one.data.brand, ""))))
        variants = [
            Variant(
                tenant_id=work.tenant_id, id=new_id(), product_id=product.id, sku=variant.sku, name=variant.name,
                options=dict(variant.options or {}), price_minor=variant.price_minor, position=position,
            )
            for position, variant in enumerate(one.variants)
        ]  # fmt: skip
        rows += variants
        made.append((product.id, [variant.id for variant in variants]))
    work.session.flush()
    work.session.add_all(rows)
    work.session.flush()
    return made
