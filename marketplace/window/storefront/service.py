"""The product desk's one verb: a product as its form says it, with variants, stock and pictures, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import count
from uuid import UUID

from marketplace.goods import catalog, inventory
from marketplace.goods.catalog import ProductData, VariantData, VariantFacts, save_variants
from marketplace.goods.catalog import service as products
from marketplace.goods.inventory import NewStock, own_skus
from marketplace.kernel.permissions import May
from marketplace.kernel.uploads import StoredPicture
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work
from marketplace.window.storefront.simulating import check_leaves_something


@dataclass(frozen=True)
class VariantOnDesk:
    """A buyable form with how many there are of it. Price in centavos with IVA; `id` is None for a new one.

    `seen_minor` and `seen_on_hand` are what whoever saves it saw; pieces of None stay as they are.
    """

    sku: str
    name: str
    price_minor: int
    on_hand: int | None = None
    id: UUID | None = None
    seen_minor: int | None = None
    seen_on_hand: int | None = None
    facts: VariantFacts | None = None  # None: as they are


@verb(needs=May.EDIT_PRODUCTS)
def save_product(
    work: Work,
    product_id: UUID,
    data: ProductData,
    *,
    variants: Sequence[VariantOnDesk],
    removed: Sequence[UUID] = (),
    pictures: Sequence[StoredPicture] = (),
    seen_version: int | None = None,
    sure: str | None = None,
) -> None:
    """Save a product, its variants, their stock and further pictures together; what the actor had typed meanwhile is dropped.

    `sure` is what somebody was asked about before (`check_leaves_something`, `check_not_far`); None where nobody can be asked.

    Raises LeavesLess or BelowCost where a new price would leave less than nothing or than its cost, FarFromPrice where it
    changes by far, NotAllowed where pieces
    differ and the actor may not count them, and what the verbs of catalog and inventory raise (EditedMeanwhile, SkuTaken,
    StockChanged, TooManyPictures …).
    """
    products.edit_product(work, product_id, data, seen_version=seen_version)
    if variants or removed:
        _save_variants(work, product_id, variants, removed)
    if sure is not None:
        _check_prices(work, data, variants, sure)
    for picture in pictures:
        products.add_picture(
            work, product_id, key=picture.key, alt=data.title, width=picture.width, height=picture.height
        )
    catalog.drop_draft(work, product_id)


_LONGEST_TITLE, _LONGEST_SKU = 120, 40


@verb(needs=May.EDIT_PRODUCTS)
def copy_product(work: Work, product_id: UUID, *, title: str) -> UUID:
    """Begin a draft that says what a product says, under a title, without pieces and with keys of its own; gives its id.

    What a variant costs its shop is not copied. Raises NoSuchProduct.
    """
    product = products.get_product(work, product_id)
    said = {one.name: getattr(product, one.name) for one in fields(ProductData)}
    data = ProductData(**{**said, "title": title[:_LONGEST_TITLE], "gtin": None})
    copied = products.create_product(work, data)
    taken = own_skus(work)
    variants = []
    for one in inventory.variants_of(work, product_id):
        sku = next(key for n in count(1) if (key := _copied_sku(one.sku, n)) not in taken)
        taken.add(sku)
        facts = VariantFacts(None, one.weight_grams, one.options.get("picture"))
        variants.append(VariantOnDesk(sku, one.name, one.price_minor, facts=facts))
    if variants:
        _save_variants(work, copied, variants, ())
    for picture in catalog.pictures_of(work, product):
        products.add_picture(work, copied, key=picture.key, alt=picture.alt, width=picture.width, height=picture.height)
    return copied


def _copied_sku(sku: str, number: int) -> str:
    suffix = "-COPIA" if number == 1 else f"-COPIA{number}"
    return sku[: _LONGEST_SKU - len(suffix)] + suffix


def _check_prices(work: Work, data: ProductData, variants: Sequence[VariantOnDesk], sure: str) -> None:
    new = [one for one in variants if one.price_minor != one.seen_minor]
    costs = catalog.costs_of(work, [one.id for one in new if one.id])
    grams = catalog.billable_grams(data.weight_grams, data.length_mm, data.width_mm, data.height_mm)
    priced = [(one.price_minor, costs.get(one.id, 0) if one.id else 0) for one in new]
    check_leaves_something(work, data.category, priced, grams=grams, sure=sure)
    for one in new:
        if one.id is not None and one.seen_minor is not None:
            catalog.check_not_far(one.seen_minor, one.price_minor, sure=sure)


def _save_variants(work: Work, product_id: UUID, variants: Sequence[VariantOnDesk], removed: Sequence[UUID]) -> None:
    said = [
        VariantData(v.sku, v.price_minor, v.name, facts=v.facts, id=v.id, seen_minor=v.seen_minor) for v in variants
    ]
    ids = save_variants(work, product_id, said, removed=removed)
    new = []
    for variant_id, variant in zip(ids, variants, strict=True):
        if variant.on_hand not in (None, variant.seen_on_hand):
            work.require(May.CHANGE_STOCK)
        if variant.id is None:
            new.append(NewStock(product_id, variant_id, variant.on_hand or 0))
        elif variant.on_hand is not None and variant.on_hand != variant.seen_on_hand:
            inventory.set_stock(work, variant_id, on_hand=variant.on_hand, seen=variant.seen_on_hand, note="product")
    inventory.open_stocks(work, new)
    catalog.refresh_availability(work, [(work.tenant_id, product_id)])
