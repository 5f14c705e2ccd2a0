"""How prices change: one or ten thousand, by the same statements. Who changes them has locked their products first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Uuid, cast, func, select, update

from marketplace.goods.catalog import errors, shelf
from marketplace.goods.catalog.bulk_rules import is_far
from marketplace.goods.catalog.models import Product, Promotion, PromotionPrice, Variant
from marketplace.goods.catalog.price_history import PriceMoved, note_changes
from marketplace.goods.catalog.price_rules import PromotionEnd, PromotionState
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


def check_not_far(before: int, after: int, *, sure: str = "") -> None:
    """Ask once about a price that changes by more than forty percent: somebody may have mistyped a zero.

    `sure` is what was asked about before. Raises FarFromPrice.
    """
    if is_far(before, after) and str(after) not in sure.split():
        said = {"before": f"{before / 100:,.2f}", "after": f"{after / 100:,.2f}", "price_minor": after}
        raise errors.FarFromPrice(**said, sure=f"{sure} {after}".strip())


def write_prices(work: Work, tenant_id: UUID, changes: Sequence[PriceSet], *, of_promotion: bool = False) -> None:
    """Write new prices in one statement, and each into the record and the history of prices.

    A promotion that a variant is in is over for it, unless it is the promotion's own doing.
    """
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
    if not of_promotion:
        _end_promotions(work, tenant_id, changes)
    note_changes(
        work, tenant_id, [PriceMoved(one.product_id, one.variant_id, one.before, one.after) for one in changes]
    )


def _end_promotions(work: Work, tenant_id: UUID, changes: Sequence[PriceSet]) -> None:
    """Whoever sets a price by hand means it: the promotion is over for that variant, and does not touch it any more."""
    running = select(Promotion.id).where(Promotion.tenant_id == tenant_id, Promotion.state == PromotionState.RUNNING)
    ended = work.session.execute(
        update(PromotionPrice)
        .where(
            PromotionPrice.tenant_id == tenant_id,
            PromotionPrice.variant_id.in_([one.variant_id for one in changes]),
            PromotionPrice.ended_at.is_(None),
            PromotionPrice.promotion_id.in_(running),
        )
        .values(ended_at=work.now, why=PromotionEnd.BY_HAND)
        .returning(PromotionPrice.variant_id)
        .execution_options(synchronize_session=False)
    ).scalars()
    said = {one.variant_id: one for one in changes}
    for variant_id in ended:
        one = said[variant_id]
        work.audit(
            "catalog.promotion_by_hand", f"variant:{variant_id}", tenant_id=tenant_id, product_id=str(one.product_id),
            title=one.title, variant=one.name,
        )  # fmt: skip


def change_prices(work: Work, tenant_id: UUID, changes: Sequence[PriceSet], *, of_promotion: bool = False) -> None:
    """Change prices of products whose rows are locked: record, history, versions, shelf, and what the search index follows."""
    write_prices(work, tenant_id, changes, of_promotion=of_promotion)
    products = sorted({one.product_id for one in changes})
    if products:
        work.session.execute(
            update(Product)
            .where(Product.tenant_id == tenant_id, Product.id.in_(products))
            .values(version=Product.version + 1, updated_at=work.now)
            .execution_options(synchronize_session="fetch")
        )
    shelf.refresh_availability(work, [(tenant_id, one) for one in products])
