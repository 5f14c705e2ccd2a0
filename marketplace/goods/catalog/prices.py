"""How prices change: one or ten thousand, by the same statements. Who changes them has locked their products first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Uuid, cast, func, update

from marketplace.goods.catalog import shelf
from marketplace.goods.catalog.models import Product, Variant
from marketplace.kernel.work import Work


@dataclass(frozen=True)
class PriceSet:
    """A price that changes for new sales, in centavos; `title` and `name` say of what, in the record."""

    product_id: UUID
    variant_id: UUID
    title: str
    name: str
    before: int
    after: int


def write_prices(work: Work, tenant_id: UUID, changes: Sequence[PriceSet]) -> None:
    """Write new prices in one statement, and each into the record."""
    if not changes:
        return
    ids = cast([one.variant_id for one in changes], ARRAY(Uuid()))
    prices = cast([one.after for one in changes], ARRAY(BigInteger()))
    new = func.unnest(ids, prices).table_valued("id", "price_minor").render_derived(name="new")
    work.session.execute(
        update(Variant)
        .where(Variant.tenant_id == tenant_id, Variant.id == new.c.id)
        .values(price_minor=new.c.price_minor)
        .execution_options(synchronize_session="fetch")
    )
    work.audit_many(
        "catalog.price",
        [
            (
                f"variant:{one.variant_id}",
                {"product_id": str(one.product_id), "title": one.title, "variant": one.name, "before": one.before,
                 "after": one.after},
            )
            for one in changes
        ],
        tenant_id=tenant_id,
    )  # fmt: skip


def change_prices(work: Work, tenant_id: UUID, changes: Sequence[PriceSet]) -> None:
    """Change prices of products whose rows are locked: record, versions, shelf, and what the search index follows."""
    write_prices(work, tenant_id, changes)
    products = sorted({one.product_id for one in changes})
    if products:
        work.session.execute(
            update(Product)
            .where(Product.tenant_id == tenant_id, Product.id.in_(products))
            .values(version=Product.version + 1, updated_at=work.now)
            .execution_options(synchronize_session="fetch")
        )
    shelf.refresh_availability(work, [(tenant_id, one) for one in products])
