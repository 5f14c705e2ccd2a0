"""What a draft would change: beside what the shop has now, found by the keys (SKU) of its variants. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import select

from marketplace.goods.addresses import paths_to_lead
from marketplace.goods.catalog import PriceSet, ProductData, VariantData, accepts, costs_of, is_far, lock_products
from marketplace.goods.catalog.models import Media, Product, Variant
from marketplace.goods.inventory.models import Stock
from marketplace.kernel.work import Work
from marketplace.people.sellers import own_shop
from marketplace.window.imports.assembling import FileProduct, FileVariant
from marketplace.window.imports.cells import FieldMissing, SkuOfTwo, WordUnknown


@dataclass(frozen=True)
class Known:
    """What the shop has of the products that some drafts name."""

    products: Mapping[UUID, Product]
    variants: Mapping[UUID, Sequence[Variant]]  # by product, in order
    by_sku: Mapping[str, Variant]
    on_hand: Mapping[UUID, int]
    costs: Mapping[UUID, int]
    with_pictures: frozenset[UUID]
    to_lead: frozenset[str]  # those of the old paths that lead nowhere yet
    start: ProductData  # what a new product of the shop starts with


@dataclass
class ProductChange:
    """What is to be done with one draft. `product_id` is None for a new product."""

    draft: FileProduct
    product_id: UUID | None
    data: ProductData | None = None  # None: what is said of the product stays
    variants: list[VariantData] = field(default_factory=list)  # all of them, in order; empty: they stay
    counts: dict[UUID, int] = field(default_factory=dict)
    costs: dict[UUID, int | None] = field(default_factory=dict)
    prices: list[PriceSet] = field(default_factory=list)  # where nothing else is said of variants that are there
    pieces: list[FileVariant] = field(default_factory=list)  # new ones, in the order of their variants
    pictures: tuple[str, ...] = ()
    old_paths: tuple[str, ...] = ()  # that lead nowhere yet

    @property
    def is_nothing(self) -> bool:
        """Whether the shop has all of it already."""
        return not (self.is_wordy or self.prices or self.counts or self.costs or self.old_paths)

    @property
    def is_wordy(self) -> bool:
        """Whether it says more than prices, pieces and costs of what is there: such are done one by one."""
        return bool(self.data or self.variants or self.pictures)

    @property
    def far(self) -> int:
        """How many prices change by so much that a zero may be wrong."""
        return sum(is_far(one.before, one.after) for one in self.prices) + sum(
            is_far(one.seen_minor, one.price_minor) for one in self.variants if one.seen_minor and one.price_minor
        )


def look_up(work: Work, drafts: Sequence[FileProduct], *, lock: bool = False) -> Known:
    """Load what the shop has of some drafts' products, in a few statements; locked where it is to be changed."""
    skus = [piece.sku for draft in drafts for piece in draft.pieces]
    own = Variant.tenant_id == work.tenant_id
    found = select(Variant.product_id).where(own, Variant.sku.in_(skus), Variant.removed_at.is_(None))
    if lock:
        lock_products(work, work.session.scalars(found.distinct()).all())
    variants: dict[UUID, list[Variant]] = {}
    for row in work.session.scalars(
        select(Variant)
        .where(own, Variant.removed_at.is_(None), Variant.product_id.in_(found))
        .order_by(Variant.product_id, Variant.position)
    ):
        variants.setdefault(row.product_id, []).append(row)
    products = work.session.scalars(
        select(Product).where(Product.tenant_id == work.tenant_id, Product.id.in_(list(variants)))
    )
    stock = select(Stock.variant_id, Stock.on_hand).where(
        Stock.tenant_id == work.tenant_id, Stock.product_id.in_(list(variants))
    )
    pictured = select(Media.product_id).where(Media.tenant_id == work.tenant_id, Media.product_id.in_(list(variants)))
    every = [one for rows in variants.values() for one in rows]
    return Known(
        {one.id: one for one in products},
        variants,
        {one.sku: one for one in every},
        {row.variant_id: row.on_hand for row in work.session.execute(stock)},
        costs_of(work, [one.id for one in every]),
        frozenset(work.session.scalars(pictured.distinct())),
        frozenset(paths_to_lead(work, [path for draft in drafts for path in draft.old_paths])),
        _start(work),
    )


