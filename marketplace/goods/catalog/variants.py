"""Verbs on the buyable forms of a product: their keys, names and prices. How many there are is inventory's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.goods.catalog import errors, shelf
from marketplace.goods.catalog.axes import check_combinations, options_by
from marketplace.goods.catalog.models import Product, Variant, VariantPrice
from marketplace.goods.catalog.price_rules import steps_fault
from marketplace.goods.catalog.prices import PriceSet, change_prices, write_prices
from marketplace.goods.catalog.rules import MOST_VARIANTS, ProductState
from marketplace.goods.catalog.service import get_product, note_edit
from marketplace.kernel.ids import new_id
from marketplace.kernel.permissions import May
from marketplace.kernel.reading import read_gtin
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work


@dataclass(frozen=True)
class VariantFacts:
    """What sets a buyable form apart besides its name. None: as its product.

    `picture` is the key of the picture that shows it, `weight_grams` what it weighs packed.
    """

    gtin: str | None = None
    weight_grams: int | None = None
    picture: str | None = None


@dataclass(frozen=True)
class VariantData:
    """One buyable form: price in centavos with IVA.

    `id` is None for a new one; without `price_minor`, `options` or `facts` it keeps what it has. `seen_minor` is the price that
    whoever changes it saw.
    """

    sku: str
    price_minor: int | None = None
    name: str = ""
    options: dict[str, Any] | None = None
    facts: VariantFacts | None = None
    id: UUID | None = None
    seen_minor: int | None = None


@verb(needs=May.EDIT_PRODUCTS)
def save_variants(
    work: Work, product_id: UUID, variants: Sequence[VariantData], *, removed: Sequence[UUID] = ()
) -> list[UUID]:
    """Set buyable forms of a product, in order, and remove some; gives the ids of those that were set.

    Forms that are not named stay as they are. Prices apply to new sales at once; new names, and forms that nobody has
    seen, wait for staff; of a product with axes each is a combination of them. Raises NotACombination, SameCombination,
    SkuTaken when the shop uses a key for two things, PriceChanged when a price is no longer what was seen, LastVariant,
    TooManyVariants, NoSuchVariant.
    """
    product = get_product(work, product_id, lock=True)
    known = {variant.id: variant for variant in shelf.variants_of(work, product)}
    _remove(work, product, known, removed)
    check_keys(work, variants)
    if len(known) + sum(one.id is None for one in variants) > MOST_VARIANTS:
        raise errors.TooManyVariants(most=MOST_VARIANTS)
    said = {variant_id: (row.name, row.gtin) for variant_id, row in known.items()}
    priced: list[PriceSet] = []
    set_now = [_set(work, product, known, data, position, priced) for position, data in enumerate(variants)]
    named = {row.id for row in set_now}
    check_combinations(
        product.axes, [row.name for row in (*set_now, *(one for one in known.values() if one.id not in named))]
    )
    work.session.flush()
    write_prices(work, product.tenant_id, priced)
    note_edit(work, product, reviewed=any(said.get(row.id) != (row.name, row.gtin) for row in set_now))
    shelf.refresh_availability(work, [(product.tenant_id, product.id)])
    return [row.id for row in set_now]


def _set(
    work: Work, product: Product, known: dict[UUID, Variant], data: VariantData, position: int, priced: list[PriceSet]
) -> Variant:
    """Set all of a form but a new price of one that there is, which is put among those to be written."""
    if data.id is None:
        row = Variant(
            tenant_id=product.tenant_id, id=new_id(), product_id=product.id, options={}, price_minor=data.price_minor
        )
        work.session.add(row)
    elif data.id not in known:
        raise errors.NoSuchVariant
    else:
        row = known[data.id]
    row.sku, row.name, row.position = data.sku, data.name, position
    if data.options is not None:
        row.options = dict(data.options)
    if data.facts is not None:
        row.gtin = read_gtin(data.facts.gtin) if data.facts.gtin else None
        row.weight_grams = data.facts.weight_grams
        row.options = {**row.options, "picture": data.facts.picture}
    if product.axes:
        row.options = {**row.options, **options_by(product.category, product.axes, row.name)}
    row.options = {name: value for name, value in row.options.items() if value is not None}
    if data.id is not None and data.price_minor is not None:
        priced += _price_set(product, row, data.price_minor, data.seen_minor)
    return row


@verb(needs=May.EDIT_PRODUCTS)
def set_price(work: Work, product_id: UUID, variant_id: UUID, *, price_minor: int, seen_minor: int) -> None:
    """Change one price, for new sales, from what was seen. Raises NoSuchVariant, PriceChanged."""
    product = get_product(work, product_id, lock=True)
    row = _variant_of(work, product, variant_id)
    change_prices(work, product.tenant_id, _price_set(product, row, price_minor, seen_minor))


@verb(needs=May.EDIT_PRODUCTS)
def set_sku(work: Work, product_id: UUID, variant_id: UUID, sku: str) -> None:
    """Call a buyable form by another key of the shop's own. Raises NoSuchVariant, SkuTaken."""
    product = get_product(work, product_id, lock=True)
    row = _variant_of(work, product, variant_id)
    check_keys(work, [VariantData(sku, id=variant_id)])
    row.sku = sku
    note_edit(work, product, reviewed=False)
    shelf.refresh_availability(work, [(product.tenant_id, product.id)])
    work.audit("catalog.edit", f"product:{product.id}", title=product.title, revision=product.revision)


