"""A shop's products as a file, which a job writes: one asks, it is made, it opens for some days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from marketplace.goods.catalog.models import Product, Variant, VariantCost
from marketplace.goods.inventory.models import Stock
from marketplace.kernel import made_files
from marketplace.kernel.ids import new_id
from marketplace.kernel.jobs import Finish
from marketplace.kernel.made_files import FileState, TableFormat
from marketplace.kernel.permissions import May
from marketplace.kernel.site import site
from marketplace.kernel.verbs import verb
from marketplace.kernel.work import Work, unit_of_work
from marketplace.window.imports.errors import NoSuchProductsFile, ProductsFileUnderWay
from marketplace.window.imports.events import ProductsFileAsked
from marketplace.window.imports.models import ProductsFile
from marketplace.window.imports.rules import FOLDER
from marketplace.window.imports.writing import WRITERS, heads, row_of
from tenants.scope import SellerScope

_AT_ONCE = 1_000  # products
_MOST_MB = 500


@verb(needs=May.EDIT_PRODUCTS)
def ask_products_file(work: Work, kind: TableFormat) -> UUID:
    """Ask for the shop's products as a file. Raises ProductsFileUnderWay."""
    asked = ProductsFile(
        tenant_id=work.tenant_id, id=new_id(), format=kind, state=FileState.ASKED, done=0, whole=0, asked_at=work.now,
        asked_by=work.actor.name,
    )  # fmt: skip
    try:
        with work.attempt():
            work.session.add(asked)
            work.session.flush()
    except IntegrityError as error:
        raise ProductsFileUnderWay from error
    work.audit("imports.export", f"file:{asked.id}", format=kind.value)
    work.tell(ProductsFileAsked(work.tenant_id, asked.id))
    return asked.id


@verb(needs=May.EDIT_PRODUCTS)
def open_products_file(work: Work, file_id: UUID) -> str:
    """Give the key of a file of the shop's products. Raises NoSuchProductsFile where it is none, or its time is over."""
    key = made_files.key_of_file(work, work.session.get(ProductsFile, (work.tenant_id, file_id)))
    if key is None:
        raise NoSuchProductsFile
    return key


def write_products_file(fact: ProductsFileAsked, key: str) -> Finish:
    """Write a shop's products into the private store, within its walls; a file of an attempt that failed is swept."""
    with unit_of_work(SellerScope(fact.tenant_id), read_only=True) as work:
        asked = work.session.get_one(ProductsFile, (fact.tenant_id, fact.file_id))
        kind = TableFormat(asked.format)
        attributes = _attributes(work)
        data = WRITERS[kind](heads(attributes), _rows(work, attributes, fact.file_id))
    kept = site().uploads.keep_table(data, folder=FOLDER, extension=kind.value, most_mb=_MOST_MB)

    def finish(work: Work) -> None:
        made = work.session.lock_row(ProductsFile, (fact.tenant_id, fact.file_id))
        made_files.finish_file(work, made, key=kept.key, size=kept.size)
        made.done = made.whole

    return finish


def expire_products_files(work: Work) -> None:
    """By the clock: files whose time is over open no more, and are swept."""
    made_files.expire_files(work, ProductsFile)


def _attributes(work: Work) -> list[str]:
    """The attributes that some product of the shop says, each a column."""
    keys = select(func.jsonb_object_keys(Product.attributes).label("code")).where(Product.tenant_id == work.tenant_id)
    return sorted(set(work.session.scalars(keys)))


def _rows(work: Work, attributes: Sequence[str], file_id: UUID) -> Iterator[list[str]]:
    """Write every variant of the shop, product by product; says beside it how far it is."""
    ids = work.session.scalars(
        select(Product.id).where(Product.tenant_id == work.tenant_id).order_by(Product.created_at, Product.id)
    ).all()
    for start in range(0, len(ids), _AT_ONCE):
        with unit_of_work(SellerScope(work.tenant_id)) as beside:
            made_files.note_progress(beside, ProductsFile, file_id, done=start, whole=len(ids))
        yield from _rows_of(work, ids[start : start + _AT_ONCE], attributes)


def _rows_of(work: Work, ids: Sequence[UUID], attributes: Sequence[str]) -> Iterator[list[str]]:
    products = {
        one.id: one
        for one in work.session.execute(
            select(*Product.__table__.columns).where(Product.tenant_id == work.tenant_id, Product.id.in_(ids))
        )
    }
    variants: dict[UUID, list[Any]] = {}
    on = (Stock.tenant_id == Variant.tenant_id) & (Stock.variant_id == Variant.id)
    cost = (VariantCost.tenant_id == Variant.tenant_id) & (VariantCost.id == Variant.id)
    query = (
        select(
            Variant.product_id, Variant.name, Variant.sku, Variant.price_minor, Stock.on_hand, VariantCost.cost_minor
        )
        .join(Stock, on)
        .outerjoin(VariantCost, cost)
        .where(Variant.tenant_id == work.tenant_id, Variant.product_id.in_(ids), Variant.removed_at.is_(None))
        .order_by(Variant.position)
    )
    for row in work.session.execute(query):
        variants.setdefault(row.product_id, []).append(row)
    for one in ids:
        for number, variant in enumerate(variants.get(one, [])):
            yield row_of(products[one], variant, attributes, is_first=number == 0)