def _start(work: Work) -> ProductData:
    shop = own_shop(work)
    terms = ("warranty_months", "warranty_by", "return_days", "return_paid_by")
    return ProductData(title="", category="", **{name: getattr(shop, name) for name in terms})


def compare(draft: FileProduct, known: Known) -> ProductChange | None:
    """Say what a draft changes; None where something is wrong with it, which the draft then says."""
    owners = {known.by_sku[piece.sku].product_id: piece for piece in draft.pieces if piece.sku in known.by_sku}
    if len(owners) > 1:
        piece = list(owners.values())[1]
        draft.refuse(piece.row, "SKU", SkuOfTwo(sku=piece.sku))
    product = known.products[next(iter(owners))] if owners else None
    data = _data_of(product) if product else known.start
    said = replace(data, **draft.said, attributes={**data.attributes, **draft.attributes})
    _check_attributes(draft, said)
    if product is None:
        _check_new(draft, said)
    if draft.problems:
        return None
    paths = tuple(path for path in draft.old_paths if path in known.to_lead)
    if product is None:
        return ProductChange(
            draft, None, said, [_variant(None, piece) for piece in draft.pieces], pieces=draft.pieces,
            pictures=tuple(draft.pictures), old_paths=paths,
        )  # fmt: skip
    change = _beside(draft, product, said if said != data else None, known)
    if change:
        change.old_paths = paths
    return change


def _data_of(product: Product) -> ProductData:
    return ProductData(**{name: getattr(product, name) for name in ProductData.__dataclass_fields__})


def _check_attributes(draft: FileProduct, said: ProductData) -> None:
    for code, value in draft.attributes.items():
        if said.category and not accepts(said.category, code, value):
            draft.refuse(draft.rows[0], code, WordUnknown(among="—"))


def _check_new(draft: FileProduct, said: ProductData) -> None:
    """A new product needs a name, a category and of each variant a price; the rest may wait until it is submitted."""
    for name in ("title", "category"):
        wrong = any(problem.column and name in problem.code for problem in draft.problems)
        if not getattr(said, name) and not wrong:
            draft.refuse(draft.rows[0], "", FieldMissing(what=name))
    if not draft.pieces:
        draft.refuse(draft.rows[0], "", FieldMissing(what="price"))
    for piece in draft.pieces:
        if piece.price_minor is None and not any(one.row == piece.row for one in draft.problems):
            draft.refuse(piece.row, "", FieldMissing(what="price"))


def _variant(row: Variant | None, piece: FileVariant | None) -> VariantData:
    """A variant as it is to be: what a row says of it, else as it is now."""
    name = piece.name if piece and piece.name is not None else row.name if row else ""
    if row is None:
        assert piece is not None
        return VariantData(piece.sku, piece.price_minor, name)
    price = piece.price_minor if piece and piece.price_minor is not None else row.price_minor
    return VariantData(row.sku, price, name, id=row.id, seen_minor=row.price_minor)


def _beside(draft: FileProduct, product: Product, data: ProductData | None, known: Known) -> ProductChange | None:
    """What changes of a product that is there, with its variants, pieces, costs and pictures."""
    said = {piece.sku: piece for piece in draft.pieces}
    now = known.variants[product.id]
    new = [piece for piece in draft.pieces if piece.sku not in known.by_sku]
    for piece in new:
        if piece.price_minor is None:
            draft.refuse(piece.row, "", FieldMissing(what="price"))
    if draft.problems:
        return None
    to_be = [_variant(row, said.get(row.sku)) for row in now]
    change = ProductChange(draft, product.id, data, pieces=new)
    if new or any(wanted.name != row.name for wanted, row in zip(to_be, now, strict=True)):
        change.variants = to_be + [_variant(None, piece) for piece in new]
    else:
        change.prices = [
            PriceSet(product.id, row.id, product.title, row.name, row.price_minor, wanted.price_minor)
            for wanted, row in zip(to_be, now, strict=True)
            if wanted.price_minor is not None and wanted.price_minor != row.price_minor
        ]
    for row in now:
        one = said.get(row.sku)
        if one and one.stock is not None and one.stock != known.on_hand.get(row.id, 0):
            change.counts[row.id] = one.stock
        if one and one.cost_minor is not None and one.cost_minor != known.costs.get(row.id):
            change.costs[row.id] = one.cost_minor
    if draft.pictures and product.id not in known.with_pictures:
        change.pictures = tuple(draft.pictures)
    return change