@verb(needs=May.EDIT_PRODUCTS)
def set_variant_facts(
    work: Work, product_id: UUID, variant_id: UUID, *, gtin: str | None, weight_grams: int | None, seen_version: int
) -> None:
    """Set a variant's article number and what it weighs packed; None: as its product. A new number waits for staff.

    Raises NoSuchVariant, EditedMeanwhile when somebody saved the product after `seen_version` was read, NotAnArticleNumber.
    """
    product = get_product(work, product_id, lock=True)
    row = _variant_of(work, product, variant_id)
    if product.version != seen_version:
        raise errors.EditedMeanwhile
    before = row.gtin
    row.gtin, row.weight_grams = read_gtin(gtin) if gtin else None, weight_grams
    note_edit(work, product, reviewed=row.gtin != before)
    shelf.refresh_availability(work, [(product.tenant_id, product.id)])
    work.audit("catalog.edit", f"product:{product.id}", title=product.title, revision=product.revision)


@verb(needs=May.EDIT_PRODUCTS)
def set_steps(
    work: Work, product_id: UUID, variant_id: UUID, steps: Sequence[tuple[int, int]], *, seen_version: int
) -> None:
    """Let several pieces of a variant cost less each: up to three steps of (pieces, centavos each), or none.

    For new sales at once; a step that is not below the price of a day does nothing then. Raises NoSuchVariant, BadSteps,
    EditedMeanwhile when somebody saved the product after `seen_version` was read.
    """
    product = get_product(work, product_id, lock=True)
    row = _variant_of(work, product, variant_id)
    if product.version != seen_version:
        raise errors.EditedMeanwhile
    if fault := steps_fault(row.price_minor, steps):
        raise errors.BadSteps(problem=fault, variant_id=variant_id, price=row.price_minor)
    beside = work.session.get(VariantPrice, (product.tenant_id, row.id))
    if beside is None:
        beside = VariantPrice(tenant_id=product.tenant_id, id=row.id)
        work.session.add(beside)
    beside.steps = [list(one) for one in steps] or None
    note_edit(work, product, reviewed=False)
    shelf.refresh_availability(work, [(product.tenant_id, product.id)])
    work.audit(
        "catalog.steps", f"variant:{row.id}", product_id=str(product.id), title=product.title, variant=row.name,
        steps=[list(one) for one in steps],
    )  # fmt: skip


def steps_of(work: Work, variant_ids: Sequence[UUID]) -> dict[UUID, list[tuple[int, int]]]:
    """The steps by quantity of variants of this shop: (pieces, centavos each), fewest pieces first."""
    rows = work.session.execute(
        select(VariantPrice.id, VariantPrice.steps).where(
            VariantPrice.tenant_id == work.tenant_id, VariantPrice.id.in_(variant_ids), VariantPrice.steps.is_not(None)
        )
    )
    return {row.id: [(pieces, minor) for pieces, minor in row.steps] for row in rows}


def name_variant(work: Work, tenant_id: UUID, variant_id: UUID) -> dict[str, Any]:
    """Name a variant as the record does: its product's id and title, and its own name, empty where there is only one."""
    found = work.session.execute(
        select(Product.id, Product.title, Variant.name)
        .join(Variant, (Variant.tenant_id == Product.tenant_id) & (Variant.product_id == Product.id))
        .where(Variant.tenant_id == tenant_id, Variant.id == variant_id)
    ).one()
    return {"product_id": str(found[0]), "title": found[1], "variant": found[2]}


def _variant_of(work: Work, product: Product, variant_id: UUID) -> Variant:
    """Find a buyable form of a product. Raises NoSuchVariant."""
    found = next((one for one in shelf.variants_of(work, product) if one.id == variant_id), None)
    if found is None:
        raise errors.NoSuchVariant
    return found


def _price_set(product: Product, row: Variant, price_minor: int, seen_minor: int | None) -> list[PriceSet]:
    """Say which price changes, if it does. Raises PriceChanged."""
    if row.price_minor == price_minor:
        return []
    if seen_minor is not None and seen_minor != row.price_minor:
        raise errors.PriceChanged(variant_id=row.id, seen=seen_minor, now=row.price_minor)
    return [PriceSet(product.id, row.id, product.title, row.name, row.price_minor, price_minor)]


def _remove(work: Work, product: Product, known: dict[UUID, Variant], removed: Sequence[UUID]) -> None:
    for variant_id in removed:
        row = known.pop(variant_id, None)
        if row is None:
            raise errors.NoSuchVariant
        row.removed_at = work.now
        work.audit(
            "catalog.remove_variant", f"variant:{row.id}", product_id=str(product.id), title=product.title, name=row.name,
            sku=row.sku,
        )  # fmt: skip
    if (
        removed
        and product.state == ProductState.PUBLISHED
        and not any(one.approved_name is not None for one in known.values())
    ):
        raise errors.LastVariant
    work.session.flush()


def check_keys(work: Work, variants: Sequence[VariantData]) -> None:
    """Refuse keys that the shop uses for two things. Raises SkuTaken."""
    keys = [variant.sku for variant in variants]
    named = [variant.id for variant in variants if variant.id]
    elsewhere = select(Variant.sku).where(
        Variant.tenant_id == work.tenant_id,
        Variant.sku.in_(keys),
        Variant.id.not_in(named),
        Variant.removed_at.is_(None),
    )
    taken = set(work.session.scalars(elsewhere)) | {sku for sku, times in Counter(keys).items() if times > 1}
    if taken:
        raise errors.SkuTaken(sku=", ".join(sorted(taken)))
