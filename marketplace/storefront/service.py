"""The product desk's one verb: a product as its form says it, with variants, stock and pictures, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from marketplace import catalog
from marketplace.catalog import service as products
from marketplace.catalog.service import ProductData, VariantData
from marketplace.inventory import service as inventory
from marketplace.inventory.queries import variants_of
from marketplace.kernel.uploads import StoredPicture
from marketplace.kernel.work import Work


@dataclass(frozen=True)
class VariantOnDesk:
    """A buyable form with how many there are of it. Price in centavos with IVA; `id` is None for a new one."""

    sku: str
    name: str
    price_minor: int
    on_hand: int
    id: UUID | None = None


def save_product(
    work: Work,
    product_id: UUID,
    data: ProductData,
    *,
    variants: Sequence[VariantOnDesk],
    pictures: Sequence[StoredPicture] = (),
    seen_at_revision: int | None = None,
) -> None:
    """Save a product, its variants, their stock and further pictures together.

    Raises what the verbs of catalog and inventory raise (EditedMeanwhile, SkuTaken, HeldByBuyers, TooManyPictures …).
    """
    products.edit_product(work, product_id, data, seen_at_revision=seen_at_revision)
    if variants:
        _save_variants(work, product_id, variants)
    for picture in pictures:
        products.add_picture(
            work, product_id, key=picture.key, alt=data.title, width=picture.width, height=picture.height
        )


def _save_variants(work: Work, product_id: UUID, variants: Sequence[VariantOnDesk]) -> None:
    before = {row.id for row in variants_of(work, product_id)}
    ids = products.save_variants(
        work, product_id, [VariantData(v.sku, v.price_minor, v.name, id=v.id) for v in variants]
    )
    for variant_id, variant in zip(ids, variants, strict=True):
        if variant_id in before:
            inventory.set_stock(work, variant_id, on_hand=variant.on_hand, note="product")
        else:
            inventory.open_stock(
                work, tenant_id=work.tenant_id, product_id=product_id, variant_id=variant_id, on_hand=variant.on_hand
            )
    catalog.refresh_availability(work, [(work.tenant_id, product_id)])
